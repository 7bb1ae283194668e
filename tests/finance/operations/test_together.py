# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Two people at the same instant, each with a connection of their own."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, connections, transaction

from incas.accounts.models import User
from incas.audit.models import Entry
from incas.documents.models import Receipt
from incas.documents.queries import read_stored
from incas.finance.choices import Decision, EuroSource
from incas.finance.models import Claim, ClaimLine, DocumentIdentity, Expense, SpendingDocument
from incas.finance.operations.claims import ClaimRefused, add_expenses, open_claim, submit_claim
from incas.finance.operations.control import Verdict, certify_claim, close_check, decide_line
from incas.finance.operations.expenses import ChargeRefused, ExpenseFrozen, Share, change_expense, charge_document
from incas.finance.operations.totals import EuroTotal, tell_euro_total
from incas.organisations.choices import Role
from incas.projects.models import BudgetLine, Project
from tests.finance.factories import ClaimFactory, ExpenseFactory, SpendingDocumentFactory
from tests.personas import member
from tests.projects.factories import ProjectFactory

NOON = datetime(2026, 6, 10, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


def together(*works: Callable[[], Any]) -> list[Any]:
    """Start these at the same instant, each on a connection of its own; give what each returned or raised."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=20)
            return work()
        except Exception as error:  # noqa: BLE001 (the outcome, whatever it is)
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.fixture
def running(db: None) -> Project:
    return ProjectFactory(active=True)


@pytest.fixture
def officer(running: Project) -> User:
    return member(running.body, Role.FINANCE_OFFICER)


@pytest.fixture
def services(running: Project) -> BudgetLine:
    return running.budget_lines.get(cost_item__code="B", work_package__code="WP1")


def share(line: BudgetLine, amount: str) -> Share:
    """A share of a document."""
    return Share(line, Decimal(amount), "Corso")


def test_two_who_charge_the_same_document_never_go_beyond_it(running: Project, services: BudgetLine, officer: User):
    document = SpendingDocumentFactory(body=running.body)

    def charge() -> list[Expense]:
        return charge_document(document=document, shares=[share(services, "700.00")], by=officer, at=NOON)

    outcomes = together(charge, charge)
    assert sum(isinstance(outcome, ChargeRefused) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, list) for outcome in outcomes) == 1
    assert DocumentIdentity.objects.get(pk=document.identity_id).charged == Decimal("700.00")


def test_two_bodies_that_hold_the_same_document_never_go_beyond_it_together(
    running: Project, services: BudgetLine, officer: User
):
    elsewhere = ProjectFactory(active=True)
    first = SpendingDocumentFactory(body=running.body)
    twin = SpendingDocumentFactory(body=elsewhere.body, identity=first.identity)
    other_line = elsewhere.budget_lines.get(cost_item__code="C")
    other_officer = member(elsewhere.body, Role.FINANCE_OFFICER)

    def charge(document: SpendingDocument, line: BudgetLine, by: User) -> list[Expense]:
        return charge_document(document=document, shares=[share(line, "700.00")], by=by, at=NOON)

    outcomes = together(lambda: charge(first, services, officer), lambda: charge(twin, other_line, other_officer))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ChargeRefused", "list"]


def test_database_holds_even_who_asks_no_operation(running: Project, services: BudgetLine):
    document = SpendingDocumentFactory(body=running.body)

    def write() -> None:
        ExpenseFactory(project=running, document=document, amount=Decimal("700.00"))

    outcomes = together(write, write)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["IntegrityError", "NoneType"]
    assert DocumentIdentity.objects.get(pk=document.identity_id).charged == Decimal("700.00")


def told(amount: str) -> EuroTotal:
    """What a document in another currency is in euro."""
    return EuroTotal(Decimal(amount), EuroSource.RATE, NOON.date())


def test_two_who_charge_a_document_in_another_currency_tell_its_euro_once(
    running: Project, services: BudgetLine, officer: User
):
    document = SpendingDocumentFactory(body=running.body, currency="CHF")

    def charge(amount: str) -> list[Expense]:
        shares = [share(services, "100.00")]
        return charge_document(document=document, shares=shares, by=officer, at=NOON, told=told(amount))

    outcomes = together(lambda: charge("1290.00"), lambda: charge("1300.00"))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["EuroTotalRefused", "list"]
    identity = DocumentIdentity.objects.get(pk=document.identity_id)
    won = next(place for place, outcome in enumerate(outcomes) if isinstance(outcome, list))
    assert (identity.euro_total, identity.charged) == ([Decimal("1290.00"), Decimal("1300.00")][won], Decimal(100))


def test_two_who_tell_the_euro_at_once_leave_the_figure_of_the_last_and_a_true_trail(running: Project, officer: User):
    document = SpendingDocumentFactory(body=running.body, currency="CHF")

    def tell(amount: str) -> DocumentIdentity:
        return tell_euro_total(document=document, told=told(amount), by=officer, at=NOON)

    together(lambda: tell("1290.00"), lambda: tell("1300.00"))
    first, last = Entry.objects.about(document).filter(verb="euro_total_told").order_by("pk")
    figures = {first.after["euro_total"], last.after["euro_total"]}
    assert (figures, first.before["euro_total"]) == ({"1290.00", "1300.00"}, None)
    assert last.before == {"euro_total": first.after["euro_total"]}
    stored = DocumentIdentity.objects.get(pk=document.identity_id).euro_total
    assert stored == Decimal(last.after["euro_total"])


def test_euro_corrected_while_the_claim_is_sent_are_either_in_what_was_sent_or_refused(running: Project, officer: User):
    expense = ExpenseFactory(project=running, complete=True, document__told=True)
    claim = ClaimFactory(project=running, created_by=officer, expenses=[expense])

    sent, corrected = together(
        lambda: submit_claim(claim=claim, by=officer, at=NOON),
        lambda: tell_euro_total(document=expense.document, told=told("1400.00"), by=officer, at=NOON),
    )
    stated = json.loads(read_stored(sent.receipt.snapshot))["expenses"][0]["document"]["euro_total"]
    stored = DocumentIdentity.objects.get(pk=expense.document.identity_id).euro_total
    assert Decimal(stated) == stored
    assert (type(corrected).__name__, stored) in {
        ("EuroTotalRefused", Decimal("1300.00")),
        ("DocumentIdentity", Decimal("1400.00")),
    }


def test_expense_is_not_moved_to_another_project_while_a_claim_takes_it(running: Project, officer: User):
    expense, claim = ExpenseFactory(project=running), ClaimFactory(project=running)
    other = ProjectFactory(active=True, body=running.body).budget_lines.get(cost_item__code="C")

    def move() -> int:
        return Expense.objects.filter(pk=expense.pk).update(project=other.project, budget_line=other)

    def take() -> ClaimLine:
        return ClaimLine.objects.create(claim=claim, expense=expense, claimed=1)

    together(move, take)
    expense.refresh_from_db()
    assert all(line.claim.project_id == expense.project_id for line in expense.lines.select_related("claim"))


def test_document_taken_in_while_it_is_charged_knows_it(running: Project, services: BudgetLine, officer: User):
    """Whoever charges sees no document that is not there yet, and whoever takes it in sees no charge not made yet."""
    document = SpendingDocumentFactory(body=running.body)
    charged, taken_in = Event(), Event()

    def charge() -> None:
        with transaction.atomic():
            charge_document(document=document, shares=[share(services, "700.00")], by=officer, at=NOON)
            charged.set()
            taken_in.wait(timeout=1)  # it waits for us: this ends by itself

    def take_in() -> SpendingDocument:
        charged.wait(timeout=20)
        twin: SpendingDocument = SpendingDocumentFactory(body=running.body, identity=document.identity)
        taken_in.set()
        return twin

    twin = together(charge, take_in)[1]
    assert SpendingDocument.objects.get(pk=twin.pk).charge == "part"


def test_claim_sent_by_two_at_once_is_sent_once(running: Project, officer: User):
    expenses = ExpenseFactory.create_batch(2, project=running, complete=True)
    claim = ClaimFactory(project=running, created_by=officer, expenses=expenses)

    def send() -> Claim:
        return submit_claim(claim=claim, by=officer, at=NOON)

    first, second = together(send, send)
    assert first.receipt_id == second.receipt_id
    assert Receipt.objects.count() == 1
    claim.refresh_from_db()
    assert claim.round == 1


def test_expense_changed_while_its_claim_is_sent_is_either_in_it_or_refused(
    running: Project, services: BudgetLine, officer: User
):
    expense = ExpenseFactory(project=running, complete=True)
    claim = ClaimFactory(project=running, created_by=officer, expenses=[expense])
    changed = Share(services, Decimal("1220.00"), "Cambiata", is_vat_unrecoverable=True, payment=None)

    sent, change = together(
        lambda: submit_claim(claim=claim, by=officer, at=NOON),
        lambda: change_expense(expense=expense, share=changed, by=officer, at=NOON),
    )
    expense.refresh_from_db()
    if isinstance(change, ExpenseFrozen):
        assert isinstance(sent, Claim)
        assert expense.description != "Cambiata"
    else:
        assert type(sent).__name__ == "ClaimIncomplete"
        assert expense.description == "Cambiata"


def test_two_who_open_a_claim_open_one(running: Project, officer: User):
    def begin() -> Claim:
        period = {"first": running.starts_on, "last": running.starts_on.replace(month=5, day=16)}
        return open_claim(project=running, **period, by=officer, at=NOON)

    first, second = together(begin, begin)
    assert first.pk == second.pk


def test_expense_added_by_two_at_once_stands_once(running: Project, officer: User):
    ExpenseFactory.create_batch(3, project=running)
    claim = ClaimFactory(project=running)

    def add() -> int:
        return add_expenses(claim=claim, expenses=Expense.objects.filter(project=running), by=officer, at=NOON)

    outcomes = together(add, add)
    assert sorted(outcomes) == [0, 3]
    assert claim.lines.count() == 3


def test_expense_added_while_its_claim_is_sent_is_not_in_what_was_sent(running: Project, officer: User):
    claim = ClaimFactory(project=running, created_by=officer, expenses=[ExpenseFactory(project=running, complete=True)])
    late = ExpenseFactory(project=running, complete=True)

    sent, added = together(
        lambda: submit_claim(claim=claim, by=officer, at=NOON),
        lambda: add_expenses(claim=claim, expenses=Expense.objects.filter(pk=late.pk), by=officer, at=NOON),
    )
    assert isinstance(sent, Claim)
    lines = claim.lines.count()
    assert (lines, type(added)) in {(1, ClaimRefused), (2, int)}
    sent.refresh_from_db()
    assert sent.claimed_total == Decimal("1305.40") * lines


def test_claim_is_certified_while_somebody_holds_an_expense_it_lets_go(running: Project, officer: User):
    """Who changes an expense holds it and waits for its claim: were the claim to wait for it, neither would end."""
    claim = ClaimFactory(project=running, under_check=True)
    excluded, admitted = claim.lines.order_by("pk")
    verdicts = {excluded: Verdict(Decision.EXCLUDED, reason="Manca un atto"), admitted: Verdict(Decision.ADMITTED)}
    for line, verdict in verdicts.items():
        decide_line(line=line, verdict=verdict, by=claim.taken_by, at=NOON)
    close_check(claim=claim, by=claim.taken_by, at=NOON)
    held, certified = Event(), Event()

    def hold() -> bool:
        with transaction.atomic():
            Expense.objects.select_for_update(no_key=True).get(pk=excluded.expense_id)
            held.set()
            return certified.wait(timeout=2)

    def certify() -> bool:
        held.wait(timeout=20)
        certify_claim(claim=claim, by=officer, at=NOON)
        certified.set()
        return ClaimLine.objects.get(pk=excluded.pk).is_live

    assert together(hold, certify) == [True, False]
