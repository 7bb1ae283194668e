# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incas.accounts.models import User
from incas.audit.models import Entry
from incas.finance.models import Claim, ClaimLine, DocumentIdentity, Expense
from incas.finance.operations.expenses import (
    ChargeRefused,
    ExpenseFrozen,
    Payment,
    Share,
    change_expense,
    charge_document,
    delete_expense,
)
from incas.organisations.models import Body
from incas.projects.models import BudgetLine, Project
from tests.finance.factories import ClaimFactory, ExpenseFactory, SpendingDocumentFactory
from tests.projects.factories import ProjectFactory

PAYMENT = Payment("M-7", date(2026, 3, 20), Decimal("1220.00"))


def share(line: BudgetLine, amount: str = "1220.00", **fields: object) -> Share:
    """A share of a document."""
    return Share(line, Decimal(amount), **{"description": "Corso di italiano", **fields})


def test_charge_document_makes_an_expense_of_the_line_and_its_project(
    line: BudgetLine, finance_officer: User, noon: datetime
):
    document = SpendingDocumentFactory(body=line.project.body)
    shares = [share(line, is_vat_unrecoverable=True, payment=PAYMENT)]
    (expense,) = charge_document(document=document, shares=shares, by=finance_officer, at=noon)
    expense.refresh_from_db()
    assert (expense.project, expense.body, expense.budget_line) == (line.project, line.project.body, line)
    assert (expense.amount, expense.is_vat_unrecoverable) == (Decimal("1220.00"), True)
    assert (expense.payment_order, expense.paid_on, expense.paid_amount) == ("M-7", date(2026, 3, 20), expense.amount)
    assert expense.created_by == finance_officer
    assert DocumentIdentity.objects.get(pk=document.identity_id).charged == Decimal("1220.00")


def test_charge_document_leaves_a_trail(line: BudgetLine, finance_officer: User, noon: datetime):
    document = SpendingDocumentFactory(body=line.project.body)
    (expense,) = charge_document(document=document, shares=[share(line)], by=finance_officer, at=noon)
    entry = Entry.objects.about(expense).get()
    assert (entry.verb, entry.actor_id, entry.at) == ("charged", finance_officer.pk, noon)
    assert entry.after["amount"] == "1220.00"


def test_charge_document_splits_over_lines_and_projects(line: BudgetLine, finance_officer: User, noon: datetime):
    second = ProjectFactory(active=True, body=line.project.body).budget_lines.get(cost_item__code="C")
    document = SpendingDocumentFactory(body=line.project.body)
    shares = [share(line, "700.00"), share(second, "520.00")]
    expenses = charge_document(document=document, shares=shares, by=finance_officer, at=noon)
    assert [expense.project for expense in expenses] == [line.project, second.project]


def test_charge_document_beyond_its_total_says_what_is_left_and_stores_nothing(
    line: BudgetLine, finance_officer: User, noon: datetime
):
    document = SpendingDocumentFactory(body=line.project.body)
    first = ExpenseFactory(project=line.project, document=document, amount=Decimal("1000.00"), description="Corso")
    with pytest.raises(ChargeRefused) as refusal:
        charge_document(document=document, shares=[share(line, "220.01")], by=finance_officer, at=noon)
    assert str(refusal.value) == (
        f"Il documento è di €\xa01.220,00: ne restano da imputare €\xa0220,00. Già imputati da questo ente: Corso "
        f"({first.project.code}, €\xa01.000,00)."
    )
    assert Expense.objects.count() == 1


def test_charge_document_never_tells_of_another_body(
    line: BudgetLine, finance_officer: User, other_comune: Body, noon: datetime
):
    elsewhere = ExpenseFactory(
        project=ProjectFactory(active=True, body=other_comune), amount=Decimal("1000.00"), description="Segreta"
    )
    document = SpendingDocumentFactory(body=line.project.body, identity=elsewhere.document.identity)
    with pytest.raises(ChargeRefused) as refusal:
        charge_document(document=document, shares=[share(line)], by=finance_officer, at=noon)
    assert str(refusal.value) == "Il documento è di €\xa01.220,00: ne restano da imputare €\xa0220,00."


