# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The files in which the keys of a body lie: each written whole or not at all, never changed afterwards.

A folder a body, named by its number, under the one settings call `INCAS_KEYS`; in it `index.key`, a file a sealing key
(`000001-5f3a09c1.key`: its turn and its id), `destroyed` once the keys were destroyed for good, and `lock`. Only the
process's own account reads them (0600). Where settings give a master key, each file holds its key wrapped under it
(AES-256-GCM): a copy of the folder alone then opens nothing.
"""

import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _

LENGTH = 32
_NONCE = 12
_PLAIN, _WRAPPED = b"incas-key-1 plain\n", b"incas-key-1 wrapped\n"
_DESTROYED = "destroyed"


class KeysMissing(Exception):
    """The keys of a body are not where they should be, or cannot be read: nothing is lost yet."""

    def __init__(self) -> None:
        super().__init__(_("Le chiavi dell'ente non sono disponibili: avvisare chi gestisce il servizio."))


class KeyDestroyed(Exception):
    """The keys of a body were destroyed for good, and what they sealed with them."""

    def __init__(self) -> None:
        super().__init__(_("Le chiavi dell'ente sono state distrutte: questi dati non sono più leggibili."))


def folder_of(body_id: int) -> Path:
    """The folder of a body's keys, there or not."""
    return Path(settings.INCAS_KEYS) / str(body_id)


def bodies_with_keys() -> list[int]:
    """The keys of the bodies that have a folder."""
    root = Path(settings.INCAS_KEYS)
    return sorted(int(path.name) for path in root.iterdir() if path.name.isdecimal()) if root.is_dir() else []


def is_destroyed(folder: Path) -> bool:
    """Tell whether the keys of this folder were destroyed for good."""
    return (folder / _DESTROYED).exists()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Be the only one who changes the keys of a body; the folder is made if it is not there.

    Raises KeysMissing where the folder of all keys is missing (a disk that is not mounted) unless settings let keys be
    made as they are needed.
    """
    try:
        folder.mkdir(mode=0o700, parents=settings.INCAS_KEYS_ON_DEMAND, exist_ok=True)
    except FileNotFoundError:
        raise KeysMissing from None
    descriptor = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def write(path: Path, key: bytes) -> None:
    """Write a key, wrapped if there is a master key. Raises FileExistsError rather than take another's place."""
    cipher = _master()
    if cipher is None:
        content = _PLAIN + key.hex().encode() + b"\n"
    else:
        nonce = secrets.token_bytes(_NONCE)
        content = _WRAPPED + (nonce + cipher.encrypt(nonce, key, _bound_to(path))).hex().encode() + b"\n"
    _put(path, content)


def read(path: Path) -> bytes:
    """Read a key. Raises KeysMissing when the file is damaged or wrapped under a master key that is not given."""
    head, _line, body = path.read_bytes().partition(b"\n")
    try:
        stored = bytes.fromhex(body.decode())
    except ValueError:
        raise KeysMissing from None
    if head + b"\n" == _WRAPPED:
        stored = _unwrapped(path, stored)
    if len(stored) != LENGTH:
        raise KeysMissing
    return stored


def erase(path: Path) -> None:
    """Write over a key, then take its file away. What the disk keeps beneath is the operator's to see to."""
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        _to_disk(file.fileno())
    path.unlink()
    sync(path.parent)


def mark_destroyed(folder: Path) -> None:
    """Leave the mark that the keys were destroyed, before any of them goes."""
    if not is_destroyed(folder):
        _put(folder / _DESTROYED, b"")


def sync(folder: Path) -> None:
    """Wait until the disk knows which files a folder has."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _to_disk(descriptor)
    finally:
        os.close(descriptor)


def _put(path: Path, content: bytes) -> None:
    """Make a file with its whole content, on the disk before its name is seen; one that is there stays as it is."""
    descriptor, made = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            _to_disk(file.fileno())
        os.link(made, path)
    finally:
        Path(made).unlink()
    sync(path.parent)
    sync(path.parent.parent)


def _to_disk(descriptor: int) -> None:
    os.fsync(descriptor)


def _unwrapped(path: Path, stored: bytes) -> bytes:
    cipher = _master()
    if cipher is None:
        raise KeysMissing
    try:
        return cipher.decrypt(stored[:_NONCE], stored[_NONCE:], _bound_to(path))
    except (InvalidTag, ValueError):
        raise KeysMissing from None


def _bound_to(path: Path) -> bytes:
    """What a wrapped key is bound to: put under another body or another name it does not open."""
    return f"{path.parent.name}/{path.name}".encode()


def _master() -> AESGCM | None:
    secret = settings.INCAS_MASTER_KEY
    if not secret:
        return None
    derived = HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=b"incas master key").derive(secret.encode())
    return AESGCM(derived)
