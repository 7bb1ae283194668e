# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The pilot: taking charge of victims of labour exploitation. Only figures leave it."""
