# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""ZIP archives of invoices, walked with bounded memory: one bad entry never stops the others.

Nothing is ever written to disk under the names of the archive. Source: APPNOTE 6.3 (PKWARE) for the structures.
"""

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import BinaryIO, Final

from incas.finance.fatturapa.markup import MAX_FILE_BYTES
from incas.finance.fatturapa.refusals import InvoiceRefused

MAX_ENTRIES: Final = 2_000
MAX_ARCHIVE_BYTES: Final = 1024 * 1024 * 1024
MAX_DIRECTORY_BYTES: Final = 8 * 1024 * 1024
"""Of the index of the archive: 4,000 bytes an entry."""
MAX_TOTAL_BYTES: Final = 2 * 1024 * 1024 * 1024
MAX_RATIO: Final = 200
"""Times a big entry may grow; XML grows 10 to 60 times."""
SMALL_BYTES: Final = 4 * 1024 * 1024
"""Up to here no ratio is asked: it cannot hurt."""

_HEADER_BYTES: Final = 30
_END: Final = b"PK\x05\x06"
_END_64_LOCATOR: Final = b"PK\x06\x07"
_END_BYTES: Final = 22
_END_64_BYTES: Final = 56
_END_64_LOCATOR_BYTES: Final = 20
_MAX_COMMENT_BYTES: Final = 65_535
_IN_END_64: Final = 0xFFFFFFFF
_ENCRYPTED: Final = 0x1
_TOO_MANY: Final = f"L'archivio contiene più di {MAX_ENTRIES} file: suddividerlo in più archivi."
_DAMAGED: Final = "L'archivio ZIP è danneggiato o incompleto: crearlo o scaricarlo di nuovo."
_JUNK_NAMES: Final = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".directory"})
_UNREADABLE: Final = (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error, OverflowError)
"""How zipfile says that an archive is damaged, or made as none of ours is."""
_HEADS: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """A file of the archive: its bytes, or the Italian reason why they are not given."""

    name: str
    """Path inside the archive, for showing: nothing is ever written there."""
    data: bytes = field(default=b"", repr=False)
    refusal: str | None = None


def is_archive(head: bytes) -> bool:
    """Tell a ZIP by its first bytes."""
    return head.startswith(_HEADS)


def walk_archive(source: BinaryIO | Path) -> Iterator[ArchiveEntry]:
    """Give the files of a ZIP one at a time, in its order; folders and what macOS and Windows add are skipped.

    Raises InvoiceRefused, before giving anything, when the archive as a whole cannot be taken: not a ZIP, damaged,
    empty, more than MAX_ENTRIES files, an Office document.
    """
    stream = source.open("rb") if isinstance(source, Path) else source
    try:
        _refuse_index(stream)
        archive = zipfile.ZipFile(stream)
        entries = [info for info in archive.infolist() if not info.is_dir() and not _is_junk(info.filename)]
        _refuse_entries(archive, entries)
    except InvoiceRefused:
        _close(source, stream)
        raise
    except _UNREADABLE:
        _close(source, stream)
        raise InvoiceRefused(_DAMAGED) from None
    return _entries(archive, entries, source, stream)


def count_entries(source: BinaryIO) -> int:
    """Count what an archive says it holds, without opening any of it; none where it cannot be read."""
    try:
        _refuse_index(source)
        return len(zipfile.ZipFile(source).infolist())
    except (InvoiceRefused, *_UNREADABLE):
        return 0


def _close(source: BinaryIO | Path, stream: BinaryIO) -> None:
    """Close what was opened here, and leave to others what is theirs."""
    if stream is not source:
        stream.close()


def _entries(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], source: BinaryIO | Path, stream: BinaryIO
) -> Iterator[ArchiveEntry]:
    overlapping = _overlapping(archive, entries)
    total = 0
    try:
        for info in entries:
            refusal = _refusal(info, overlapping=info.header_offset in overlapping)
            if refusal is None and total > MAX_TOTAL_BYTES:
                refusal = "L'archivio è troppo grande una volta aperto: suddividerlo in più archivi."
            entry = ArchiveEntry(info.filename, refusal=refusal) if refusal else _read(archive, info)
            total += len(entry.data)
            yield entry
    finally:
        archive.close()
        _close(source, stream)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> ArchiveEntry:
    """Read one entry up to the limit, whatever size it declares."""
    refusal = None
    data = b""
    try:
        with archive.open(info) as opened:
            data = opened.read(MAX_FILE_BYTES + 1)
    except (MemoryError, RecursionError):
        refusal = "Il file supera i limiti di lettura."
    except Exception:  # noqa: BLE001 - a bad entry must not stop the others, and zipfile has many ways to fail
        refusal = "Il file è danneggiato dentro l'archivio: crearlo o scaricarlo di nuovo."
    if len(data) > MAX_FILE_BYTES:
        refusal = f"Il file supera {MAX_FILE_BYTES // (1024 * 1024)} MB, troppi per una fattura elettronica."
    elif len(data) > SMALL_BYTES and len(data) > MAX_RATIO * max(info.compress_size, 1):
        refusal = "Il file è compresso oltre misura: non viene aperto per sicurezza."
    elif is_archive(data):
        refusal = "Il file è un archivio dentro l'archivio: estrarlo e caricarlo a parte."
    return ArchiveEntry(info.filename, refusal=refusal) if refusal else ArchiveEntry(info.filename, data)


def _refusal(info: zipfile.ZipInfo, *, overlapping: bool) -> str | None:
    """Say why an entry is not even opened."""
    if _is_outside(info.filename):
        return "Il percorso del file esce dall'archivio: non viene aperto per sicurezza."
    if info.flag_bits & _ENCRYPTED:
        return "Il file è protetto da password: creare l'archivio senza password."
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return "Il file è compresso con un metodo non ammesso: creare di nuovo l'archivio come ZIP normale."
    if overlapping:
        return "Il file si sovrappone a un altro dentro l'archivio: non viene aperto per sicurezza."
    if info.file_size > MAX_FILE_BYTES:
        return f"Il file supera {MAX_FILE_BYTES // (1024 * 1024)} MB, troppi per una fattura elettronica."
    if info.file_size > SMALL_BYTES and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return "Il file è compresso oltre misura: non viene aperto per sicurezza."
    return None


def _refuse_index(stream: BinaryIO) -> None:
    """Refuse an archive whose index is missing or enormous, before it is loaded in memory."""
    size = stream.seek(0, 2)
    if size > MAX_ARCHIVE_BYTES:
        raise InvoiceRefused("L'archivio supera 1 GB: suddividerlo in più archivi.")
    tail_start = max(0, size - _MAX_COMMENT_BYTES - _END_BYTES - _END_64_LOCATOR_BYTES - _END_64_BYTES)
    stream.seek(tail_start)
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(_END)
    if at < 0 or at + _END_BYTES > len(tail):
        raise InvoiceRefused(_DAMAGED)
    index_bytes: int = struct.unpack_from("<L", tail, at + 12)[0]
    locator = at - _END_64_LOCATOR_BYTES
    if index_bytes == _IN_END_64 and locator >= _END_64_BYTES and tail.startswith(_END_64_LOCATOR, locator):
        index_bytes = struct.unpack_from("<Q", tail, locator - _END_64_BYTES + 40)[0]
    elif index_bytes == _IN_END_64:
        raise InvoiceRefused(_DAMAGED)
    if index_bytes > MAX_DIRECTORY_BYTES:
        raise InvoiceRefused(_TOO_MANY)


def _refuse_entries(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    names = archive.namelist()
    if "[Content_Types].xml" in names or names[:1] == ["mimetype"]:
        raise InvoiceRefused("Il file è un documento Office: caricare la fattura elettronica in XML, o firmata (.p7m).")
    if not entries:
        raise InvoiceRefused("L'archivio non contiene alcun file.")
    if len(entries) > MAX_ENTRIES:
        raise InvoiceRefused(_TOO_MANY)


def _overlapping(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> set[int]:
    """Offsets of the entries that share bytes with another: so one small archive becomes thousands of big files."""
    shared = set()
    ordered = sorted(entries, key=lambda info: info.header_offset)
    ends = [info.header_offset for info in ordered[1:]] + [archive.start_dir]
    for info, end in zip(ordered, ends, strict=True):
        if info.header_offset + _HEADER_BYTES + info.compress_size > end:
            shared.add(info.header_offset)
    return shared


def _is_junk(name: str) -> bool:
    """Tell what macOS and Windows put in archives on their own."""
    parts = name.replace("\\", "/").lower().split("/")
    return parts[-1] in _JUNK_NAMES or parts[-1].startswith("._") or "__macosx" in parts[:-1]


def _is_outside(name: str) -> bool:
    path = PureWindowsPath(name)
    return bool(path.drive or path.root or ".." in path.parts)
