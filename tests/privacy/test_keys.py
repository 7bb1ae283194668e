# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import os
import stat
from threading import Barrier, Thread

import pytest

from incas.privacy import keyfiles, keys
from incas.privacy.carrying import ExportUnreadable, PassphraseTooShort, export_keys, read_export
from incas.privacy.keys import (
    destroy_keys,
    has_old_keys,
    keyring,
    prepare_keys,
    put_keys,
    retire_old_keys,
    rotate_keys,
)
from incas.privacy.sealing import KeyDestroyed, KeysMissing, seal, unseal

HERE = {"body_id": 7, "place": "t.c", "row": "r"}
PASSPHRASE = "una frase di prova lunga"


def contents(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "7").glob("*.key")}


def forget() -> None:
    """Be as a process that has just started."""
    keys._RINGS.clear()


@pytest.fixture
def production(settings, key_folder):
    settings.INCAS_KEYS_ON_DEMAND = False
    key_folder.mkdir()


def test_keys_are_made_once_and_never_written_over(key_folder):
    prepare_keys(7)
    before = contents(key_folder)
    assert len(before) == 2
    prepare_keys(7)
    assert contents(key_folder) == before


def test_keys_are_read_by_their_owner_alone(key_folder):
    prepare_keys(7)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (key_folder / "7").iterdir()}
    assert (modes, stat.S_IMODE((key_folder / "7").stat().st_mode)) == ({0o600}, 0o700)


def test_names_of_files_tell_nothing(key_folder):
    prepare_keys(7)
    rotate_keys(7)
    assert [path.name for path in key_folder.iterdir()] == ["7"]
    names = sorted(path.name for path in (key_folder / "7").iterdir())
    assert [name[:7] for name in names] == ["000001-", "000002-", "index.k", "lock"]


def test_a_file_is_never_written_over(key_folder):
    prepare_keys(7)
    path = key_folder / "7" / "index.key"
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        keyfiles.write(path, b"x" * 32)
    assert path.read_bytes() == before
    assert not list((key_folder / "7").glob(".new-*"))


