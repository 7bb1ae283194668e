# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from incas.audit.models import Entry
from incas.core.choices import JobState
from incas.privacy import resealing
from incas.privacy.keyfiles import is_destroyed
from incas.privacy.keys import has_old_keys, keyring, prepare_keys, rotate_keys
from incas.privacy.operations import destroy_body_keys, rotate_body_keys
from incas.privacy.tasks import take_up_rotations
from tests.organisations.factories import BodyFactory
from tests.privacy.notes import Note

PHRASE = "una frase di prova lunga"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(resealing, "SETTLED_AFTER", 0.0)
    monkeypatch.setattr(resealing, "GIVEN_UP_AFTER", 0.5)


@pytest.fixture
def phrase_file(tmp_path):
    path = tmp_path / "phrase"
    path.write_text(f"{PHRASE}\n")
    return path


def told(*words, **options) -> str:
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def verbs(body) -> list[str]:
    return list(Entry.objects.about(body).order_by("pk").values_list("verb", flat=True))


def test_rotation_is_done_by_the_worker_and_told_in_the_history(body, run_jobs):
    Note.objects.create(body=body, surname="Prova")
    rotate_body_keys(body=body, by=None, at=timezone.now())
    (job,) = run_jobs()
    assert (job.state, job.result) == (JobState.DONE, {"resealed": 1, "broken": 0, "is_finished": True})
    assert (has_old_keys(body.pk), Note.objects.get().surname) == (False, "Prova")
    assert verbs(body) == ["keys_rotated", "keys_retired"]


def test_rotating_again_before_it_is_finished_makes_no_other_key(body):
    first = rotate_body_keys(body=body, by=None, at=timezone.now())
    again = rotate_body_keys(body=body, by=None, at=timezone.now())
    assert (again.pk, len(keyring(body.pk, latest=True).ciphers), verbs(body)) == (first.pk, 2, ["keys_rotated"])


def test_rotation_left_unfinished_is_taken_up_by_the_clock(body, run_jobs):
    prepare_keys(body.pk)
    take_up_rotations(timezone.now())
    assert run_jobs() == []
    rotate_keys(body.pk)
    take_up_rotations(timezone.now())
    take_up_rotations(timezone.now())
    assert [job.result["is_finished"] for job in run_jobs()] == [True]


def test_rotation_of_destroyed_keys_says_why_it_failed(body, run_jobs, django_capture_on_commit_callbacks):
    rotate_body_keys(body=body, by=None, at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        destroy_body_keys(body=body, by=None, at=timezone.now())
    (job,) = run_jobs()
    assert (job.state, "distrutte" in job.failure) == (JobState.FAILED, True)


def test_keys_are_destroyed_only_once_the_history_is_committed(body, key_folder, django_capture_on_commit_callbacks):
    prepare_keys(body.pk)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        destroy_body_keys(body=body, by=None, at=timezone.now())
        assert not is_destroyed(key_folder / str(body.pk))
    assert (is_destroyed(key_folder / str(body.pk)), verbs(body)) == (True, ["keys_destroyed"])


def test_prepare_keys_command_names_the_body_by_number_or_tax_code(body, key_folder):
    assert body.name in told("prepare_keys", body=str(body.pk))
    assert body.name in told("prepare_keys", body=body.tax_code)
    assert len(keyring(body.pk).ciphers) == 1
    with pytest.raises(CommandError, match="Nessun ente"):
        told("prepare_keys", body="999999")


def test_rotate_keys_command_leaves_the_work_to_the_worker(body, run_jobs):
    prepare_keys(body.pk)
    assert "nuova chiave" in told("rotate_keys", body=body.tax_code)
    assert has_old_keys(body.pk)
    assert [job.state for job in run_jobs()] == [JobState.DONE]


def test_rotate_keys_command_does_every_body_here_when_asked(body):
    other = BodyFactory()
    for each in (body, other):
        Note.objects.create(body=each, surname="Prova")
    out = told("rotate_keys", now=True)
    assert (f"{body.name}: righe cifrate di nuovo 1" in out, f"{other.name}: righe cifrate" in out) == (True, True)
    assert [has_old_keys(each.pk) for each in (body, other)] == [False, False]


def test_rotate_keys_command_says_what_is_left_to_do(body, monkeypatch):
    prepare_keys(body.pk)
    monkeypatch.setattr(resealing, "SETTLED_AFTER", 60.0)
    with pytest.raises(CommandError, match="Da ripetere"):
        told("rotate_keys", body=body.tax_code, now=True)


def test_export_and_import_commands_carry_the_keys(body, key_folder, tmp_path, phrase_file):
    note = Note.objects.create(body=body, surname="Prova")
    target = tmp_path / "copy"
    told("export_keys", body=str(body.pk), to=target, passphrase_file=phrase_file)
    assert target.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="non si può scrivere"):
        told("export_keys", body=str(body.pk), to=target, passphrase_file=phrase_file)
    (key_folder / str(body.pk)).rename(key_folder / "lost")
    told("import_keys", target, passphrase_file=phrase_file)
    assert Note.objects.get(pk=note.pk).surname == "Prova"
    assert verbs(body)[-1] == "keys_imported"


def test_import_keys_command_refuses_what_it_cannot_read(body, tmp_path, phrase_file):
    (tmp_path / "copy").write_bytes(b"x")
    with pytest.raises(CommandError, match="non si apre"):
        told("import_keys", tmp_path / "copy", passphrase_file=phrase_file)
    with pytest.raises(CommandError, match="non si legge"):
        told("import_keys", tmp_path / "nothing", passphrase_file=phrase_file)


def test_destroy_keys_command_asks_for_the_name_of_the_body(body, key_folder, django_capture_on_commit_callbacks):
    prepare_keys(body.pk)
    for typed in (None, "", "Comune di altro"):
        with pytest.raises(CommandError, match="non è stato distrutto nulla"):
            told("destroy_keys", body=str(body.pk), confirm=typed)
    assert not is_destroyed(key_folder / str(body.pk))
    with django_capture_on_commit_callbacks(execute=True):
        told("destroy_keys", body=str(body.pk), confirm=body.name)
    assert is_destroyed(key_folder / str(body.pk))


def test_commands_tell_missing_and_destroyed_keys_in_a_line(body, settings, key_folder):
    settings.INCAS_KEYS_ON_DEMAND = False
    with pytest.raises(CommandError, match="INCAS_KEYS"):
        told("prepare_keys", body=str(body.pk))
    with pytest.raises(CommandError, match="INCAS_KEYS"):
        told("rotate_keys", body=str(body.pk))
