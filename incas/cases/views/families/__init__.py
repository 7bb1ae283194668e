# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages of the family of a case. Each is a page of the case: what it is about besides is in the address by its code."""
