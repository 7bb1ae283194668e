# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the database itself refuses, whoever asks; each rule both ways."""

from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.utils import InternalError, ProgrammingError

from incas.accounts.models import User
from incas.finance.choices import ClaimState
from incas.finance.models import (
    Claim,
    ClaimLine,
    DocumentIdentity,
    Evidence,
    Expense,
    FlatRateShare,
    LineDecision,
    SpendingDocument,
)
from incas.finance.operations.expenses import NEVER_BEYOND
from incas.projects.models import Project
from tests.accounts.factories import UserFactory
from tests.finance.factories import (
    ClaimFactory,
    ClaimLineFactory,
    EvidenceFactory,
    ExpenseFactory,
    ReceiptFactory,
    SpendingDocumentFactory,
    fingerprint,
)
from tests.projects.factories import ProjectFactory

AT = datetime(2026, 6, 10, 10, 0, tzinfo=UTC)
REFUSED = (IntegrityError, InternalError, ProgrammingError)


def refused(queryset: models.QuerySet[Any], **values: object) -> bool:
    """Tell whether the database refuses to write these values."""
    try:
        with transaction.atomic():
            queryset.update(**values)
    except REFUSED:
        return True
    return False


def row(item: models.Model) -> models.QuerySet[Any]:
    """The row of an object, to be written without asking any operation."""
    return type(item)._base_manager.filter(pk=item.pk)


@pytest.fixture
def draft_claim(project: Project) -> Claim:
    return ClaimFactory(project=project)


SENT = {"state": "submitted", "round": 1, "submitted_at": AT, "claimed_total": Decimal("10.00")}


@pytest.mark.parametrize("missing", ["submitted_at", "submitted_by", "claimed_total", "receipt", "round", None])
def test_sent_claim_has_instant_person_total_receipt_and_round(draft_claim: Claim, missing: str | None):
    whole = {**SENT, "submitted_by": UserFactory(), "receipt": ReceiptFactory()}
    given = {name: value for name, value in whole.items() if name != missing}
    assert refused(row(draft_claim), **given) is (missing is not None)


@pytest.mark.parametrize("missing", ["taken_at", "taken_by", None])
def test_claim_under_check_says_who_took_it_and_when(submitted: Claim, missing: str | None):
    whole = {"state": "under_check", "taken_at": AT, "taken_by": UserFactory()}
    given = {name: value for name, value in whole.items() if name != missing}
    assert refused(row(submitted), **given) is (missing is not None)


@pytest.mark.parametrize("missing", ["checked_at", "checked_by", "admitted_total", None])
def test_checked_claim_has_instant_person_and_total(under_check: Claim, missing: str | None):
    whole = {"state": "checked", "checked_at": AT, "checked_by": UserFactory(), "admitted_total": 0}
    given = {name: value for name, value in whole.items() if name != missing}
    assert refused(row(under_check), **given) is (missing is not None)


@pytest.mark.parametrize("missing", ["certified_at", "certified_by", None])
def test_certified_claim_has_instant_and_person(checked: Claim, missing: str | None):
    whole = {"state": "certified", "certified_at": AT, "certified_by": UserFactory()}
    given = {name: value for name, value in whole.items() if name != missing}
    assert refused(row(checked), **given) is (missing is not None)


@pytest.mark.parametrize("missing", ["returned_at", "returned_by", "return_reason", "reopening", None])
def test_returned_claim_says_when_who_why_and_how_far(under_check: Claim, missing: str | None):
    whole = {
        "state": "returned",
        "returned_at": AT,
        "returned_by": UserFactory(),
        "return_reason": "Manca un atto.",
        "reopening": "full",
    }
    given = {name: value for name, value in whole.items() if name != missing}
    assert refused(row(under_check), **given) is (missing is not None)


@pytest.mark.parametrize("part", ["created_by", "submitted_by", "checked_by"])
def test_nobody_certifies_what_they_prepared_whatever_the_code_says(checked: Claim, part: str):
    person: User = getattr(checked, part)
    certified = {"state": "certified", "certified_at": AT}
    assert refused(row(checked), **certified, certified_by=person)
    assert not refused(row(checked), **certified, certified_by=UserFactory())