@pytest.mark.parametrize(
    ("amount", "message"),
    [
        ("0.00", "L'importo di una quota non può essere zero."),
        ("-1.00", "Le quote di questo documento devono essere positive."),
    ],
)
def test_charge_document_refuses_nothing_and_less(
    line: BudgetLine, finance_officer: User, noon: datetime, amount: str, message: str
):
    document = SpendingDocumentFactory(body=line.project.body)
    with pytest.raises(ChargeRefused, match=message):
        charge_document(document=document, shares=[share(line, amount)], by=finance_officer, at=noon)


def test_charge_document_without_shares_is_refused(line: BudgetLine, finance_officer: User, noon: datetime):
    with pytest.raises(ChargeRefused, match="Nessuna quota"):
        charge_document(
            document=SpendingDocumentFactory(body=line.project.body), shares=[], by=finance_officer, at=noon
        )


def test_credit_note_is_charged_below_zero_and_never_beyond_its_total(
    line: BudgetLine, finance_officer: User, noon: datetime
):
    note = SpendingDocumentFactory(body=line.project.body, credit_note=True)
    with pytest.raises(ChargeRefused, match="nota di credito sono negative"):
        charge_document(document=note, shares=[share(line, "122.00")], by=finance_officer, at=noon)
    with pytest.raises(ChargeRefused, match="ne restano da imputare −€\xa0122,00"):
        charge_document(document=note, shares=[share(line, "-122.01")], by=finance_officer, at=noon)
    (expense,) = charge_document(document=note, shares=[share(line, "-122.00")], by=finance_officer, at=noon)
    assert expense.amount == Decimal("-122.00")


def test_charge_document_refuses_a_project_that_is_not_running(comune: Body, finance_officer: User, noon: datetime):
    line = ProjectFactory(budgeted=True, body=comune).budget_lines.get(cost_item__code="B", work_package__code="WP1")
    with pytest.raises(ChargeRefused, match="non è in corso"):
        charge_document(
            document=SpendingDocumentFactory(body=comune), shares=[share(line)], by=finance_officer, at=noon
        )


def test_charge_document_refuses_a_flat_rate_item(project: Project, finance_officer: User, noon: datetime):
    line = project.budget_lines.get(cost_item__code="D")
    with pytest.raises(ChargeRefused, match="tasso forfettario"):
        charge_document(
            document=SpendingDocumentFactory(body=project.body), shares=[share(line)], by=finance_officer, at=noon
        )


def test_charge_document_refuses_the_project_of_another_body(
    line: BudgetLine, other_finance_officer: User, other_comune: Body, noon: datetime
):
    document = SpendingDocumentFactory(body=other_comune)
    with pytest.raises(ChargeRefused, match="enti diversi"):
        charge_document(document=document, shares=[share(line)], by=other_finance_officer, at=noon)


def test_charge_document_notes_the_gravest_finding(line: BudgetLine, finance_officer: User, noon: datetime):
    document = SpendingDocumentFactory(body=line.project.body)
    (expense,) = charge_document(document=document, shares=[share(line)], by=finance_officer, at=noon)
    expense.refresh_from_db()
    assert expense.worst_finding == "blocking"


cents = st.integers(min_value=-30_000, max_value=130_000)


@given(attempts=st.lists(cents, min_size=1, max_size=6))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@pytest.mark.django_db
def test_shares_never_go_beyond_the_document_whatever_is_tried(
    line: BudgetLine, finance_officer: User, noon: datetime, attempts: list[int]
):
    document = SpendingDocumentFactory(body=line.project.body, total=Decimal("1000.00"), vat=Decimal(0))
    charged = Decimal(0)
    for attempt in attempts:
        amount = Decimal(attempt) / 100
        is_right = amount > 0 and charged + amount <= Decimal(1000)
        try:
            charge_document(document=document, shares=[share(line, str(amount))], by=finance_officer, at=noon)
        except ChargeRefused:
            assert not is_right
        else:
            assert is_right
            charged += amount
    assert DocumentIdentity.objects.get(pk=document.identity_id).charged == charged