def test_prepared_by_many_at_once_there_is_one_of_each(key_folder):
    barrier = Barrier(8)

    def prepare():
        barrier.wait()
        prepare_keys(7)

    threads = [Thread(target=prepare) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(contents(key_folder)) == 2


def test_a_write_cut_short_leaves_no_key(key_folder, monkeypatch):
    def power_off(_descriptor):
        raise OSError

    monkeypatch.setattr(keyfiles, "_to_disk", power_off)
    with pytest.raises(OSError, match=r"^$"):
        prepare_keys(7)
    monkeypatch.undo()
    assert contents(key_folder) == {}
    prepare_keys(7)


def test_in_production_nothing_is_made_by_itself(production):
    with pytest.raises(KeysMissing):
        seal("x", **HERE)
    prepare_keys(7)
    assert unseal(seal("x", **HERE), **HERE) == "x"


def test_in_production_a_folder_that_is_not_mounted_is_not_made(settings, key_folder):
    settings.INCAS_KEYS_ON_DEMAND = False
    with pytest.raises(KeysMissing):
        prepare_keys(7)
    assert not key_folder.exists()


def test_missing_keys_are_told_from_destroyed_ones(production, key_folder):
    prepare_keys(7)
    sealed = seal("x", **HERE)
    (key_folder / "7").rename(key_folder / "elsewhere")
    forget()
    with pytest.raises(KeysMissing):
        unseal(sealed, **HERE)
    (key_folder / "elsewhere").rename(key_folder / "7")
    assert unseal(sealed, **HERE) == "x"


def test_under_a_master_key_files_open_nothing_without_it(settings, key_folder):
    settings.INCAS_MASTER_KEY = "una chiave maestra di prova"
    prepare_keys(7)
    sealed = seal("x", **HERE)
    assert all(content.startswith(b"incas-key-1 wrapped\n") for content in contents(key_folder).values())
    for other in ("", "un'altra chiave maestra"):
        settings.INCAS_MASTER_KEY = other
        forget()
        with pytest.raises(KeysMissing):
            unseal(sealed, **HERE)
    settings.INCAS_MASTER_KEY = "una chiave maestra di prova"
    forget()
    assert unseal(sealed, **HERE) == "x"


def test_wrapped_key_moved_to_another_body_does_not_open(settings, key_folder):
    settings.INCAS_MASTER_KEY = "una chiave maestra di prova"
    prepare_keys(7)
    prepare_keys(8)
    (key_folder / "7" / "index.key").replace(key_folder / "8" / "index.key")
    with pytest.raises(KeysMissing):
        keyring(8, latest=True)


@pytest.mark.parametrize("content", [b"", b"incas-key-1 plain\nzz\n", b"incas-key-1 plain\nabcd\n"], ids=repr)
def test_damaged_file_is_told(key_folder, content):
    prepare_keys(7)
    (key_folder / "7" / "index.key").write_bytes(content)
    with pytest.raises(KeysMissing):
        keyring(7, latest=True)


def test_rotation_is_noticed_at_once_by_who_seals():
    for _ in range(5):
        rotate_keys(7)
        assert seal("x", **HERE)[1:5] == keyring(7, latest=True).current_id
    assert len(keyring(7).ciphers) == 6


def test_rotation_within_the_same_tick_of_the_disk_is_noticed(key_folder):
    prepare_keys(7)
    tick = (key_folder / "7").stat().st_mtime_ns
    seal("x", **HERE)
    rotate_keys(7)
    os.utime(key_folder / "7", ns=(tick, tick))
    assert seal("x", **HERE)[1:5] == bytes.fromhex(max((key_folder / "7").glob("0*.key")).stem[7:])


def test_retiring_keeps_the_key_named_and_newer_ones():
    prepare_keys(7)
    old = seal("old", **HERE)
    rotate_keys(7)
    middle, named = seal("middle", **HERE), keyring(7, latest=True).current_id
    rotate_keys(7)
    new = seal("new", **HERE)
    retire_old_keys(7, up_to=named)
    assert (unseal(middle, **HERE), unseal(new, **HERE), has_old_keys(7)) == ("middle", "new", True)
    assert old[1:5] not in keyring(7).ciphers


def test_destroyed_keys_are_gone_and_do_not_come_back(key_folder):
    exported = export_keys(7, PASSPHRASE)
    destroy_keys(7)
    assert sorted(path.name for path in (key_folder / "7").iterdir()) == ["destroyed", "lock"]
    destroy_keys(7)
    for come_back in (prepare_keys, rotate_keys, keyring, lambda _: put_keys(*read_export(exported, PASSPHRASE))):
        with pytest.raises(KeyDestroyed):
            come_back(7)


def test_erased_key_was_written_over_first(key_folder, monkeypatch):
    prepare_keys(7)
    before, seen = contents(key_folder), {}
    real = keyfiles.Path.unlink

    def unlink(path, **how):
        seen[path.name] = path.read_bytes()
        real(path, **how)

    monkeypatch.setattr(keyfiles.Path, "unlink", unlink)
    destroy_keys(7)
    assert all(seen[name] != content and len(seen[name]) == len(content) for name, content in before.items())


def test_exported_keys_are_put_back(key_folder):
    prepare_keys(7)
    sealed = seal("x", **HERE)
    rotate_keys(7)
    exported = export_keys(7, PASSPHRASE)
    before = contents(key_folder)
    (key_folder / "7").rename(key_folder / "lost")
    put_keys(*read_export(exported, PASSPHRASE))
    assert contents(key_folder) == before
    assert unseal(sealed, **HERE) == "x"
    put_keys(*read_export(exported, PASSPHRASE))
    assert contents(key_folder) == before


def test_export_shows_no_key(key_folder):
    exported = export_keys(7, PASSPHRASE)
    for content in contents(key_folder).values():
        key = bytes.fromhex(content.splitlines()[1].decode())
        assert key not in exported
        assert key.hex().encode() not in exported


def test_export_opens_with_its_passphrase_alone_and_unaltered():
    exported = export_keys(7, PASSPHRASE)
    altered = exported[:-1] + bytes([exported[-1] ^ 1])
    for given, phrase in ((exported, "un'altra frase di prova"), (altered, PASSPHRASE), (b"x", PASSPHRASE)):
        with pytest.raises(ExportUnreadable):
            read_export(given, phrase)
    with pytest.raises(PassphraseTooShort):
        export_keys(7, "breve")


def test_other_keys_under_the_same_name_are_not_replaced(key_folder):
    exported = export_keys(7, PASSPHRASE)
    (key_folder / "7").rename(key_folder / "first")
    prepare_keys(7)
    before = contents(key_folder)
    with pytest.raises(FileExistsError):
        put_keys(*read_export(exported, PASSPHRASE))
    assert contents(key_folder) == before