@pytest.mark.parametrize("part", ["created_by", "submitted_by"])
def test_nobody_checks_what_they_sent_whatever_the_code_says(under_check: Claim, part: str):
    done = {"state": "checked", "checked_at": AT, "admitted_total": 0}
    assert refused(row(under_check), **done, checked_by=getattr(under_check, part))
    assert not refused(row(under_check), **done, checked_by=UserFactory())


def test_certified_claim_never_changes_nor_goes(project: Project):
    claim = ClaimFactory(project=project, certified=True)
    assert refused(row(claim), admitted_total=0)
    assert refused(row(claim), state="draft")
    with pytest.raises(REFUSED), transaction.atomic():
        row(claim)._raw_delete("default")


def test_sent_claim_is_never_deleted_and_a_draft_may_be(project: Project):
    returned = ClaimFactory(project=project, returned=True)
    returned.lines.all().delete()
    with pytest.raises(REFUSED), transaction.atomic():
        row(returned)._raw_delete("default")
    assert row(ClaimFactory(project=ProjectFactory(active=True)))._raw_delete("default") == 1


def test_project_writes_one_claim_at_a_time(project: Project):
    ClaimFactory(project=project)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimFactory(project=project)
    ClaimFactory(project=ProjectFactory(active=True))


def test_number_is_given_once_in_a_project(submitted: Claim):
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimFactory(project=submitted.project, number=submitted.number)


def test_period_is_in_order(draft_claim: Claim):
    assert refused(row(draft_claim), period_until=date(2026, 2, 16))
    assert not refused(row(draft_claim), period_until=date(2026, 2, 17))


EDITABLE = {"draft": True, "returned": True, "submitted": False, "under_check": False, "checked": False}


@pytest.mark.parametrize(("state", "may"), [*EDITABLE.items(), ("certified", False)])
def test_expense_evidence_and_lines_change_while_the_claim_is_written_alone(project: Project, state: str, may: bool):  # noqa: FBT001 (a column of the table above)
    claim = ClaimFactory(project=project, **({} if state == "draft" else {state: True}))
    line = claim.lines.first() or ClaimLineFactory(claim=claim)
    paper = line.expense.evidence.first()
    assert refused(row(line.expense), description="Altro") is not may
    assert refused(row(paper), name="altro.pdf") is not may
    assert refused(row(line), claimed=Decimal("1.00")) is not may
    for write in (
        lambda: EvidenceFactory(expense=line.expense, kind="durc"),
        lambda: ClaimLineFactory(claim=claim),
        lambda: FlatRateShare.objects.create(
            claim=claim, cost_item=project.rule_set.cost_items.get(code="D"), percent=7, base=100, claimed=7
        ),
        lambda: row(paper)._raw_delete("default"),
        lambda: row(line)._raw_delete("default"),
    ):
        try:
            with transaction.atomic():
                write()
        except REFUSED:
            assert not may
        else:
            assert may


def test_expense_let_go_by_a_certified_claim_may_be_mended(under_check: Claim):
    line = under_check.lines.first()
    excluded = {"decision": "excluded", "admitted": 0, "reason": "Manca un atto", "decided_at": AT}
    assert refused(row(line.expense), description="Altro")
    assert not refused(row(line), **excluded)
    assert not refused(row(line), is_live=False)
    assert not refused(row(line.expense), description="Altro")


@pytest.mark.parametrize("state", ["draft", "under_check", "returned"])
def test_amounts_are_decided_while_under_check(project: Project, state: str):
    claim = ClaimFactory(project=project, **({} if state == "draft" else {state: True}))
    line = claim.lines.first() or ClaimLineFactory(claim=claim)
    assert not refused(row(line), decision="admitted", admitted=line.claimed, decided_at=AT)


