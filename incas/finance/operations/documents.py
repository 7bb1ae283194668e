# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Documents of spending: an invoice that was read becomes a row, tied to its identity in the whole platform."""

import hashlib
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.finance.choices import DocumentKind
from incas.finance.fatturapa import Document, InvoiceRefused, ReadInvoice, identity_key, to_content
from incas.finance.models import DocumentIdentity, ImportedFile, SpendingDocument
from incas.finance.models.documents import EURO_CODE

LARGEST = Decimal("999999999999.99")


@transaction.atomic(savepoint=False)
def take_in(
    *, file: ImportedFile, invoice: ReadInvoice, document: Document, position: int, by: User, at: datetime
) -> SpendingDocument:
    """Store one body of an invoice file. `position` counts the bodies of the file from 0.

    Raises InvoiceRefused when a value is beyond what any real document holds.
    """
    _require_bounds(document)
    taken = SpendingDocument.objects.create(
        body_id=file.batch.body_id,
        identity_id=identity_of(
            key=identity_key(document), total=document.total, currency=document.currency or EURO_CODE
        ),
        kind=DocumentKind.EINVOICE,
        type_code=document.type,
        number=document.number,
        issued_on=document.date,
        currency=document.currency or EURO_CODE,
        supplier_name=document.supplier.name or "",
        supplier_vat=document.supplier.vat or "",
        supplier_tax_code=document.supplier.tax_code or "",
        customer_vat=document.customer.vat or "",
        customer_tax_code=document.customer.tax_code or "",
        total=document.total,
        vat=document.vat,
        withheld=document.withheld,
        payable=document.payable,
        split_payment=document.is_split_payment,
        cups=list(document.cup),
        cigs=list(document.cig),
        content=to_content(document),
        file=file.stored,
        file_name=file.name,
        position=position,
        signature=invoice.signature.value,
        signer=((invoice.signer.name or "") if invoice.signer else "")[: longest_of("signer")],
        batch=file.batch,
        imported_by=by,
        imported_at=at,
        search_text=searchable(document),
    )
    record(taken, "imported", by=by, at=at, after={"number": taken.number, "total": str(taken.total)})
    return taken


def identity_of(*, key: str, total: Decimal, currency: str = EURO_CODE) -> int:
    """Give the key of the identity of a document in the whole platform, made the first time it is met.

    `key` is what names the document (supplier, type, number, date): only its fingerprint is stored. `total` and
    `currency` count the first time alone: a second file that states another total is flagged, and never raises what may
    be charged. What a total in another currency is in euro is told later (`tell_euro_total`).
    """
    identity = DocumentIdentity(
        key=hashlib.sha256(key.encode()).hexdigest(),
        currency=currency,
        total=total,
        euro_total=total if currency == EURO_CODE else None,
    )
    DocumentIdentity.objects.bulk_create(
        [identity], update_conflicts=True, unique_fields=["key"], update_fields=["key"]
    )  # one statement: what is there stays as it is, and tells its key
    return identity.pk


def searchable(document: Document) -> str:
    """Give the words by which a document is looked for: supplier, codes, number, CUP, CIG."""
    supplier = document.supplier
    words = [supplier.name, supplier.vat, supplier.tax_code, document.number, document.type]
    return " ".join(word for word in (*words, *document.cup, *document.cig) if word)


def longest_of(field: str) -> int:
    """Give how many characters a column of the documents holds."""
    return getattr(SpendingDocument._meta.get_field(field), "max_length", None) or 0


def _require_bounds(document: Document) -> None:
    """Refuse amounts and texts that no real document holds, naming the field."""
    amounts = {
        _("totale"): document.total,
        _("IVA"): document.vat,
        _("ritenute"): document.withheld,
        _("importo da pagare"): document.payable,
    }
    for name, amount in amounts.items():
        if abs(amount) > LARGEST:
            raise InvoiceRefused(_("L'importo «%(field)s» è fuori da ogni misura plausibile.") % {"field": name})
    texts = {
        _("numero"): (document.number, "number"),
        _("tipo di documento"): (document.type, "type_code"),
        _("denominazione del fornitore"): (document.supplier.name, "supplier_name"),
        _("partita IVA del fornitore"): (document.supplier.vat, "supplier_vat"),
        _("codice fiscale del fornitore"): (document.supplier.tax_code, "supplier_tax_code"),
        _("partita IVA dell'ente destinatario"): (document.customer.vat, "customer_vat"),
        _("codice fiscale dell'ente destinatario"): (document.customer.tax_code, "customer_tax_code"),
        _("valuta"): (document.currency, "currency"),
    }
    for name, (text, field) in texts.items():
        if len(text or "") > longest_of(field):
            raise InvoiceRefused(_("Il campo «%(field)s» è più lungo di quanto il formato consenta.") % {"field": name})
