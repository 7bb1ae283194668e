# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Documents of spending, expenses charged to a budget, claims and their control."""

from incas.finance.models.claims import Claim
from incas.finance.models.documents import DocumentIdentity, ImportBatch, ImportedFile, SpendingDocument
from incas.finance.models.expenses import Evidence, Expense
from incas.finance.models.lines import ClaimLine, FlatRateShare, LineDecision

__all__ = [
    "Claim",
    "ClaimLine",
    "DocumentIdentity",
    "Evidence",
    "Expense",
    "FlatRateShare",
    "ImportBatch",
    "ImportedFile",
    "LineDecision",
    "SpendingDocument",
]