@pytest.mark.parametrize("state", ["submitted", "checked", "certified"])
def test_amounts_are_not_decided_before_nor_after(project: Project, state: str):
    line = ClaimFactory(project=project, **{state: True}).lines.first()
    assert refused(row(line), decision="excluded", admitted=0, reason="No", decided_at=AT)


@pytest.mark.parametrize(
    "whole",
    [
        {"decision": "admitted", "admitted": Decimal("1220.00"), "decided_at": AT},
        {"decision": "excluded", "admitted": 0, "decided_at": AT, "reason": "No"},
        {"decision": "reduced", "admitted": Decimal("0.01"), "decided_at": AT, "reason": "No"},
        {"decision": "reduced", "admitted": Decimal("1219.99"), "decided_at": AT, "reason": "No"},
    ],
)
def test_decision_is_whole(under_check: Claim, whole: dict[str, Any]):
    line = under_check.lines.first()
    for missing in set(whole) - {"decision"}:
        assert refused(row(line), **{name: value for name, value in whole.items() if name != missing}), missing
    assert not refused(row(line), **whole)


@pytest.mark.parametrize("admitted", ["0.00", "1220.00", "1220.01", "-1.00"])
def test_reduced_line_is_admitted_for_less_and_for_something(under_check: Claim, admitted: str):
    reduced = {"decision": "reduced", "decided_at": AT, "reason": "No", "admitted": Decimal(admitted)}
    assert refused(row(under_check.lines.first()), **reduced)


def test_line_kept_is_admitted_and_stays(project: Project):
    line = ClaimFactory(project=project, returned=True).lines.first()
    assert refused(row(line), is_kept=True)
    assert not refused(row(line), is_kept=True, decision="admitted", admitted=line.claimed, decided_at=AT)
    assert refused(row(line.expense), description="Altro")
    with pytest.raises(REFUSED), transaction.atomic():
        row(line)._raw_delete("default")


def test_line_let_go_is_excluded(under_check: Claim):
    assert refused(row(under_check.lines.first()), is_live=False)


def test_expense_stands_in_one_claim_at_a_time(submitted: Claim):
    claim = ClaimFactory(project=submitted.project)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimLine.objects.create(claim=claim, expense=submitted.lines.first().expense, claimed=1)


def test_flat_rate_share_is_admitted_within_what_was_asked(project: Project, draft_claim: Claim):
    item = project.rule_set.cost_items.get(code="D")
    share = FlatRateShare.objects.create(claim=draft_claim, cost_item=item, percent=7, base=100, claimed=7)
    assert refused(row(share), admitted=Decimal("7.01"), admitted_base=100)
    assert refused(row(share), admitted=7)
    assert not refused(row(share), admitted=7, admitted_base=100)


def test_decision_kept_is_never_changed_nor_deleted(under_check: Claim):
    line = under_check.lines.first()
    decision = LineDecision.objects.create(
        claim=under_check,
        expense=line.expense,
        round=1,
        claimed=line.claimed,
        decision="admitted",
        admitted=line.claimed,
        decided_by=UserFactory(),
        decided_at=AT,
    )
    assert refused(row(decision), reason="Altro")
    with pytest.raises(REFUSED), transaction.atomic():
        row(decision)._raw_delete("default")


def test_expense_is_of_some_amount(project: Project):
    expense = ExpenseFactory(project=project)
    assert refused(row(expense), amount=0)
    assert not refused(row(expense), amount=Decimal("0.01"))


@pytest.mark.parametrize("missing", ["payment_order", "paid_on", "paid_amount", None])
def test_payment_is_whole_or_absent(project: Project, missing: str | None):
    expense = ExpenseFactory(project=project)
    whole = {"payment_order": "M-1", "paid_on": date(2026, 3, 20), "paid_amount": 1}
    given = {name: value for name, value in whole.items() if name != missing}
    assert refused(row(expense), **given) is (missing is not None)


