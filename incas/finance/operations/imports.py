# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Uploads of electronic invoices: received at once, opened and read by the worker, file by file.

Each file is one transaction: a worker killed at any moment leaves whole files done and the rest waiting, and goes on
from there. One bad file never stops the others.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import BinaryIO

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.documents.operations import store, store_all
from incas.documents.queries import open_stored, read_stored
from incas.finance.choices import ImportOutcome
from incas.finance.fatturapa import ArchiveEntry, InvoiceRefused, is_archive, read_invoice, walk_archive
from incas.finance.models import ImportBatch, ImportedFile, SpendingDocument
from incas.finance.operations.documents import take_in
from incas.finance.queries.documents import tally
from incas.organisations.models import Body

NAME_LENGTH = 400
HEAD = 8
ROOM = 10_000
"""Positions kept free after each uploaded file, for the files found in it when it is an archive."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a browser sends it: the name it had there, and its bytes."""

    name: str
    content: BinaryIO


@transaction.atomic
def receive_files(*, body: Body, uploads: Sequence[Upload], by: User, at: datetime) -> ImportBatch:
    """Keep what was uploaded, before anything reads it: from here on nothing is lost."""
    batch = ImportBatch.objects.create(body=body, created_by=by, created_at=at)
    ImportedFile.objects.bulk_create(
        ImportedFile(
            batch=batch,
            position=position * ROOM,
            name=shown_name(upload.name),
            is_archive=_begins_as_archive(upload.content),
            stored=store(content=upload.content, at=at),
        )
        for position, upload in enumerate(uploads, start=1)
    )
    record(batch, "uploaded", by=by, at=at, after={"files": len(uploads)})
    return batch


@transaction.atomic
def close_batch(*, batch: ImportBatch, by: User, at: datetime) -> dict[str, int]:
    """Write in the trail what became of a batch; give the number of files by outcome."""
    counts = tally(batch)
    record(batch, "imported", by=by, at=at, after=counts)
    return counts


@transaction.atomic
def open_archive(*, file: ImportedFile, at: datetime, opened: Callable[[], None] = lambda: None) -> None:
    """Turn an archive into its files, each waiting, all or none; one that cannot be opened is refused as a whole.

    `opened` is called after each file found.
    """
    assert file.stored is not None  # noqa: S101 (a constraint: what waits has its bytes)
    try:
        with transaction.atomic(), open_stored(file.stored) as source:
            _wait_for_all(file, walk_archive(source), at, opened)
    except InvoiceRefused as refusal:
        _settle(file, ImportOutcome.REJECTED, refusal.reason)
    else:
        _settle(file, ImportOutcome.OPENED)


def _wait_for_all(
    archive: ImportedFile, entries: Iterable[ArchiveEntry], at: datetime, opened: Callable[[], None]
) -> None:
    """Add the files found in an archive: each waiting with its bytes, or refused with the reason."""
    found: list[ImportedFile] = []

    def contents() -> Iterator[bytes]:
        for position, entry in enumerate(entries, start=archive.position + 1):
            found.append(_found(archive, position, entry))
            if not entry.refusal:
                yield entry.data
            opened()

    stored = iter(store_all(contents=contents(), at=at))
    for file in found:
        file.stored = None if file.outcome == ImportOutcome.REJECTED else next(stored)
    ImportedFile.objects.bulk_create(found)


def _found(archive: ImportedFile, position: int, entry: ArchiveEntry) -> ImportedFile:
    """Make the row of a file found in an archive, without its bytes."""
    return ImportedFile(
        batch_id=archive.batch_id,
        position=position,
        name=shown_name(f"{archive.name}/{entry.name}", keep_folders=True),
        outcome=ImportOutcome.REJECTED if entry.refusal else ImportOutcome.WAITING,
        reason=entry.refusal or "",
    )


