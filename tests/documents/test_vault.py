# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import hashlib
import io
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from incas.documents import vault

HELLO = b"ricevuta"
HELLO_SHA256 = hashlib.sha256(HELLO).hexdigest()


def test_keep_puts_the_bytes_under_their_fingerprint(vault_folder):
    kept = vault.keep(HELLO)
    assert (kept.sha256, kept.size, kept.head) == (HELLO_SHA256, 8, HELLO)
    place = vault_folder / "sha256" / HELLO_SHA256[:2] / HELLO_SHA256[2:4] / HELLO_SHA256
    assert place.read_bytes() == HELLO


@pytest.mark.parametrize(
    "content", [HELLO, io.BytesIO(HELLO), iter([b"rice", b"", b"vuta"])], ids=["bytes", "file", "pieces"]
)
def test_keep_takes_bytes_files_and_pieces(content):
    assert vault.keep(content).sha256 == HELLO_SHA256


def test_keep_all_flushes_every_file_before_its_name_and_every_folder_after_the_last_name(vault_folder, monkeypatch):
    steps = []
    flush, rename = os.fsync, Path.replace
    monkeypatch.setattr(
        os, "fsync", lambda file: steps.append(str(Path(f"/proc/self/fd/{file}").readlink())) or flush(file)
    )
    monkeypatch.setattr(Path, "replace", lambda path, other: steps.append(f"named {other}") or rename(path, other))
    kept = vault.keep_all([b"uno", b"due"])
    places = [vault.place(each.sha256) for each in kept]
    assert [step.endswith(".part") for step in steps] == [True, False, True, False, *[False] * 5]
    assert [steps[1], steps[3]] == [f"named {place}" for place in places]
    folders = {str(folder) for place in places for folder in list(place.parents)[:3]}
    assert sorted(steps[4:]) == sorted(folders)


def test_keep_remembers_the_first_bytes_only():
    kept = vault.keep(iter([b"a" * 3000, b"b" * 3000]))
    assert kept.head == b"a" * 3000 + b"b" * 1096


def test_keep_heals_a_damaged_copy():
    place = vault.place(vault.keep(HELLO).sha256)
    place.write_bytes(b"rovinata")
    vault.keep(HELLO)
    assert place.read_bytes() == HELLO


def test_keep_leaves_nothing_when_reading_fails(vault_folder):
    def broken():
        yield b"meta"
        raise OSError("rete caduta")

    with pytest.raises(OSError, match="rete caduta"):
        vault.keep(broken())
    assert [path for path in vault_folder.rglob("*") if path.is_file()] == []


def test_keep_by_many_writers_of_the_same_bytes_leaves_one_whole_file(vault_folder):
    content = os.urandom(3_000_000)
    with ThreadPoolExecutor(8) as pool:
        kept = set(pool.map(lambda _: vault.keep(io.BytesIO(content)), range(16)))
    assert len(kept) == 1
    assert [path.read_bytes() == content for path in vault.names()] == [True]
    assert list(vault.unfinished()) == []


KILLED = """
import os, sys
from django.conf import settings
settings.configure(STORAGES={"default": {"BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": sys.argv[1]}}})
from incas.documents import vault
def forever():
    while True:
        yield b"x" * 1_000_000
        print("piece", flush=True)
vault.keep(forever())
"""


def test_keep_killed_halfway_leaves_no_file_under_a_fingerprint(vault_folder: Path):
    command = [sys.executable, "-c", KILLED, str(vault_folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)
    process.stdout.close()
    assert list(vault.names()) == []
    assert len(list(vault.unfinished())) == 1
    assert vault.keep(HELLO).sha256 == HELLO_SHA256


def test_fingerprint_reads_the_bytes_on_disk():
    place = vault.place(vault.keep(HELLO).sha256)
    assert vault.fingerprint(place) == HELLO_SHA256
    place.write_bytes(b"altro")
    assert vault.fingerprint(place) != HELLO_SHA256


def test_keep_again_renews_the_date():
    place = vault.place(vault.keep(HELLO).sha256)
    os.utime(place, (0, 0))
    vault.keep(HELLO)
    assert place.stat().st_mtime > time.time() - 60
