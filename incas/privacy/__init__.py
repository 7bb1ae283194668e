# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What may name a person: sealed in the application, counted without giving anybody away."""
