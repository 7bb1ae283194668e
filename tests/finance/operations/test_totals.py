# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The total of a document: told in euro, corrected by the coordination."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from incas.audit.queries import history
from incas.finance.choices import EuroSource
from incas.finance.models import Claim, DocumentIdentity, Expense, SpendingDocument
from incas.finance.operations.claims import remove_expenses, submit_claim
from incas.finance.operations.documents import identity_of
from incas.finance.operations.expenses import ChargeRefused, Share, change_expense, charge_document
from incas.finance.operations.totals import (
    EuroTotal,
    EuroTotalRefused,
    TotalRefused,
    correct_total,
    tell_euro_total,
)
from tests.finance.factories import ClaimFactory, DocumentIdentityFactory, ExpenseFactory, SpendingDocumentFactory
from tests.projects.factories import ProjectFactory

NOON = datetime(2026, 6, 10, 10, 0, tzinfo=UTC)
REASON = "Verificato con il fornitore"


@pytest.fixture
def first(other_comune) -> SpendingDocument:
    """The first file taken in, with a wrong total."""
    return SpendingDocumentFactory(body=other_comune, total=Decimal("122.00"), vat=Decimal("22.00"), with_file=True)


@pytest.fixture
def second(first, comune) -> SpendingDocument:
    """The same document of another Comune, with the right one."""
    return SpendingDocumentFactory(body=comune, identity=first.identity, total=Decimal("1220.00"), with_file=True)


def total_of(document: SpendingDocument) -> Decimal:
    return DocumentIdentity.objects.get(pk=document.identity_id).total


def correct(document: SpendingDocument, by, total: str = "1220.00") -> None:
    correct_total(identity=document.identity, total=Decimal(total), reason=REASON, by=by, at=NOON)


def test_comune_blocked_by_a_wrong_total_is_told_whom_to_ask_then_charges(second, line, coordinator, finance_officer):
    shares = [Share(line, Decimal("1220.00"), "Tutta")]
    with pytest.raises(ChargeRefused, match=f"coordinamento di progetto .* {second.identity.reference}"):
        charge_document(document=second, shares=shares, by=finance_officer, at=NOON)
    correct(second, coordinator)
    charge_document(document=second, shares=shares, by=finance_officer, at=NOON)
    assert DocumentIdentity.objects.get(pk=second.identity_id).charged == Decimal("1220.00")


def test_correction_is_told_in_the_history_of_every_file(first, second, coordinator):
    correct(second, coordinator)
    for document in (first, second):
        (entry,) = [entry for entry in history(document).entries if entry.verb == "total_corrected"]
        assert (entry.before, entry.after, entry.reason) == ({"total": "122.00"}, {"total": "1220.00"}, REASON)


def test_correction_made_twice_is_told_once(second, coordinator):
    correct(second, coordinator)
    correct(second, coordinator)
    assert [entry.verb for entry in history(second).entries] == ["total_corrected"]


@pytest.mark.parametrize("total", ["500.00", "5000.00", "100.00"])
def test_only_the_largest_total_that_a_file_states_is_accepted(second, coordinator, total):
    with pytest.raises(TotalRefused, match="è un altro"):
        correct(second, coordinator, total)
    assert total_of(second) == Decimal("122.00")


def test_total_without_a_stored_file_is_not_a_reason(first, comune, coordinator):
    typed = SpendingDocumentFactory(body=comune, identity=first.identity, total=Decimal("1220.00"))
    with pytest.raises(TotalRefused):
        correct(typed, coordinator)


def test_totals_in_different_currencies_are_not_compared(first, comune, coordinator):
    other = SpendingDocumentFactory(
        body=comune, identity=first.identity, total=Decimal("1220.00"), currency="SEK", with_file=True
    )
    with pytest.raises(TotalRefused, match="valute diverse"):
        correct(other, coordinator)


def test_total_of_a_credit_note_goes_down(comune, coordinator):
    identity = DocumentIdentityFactory(total="-12.20")
    note = SpendingDocumentFactory(body=comune, identity=identity, credit_note=True, with_file=True)
    correct(note, coordinator, "-122.00")
    assert total_of(note) == Decimal("-122.00")


