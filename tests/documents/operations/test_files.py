# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
import hashlib
import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from incas.documents import vault
from incas.documents.models import StoredFile
from incas.documents.operations import Sweep, issue_receipt, remove_orphans, store, store_all
from incas.documents.queries import FileDamaged, damaged, open_stored, read_stored, verify

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
NEXT_DAY = NOON + dt.timedelta(days=1)
LATER = NOON + dt.timedelta(days=8)


def put_back(days: int) -> None:
    """Make every file on disk older than NOON by some days."""
    for path in (*vault.names(), *vault.unfinished()):
        os.utime(path, (NOON.timestamp() - days * 86_400,) * 2)


def test_store_keeps_bytes_fingerprint_size_and_kind(db):
    file = store(content=b"%PDF-1.7", media_type="text/html", at=NOON)
    assert (file.sha256, file.size, file.media_type, file.stored_at) == (
        hashlib.sha256(b"%PDF-1.7").hexdigest(), 8, "application/pdf", NOON,
    )  # fmt: skip
    assert read_stored(file) == b"%PDF-1.7"


def test_store_twice_keeps_one_row_and_one_file_and_the_last_instant(db):
    first = store(content=b"%PDF-1.7", at=NOON)
    second = store(content=b"%PDF-1.7", at=NEXT_DAY)
    assert first.pk == second.pk
    assert StoredFile.objects.get().stored_at == NEXT_DAY
    assert len(list(vault.names())) == 1


def test_store_has_the_bytes_on_disk_before_the_row_commits(db):
    with transaction.atomic():
        file = store(content=b"prima i byte", at=NOON)
        assert vault.place(file.sha256).read_bytes() == b"prima i byte"


@pytest.mark.django_db(transaction=True)
def test_store_by_many_at_once_makes_one_row():
    def write(_number: int) -> int:
        try:
            return store(content=b"le stesse parole", at=NOON).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        keys = set(pool.map(write, range(12)))
    assert keys == {StoredFile.objects.get().pk}


def test_store_all_gives_the_rows_in_the_order_of_the_contents_and_each_bytes_once(db):
    known = store(content=b"noto", media_type="text/plain", at=NOON)
    files = store_all(contents=iter([b"zeta", b"noto", b"alfa", b"zeta"]), at=NEXT_DAY)
    assert [read_stored(file) for file in files] == [b"zeta", b"noto", b"alfa", b"zeta"]
    assert (files[0].pk, files[1].pk) == (files[3].pk, known.pk)
    assert [(file.media_type, file.stored_at) for file in files[1:3]] == [
        ("text/plain", NEXT_DAY), ("application/octet-stream", NEXT_DAY),
    ]  # fmt: skip
    assert StoredFile.objects.count() == 3


def test_store_all_of_nothing_stores_nothing(db):
    assert store_all(contents=[], at=NOON) == []
    assert not StoredFile.objects.exists()


def test_open_stored_gives_the_bytes(db):
    with open_stored(store(content=b"contenuto", at=NOON)) as file:
        assert file.read() == b"contenuto"


def test_changed_bytes_are_noticed(db):
    file = store(content=b"contenuto", at=NOON)
    sound = store(content=b"integro", at=NOON)
    vault.place(file.sha256).write_bytes(b"contenutO")
    with pytest.raises(FileDamaged):
        verify(file)
    with pytest.raises(FileDamaged):
        read_stored(file)
    assert list(damaged()) == [file]
    verify(sound)


def test_open_stored_refuses_a_file_of_another_size(db):
    file = store(content=b"contenuto", at=NOON)
    vault.place(file.sha256).write_bytes(b"corto")
    with pytest.raises(FileDamaged):
        open_stored(file)


@pytest.mark.django_db(transaction=True)
def test_remove_orphans_removes_rows_and_bytes_nothing_refers_to():
    file = store(content=b"abbandonato", at=NOON)
    put_back(0)
    assert remove_orphans(at=LATER) == Sweep(rows=1, files=1, unfinished=0)
    assert not StoredFile.objects.exists()
    assert not vault.place(file.sha256).exists()


@pytest.mark.django_db(transaction=True)
def test_remove_orphans_leaves_what_is_a_week_young():
    store(content=b"in attesa", at=NOON)
    put_back(0)
    assert remove_orphans(at=NOON + dt.timedelta(days=6)) == Sweep(0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_remove_orphans_leaves_what_was_handed_in_again():
    store(content=b"in attesa", at=NOON)
    store(content=b"in attesa", at=LATER)
    assert remove_orphans(at=LATER).rows == 0


@pytest.mark.django_db(transaction=True)
def test_remove_orphans_leaves_what_something_refers_to(comune, finance_officer):
    receipt = issue_receipt(subject=comune, what="Prova", snapshot={"a": 1}, by=finance_officer, at=NOON)
    put_back(30)
    assert remove_orphans(at=LATER) == Sweep(0, 0, 0)
    assert read_stored(receipt.snapshot) == b'{"a":1}'


@pytest.mark.django_db(transaction=True)
def test_remove_orphans_removes_files_without_a_row_and_unfinished_ones(vault_folder):
    vault.keep(b"senza riga")
    (vault_folder / "incoming" / "rotto.part").write_bytes(b"a meta")
    put_back(0)
    assert remove_orphans(at=LATER) == Sweep(rows=0, files=1, unfinished=1)


@pytest.mark.django_db(transaction=True)
def test_remove_orphans_does_nothing_while_somebody_stores():
    stored, swept = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                store(content=b"appena arrivato", at=NOON)
                put_back(30)
                stored.set()
                swept.wait(10)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    stored.wait(10)
    swept_now = remove_orphans(at=LATER)
    swept.set()
    writer.join()
    assert swept_now == Sweep(0, 0, 0)
    assert read_stored(StoredFile.objects.get()) == b"appena arrivato"
