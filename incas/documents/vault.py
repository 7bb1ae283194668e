# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Bytes on disk, named by their fingerprint. No rows here: `operations.files` ties a row to them.

A file appears under its name whole or not at all: it is written beside, flushed to the disk, then renamed. A process
killed at any moment leaves at most an unfinished file under `incoming/`, which the sweep removes.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.core.files.storage import default_storage

CHUNK = 1024 * 1024
HEAD = 4096
"""How many of the first bytes are kept in memory, to tell the kind of file."""
NAMED = "sha256"
INCOMING = "incoming"

Content = bytes | BinaryIO | Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes now on disk: fingerprint (64 hex digits), size in bytes, first bytes."""

    sha256: str
    size: int
    head: bytes


def root() -> Path:
    """Where the vault lies: a folder of the default storage, which must be a file system."""
    return Path(default_storage.path(""))


def place(sha256: str) -> Path:
    """Where the bytes with this fingerprint lie, whether or not they are there."""
    return root() / NAMED / sha256[:2] / sha256[2:4] / sha256


def chunks(content: Content) -> Iterator[bytes]:
    """Read any content a piece at a time, so that memory does not grow with the file."""
    if isinstance(content, bytes | bytearray | memoryview):
        yield bytes(content)
    elif hasattr(content, "read"):
        while piece := content.read(CHUNK):
            yield piece
    else:
        yield from content


def keep(content: Content) -> Kept:
    """Put bytes under their fingerprint, on disk for good before this returns.

    Bytes already there are put again under the same name: that renews their date, so that the sweep lets them be, and
    heals a damaged copy. Two writers of the same bytes each rename a whole file onto the same name, in any order.
    """
    return keep_all([content])[0]


def keep_all(contents: Iterable[Content]) -> list[Kept]:
    """Put many contents under their fingerprints, in order, as `keep` does each; one at a time is in memory.

    All are on disk for good before this returns: each file is flushed before it is named, each folder once at the end.
    """
    kept = [_put(content) for content in contents]
    for folder in {folder for each in kept for folder in _folders(each.sha256)}:
        flush_folder(folder)
    return kept


def _folders(sha256: str) -> tuple[Path, ...]:
    """The folders that a new name may have changed."""
    folder = place(sha256).parent
    return folder, folder.parent, folder.parent.parent


def _put(content: Content) -> Kept:
    """Write a file, flush it, give it its name. The name is not on disk for good until its folder is flushed."""
    incoming = root() / INCOMING
    incoming.mkdir(parents=True, exist_ok=True)
    digest, size, head = hashlib.sha256(), 0, b""
    descriptor, name = tempfile.mkstemp(dir=incoming, suffix=".part")
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for piece in chunks(content):
                digest.update(piece)
                size += len(piece)
                if len(head) < HEAD:
                    head += piece[: HEAD - len(head)]
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        final = place(digest.hexdigest())
        final.parent.mkdir(parents=True, exist_ok=True)
        unfinished.replace(final)
    except BaseException:
        with suppress(FileNotFoundError):
            unfinished.unlink()
        raise
    return Kept(digest.hexdigest(), size, head)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut (fsync(2) of the folder itself)."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def fingerprint(path: Path) -> str:
    """Compute the SHA-256 of a file on disk, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def names() -> Iterator[Path]:
    """Every file the vault holds under a fingerprint."""
    return (path for path in (root() / NAMED).glob("??/??/*") if path.is_file())


def unfinished() -> Iterator[Path]:
    """Every file that a writer has begun and not named yet."""
    return (root() / INCOMING).glob("*.part")
