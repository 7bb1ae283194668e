# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is done with files and receipts, one module a noun."""

from incas.documents.operations.files import SWEPT_AFTER, Sweep, remove_orphans, store, store_all
from incas.documents.operations.receipts import issue_receipt

__all__ = ["SWEPT_AFTER", "Sweep", "issue_receipt", "remove_orphans", "store", "store_all"]