def test_document_is_never_charged_beyond_its_total(project: Project):
    expense = ExpenseFactory(project=project, amount=Decimal("1000.00"))
    identity = row(expense.document.identity)
    assert identity.get().charged == Decimal("1000.00")
    assert refused(row(expense), amount=Decimal("1220.01"))
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpenseFactory(project=project, document=expense.document, amount=Decimal("220.01"))
    ExpenseFactory(project=project, document=expense.document, amount=Decimal("220.00"))
    assert identity.get().charged == Decimal("1220.00")
    expense.delete()
    assert identity.get().charged == Decimal("220.00")


def test_what_an_invoice_says_is_kept_beside_its_row(project: Project):
    """Lists read rows by the page: a page holds as many as are narrow."""
    words = {"lines": [fingerprint(str(number)) for number in range(14)], "rest": "x" * 2_000}
    SpendingDocumentFactory.create_batch(30, body=project.body, content=words)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT (ctid::text::point)[0]) FROM finance_spendingdocument")
        assert cursor.fetchone()[0] <= 3


def charge_of(document: SpendingDocument) -> str:
    """How far a document is charged, as it is stored."""
    return str(row(document).get().charge)


def test_document_knows_how_far_it_is_charged(project: Project):
    document = SpendingDocumentFactory(body=project.body)
    assert charge_of(document) == "none"
    expense = ExpenseFactory(project=project, document=document, amount=Decimal("1219.99"))
    assert charge_of(document) == "part"
    row(expense).update(amount=Decimal("1220.00"))
    assert charge_of(document) == "all"
    row(document.identity).update(total=Decimal("2440.00"), euro_total=Decimal("2440.00"))
    assert charge_of(document) == "part"
    expense.delete()
    assert charge_of(document) == "none"


def test_every_holder_of_a_document_knows_how_far_it_is_charged(project: Project, other_comune):
    first = SpendingDocumentFactory(body=project.body, credit_note=True)
    before = SpendingDocumentFactory(body=other_comune, identity=first.identity)
    ExpenseFactory(project=project, document=first, amount=Decimal("-122.00"))
    after = SpendingDocumentFactory(body=other_comune, identity=first.identity)
    assert [charge_of(one) for one in (first, before, after)] == ["all"] * 3


def test_how_far_a_document_is_charged_is_never_written_by_hand(project: Project):
    document = ExpenseFactory(project=project).document
    row(document).update(charge="none")
    assert charge_of(document) == "all"
    row(document).update(identity=SpendingDocumentFactory(body=project.body).identity)
    assert charge_of(document) == "none"


def test_document_held_by_two_bodies_is_charged_once_over(project: Project, other_comune):
    first = ExpenseFactory(project=project, amount=Decimal("1000.00"))
    twin = SpendingDocumentFactory(body=other_comune, identity=first.document.identity)
    elsewhere = ProjectFactory(active=True, body=other_comune)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpenseFactory(project=elsewhere, document=twin, amount=Decimal("220.01"))
    ExpenseFactory(project=elsewhere, document=twin, amount=Decimal("220.00"))


