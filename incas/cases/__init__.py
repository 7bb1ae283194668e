# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The pilot: persons taken charge of, their families and what they are entitled to."""
