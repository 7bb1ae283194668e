# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Reading files back, sure that they are what was stored."""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from incas.documents import vault
from incas.documents.models import StoredFile


class FileDamaged(Exception):
    """The bytes on disk are missing or are not those that were stored; the message names the fingerprint."""


def open_stored(file: StoredFile) -> BinaryIO:
    """Open the bytes of a file for reading. Raises FileDamaged when they are missing or their size is another.

    The fingerprint is not computed here (`verify` does): it would read the file twice.
    """
    path = vault.place(file.sha256)
    try:
        opened = path.open("rb")
    except FileNotFoundError:
        raise FileDamaged(file.sha256) from None
    if path.stat().st_size != file.size:
        opened.close()
        raise FileDamaged(file.sha256)
    return opened


def read_stored(file: StoredFile) -> bytes:
    """Read the bytes of a file whole, checked against its fingerprint.

    What was read is what is checked. Raises FileDamaged. For files that fit in memory.
    """
    with open_stored(file) as opened:
        content = opened.read()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise FileDamaged(file.sha256)
    return content


def verify(file: StoredFile) -> None:
    """Compute the fingerprint again; raise FileDamaged unless it is the one stored."""
    path = vault.place(file.sha256)
    if not path.is_file() or vault.fingerprint(path) != file.sha256:
        raise FileDamaged(file.sha256)


def damaged() -> Iterator[StoredFile]:
    """Every file whose bytes are missing or changed. Reads them all."""
    for file in StoredFile.objects.order_by("pk").iterator():
        try:
            verify(file)
        except FileDamaged:
            yield file
