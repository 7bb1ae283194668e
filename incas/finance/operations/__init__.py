# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is done with documents, expenses and claims: one verb a function, one module a noun."""
