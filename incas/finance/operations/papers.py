# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Documents of spending that are no electronic invoice: a payslip, another paper, typed data and a file."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO

from django.db import transaction

from incas.accounts.models import User
from incas.audit.operations import record
from incas.core.codes import compact
from incas.documents.operations import store
from incas.documents.responses import safe_name
from incas.finance.choices import DocumentKind
from incas.finance.models import SpendingDocument
from incas.finance.operations.documents import identity_of
from incas.organisations.models import Body


@dataclass(frozen=True, slots=True)
class TypedPaper:
    """What a person types of a paper.

    `number` is what tells it from others of the same person (the month of a payslip).
    Amounts in euro: `total` is the cost to the body, `payable` what goes to the payee (they differ by what is
    withheld).
    """

    kind: DocumentKind
    payee: str
    payee_tax_code: str
    number: str
    issued_on: date
    total: Decimal
    payable: Decimal
    vat: Decimal = Decimal("0.00")


@transaction.atomic
def record_paper(
    *, body: Body, paper: TypedPaper, name: str, content: BinaryIO, by: User, at: datetime
) -> SpendingDocument:
    """Store a paper with its file. Typed again, by this body or another, it has one identity: never charged twice."""
    file = store(content=content, at=at)
    who = compact(paper.payee_tax_code) or compact(paper.payee)
    key = "|".join((who, paper.kind, compact(paper.number), paper.issued_on.isoformat()))
    known = SpendingDocument.objects.filter(body=body, file=file, position=0).first()
    if known is not None:
        return known
    document = SpendingDocument.objects.create(
        body=body,
        identity_id=identity_of(key=key, total=paper.total),
        kind=paper.kind,
        number=paper.number,
        issued_on=paper.issued_on,
        supplier_name=paper.payee,
        supplier_tax_code=paper.payee_tax_code,
        total=paper.total,
        vat=paper.vat,
        withheld=paper.total - paper.payable,
        payable=paper.payable,
        file=file,
        file_name=safe_name(name),
        imported_by=by,
        imported_at=at,
        search_text=" ".join(word for word in (paper.payee, paper.payee_tax_code, paper.number) if word),
    )
    record(document, "imported", by=by, at=at, after={"number": paper.number, "total": str(paper.total)})
    return document
