# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Documents, expenses and claims to test with.

`SpendingDocumentFactory()` is an invoice of 1.220,00 euro (220,00 of VAT) addressed to its body; traits: `split`,
`withholding`, `credit_note`, `payslip`, `with_file`, `told` (in Swiss francs, worth 1.300,00 euro). `ExpenseFactory()`
charges the whole of it to line B/WP1 of an active project; `paid` adds its payment. `complete` makes one in which no
check finds anything: paid, CUP and CIG written, every paper that the item asks for.

`ClaimFactory()` is a draft of the first quarter. `submitted`, `under_check`, `checked`, `certified` and `returned`
bring it there with two complete expenses, each admitted whole once checked; `expenses=[…]` gives others.
"""

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from incas.documents.models import Receipt, StoredFile
from incas.finance.choices import ClaimState, Decision, DocumentKind, EuroSource, Reopening
from incas.finance.models import (
    Claim,
    ClaimLine,
    DocumentIdentity,
    Evidence,
    Expense,
    ImportBatch,
    SpendingDocument,
)
from incas.programmes.choices import EvidenceKind
from tests.accounts.factories import UserFactory
from tests.projects.factories import ProjectFactory

IMPORTED_AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
SUBMITTED_AT = datetime(2026, 4, 15, 10, 0, tzinfo=UTC)
TAKEN_AT = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
CHECKED_AT = datetime(2026, 5, 4, 16, 0, tzinfo=UTC)
CERTIFIED_AT = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
CIG = "1234567CE7"


def fingerprint(text: str) -> str:
    """64 hex digits that stand for some bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


class StoredFileFactory(DjangoModelFactory[StoredFile]):
    """A file whose bytes are nowhere: enough for rows that refer to it. Use `incas.documents` to store real bytes."""

    class Meta:
        model = StoredFile

    sha256 = factory.Sequence(lambda number: fingerprint(f"file {number}"))
    size = 1024
    media_type = "application/pdf"
    stored_at = IMPORTED_AT


class ReceiptFactory(DjangoModelFactory[Receipt]):
    """The receipt of a claim."""

    class Meta:
        model = Receipt

    year = 2026
    serial = factory.Sequence(lambda number: number + 1)
    issued_at = SUBMITTED_AT
    what = "Domanda di rimborso"
    subject_type = "finance.claim"
    subject_id = 0
    subject_label = "Domanda di rimborso n. 1"
    sender_id = 0
    sender_name = "Persona di prova"
    snapshot = factory.SubFactory(StoredFileFactory)


class DocumentIdentityFactory(DjangoModelFactory[DocumentIdentity]):
    """A document of 1.220,00 euro of which nothing is charged yet; `told`: of Swiss francs, worth 1.300,00 euro."""

    class Meta:
        model = DocumentIdentity

    class Params:
        told = factory.Trait(
            currency="CHF", euro_total=Decimal("1300.00"), euro_source=EuroSource.DEBIT, euro_on=date(2026, 3, 20)
        )

    key = factory.Sequence(lambda number: fingerprint(f"document {number}"))
    currency = "EUR"
    total = Decimal("1220.00")
    euro_total = factory.LazyAttribute(lambda one: Decimal(one.total) if one.currency == "EUR" else None)


class ImportBatchFactory(DjangoModelFactory[ImportBatch]):
    """An upload of nothing."""

    class Meta:
        model = ImportBatch

    body = factory.SubFactory("tests.projects.factories.ComuneBodyFactory")
    created_by = factory.SubFactory(UserFactory)
    created_at = IMPORTED_AT


