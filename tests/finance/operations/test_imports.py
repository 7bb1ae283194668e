# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from unittest.mock import Mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incas.audit.models import Entry
from incas.documents.queries import read_stored
from incas.finance.choices import ImportOutcome, SignatureState
from incas.finance.fatturapa import from_content
from incas.finance.models import DocumentIdentity, ImportedFile, SpendingDocument
from incas.finance.operations import imports
from incas.finance.operations.imports import Upload, import_file, open_archive, receive_files
from incas.finance.queries.documents import doubles_of, is_held_elsewhere, tally
from incas.finance.tasks import import_invoices
from tests.finance.fatturapa.samples import Body, Company, Row, plain, reference
from tests.finance.fatturapa.sealing import Envelope, person

NOON = datetime(2026, 6, 10, 10, 0, tzinfo=UTC)
XXE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@pytest.fixture
def take(comune, finance_officer):
    """Upload files, by name, for `comune` and read them all."""

    def upload(body=comune, by=finance_officer, **files):
        uploads = [Upload(name.replace("_", "."), io.BytesIO(content)) for name, content in files.items()]
        batch = receive_files(body=body, uploads=uploads, by=by, at=NOON)
        read_all(batch, by)
        return batch

    return upload


@pytest.fixture
def take_by_job(comune, finance_officer):
    """Upload files, by name, for `comune` and let the job of the worker read them."""

    def upload(**files):
        uploads = [Upload(name.replace("_", "."), io.BytesIO(content)) for name, content in files.items()]
        batch = receive_files(body=comune, uploads=uploads, by=finance_officer, at=NOON)
        import_invoices(Mock(), Mock(done=0), batch=batch.pk)
        return batch

    return upload


def read_all(batch, by):
    for archive in batch.files.filter(outcome=ImportOutcome.WAITING, is_archive=True):
        open_archive(file=archive, at=NOON)
    for key in list(batch.files.filter(outcome=ImportOutcome.WAITING).values_list("pk", flat=True)):
        import_file(key=key, by=by, at=NOON)


