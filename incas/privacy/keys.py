# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The keys of each body: one that seals, older ones that still open, one for blind indexes.

A process keeps them in memory and looks at the folder's time: before sealing each time, before opening once a second or
when it meets a key it does not know. So a rotation is noticed without a restart, and so is a destruction.
"""

import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from incas.privacy import keyfiles
from incas.privacy.keyfiles import KeyDestroyed, KeysMissing, folder_of

ID_LENGTH = 4
_INDEX = "index.key"
_LOOK_EVERY = 1.0
_SAME_TICK_NS = 1_000_000_000
"""A folder changed this shortly before it was read may change again within the same tick of the disk's clock."""


@dataclass(slots=True)
class Keyring:
    """The keys of a body as they were when its folder was read. `current_id` names the one that seals."""

    current_id: bytes
    ciphers: dict[bytes, AESGCM]
    index: bytes
    version: int
    is_settled: bool
    good_until: float


_RINGS: dict[tuple[str, int], Keyring] = {}


def keyring(body_id: int, *, latest: bool = False) -> Keyring:
    """Give the keys of a body, at most a second old; `latest` looks at the folder whatever their age.

    Raises KeyDestroyed, or KeysMissing when the body has none and settings do not let them be made as needed.
    """
    root = str(settings.INCAS_KEYS)
    known = _RINGS.get((root, body_id))
    if known is not None:
        now = time.monotonic()
        if not latest and now < known.good_until:
            return known
        if known.is_settled and known.version == _version(os.path.join(root, str(body_id))):  # noqa: PTH118 (3 µs less)
            known.good_until = now + _LOOK_EVERY
            return known
    ring = _loaded(body_id)
    _RINGS[root, body_id] = ring
    return ring


def prepare_keys(body_id: int) -> None:
    """Make the keys of a body if it has none; what is there is never touched. Raises KeyDestroyed, KeysMissing."""
    folder = folder_of(body_id)
    with keyfiles.locked(folder):
        if keyfiles.is_destroyed(folder):
            raise KeyDestroyed
        if not (folder / _INDEX).exists():
            keyfiles.write(folder / _INDEX, secrets.token_bytes(keyfiles.LENGTH))
        if not _sealing_files(folder):
            _add(folder)


def rotate_keys(body_id: int) -> None:
    """Give a body a new sealing key; what older ones sealed stays readable until they are retired.

    The key of blind indexes stays: an index can only be made again from the text. Raises KeyDestroyed, KeysMissing.
    """
    keyring(body_id, latest=True)
    folder = folder_of(body_id)
    with keyfiles.locked(folder):
        if keyfiles.is_destroyed(folder):
            raise KeyDestroyed
        _add(folder)


def has_old_keys(body_id: int) -> bool:
    """Tell whether a rotation of a body's keys is not finished yet."""
    return len(_sealing_files(folder_of(body_id))) > 1


def rotated_since(body_id: int) -> float:
    """How many seconds ago the current key was made."""
    return time.time() - _sealing_files(folder_of(body_id))[-1].stat().st_mtime


def retire_old_keys(body_id: int, *, up_to: bytes) -> None:
    """Erase the sealing keys older than the one named, once nothing is sealed under them any more.

    `up_to` is the id of the key everything is known to be sealed under: one made meanwhile stays, and so does it.
    """
    folder = folder_of(body_id)
    with keyfiles.locked(folder):
        files = _sealing_files(folder)
        ids = [_id_of(path) for path in files]
        for path in files[: ids.index(up_to)]:
            keyfiles.erase(path)
    _forget(body_id)


def destroy_keys(body_id: int) -> None:
    """Destroy the keys of a body for good: what they sealed is lost, in every copy of the database.

    The mark comes first, so that one interrupted is known as destroyed and can be completed by calling again.
    """
    folder = folder_of(body_id)
    with keyfiles.locked(folder):
        keyfiles.mark_destroyed(folder)
        for path in (*folder.glob("*.key"), *folder.glob(".new-*")):
            keyfiles.erase(path)
    _forget(body_id)


def key_contents(body_id: int) -> dict[str, bytes]:
    """The keys of a body by the name of their file, to be carried elsewhere. Raises KeyDestroyed, KeysMissing."""
    folder = folder_of(body_id)
    _loaded(body_id)
    return {path.name: keyfiles.read(path) for path in sorted(folder.glob("*.key"))}


def put_keys(body_id: int, contents: dict[str, bytes]) -> None:
    """Put keys carried from elsewhere beside those of a body; the same ones again change nothing.

    Raises KeyDestroyed, and FileExistsError when a file of that name holds another key: nothing is written then.
    """
    folder = folder_of(body_id)
    with keyfiles.locked(folder):
        if keyfiles.is_destroyed(folder):
            raise KeyDestroyed
        there = {name for name in contents if (folder / name).exists()}
        for name in there:
            if keyfiles.read(folder / name) != contents[name]:
                raise FileExistsError(name)
        for name in sorted(contents.keys() - there):
            keyfiles.write(folder / name, contents[name])
    _forget(body_id)


def _loaded(body_id: int) -> Keyring:
    """Read the keys of a body from its folder."""
    folder = folder_of(body_id)
    version = _version(str(folder))
    is_settled = time.time_ns() - version > _SAME_TICK_NS
    if keyfiles.is_destroyed(folder):
        raise KeyDestroyed
    files = _sealing_files(folder)
    if not files or not (folder / _INDEX).exists():
        if not settings.INCAS_KEYS_ON_DEMAND:
            raise KeysMissing
        prepare_keys(body_id)
        return _loaded(body_id)
    ciphers = {_id_of(path): AESGCM(keyfiles.read(path)) for path in files}
    index = keyfiles.read(folder / _INDEX)
    return Keyring(_id_of(files[-1]), ciphers, index, version, is_settled, time.monotonic() + _LOOK_EVERY)


def _add(folder: Path) -> None:
    """Add a sealing key after those that are there."""
    files = _sealing_files(folder)
    turn = 1 + (int(files[-1].name[:6]) if files else 0)
    keyfiles.write(folder / f"{turn:06d}-{secrets.token_hex(ID_LENGTH)}.key", secrets.token_bytes(keyfiles.LENGTH))


def _sealing_files(folder: Path) -> list[Path]:
    """The files of the sealing keys, oldest first: the last one seals."""
    return sorted(folder.glob("??????-*.key"))


def _id_of(path: Path) -> bytes:
    return bytes.fromhex(path.stem[7:])


def _version(folder: str) -> int:
    """What changes when a file of the folder comes or goes."""
    try:
        return os.stat(folder).st_mtime_ns  # noqa: PTH116 (asked before each sealing)
    except FileNotFoundError:
        return 0


def _forget(body_id: int) -> None:
    _RINGS.pop((str(settings.INCAS_KEYS), body_id), None)
