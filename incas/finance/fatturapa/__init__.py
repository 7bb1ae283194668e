# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Electronic invoices (FatturaPA) as data: no Django, no database."""

from incas.finance.fatturapa.archive import ArchiveEntry, count_entries, is_archive, walk_archive
from incas.finance.fatturapa.content import from_content, to_content
from incas.finance.fatturapa.document import Document
from incas.finance.fatturapa.fields import MAX_CODE
from incas.finance.fatturapa.identity import identity_key
from incas.finance.fatturapa.reading import ReadInvoice, read_invoice
from incas.finance.fatturapa.refusals import InvoiceRefused, SignatureStatus
from incas.finance.fatturapa.signatures import Signer

__all__ = [
    "MAX_CODE",
    "ArchiveEntry",
    "Document",
    "InvoiceRefused",
    "ReadInvoice",
    "SignatureStatus",
    "Signer",
    "count_entries",
    "from_content",
    "identity_key",
    "is_archive",
    "read_invoice",
    "to_content",
    "walk_archive",
]
