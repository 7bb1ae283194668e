# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Repeatable measurements: each prints ratios, and asserts nothing."""
