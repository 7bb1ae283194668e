# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Bases that know nothing of the domain: pages, lists, forms, components, jobs, the embedded database."""