class SpendingDocumentFactory(DjangoModelFactory[SpendingDocument]):
    """An ordinary invoice, read already, addressed to the body that holds it."""

    class Meta:
        model = SpendingDocument

    class Params:
        split = factory.Trait(
            split_payment=True, payable=factory.LazyAttribute(lambda document: document.total - document.vat)
        )
        withholding = factory.Trait(
            withheld=Decimal("200.00"),
            payable=factory.LazyAttribute(lambda document: document.total - document.withheld),
        )
        told = factory.Trait(currency="CHF", identity__told=True)
        credit_note = factory.Trait(type_code="TD04", total=Decimal("-122.00"), vat=Decimal("-22.00"))
        payslip = factory.Trait(
            kind=DocumentKind.PAYSLIP,
            type_code="",
            number="2026-03",
            supplier_name="Dipendente di prova",
            supplier_vat="",
            vat=Decimal("0.00"),
            cups=[],
            cigs=[],
        )
        with_file = factory.Trait(
            file=factory.SubFactory(StoredFileFactory, media_type="application/xml"), file_name="fattura.xml"
        )

    body = factory.SubFactory("tests.projects.factories.ComuneBodyFactory")
    currency = "EUR"
    identity = factory.SubFactory(
        DocumentIdentityFactory, total=factory.SelfAttribute("..total"), currency=factory.SelfAttribute("..currency")
    )
    kind = DocumentKind.EINVOICE
    type_code = "TD01"
    number = factory.Sequence(lambda number: f"{number + 1}/PA")
    issued_on = date(2026, 3, 2)
    supplier_name = "Cooperativa di prova"
    supplier_vat = "IT01234567890"
    customer_tax_code = factory.LazyAttribute(lambda document: document.body.tax_code)
    total = Decimal("1220.00")
    vat = Decimal("220.00")
    withheld = Decimal("0.00")
    payable = factory.LazyAttribute(lambda document: document.total)
    imported_by = factory.SubFactory(UserFactory)
    imported_at = IMPORTED_AT


class ExpenseFactory(DjangoModelFactory[Expense]):
    """The whole of an invoice charged to line B/WP1 of an active project (`item` and `package` choose another)."""

    class Meta:
        model = Expense
        skip_postgeneration_save = True

    class Params:
        item = "B"
        package = "WP1"
        paid = factory.Trait(
            payment_order=factory.Sequence(lambda number: f"M-{number + 1}"),
            paid_on=date(2026, 3, 20),
            paid_amount=factory.LazyAttribute(
                lambda expense: (expense.amount * expense.document.payable / expense.document.total).quantize(
                    Decimal("0.01")
                )
            ),
        )
        complete = factory.Trait(
            paid=True,
            is_vat_unrecoverable=True,
            document__cups=factory.LazyAttribute(lambda document: [document.factory_parent.project.cup]),
            document__cigs=[CIG],
            document__with_file=True,
            papers=factory.PostGeneration(lambda expense, *_, **__: attach_required_papers(expense)),
        )

    project = factory.SubFactory(ProjectFactory, active=True)
    body = factory.SelfAttribute("project.body")
    document = factory.SubFactory(SpendingDocumentFactory, body=factory.SelfAttribute("..body"))
    budget_line = factory.LazyAttribute(
        lambda expense: expense.project.budget_lines.get(
            cost_item__code=expense.item, work_package__code=expense.package
        )
    )
    description = factory.Sequence(lambda number: f"Servizio di prova {number + 1}")
    amount = factory.LazyAttribute(lambda expense: expense.document.in_euro(Decimal(expense.document.total)))
    created_by = factory.SubFactory(UserFactory)


class EvidenceFactory(DjangoModelFactory[Evidence]):
    """The payment order of an expense."""

    class Meta:
        model = Evidence

    expense = factory.SubFactory(ExpenseFactory)
    kind = EvidenceKind.PAYMENT_ORDER
    file = factory.SubFactory(StoredFileFactory)
    name = "mandato.pdf"
    uploaded_by = factory.SubFactory(UserFactory)
    uploaded_at = IMPORTED_AT


def attach_required_papers(expense: Expense) -> None:
    """Attach one paper of each kind that the rule set asks for the item of this expense."""
    item = expense.budget_line.cost_item
    while item is not None:
        for rule in item.evidence_rules.filter(is_required=True):
            EvidenceFactory(expense=expense, kind=rule.kind, name=f"{rule.kind}.pdf", uploaded_by=expense.created_by)
        item = item.parent


PATH: dict[ClaimState, tuple[ClaimState, ...]] = {
    ClaimState.SUBMITTED: (ClaimState.SUBMITTED,),
    ClaimState.UNDER_CHECK: (ClaimState.SUBMITTED, ClaimState.UNDER_CHECK),
    ClaimState.CHECKED: (ClaimState.SUBMITTED, ClaimState.UNDER_CHECK, ClaimState.CHECKED),
    ClaimState.CERTIFIED: (
        ClaimState.SUBMITTED,
        ClaimState.UNDER_CHECK,
        ClaimState.CHECKED,
        ClaimState.CERTIFIED,
    ),
    ClaimState.RETURNED: (ClaimState.SUBMITTED, ClaimState.UNDER_CHECK, ClaimState.RETURNED),
}