def import_file(*, key: int, by: User, at: datetime) -> ImportedFile:
    """Read one file of a batch and take in its invoices, all or none; a settled file stays as it is.

    What is refused is undone whole, then settled: a worker killed between the two leaves a file that waits.
    """
    try:
        return _take_in_all(key, by=by, at=at)
    except InvoiceRefused as refusal:
        return _settle_unread(key, ImportOutcome.REJECTED, refusal.reason)
    except IntegrityError:  # the same bytes, taken in by another upload a moment ago
        return _settle_unread(key, ImportOutcome.KNOWN, _("Lo stesso file è già stato acquisito."))
    except DataError:
        reason = _("Il file contiene valori che non si possono conservare: richiedere al fornitore una copia corretta.")
        return _settle_unread(key, ImportOutcome.REJECTED, reason)


@transaction.atomic
def _take_in_all(key: int, *, by: User, at: datetime) -> ImportedFile:
    """Take in each body of a file that waits. Raises InvoiceRefused, or IntegrityError when it is there already."""
    file = _locked(key)
    if file.outcome != ImportOutcome.WAITING or file.stored is None:
        return file
    if (known := _already_held(file)) is not None:
        return _settle(file, ImportOutcome.KNOWN, known)
    invoice = read_invoice(read_stored(file.stored), name=file.name)
    taken = [
        take_in(file=file, invoice=invoice, document=document, position=position, by=by, at=at)
        for position, document in enumerate(invoice.documents)
    ]
    return _settle(file, ImportOutcome.ACCEPTED, _also_in_another_file(file, taken))


@transaction.atomic
def _settle_unread(key: int, outcome: ImportOutcome, reason: str) -> ImportedFile:
    """Store why nothing was taken from a file, unless somebody settled it meanwhile."""
    file = _locked(key)
    return _settle(file, outcome, reason) if file.outcome == ImportOutcome.WAITING else file


def _locked(key: int) -> ImportedFile:
    """Lock a file of a batch."""
    return ImportedFile.objects.select_for_update(of=("self",)).select_related("batch", "stored").get(pk=key)


def _already_held(file: ImportedFile) -> str | None:
    """Say when the same bytes were taken in by the same body, if they were."""
    copies = SpendingDocument.objects.filter(body_id=file.batch.body_id, file_id=file.stored_id).order_by("position")
    held = copies.only("imported_at", "file_name").first()
    if held is None:
        return None
    return _("Lo stesso file è già stato acquisito il %(day)s come «%(name)s».") % {
        "day": f"{held.imported_at:%d/%m/%Y}",
        "name": held.file_name,
    }


def _also_in_another_file(file: ImportedFile, taken: Sequence[SpendingDocument]) -> str:
    """Flag a document just taken in that stands in another file of the body already (supplier, type, number, date)."""
    same = SpendingDocument.objects.filter(
        identity_id__in=[document.identity_id for document in taken], body_id=file.batch.body_id
    )
    double = same.exclude(file_id=file.stored_id).only("number", "issued_on", "file_name").order_by("pk").first()
    if double is None:
        return ""
    return _("%(document)s era già presente in un altro file, «%(name)s»: si può imputare una volta sola.") % {
        "document": double,
        "name": double.file_name,
    }


def _settle(file: ImportedFile, outcome: ImportOutcome, reason: str = "") -> ImportedFile:
    """Store what became of a file. Its bytes stay with the documents taken from it, if any; here they are let go."""
    file.outcome, file.reason, file.stored = outcome, reason, None
    file.save(update_fields=["outcome", "reason", "stored"])
    return file


def _begins_as_archive(content: BinaryIO) -> bool:
    """Tell a ZIP by its first bytes, leaving the file where it was."""
    head = content.read(HEAD)
    content.seek(0)
    return is_archive(head)


def shown_name(name: str, *, keep_folders: bool = False) -> str:
    """Make a name fit to be shown and stored: no control characters, no folders of the sender's computer, bounded."""
    visible = "".join(mark for mark in name.replace("\\", "/") if mark.isprintable())
    short = visible if keep_folders else PurePosixPath(visible).name
    return short[-NAME_LENGTH:] or _("senza nome")
