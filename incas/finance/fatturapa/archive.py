# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""ZIP archives of invoices, walked with bounded memory: one bad entry never stops the others."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """A file of the archive: its bytes, or the Italian reason why they are not given."""

    name: str
    """Path inside the archive, for showing: nothing is ever written there."""
    data: bytes = field(default=b"", repr=False)
    refusal: str | None = None


def is_archive(head: bytes) -> bool:
    """Tell a ZIP by its first bytes."""
    return head[:4] in {b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"}


def walk_archive(source: BinaryIO | Path) -> Iterator[ArchiveEntry]:
    """Give the files of a ZIP one at a time, in its order; folders and what macOS and Windows add are skipped.

    Raises InvoiceRefused, before giving anything, when the archive as a whole cannot be taken: not a ZIP, damaged,
    more than MAX_ENTRIES files, an Office document.
    """
    raise NotImplementedError