class ClaimFactory(DjangoModelFactory[Claim]):
    """A draft of February and March 2026; one trait brings it to each other state."""

    class Meta:
        model = Claim
        skip_postgeneration_save = True

    class Params:
        submitted = factory.Trait(journey=factory.PostGeneration(lambda *call, **_: travel(*call, "submitted")))
        under_check = factory.Trait(journey=factory.PostGeneration(lambda *call, **_: travel(*call, "under_check")))
        checked = factory.Trait(journey=factory.PostGeneration(lambda *call, **_: travel(*call, "checked")))
        certified = factory.Trait(journey=factory.PostGeneration(lambda *call, **_: travel(*call, "certified")))
        returned = factory.Trait(journey=factory.PostGeneration(lambda *call, **_: travel(*call, "returned")))

    project = factory.SubFactory(ProjectFactory, active=True)
    number = factory.LazyAttribute(lambda claim: Claim.objects.filter(project=claim.project).count() + 1)
    period_from = date(2026, 2, 17)
    period_until = date(2026, 3, 31)
    due_on = date(2026, 4, 30)
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def expenses(self: Any, _create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001 (factory_boy's call)
        """Put these expenses in the claim."""
        for expense in extracted or ():
            ClaimLineFactory(claim=self, expense=expense)


class ClaimLineFactory(DjangoModelFactory[ClaimLine]):
    """A complete expense in a claim."""

    class Meta:
        model = ClaimLine

    claim = factory.SubFactory(ClaimFactory)
    expense = factory.SubFactory(ExpenseFactory, complete=True, project=factory.SelfAttribute("..claim.project"))
    claimed = factory.SelfAttribute("expense.amount")


def travel(claim: Claim, create: bool, extracted: Any, state: str) -> None:  # noqa: FBT001 (factory_boy's call)
    """Bring a draft to a state through those before it, as the constraints and the triggers ask."""
    if not claim.lines.exists():
        ClaimLineFactory.create_batch(2, claim=claim)
    for step in PATH[ClaimState(state)]:
        STEPS[step](claim)
    claim.refresh_from_db()


def move(claim: Claim, state: ClaimState, **fields: Any) -> None:
    """Write a state and what goes with it."""
    Claim.objects.filter(pk=claim.pk).update(state=state, **fields)


def submit(claim: Claim) -> None:
    """Send the claim."""
    total = sum(claim.lines.values_list("claimed", flat=True), Decimal(0))
    receipt = ReceiptFactory(subject_id=claim.pk, body_id=claim.project.body_id)
    move(
        claim,
        ClaimState.SUBMITTED,
        round=1,
        submitted_at=SUBMITTED_AT,
        submitted_by=claim.created_by,
        claimed_total=total,
        receipt=receipt,
        due_on=date(2026, 5, 15),
    )


def take(claim: Claim) -> None:
    """Let the tutor of the project take it."""
    move(claim, ClaimState.UNDER_CHECK, taken_at=TAKEN_AT, taken_by=claim.project.tutor or UserFactory())


def check(claim: Claim) -> None:
    """Admit every line, close the check."""
    claim.refresh_from_db()
    for line in claim.lines.all():
        ClaimLine.objects.filter(pk=line.pk).update(
            decision=Decision.ADMITTED, admitted=line.claimed, decided_at=TAKEN_AT, decided_by=claim.taken_by
        )
    move(
        claim,
        ClaimState.CHECKED,
        checked_at=CHECKED_AT,
        checked_by=claim.taken_by,
        admitted_total=claim.claimed_total,
        due_on=date(2026, 6, 3),
    )


def certify(claim: Claim) -> None:
    """Certify it, by somebody who had no part in it."""
    move(claim, ClaimState.CERTIFIED, certified_at=CERTIFIED_AT, certified_by=UserFactory(), due_on=date(2026, 7, 19))


def give_back(claim: Claim) -> None:
    """Give it back to the Comune, open in full."""
    claim.refresh_from_db()
    move(
        claim,
        ClaimState.RETURNED,
        returned_at=CHECKED_AT,
        returned_by=claim.taken_by,
        reopening=Reopening.FULL,
        return_reason="Mancano le quietanze dei pagamenti.",
        due_on=None,
    )


STEPS = {
    ClaimState.SUBMITTED: submit,
    ClaimState.UNDER_CHECK: take,
    ClaimState.CHECKED: check,
    ClaimState.CERTIFIED: certify,
    ClaimState.RETURNED: give_back,
}