def test_credit_note_is_charged_below_zero_within_its_total(project: Project):
    note = SpendingDocumentFactory(body=project.body, credit_note=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpenseFactory(project=project, document=note, amount=Decimal("1.00"))
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpenseFactory(project=project, document=note, amount=Decimal("-122.01"))
    ExpenseFactory(project=project, document=note, amount=Decimal("-122.00"))


def test_total_in_euro_of_a_document_in_euro_is_its_total(project: Project):
    identity = row(SpendingDocumentFactory(body=project.body).identity)
    assert refused(identity, euro_total=Decimal("1220.01"))
    assert refused(identity, euro_total=None)
    assert refused(identity, euro_source="debit", euro_on=date(2026, 3, 20))
    assert not refused(identity, total=Decimal("1500.00"), euro_total=Decimal("1500.00"))


def test_nothing_is_charged_of_a_document_in_another_currency_until_told_in_euro(project: Project):
    document = SpendingDocumentFactory(body=project.body, currency="CHF")
    for amount in ("0.01", "-0.01"):
        with pytest.raises(IntegrityError, match=NEVER_BEYOND), transaction.atomic():
            ExpenseFactory(project=project, document=document, amount=Decimal(amount))
        assert refused(row(document.identity), charged=Decimal(amount))
    row(document.identity).update(euro_total=Decimal("0.01"), euro_source="rate", euro_on=date(2026, 3, 20))
    ExpenseFactory(project=project, document=document, amount=Decimal("0.01"))
    assert refused(row(document.identity), euro_total=None, euro_source="", euro_on=None)


def test_document_in_another_currency_is_charged_within_its_euro_alone(project: Project, other_comune):
    first = ExpenseFactory(project=project, document__told=True, amount=Decimal("1200.00"))
    identity = row(first.document.identity)
    twin = SpendingDocumentFactory(body=other_comune, identity=first.document.identity, currency="CHF")
    elsewhere = ProjectFactory(active=True, body=other_comune)
    insert = (
        "INSERT INTO finance_expense (body_id, project_id, budget_line_id, document_id, description, amount, "
        "is_vat_unrecoverable, payment_order, worst_finding, search_text, created_by_id, created_at, updated_at) "
        "VALUES (%s, %s, %s, %s, 'Altra', %s, false, '', '', '', %s, now(), now())"
    )
    line = elsewhere.budget_lines.get(cost_item__code="C")
    with connection.cursor() as cursor:
        place = [other_comune.pk, elsewhere.pk, line.pk, twin.pk]
        with pytest.raises(IntegrityError, match=NEVER_BEYOND), transaction.atomic():
            cursor.execute(insert, [*place, Decimal("100.01"), first.created_by_id])
        cursor.execute(insert, [*place, Decimal("100.00"), first.created_by_id])
    assert identity.get().charged == Decimal("1300.00")
    assert refused(identity, euro_total=Decimal("1299.99"))


@pytest.mark.parametrize(
    "told",
    [
        {"euro_source": ""},
        {"euro_on": None},
        {"euro_total": None},
        {"euro_total": Decimal("-1300.00")},
        {"euro_total": Decimal(0)},
        {"euro_source": "guess"},
    ],
)
def test_total_in_euro_is_told_whole_and_with_the_sign_of_the_document(project: Project, told: dict[str, Any]):
    identity = row(SpendingDocumentFactory(body=project.body, told=True).identity)
    assert refused(identity, **told)
    assert not refused(identity, euro_total=Decimal("0.01"))


def test_document_in_another_currency_knows_how_far_its_euro_are_charged(project: Project):
    document = SpendingDocumentFactory(body=project.body, told=True)
    expense = ExpenseFactory(project=project, document=document, amount=Decimal("1220.00"))
    assert charge_of(document) == "part"
    row(document.identity).update(euro_total=Decimal("1220.00"))
    assert charge_of(document) == "all"
    expense.delete()
    row(document.identity).update(euro_total=None, euro_source="", euro_on=None)
    assert charge_of(document) == "none"


def test_documents_taken_in_before_keep_what_is_charged_of_them(project: Project):
    """Migration 0016: rows as they stood before it, without the constraints that came after."""
    with connection.cursor() as cursor:
        for name in (NEVER_BEYOND, "document_total_in_euro_is_its_own_or_told_whole"):
            cursor.execute(f"ALTER TABLE finance_documentidentity DROP CONSTRAINT {name}")
    charged = ExpenseFactory(project=project, document__told=True, amount=Decimal("970.00")).document
    free, own = (SpendingDocumentFactory(body=project.body, currency=currency) for currency in ("SEK", "EUR"))
    note = ExpenseFactory(project=project, document__credit_note=True, document__told=True, amount=-90).document
    DocumentIdentity.objects.update(currency="EUR", euro_total=None, euro_source="", euro_on=None)
    before = import_module("incas.finance.migrations.0016_totals_in_euro_of_documents_taken_in_before")
    with connection.cursor() as cursor:
        for statement in (before.CURRENCY, before.IN_EURO, before.CHARGED_ALREADY):
            cursor.execute(statement)
    states = ("currency", "euro_total", "euro_source")
    assert [row(one.identity).values_list(*states).get() for one in (charged, free, own, note)] == [
        ("CHF", Decimal("970.00"), "charged"),
        ("SEK", None, ""),
        ("EUR", Decimal("1220.00"), ""),
        ("CHF", Decimal("-90.00"), "charged"),
    ]
    assert [charge_of(one) for one in (charged, free, own, note)] == ["all", "none", "none", "all"]
    for constraint in DocumentIdentity._meta.constraints:
        for identity in DocumentIdentity.objects.all():
            constraint.validate(DocumentIdentity, identity)


def test_document_line_project_and_body_of_an_expense_agree(project: Project, other_comune):
    expense = ExpenseFactory(project=project)
    other = ProjectFactory(active=True, body=project.body)
    assert refused(row(expense), project=other)
    assert refused(row(expense), body=other_comune)
    assert refused(row(expense), document=SpendingDocumentFactory(body=other_comune))
    line = other.budget_lines.get(cost_item__code="C")
    assert not refused(row(expense), project=other, budget_line=line)


def test_expense_of_a_claim_stays_in_the_project_of_the_claim(project: Project, draft_claim: Claim):
    expense = ExpenseFactory(project=project)
    ClaimLineFactory(claim=draft_claim, expense=expense)
    line = ProjectFactory(active=True, body=project.body).budget_lines.get(cost_item__code="C")
    assert refused(row(expense), project=line.project, budget_line=line)
    ClaimLine.objects.filter(expense=expense).delete()
    assert not refused(row(expense), project=line.project, budget_line=line)


def test_claim_takes_expenses_of_its_project_alone(project: Project, draft_claim: Claim):
    own = ExpenseFactory(project=project)
    elsewhere = ExpenseFactory(project=ProjectFactory(active=True, body=project.body))
    insert = (
        "INSERT INTO finance_claimline (claim_id, expense_id, claimed, decision, reason, is_live, is_kept) "
        "VALUES (%s, %s, 1, 'pending', '', true, false)"
    )
    with connection.cursor() as cursor:
        cursor.execute(insert, [draft_claim.pk, own.pk])
        with pytest.raises(IntegrityError, match="expenses of its project"), transaction.atomic():
            cursor.execute(insert, [draft_claim.pk, elsewhere.pk])


def test_line_let_go_does_not_hold_again_an_expense_that_moved(project: Project, under_check: Claim):
    line = under_check.lines.first()
    excluded = {"decision": "excluded", "admitted": 0, "reason": "Manca un atto", "decided_at": AT, "is_live": False}
    assert not refused(row(line), **excluded)
    assert not refused(row(line), is_live=True)
    row(line).update(is_live=False)
    other = ProjectFactory(active=True, body=project.body).budget_lines.get(cost_item__code="C")
    row(line.expense).update(project=other.project, budget_line=other)
    assert refused(row(line), is_live=True)


def test_claim_stays_in_its_project(project: Project, draft_claim: Claim):
    assert refused(row(draft_claim), project=ProjectFactory(active=True, body=project.body))
    assert not refused(row(draft_claim), project=project)


def test_same_paper_is_attached_once_under_a_kind(project: Project):
    evidence = EvidenceFactory(expense=ExpenseFactory(project=project))
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.create(
            expense=evidence.expense,
            kind=evidence.kind,
            file=evidence.file,
            uploaded_by=evidence.uploaded_by,
            uploaded_at=AT,
        )


def test_visibility_is_told_by_the_rows(project: Project, tutor: User, stranger: User):
    claim = ClaimFactory(project=project, submitted=True)
    assert list(Claim.objects.visible_to(tutor)) == [claim]
    assert ClaimLine.objects.visible_to(tutor).count() == Expense.objects.visible_to(tutor).count() == 2
    assert not Claim.objects.visible_to(stranger).exists()
    assert not Expense.objects.visible_to(stranger).exists()
    assert not Evidence.objects.visible_to(stranger).exists()
    assert claim.state == ClaimState.SUBMITTED
