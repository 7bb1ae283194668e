# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction

from incas.core.jobs import WorkerStopping
from incas.privacy import resealing
from incas.privacy.fields import Sealed
from incas.privacy.keys import has_old_keys, keyring, rotate_keys
from incas.privacy.resealing import count_stale, finish_rotation, register_scope, sealed_models
from tests.organisations.factories import BodyFactory
from tests.privacy.notes import Note, installed, make_table


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(resealing, "SETTLED_AFTER", 0.0)
    monkeypatch.setattr(resealing, "GIVEN_UP_AFTER", 0.5)


def steps() -> tuple[list[int], Callable[[int], None]]:
    done: list[int] = []
    return done, done.append


def write_notes(body, count: int) -> list[tuple[str, str | None, dict]]:
    Note.objects.bulk_create(
        Note(body=body, surname=f"Prova {n}", remark=None if n % 2 else f"nota {n}", answers={"n": n} if n % 3 else {})
        for n in range(count)
    )
    return texts(body)


def texts(body) -> list[tuple[str, str | None, dict]]:
    return [(note.surname, note.remark, note.answers) for note in Note.objects.filter(body=body).order_by("pk")]


def test_models_with_sealed_fields_are_found(body):
    assert sealed_models()[Note] == ["surname", "remark", "answers"]


def test_rotation_seals_everything_again_and_retires_the_old_key(body, monkeypatch):
    monkeypatch.setattr(resealing, "BATCH", 3)
    before = write_notes(body, 8)
    rotate_keys(body.pk)
    assert count_stale(body.pk) == 8
    done, step = steps()
    outcome = finish_rotation(body.pk, step=step)
    assert (outcome.resealed, outcome.broken, outcome.is_finished) == (8, 0, True)
    assert sum(done) == 8
    assert len(keyring(body.pk, latest=True).ciphers) == 1
    assert texts(body) == before


def test_finished_rotation_finds_nothing_to_do(body):
    write_notes(body, 2)
    rotate_keys(body.pk)
    finish_rotation(body.pk, step=id)
    assert finish_rotation(body.pk, step=id).resealed == 0


def test_rotation_leaves_other_bodies_alone(body):
    other = BodyFactory()
    write_notes(body, 1)
    before = write_notes(other, 1)
    ring = keyring(other.pk).current_id
    rotate_keys(body.pk)
    assert finish_rotation(body.pk, step=id).resealed == 1
    assert keyring(other.pk, latest=True).current_id == ring
    assert texts(other) == before


def test_row_that_does_not_open_is_counted_and_keeps_the_old_key(body):
    write_notes(body, 3)
    first, second, _third = Note.objects.order_by("pk")
    Note.objects.filter(pk=second.pk).update(surname=Sealed(first.surname_sealed))
    rotate_keys(body.pk)
    outcome = finish_rotation(body.pk, step=id)
    assert (outcome.resealed, outcome.broken, outcome.is_finished) == (2, 1, False)
    assert has_old_keys(body.pk)


def test_stopped_rotation_goes_on_where_it_was(body, monkeypatch):
    monkeypatch.setattr(resealing, "BATCH", 2)
    before = write_notes(body, 5)
    rotate_keys(body.pk)

    def stop(rows):
        raise WorkerStopping

    with pytest.raises(WorkerStopping):
        finish_rotation(body.pk, step=stop)
    assert (count_stale(body.pk), has_old_keys(body.pk)) == (3, True)
    assert texts(body) == before
    assert finish_rotation(body.pk, step=id).resealed == 3
    assert texts(body) == before


def test_second_rotation_meanwhile_keeps_what_is_needed(body):
    before = write_notes(body, 4)
    rotate_keys(body.pk)
    rotated = []

    def rotate_once(_rows):
        if not rotated:
            rotated.append(rotate_keys(body.pk))

    assert not finish_rotation(body.pk, step=rotate_once).is_finished
    assert texts(body) == before
    assert finish_rotation(body.pk, step=id).is_finished
    assert texts(body) == before


