# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
import hashlib
import random
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction

from incas.audit.models import Entry
from incas.documents.models import Receipt
from incas.documents.operations import issue_receipt
from incas.documents.queries import read_stored

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture
def receipt(comune, finance_officer) -> Receipt:
    snapshot = {"totale": Decimal("1234.5"), "righe": ["b", "a"]}
    return issue_receipt(subject=comune, what="Domanda inviata", snapshot=snapshot, by=finance_officer, at=NOON)


def test_issue_receipt_keeps_the_canonical_snapshot_and_its_fingerprint(receipt):
    content = b'{"righe":["b","a"],"totale":"1234.50"}'
    assert read_stored(receipt.snapshot) == content
    assert receipt.sha256 == hashlib.sha256(content).hexdigest()
    assert receipt.snapshot.media_type == "application/json"


def test_issue_receipt_says_who_what_when_for_which_body(receipt, comune, finance_officer):
    assert (receipt.number, receipt.what, receipt.issued_at) == ("2026/000001", "Domanda inviata", NOON)
    assert (receipt.subject_type, receipt.subject_id, receipt.subject_label) == (
        "organisations.body", comune.pk, "Comune di Borgo Prova",
    )  # fmt: skip
    assert (receipt.body_id, receipt.sender_id, receipt.sender_name) == (
        comune.pk, finance_officer.pk, "Franca Rendiconta",
    )  # fmt: skip


def test_issue_receipt_leaves_its_number_in_the_trail(receipt, comune):
    entry = Entry.objects.about(comune).get(verb="receipted")
    assert entry.after == {"number": "2026/000001", "sha256": receipt.sha256}
    assert entry.reading == "ha ottenuto la ricevuta"


def test_receipts_are_numbered_from_one_in_each_italian_year(receipt, comune, finance_officer):
    def number(at: dt.datetime) -> str:
        return issue_receipt(subject=comune, what="x", snapshot={}, by=finance_officer, at=at).number

    assert number(NOON) == "2026/000002"
    assert number(dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC)) == "2027/000001"
    assert number(dt.datetime(2026, 12, 31, 22, 30, tzinfo=dt.UTC)) == "2026/000003"


def test_a_receipt_that_fails_leaves_no_gap(receipt, comune, finance_officer):
    @transaction.atomic
    def send() -> None:
        issue_receipt(subject=comune, what="x", snapshot={}, by=finance_officer, at=NOON)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        send()
    assert issue_receipt(subject=comune, what="x", snapshot={}, by=finance_officer, at=NOON).serial == 2


@pytest.mark.django_db(transaction=True)
def test_receipts_issued_at_once_have_no_gaps_and_no_doubles(comune, finance_officer):
    def send(number: int) -> None:
        try:
            with transaction.atomic():
                issue_receipt(subject=comune, what="x", snapshot={"n": number}, by=finance_officer, at=NOON)
                time.sleep(random.random() / 100)  # noqa: S311 (no secret)
                if number % 4 == 0:
                    raise RuntimeError
        except RuntimeError:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(send, range(24)))
    assert sorted(Receipt.objects.values_list("serial", flat=True)) == list(range(1, 19))


@pytest.mark.parametrize(
    "change", [lambda: Receipt.objects.update(what="altro"), lambda: Receipt.objects.all()._raw_delete("default")]
)
def test_a_receipt_cannot_be_changed_or_deleted(receipt, change):
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        change()
    assert Receipt.objects.get().what == "Domanda inviata"
