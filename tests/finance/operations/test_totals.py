# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The total of a document, corrected by the coordination."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from incas.audit.queries import history
from incas.finance.models import DocumentIdentity, SpendingDocument
from incas.finance.operations.expenses import ChargeRefused, Share, charge_document
from incas.finance.operations.totals import TotalRefused, correct_total
from tests.finance.factories import DocumentIdentityFactory, SpendingDocumentFactory

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
        DocumentIdentity.objects.filter(pk=second.identity_id).update(total="999.99")