def test_total_never_falls_below_what_is_charged(second, line, coordinator, finance_officer):
    correct(second, coordinator)
    charge_document(document=second, shares=[Share(line, Decimal(1000), "Parte")], by=finance_officer, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentIdentity.objects.filter(pk=second.identity_id).update(total="999.99", euro_total="999.99")


FRANCS = EuroTotal(Decimal("1300.00"), EuroSource.DEBIT, date(2026, 3, 20))


def told(amount: str, **fields) -> EuroTotal:
    """A total in euro, debited on 20 March 2026."""
    return EuroTotal(Decimal(amount), **{"source": EuroSource.DEBIT, "on": date(2026, 3, 20), **fields})


def euro_of(document: SpendingDocument) -> tuple:
    """What a document is in euro, as it is stored."""
    identity = DocumentIdentity.objects.get(pk=document.identity_id)
    return identity.euro_total, identity.euro_source, identity.euro_on


@pytest.fixture
def francs(comune) -> SpendingDocument:
    """A document of 1.220,00 Swiss francs, of which nobody has said what it is in euro."""
    return SpendingDocumentFactory(body=comune, currency="CHF")


def test_document_taken_in_has_its_total_in_euro_only_where_it_is_in_euro(db):
    own, other = identity_of(key="a", total=Decimal(10)), identity_of(key="b", total=Decimal(10), currency="SEK")
    stored = DocumentIdentity.objects.order_by("pk").values_list("pk", "currency", "euro_total")
    assert list(stored) == [(own, "EUR", Decimal("10.00")), (other, "SEK", None)]


def test_document_in_another_currency_is_charged_once_its_euro_are_told(francs, line, finance_officer):
    shares = [Share(line, Decimal("1300.00"), "Tutta")]
    with pytest.raises(ChargeRefused, match="è in CHF: prima di imputarlo se ne scrive il totale in euro"):
        charge_document(document=francs, shares=shares, by=finance_officer, at=NOON)
    (expense,) = charge_document(document=francs, shares=shares, by=finance_officer, at=NOON, told=FRANCS)
    assert expense.amount == Decimal("1300.00")
    assert euro_of(francs) == (Decimal("1300.00"), "debit", date(2026, 3, 20))


def test_document_in_another_currency_is_never_charged_beyond_its_euro(francs, line, finance_officer):
    """Its own figure is 1.220,00: neither more nor less may be charged for that."""
    beyond = [Share(line, Decimal("1300.01"), "Troppa")]
    with pytest.raises(ChargeRefused) as refusal:
        charge_document(document=francs, shares=beyond, by=finance_officer, at=NOON, told=FRANCS)
    assert str(refusal.value) == (
        "Il documento è di CHF\xa01.220,00, cioè €\xa01.300,00: ne restano da imputare €\xa01.300,00."
    )
    assert euro_of(francs)[0] is None


def test_expense_is_corrected_within_the_euro_of_its_document(line, finance_officer):
    expense = ExpenseFactory(project=line.project, document__told=True, amount=Decimal(100))
    change_expense(expense=expense, share=Share(line, Decimal(1300), "Tutta"), by=finance_officer, at=NOON)
    with pytest.raises(ChargeRefused, match="restano da imputare €\xa00,00"):
        change_expense(expense=expense, share=Share(line, Decimal("1300.01"), "Di più"), by=finance_officer, at=NOON)


def test_telling_the_euro_leaves_a_trail_once(francs, finance_officer):
    for _time in range(2):
        tell_euro_total(document=francs, told=FRANCS, by=finance_officer, at=NOON)
    (entry,) = history(francs).entries
    assert (entry.verb, entry.actor_id) == ("euro_total_told", finance_officer.pk)
    assert entry.after == {"euro_total": "1300.00", "euro_source": "debit", "euro_on": "2026-03-20"}
    tell_euro_total(document=francs, told=told("1290.00"), by=finance_officer, at=NOON)
    newest = history(francs).entries[0]
    assert (newest.before, newest.after) == ({"euro_total": "1300.00"}, {"euro_total": "1290.00"})


def test_telling_the_euro_leaves_no_trail_at_another_body(francs, other_comune, finance_officer):
    """The trail names who did it: it would tell that another body holds the document, and which."""
    twin = SpendingDocumentFactory(body=other_comune, identity=francs.identity, currency="CHF")
    tell_euro_total(document=francs, told=FRANCS, by=finance_officer, at=NOON)
    assert history(twin).entries == []


def test_euro_of_a_credit_note_take_its_sign(comune, finance_officer):
    note = SpendingDocumentFactory(body=comune, credit_note=True, currency="CHF")
    tell_euro_total(document=note, told=told("130.00"), by=finance_officer, at=NOON)
    assert euro_of(note)[0] == Decimal("-130.00")


@pytest.mark.parametrize(
    ("wrong", "message", "field"),
    [
        (told("0.00"), "maggiore di zero", "euro_total"),
        (told("-1.00"), "maggiore di zero", "euro_total"),
        (told("12200.01"), r"oltre dieci volte .* CHF\xa01.220,00", "euro_total"),
        (told("1300.00", on=date(2026, 6, 11)), "non può essere futuro", "euro_on"),
    ],
)
def test_euro_that_make_no_sense_are_refused(francs, finance_officer, wrong, message, field):
    with pytest.raises(EuroTotalRefused, match=message) as refusal:
        tell_euro_total(document=francs, told=wrong, by=finance_officer, at=NOON)
    assert refusal.value.field == field
    assert euro_of(francs)[0] is None


@pytest.mark.parametrize("right", [told("12200.00"), told("0.01"), told("1300.00", on=date(2026, 6, 10))])
def test_euro_at_their_bounds_are_taken(francs, finance_officer, right):
    tell_euro_total(document=francs, told=right, by=finance_officer, at=NOON)
    assert euro_of(francs)[0] == right.amount


def test_document_in_euro_is_not_converted(comune, finance_officer):
    with pytest.raises(EuroTotalRefused, match="è in euro"):
        tell_euro_total(document=SpendingDocumentFactory(body=comune), told=FRANCS, by=finance_officer, at=NOON)


def test_euro_never_fall_under_what_every_body_charges(line, other_comune, finance_officer):
    expense = ExpenseFactory(project=line.project, document__told=True, amount=Decimal(700))
    twin = SpendingDocumentFactory(body=other_comune, identity=expense.document.identity, currency="CHF")
    ExpenseFactory(project=ProjectFactory(active=True, body=other_comune), document=twin, amount=Decimal(200))
    with pytest.raises(EuroTotalRefused, match="già imputati €\xa0900,00"):
        tell_euro_total(document=twin, told=told("899.99"), by=finance_officer, at=NOON)
    tell_euro_total(document=twin, told=told("900.00"), by=finance_officer, at=NOON)
    assert euro_of(twin)[0] == Decimal("900.00")


def test_another_total_said_meanwhile_is_not_written_over_while_charging(francs, line, finance_officer):
    tell_euro_total(document=francs, told=told("1290.00"), by=finance_officer, at=NOON)
    shares = [Share(line, Decimal(100), "Parte")]
    with pytest.raises(EuroTotalRefused, match=r"sono stati scritti .*1\.290,00, che valgono per tutti"):
        charge_document(document=francs, shares=shares, by=finance_officer, at=NOON, told=FRANCS)
    assert euro_of(francs)[0] == Decimal("1290.00")
    charge_document(document=francs, shares=shares, by=finance_officer, at=NOON, told=told("1290.00"))
    assert Expense.objects.get().amount == Decimal(100)


@pytest.mark.parametrize("state", [{}, {"submitted": True}])
def test_same_total_said_meanwhile_lets_the_document_be_charged_and_stays_as_it_was_said(
    line, finance_officer, other_comune, state
):
    """Even where a claim that was sent stands on it: nothing of it changes."""
    elsewhere = ProjectFactory(active=True, body=other_comune)
    part = ExpenseFactory(project=elsewhere, complete=True, document__told=True, amount=Decimal(700))
    ClaimFactory(project=elsewhere, expenses=[part], **state)
    own = SpendingDocumentFactory(body=line.project.body, identity=part.document.identity, currency="CHF")
    said = told("1300.00", source=EuroSource.RATE, on=date(2026, 3, 19))
    charge_document(document=own, shares=[Share(line, Decimal(100), "Parte")], by=finance_officer, at=NOON, told=said)
    assert Expense.objects.get(document=own).amount == Decimal(100)
    assert euro_of(own) == (Decimal("1300.00"), "debit", date(2026, 3, 20))


def claim_of_francs(project, **state) -> tuple[Claim, SpendingDocument]:
    """A claim with an expense of 1.300,00 euro on a document in francs, and another."""
    expense = ExpenseFactory(project=project, complete=True, document__told=True)
    return ClaimFactory(
        project=project, expenses=[expense, ExpenseFactory(project=project, complete=True)], **state
    ), expense.document


@pytest.mark.parametrize("state", ["submitted", "under_check", "checked", "certified"])
def test_euro_are_settled_once_a_claim_that_was_sent_stands_on_them(project, finance_officer, state):
    _claim, document = claim_of_francs(project, **{state: True})
    with pytest.raises(EuroTotalRefused, match=f"coordinamento di progetto .* {document.identity.reference}"):
        tell_euro_total(document=document, told=told("1400.00"), by=finance_officer, at=NOON)
    assert euro_of(document)[0] == Decimal("1300.00")
    tell_euro_total(document=document, told=FRANCS, by=finance_officer, at=NOON)


@pytest.mark.parametrize("state", [{}, {"returned": True}])
def test_euro_are_corrected_while_the_claim_is_written(project, finance_officer, state):
    _claim, document = claim_of_francs(project, **state)
    tell_euro_total(document=document, told=told("1400.00"), by=finance_officer, at=NOON)
    assert euro_of(document)[0] == Decimal("1400.00")


def test_euro_are_free_again_once_the_claim_has_let_the_expense_go(project, finance_officer):
    claim, document = claim_of_francs(project, returned=True)
    remove_expenses(claim=claim, expenses=Expense.objects.filter(document=document), by=finance_officer, at=NOON)
    submit_claim(claim=claim, by=finance_officer, at=NOON)
    tell_euro_total(document=document, told=told("1400.00"), by=finance_officer, at=NOON)
    assert euro_of(document)[0] == Decimal("1400.00")


def test_coordination_corrects_settled_euro_with_a_reason(project, coordinator):
    _claim, document = claim_of_francs(project, certified=True)
    identity = document.identity
    for _time in range(2):
        correct_total(
            identity=identity, total=identity.total, told=told("1400.00"), reason=REASON, by=coordinator, at=NOON
        )
    assert euro_of(document)[0] == Decimal("1400.00")
    (entry,) = history(document).entries
    assert (entry.verb, entry.reason) == ("total_corrected", REASON)
    assert (entry.before, entry.after) == ({"euro_total": "1300.00"}, {"euro_total": "1400.00"})
    with pytest.raises(EuroTotalRefused, match="già imputati"):
        correct_total(
            identity=identity, total=identity.total, told=told("1299.99"), reason=REASON, by=coordinator, at=NOON
        )


def test_coordination_raises_a_total_in_another_currency_and_its_euro_together(comune, coordinator):
    document = SpendingDocumentFactory(body=comune, told=True, with_file=True)
    SpendingDocumentFactory(
        body=comune, identity=document.identity, total=Decimal("12200.00"), currency="CHF", with_file=True
    )
    correct_total(
        identity=document.identity,
        total=Decimal("12200.00"),
        told=told("13000.00"),
        reason=REASON,
        by=coordinator,
        at=NOON,
    )
    assert (total_of(document), euro_of(document)[0]) == (Decimal("12200.00"), Decimal("13000.00"))


def test_total_in_euro_follows_the_total_corrected(second, coordinator):
    correct(second, coordinator)
    assert euro_of(second) == (Decimal("1220.00"), "", None)