def test_scope_of_an_app_stands_around_each_batch_inside_its_transaction(body, monkeypatch):
    seen = []

    @contextmanager
    def scope(body_id: int) -> Iterator[None]:
        seen.append((body_id, connection.in_atomic_block))
        yield

    monkeypatch.setattr(resealing, "_SCOPES", {})
    register_scope("sealed_notes", scope)
    write_notes(body, 1)
    rotate_keys(body.pk)
    finish_rotation(body.pk, step=id)
    assert set(seen) == {(body.pk, True)}


# With processes and connections of their own.


@pytest.fixture
def shared_body(transactional_db):
    with installed():
        make_table()
        yield BodyFactory()


def start(script: str, body, key_folder) -> "subprocess.Popen[str]":
    """Run a script in a process of its own, on the database and the keys of the test."""
    place = connection.settings_dict
    address = f"postgresql://{place['USER']}:{quote(place['PASSWORD'])}@/{place['NAME']}"
    address += f"?host={quote(str(place['HOST']), safe='')}" + (f"&port={place['PORT']}" if place["PORT"] else "")
    return subprocess.Popen(
        [sys.executable, "-m", "tests.privacy.elsewhere", script, str(body.pk), str(key_folder)],
        cwd=django_settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_killed_in_the_middle_it_loses_nothing_and_is_completed(shared_body, key_folder):
    before = write_notes(shared_body, 40)
    rotate_keys(shared_body.pk)
    with start("reseal", shared_body, key_folder) as process:
        assert process.stdout.readline() == "2\n"
        assert process.stdout.readline() == "2\n"
        process.send_signal(signal.SIGKILL)
    left = count_stale(shared_body.pk)
    assert 0 < left < 40
    assert texts(shared_body) == before
    outcome = finish_rotation(shared_body.pk, step=id)
    assert (outcome.resealed, outcome.is_finished) == (left, True)
    assert texts(shared_body) == before


def test_another_process_reads_and_writes_through_a_rotation_without_a_restart(shared_body, key_folder):
    before = write_notes(shared_body, 5)
    with start("serve", shared_body, key_folder) as process:

        def asked(word: str) -> str:
            process.stdin.write(f"{word}\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        assert asked("read") == repr(before)
        old = asked("seal")
        rotate_keys(shared_body.pk)
        new = asked("seal")
        assert (old != new, new) == (True, keyring(shared_body.pk, latest=True).current_id.hex())
        assert asked("read") == repr(before)
        assert finish_rotation(shared_body.pk, step=id).is_finished
        assert asked("read") == repr(before)
        process.stdin.close()


def test_row_somebody_holds_is_passed_by_and_done_when_they_let_it_go(shared_body, key_folder):
    before = write_notes(shared_body, 5)
    rotate_keys(shared_body.pk)
    third = Note.objects.order_by("pk")[2]
    with transaction.atomic():
        Note.objects.select_for_update().get(pk=third.pk)
        with start("reseal", shared_body, key_folder) as process:
            assert [process.stdout.readline() for _ in range(2)] == ["2\n", "2\n"]
            time.sleep(0.5)
            process.send_signal(signal.SIGTERM)
    assert (count_stale(shared_body.pk), has_old_keys(shared_body.pk)) == (1, True)
    assert finish_rotation(shared_body.pk, step=id).is_finished
    assert texts(shared_body) == before


def test_old_key_stays_while_a_transaction_that_may_have_used_it_is_open(shared_body, key_folder):
    write_notes(shared_body, 2)
    with transaction.atomic():
        late = Note.objects.create(body=shared_body, surname="Scritta prima, confermata dopo")
        rotate_keys(shared_body.pk)
        with start("finish", shared_body, key_folder) as process:
            assert process.stdout.read() == "False\n"
        with start("finish", shared_body, key_folder) as process:
            assert process.stdout.read() == "False\n"
    assert has_old_keys(shared_body.pk)
    assert finish_rotation(shared_body.pk, step=id).is_finished
    assert Note.objects.get(pk=late.pk).surname == "Scritta prima, confermata dopo"