def test_change_expense_writes_what_changed_and_tells_it(line: BudgetLine, finance_officer: User, noon: datetime):
    expense = ExpenseFactory(project=line.project, amount=Decimal("500.00"))
    changed = share(line, "600.00", description=expense.description, payment=PAYMENT)
    change_expense(expense=expense, share=changed, by=finance_officer, at=noon)
    expense.refresh_from_db()
    assert (expense.amount, expense.payment_order) == (Decimal("600.00"), "M-7")
    entry = Entry.objects.about(expense).get(verb="changed")
    assert (entry.before["amount"], entry.after["amount"]) == ("500.00", "600.00")
    assert "description" not in entry.after


def test_change_expense_to_the_same_changes_nothing(line: BudgetLine, finance_officer: User, noon: datetime):
    expense = ExpenseFactory(project=line.project)
    same = share(line, "1220.00", description=expense.description)
    change_expense(expense=expense, share=same, by=finance_officer, at=noon)
    assert not Entry.objects.about(expense).exists()


def test_change_expense_of_a_claim_to_another_project_is_refused(draft: Claim, finance_officer: User, noon: datetime):
    expense = draft.lines.first().expense
    other = ProjectFactory(active=True, body=expense.body).budget_lines.get(cost_item__code="C")
    with pytest.raises(ChargeRefused, match="toglierla dalla"):
        change_expense(expense=expense, share=share(other), by=finance_officer, at=noon)
    draft.lines.all().delete()
    moved = change_expense(expense=expense, share=share(other), by=finance_officer, at=noon)
    assert moved.project == other.project


def test_change_expense_beyond_the_document_is_refused(line: BudgetLine, finance_officer: User, noon: datetime):
    expense = ExpenseFactory(project=line.project)
    with pytest.raises(ChargeRefused, match="ne restano da imputare €\xa00,00"):
        change_expense(expense=expense, share=share(line, "1220.01"), by=finance_officer, at=noon)


def test_change_expense_of_a_sent_claim_is_refused(
    line: BudgetLine, submitted: Claim, finance_officer: User, noon: datetime
):
    expense = submitted.lines.first().expense
    with pytest.raises(ExpenseFrozen, match=r"domanda n. 1, che è stata inviata"):
        change_expense(expense=expense, share=share(line), by=finance_officer, at=noon)


def test_change_expense_of_a_returned_claim_takes_its_line_along(
    line: BudgetLine, finance_officer: User, noon: datetime
):
    claim = ClaimFactory(project=line.project, returned=True)
    claim_line = claim.lines.first()
    ClaimLine.objects.filter(pk=claim_line.pk).update(decision="admitted", admitted=claim_line.claimed, decided_at=noon)
    change_expense(expense=claim_line.expense, share=share(line, "1000.00"), by=finance_officer, at=noon)
    claim_line.refresh_from_db()
    assert (claim_line.claimed, claim_line.decision, claim_line.admitted) == (Decimal("1000.00"), "pending", None)


def test_change_expense_admitted_for_good_is_refused(line: BudgetLine, finance_officer: User, noon: datetime):
    claim = ClaimFactory(project=line.project, returned=True)
    claim_line = claim.lines.first()
    kept = {"decision": "admitted", "admitted": claim_line.claimed, "decided_at": noon, "is_kept": True}
    ClaimLine.objects.filter(pk=claim_line.pk).update(**kept)
    with pytest.raises(ExpenseFrozen, match="già stata ammessa"):
        change_expense(expense=claim_line.expense, share=share(line, "1000.00"), by=finance_officer, at=noon)


def test_delete_expense_gives_the_document_its_room_back(line: BudgetLine, finance_officer: User, noon: datetime):
    expense = ExpenseFactory(project=line.project)
    document = expense.document
    delete_expense(expense=expense, by=finance_officer, at=noon)
    assert DocumentIdentity.objects.get(pk=document.identity_id).charged == 0
    assert Entry.objects.filter(verb="deleted", subject_type="finance.expense").count() == 1


def test_delete_expense_of_a_draft_leaves_the_claim_too(draft: Claim, finance_officer: User, noon: datetime):
    delete_expense(expense=draft.lines.first().expense, by=finance_officer, at=noon)
    assert draft.lines.count() == 1


def test_delete_expense_once_sent_is_refused(project: Project, finance_officer: User, noon: datetime):
    claim = ClaimFactory(project=project, returned=True)
    with pytest.raises(ExpenseFrozen, match="si può togliere dalla domanda, non eliminare"):
        delete_expense(expense=claim.lines.first().expense, by=finance_officer, at=noon)