def zipped(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return buffer.getvalue()


def told(batch):
    return list(batch.files.values_list("name", "outcome"))


def test_import_stores_what_the_invoice_says(take, comune, finance_officer):
    body = Body(
        total="1220.00",
        rows=[Row(taxable="1000.00", tax="220.00", due="S")],
        references=reference(cup="J51B26000010001", cig="A0123456F9"),
    )
    take(fattura_xml=plain(body))
    document = SpendingDocument.objects.get()
    assert document.body == comune
    assert document.imported_by == finance_officer
    assert (document.type_code, document.number, document.issued_on.isoformat()) == ("TD01", "FE/2026/17", "2026-03-31")
    assert (document.total, document.vat, document.payable) == (
        Decimal("1220.00"),
        Decimal("220.00"),
        Decimal("1000.00"),
    )
    assert document.split_payment is True
    assert (document.cups, document.cigs) == (["J51B26000010001"], ["A0123456F9"])
    assert document.identity.total == Decimal("1220.00")
    assert document.identity.charged == 0
    assert from_content(document.content).number == "FE/2026/17"


def test_import_keeps_the_original_byte_for_byte(take):
    sealed = Envelope().around(plain())
    take(fattura_p7m=sealed)
    document = SpendingDocument.objects.get()
    assert read_stored(document.file) == sealed
    assert document.signature == SignatureState.INTACT
    assert document.signer == "PROVA INVENTATA"


def test_import_takes_every_body_of_a_file(take):
    take(lotto_xml=plain(Body(number="1"), Body(number="2"), Body(number="3")))
    assert list(SpendingDocument.objects.order_by("position").values_list("number", "position")) == [
        ("1", 0),
        ("2", 1),
        ("3", 2),
    ]


def test_import_tells_file_by_file_and_a_bad_one_stops_none(take):
    batch = take(a_xml=plain(Body(number="1")), b_txt=b"non sono un XML", c_xml=XXE, d_xml=plain(Body(number="2")))
    assert told(batch) == [("a.xml", "accepted"), ("b.txt", "rejected"), ("c.xml", "rejected"), ("d.xml", "accepted")]
    assert SpendingDocument.objects.count() == 2
    assert all(batch.files.filter(outcome="rejected").values_list("reason", flat=True))
    assert tally(batch) == {"accepted": 2, "rejected": 2}


def test_import_of_a_refused_file_stores_nothing_of_it(take):
    take(lotto_xml=plain(Body(number="1"), Body(number="2", day="2026-02-31")))
    assert SpendingDocument.objects.count() == 0
    assert DocumentIdentity.objects.count() == 0


def test_import_of_the_same_file_again_takes_it_once(take):
    take(a_xml=plain())
    batch = take(b_xml=plain())
    assert told(batch) == [("b.xml", "known")]
    assert "a.xml" in batch.files.get().reason
    assert SpendingDocument.objects.count() == 1


def test_import_of_the_same_document_in_another_file_flags_both(take):
    take(a_xml=plain())
    batch = take(b_p7m=Envelope().around(plain()))
    assert batch.files.get().reason == (
        "Documento n. FE/2026/17 del 31/03/2026 era già presente in un altro file, «a.xml»: "
        "si può imputare una volta sola."
    )
    first, second = SpendingDocument.objects.order_by("pk")
    assert first.identity == second.identity
    assert list(doubles_of(first)) == [second]
    assert not is_held_elsewhere(first)


def test_import_by_two_bodies_shares_the_identity_and_names_neither(take, other_comune, other_finance_officer):
    take(a_xml=plain())
    take(body=other_comune, by=other_finance_officer, a_xml=plain())
    first, second = SpendingDocument.objects.order_by("pk")
    assert first.identity == second.identity
    assert not doubles_of(first).exists()
    assert is_held_elsewhere(first)


def test_second_file_with_another_total_never_raises_what_may_be_charged(take):
    take(a_xml=plain(Body(total="122.00")))
    take(b_xml=plain(Body(total="1220.00", rows=[Row(taxable="1000.00", tax="220.00")])))
    assert DocumentIdentity.objects.get().total == Decimal("122.00")


def test_archive_becomes_its_files_and_one_bad_entry_stops_none(take):
    batch = take(lotto_zip=zipped(a_xml=plain(Body(number="1")), b_xml=b"<rotto", c_xml=plain(Body(number="2"))))
    assert told(batch) == [
        ("lotto.zip", "opened"),
        ("lotto.zip/a.xml", "accepted"),
        ("lotto.zip/b.xml", "rejected"),
        ("lotto.zip/c.xml", "accepted"),
    ]
    assert tally(batch) == {"accepted": 2, "rejected": 1}


def test_archive_costs_as_many_statements_whatever_it_holds(comune, finance_officer):
    def statements(*numbers):
        content = zipped(**{f"n{number}_xml": plain(Body(number=f"{number}")) for number in numbers})
        uploads = [Upload("lotto.zip", io.BytesIO(content))]
        batch = receive_files(body=comune, uploads=uploads, by=finance_officer, at=NOON)
        with CaptureQueriesContext(connection) as captured:
            open_archive(file=batch.files.get(), at=NOON)
        assert batch.files.filter(outcome=ImportOutcome.WAITING).count() == len(numbers)
        return len(captured)

    assert statements(1) == statements(2, 3, 4, 5)


def test_archive_stopped_while_it_is_opened_leaves_nothing_of_it(comune, finance_officer):
    uploads = [Upload("lotto.zip", io.BytesIO(zipped(a_xml=plain(), b_xml=plain(Body(number="2")))))]
    batch = receive_files(body=comune, uploads=uploads, by=finance_officer, at=NOON)
    with pytest.raises(KeyboardInterrupt):
        open_archive(file=batch.files.get(), at=NOON, opened=Mock(side_effect=[None, KeyboardInterrupt]))
    assert told(batch) == [("lotto.zip", "waiting")]


def test_file_taken_in_by_another_upload_meanwhile_is_known(take, monkeypatch):
    take(a_xml=plain())
    monkeypatch.setattr(imports, "_already_held", lambda _file: None)
    batch = take(b_xml=plain())
    assert told(batch) == [("b.xml", "known")]
    assert SpendingDocument.objects.count() == 1
    assert Entry.objects.filter(verb="imported", subject_type="finance.spendingdocument").count() == 1


def test_damaged_archive_is_refused_as_a_whole(take):
    whole = zipped(a_xml=plain())
    batch = take(lotto_zip=whole[: len(whole) // 2])
    assert told(batch) == [("lotto.zip", "rejected")]
    assert batch.files.get().reason


def test_reading_goes_on_from_where_a_killed_worker_left(comune, finance_officer):
    uploads = [Upload(f"{number}.xml", io.BytesIO(plain(Body(number=str(number))))) for number in range(3)]
    batch = receive_files(body=comune, uploads=uploads, by=finance_officer, at=NOON)
    first = batch.files.order_by("position").first()
    import_file(key=first.pk, by=finance_officer, at=NOON)
    import_file(key=first.pk, by=finance_officer, at=NOON)
    assert SpendingDocument.objects.count() == 1
    read_all(batch, finance_officer)
    assert tally(batch) == {"accepted": 3}
    assert SpendingDocument.objects.count() == 3


def test_import_leaves_an_entry_for_the_batch_and_for_each_document(take, finance_officer):
    batch = take(a_xml=plain())
    document = SpendingDocument.objects.get()
    assert Entry.objects.about(batch).get().verb == "uploaded"
    entry = Entry.objects.about(document).get()
    assert (entry.verb, entry.actor_id) == ("imported", finance_officer.pk)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("C:\\Fatture\\a.xml", "a.xml"),
        ("../../etc/passwd", "passwd"),
        ("a\x00\n.xml", "a.xml"),
        ("", "senza nome"),
    ],
)
def test_name_of_an_upload_shows_no_folder_and_no_control_character(sent, shown, comune, finance_officer):
    batch = receive_files(body=comune, uploads=[Upload(sent, io.BytesIO(plain()))], by=finance_officer, at=NOON)
    assert ImportedFile.objects.get(batch=batch).name == shown


def test_amount_beyond_any_real_document_is_refused(take):
    huge = "9999999999999.00"
    batch = take(a_xml=plain(Body(total=huge, rows=[Row(taxable=huge, tax="0.00")])))
    assert told(batch) == [("a.xml", "rejected")]
    assert "totale" in batch.files.get().reason


def test_words_written_in_place_of_a_code_are_kept_whole(take):
    words = "CUP DA RICHIEDERE ALL'UFFICIO PROGETTI DEL COMUNE"
    assert told(take(a_xml=plain(Body(references=reference(cup=words, cig=words))))) == [("a.xml", "accepted")]
    document = SpendingDocument.objects.get()
    assert (document.cups, document.cigs) == ([words], [words])


def test_type_longer_than_any_is_refused_by_name_and_stops_none(take):
    batch = take(a_xml=plain(Body(kind="TD" + "1" * 19)), b_xml=plain(Body(number="2")))
    assert told(batch) == [("a.xml", "rejected"), ("b.xml", "accepted")]
    assert "«tipo di documento»" in batch.files.get(name="a.xml").reason


def test_code_of_the_customer_longer_than_any_real_one_is_refused_by_name(take):
    batch = take(
        a_xml=plain(customer=Company(name="COMUNE", vat=None, tax_code="9" * 29, regime=None)),
        b_xml=plain(customer=Company(name="COMUNE", vat="9" * 31, regime=None)),
    )
    assert list(batch.files.values_list("outcome", flat=True)) == ["rejected", "rejected"]
    assert all("ente destinatario" in reason for reason in batch.files.values_list("reason", flat=True))


def test_longer_type_of_a_later_version_is_kept(take):
    assert told(take(a_xml=plain(Body(kind="TD100-BIS")))) == [("a.xml", "accepted")]
    assert SpendingDocument.objects.get().type_code == "TD100-BIS"


def test_name_of_a_signer_is_kept_as_far_as_it_can_be_shown(take):
    batch = take(a_p7m=Envelope(signers=[person("PROVA\0 " + "LUNGA " * 8)]).around(plain()))
    assert told(batch) == [("a.p7m", "accepted")]
    assert SpendingDocument.objects.get().signer.startswith("PROVA LUNGA")


def test_what_the_database_cannot_hold_is_refused_and_stops_none(take, monkeypatch):
    monkeypatch.setattr("incas.finance.operations.documents._require_bounds", lambda _document: None)
    batch = take(a_xml=plain(customer=Company(vat="9" * 31)), b_xml=plain(Body(number="2")))
    assert told(batch) == [("a.xml", "rejected"), ("b.xml", "accepted")]
    assert "non si possono conservare" in batch.files.get(name="a.xml").reason


def test_archive_of_an_unknown_version_is_refused_and_stops_none(take_by_job):
    strange = bytearray(zipped(a_xml=plain()))
    strange[strange.find(b"PK\x01\x02") + 6] = 99
    batch = take_by_job(a_zip=bytes(strange), b_xml=plain())
    assert told(batch) == [("a.zip", "rejected"), ("b.xml", "accepted")]


def test_index_of_an_archive_is_bounded_before_it_is_loaded(take_by_job, monkeypatch):
    monkeypatch.setattr("incas.finance.fatturapa.archive.MAX_DIRECTORY_BYTES", 10)
    monkeypatch.setattr("zipfile.ZipFile._RealGetContents", Mock(side_effect=AssertionError))
    assert told(take_by_job(a_zip=zipped(a_xml=plain()))) == [("a.zip", "rejected")]
