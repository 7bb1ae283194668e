# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The papers of a claim as a ZIP, made while it is sent: whatever its size, a megabyte of memory.

The index, first in the archive, gives the SHA-256 of every file, in the form that `sha256sum --check` reads.
"""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO, Any, cast

from django.utils import timezone
from django.utils.translation import gettext as _

from incas.documents.queries import FileDamaged, open_stored
from incas.documents.responses import safe_name
from incas.finance.queries.papers import ArchivedFile

INDEX = "IMPRONTE-SHA256.txt"
PIECE = 256 * 1024


class Outlet:
    """A file that nobody keeps: what is written waits to be taken."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._written = 0

    def write(self, data: bytes) -> int:
        """Take some bytes in."""
        self._pieces.append(bytes(data))
        self._written += len(data)
        return len(data)

    def tell(self) -> int:
        """How much was written."""
        return self._written

    def flush(self) -> None:
        """Nothing to do: it is no file."""

    def taken(self) -> bytes:
        """Give what waits, and forget it."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


class PaperLost(Exception):
    """A file of the claim is no longer among those kept; the message says so in Italian."""


def require_all(files: Iterable[ArchivedFile]) -> None:
    """Make sure, before anything is sent, that every file is there. Raises PaperLost."""
    try:
        for file in files:
            open_stored(file.file).close()
    except FileDamaged as damage:
        raise PaperLost(_("Un documento non si trova più tra i file conservati: avvisare chi assiste.")) from damage


def named_apart(files: Iterable[ArchivedFile]) -> list[tuple[str, ArchivedFile]]:
    """Give each file a name of its own that any system can save."""
    seen: set[str] = set()
    named = []
    for file in files:
        *folders, name = PurePosixPath(file.path).parts
        path = "/".join([*map(safe_name, folders), safe_name(name)])
        stem, point, extension = path.rpartition(".")
        number = 1
        while path.lower() in seen:
            number += 1
            path = f"{stem or extension}-{number}{point}{extension if stem else ''}"
        seen.add(path.lower())
        named.append((path, file))
    return named


def archive_of(
    files: Iterable[ArchivedFile], *, at: datetime, walk: Callable[[list[Any]], Iterable[Any]] = iter
) -> Iterator[bytes]:
    """Make the archive piece by piece; `walk` goes through its files and may count them. Raises FileDamaged."""
    named = named_apart(files)
    local = timezone.localtime(at)
    moment = (local.year, local.month, local.day, local.hour, local.minute, local.second)
    outlet = Outlet()
    with zipfile.ZipFile(cast("IO[bytes]", outlet), "w") as archive:
        index = "".join(f"{file.file.sha256}  {path}\n" for path, file in named)
        archive.writestr(zipfile.ZipInfo(INDEX, moment), index.encode())
        yield outlet.taken()
        for path, file in walk(named):
            with (
                open_stored(file.file) as source,
                archive.open(zipfile.ZipInfo(path, moment), "w", force_zip64=True) as target,
            ):
                while piece := source.read(PIECE):
                    target.write(piece)
                    yield outlet.taken()
            yield outlet.taken()
    yield outlet.taken()
