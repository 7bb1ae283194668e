# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Documents of spending, expenses charged to a budget, claims and their control."""

from incas.finance.models.claims import Claim, ClaimLine
from incas.finance.models.documents import DocumentIdentity, ImportBatch, ImportedFile, SpendingDocument
from incas.finance.models.expenses import Evidence, Expense

__all__ = [
    "Claim",
    "ClaimLine",
    "DocumentIdentity",
    "Evidence",
    "Expense",
    "ImportBatch",
    "ImportedFile",
    "SpendingDocument",
]
