# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""When two documents are the same one."""

from incas.finance.fatturapa.document import Document


def identity_key(document: Document) -> str:
    """Name a document so that it is recognised in another file: supplier, type, number, date.

    The supplier is its VAT identifier, else its fiscal code, else its name; number and name are compared without
    white space and in capitals.
    """
    supplier = document.supplier
    who = supplier.vat or (supplier.tax_code or "").upper() or _compact(supplier.name or "")
    return "|".join((who, document.type, _compact(document.number), document.date.isoformat()))


def _compact(text: str) -> str:
    return "".join(text.split()).upper()
