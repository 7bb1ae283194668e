# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Uploads of electronic invoices: received at once, opened and read by the worker, file by file.

Each file is one transaction: a worker killed at any moment leaves whole files done and the rest waiting, and goes on
from there. One bad file never stops the others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import BinaryIO

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.documents.operations import store
from incas.documents.queries import open_stored, read_stored
from incas.finance.choices import ImportOutcome
from incas.finance.fatturapa import ArchiveEntry, InvoiceRefused, ReadInvoice, is_archive, read_invoice, walk_archive
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
            for place, entry in enumerate(walk_archive(source), start=file.position + 1):
                _wait_for_entry(file, place, entry, at)
                opened()
    except InvoiceRefused as refusal:
        _settle(file, ImportOutcome.REJECTED, refusal.reason)
    else:
        _settle(file, ImportOutcome.OPENED)


def _wait_for_entry(archive: ImportedFile, position: int, entry: ArchiveEntry, at: datetime) -> None:
    """Add a file found in an archive: waiting with its bytes, or refused with the reason."""
    ImportedFile.objects.create(
        batch_id=archive.batch_id,
        position=position,
        name=shown_name(f"{archive.name}/{entry.name}", keep_folders=True),
        stored=None if entry.refusal else store(content=entry.data, at=at),
        outcome=ImportOutcome.REJECTED if entry.refusal else ImportOutcome.WAITING,
        reason=entry.refusal or "",
    )


@transaction.atomic
def import_file(*, key: int, by: User, at: datetime) -> ImportedFile:
    """Read one file of a batch and take in its invoices, all or none; a settled file stays as it is."""
    file = ImportedFile.objects.select_for_update(of=("self",)).select_related("batch__body", "stored").get(pk=key)
    if file.outcome != ImportOutcome.WAITING or file.stored is None:
        return file
    if (known := _already_held(file)) is not None:
        return _settle(file, ImportOutcome.KNOWN, known)
    try:
        invoice = read_invoice(read_stored(file.stored), name=file.name)
        _take_in_all(file, invoice, by=by, at=at)
    except InvoiceRefused as refusal:
        return _settle(file, ImportOutcome.REJECTED, refusal.reason)
    except IntegrityError:  # the same bytes, taken in by another upload a moment ago
        return _settle(file, ImportOutcome.KNOWN, _("Lo stesso file è già stato acquisito."))
    return _settle(file, ImportOutcome.ACCEPTED)


def _take_in_all(file: ImportedFile, invoice: ReadInvoice, *, by: User, at: datetime) -> None:
    """Take in each body of the file, inside one savepoint."""
    with transaction.atomic():
        for position, document in enumerate(invoice.documents):
            take_in(file=file, invoice=invoice, document=document, position=position, by=by, at=at)


def _already_held(file: ImportedFile) -> str | None:
    """Say when the same bytes were taken in by the same body, if they were."""
    held = SpendingDocument.objects.filter(body=file.batch.body, file=file.stored).order_by("pk").first()
    if held is None:
        return None
    return _("Lo stesso file è già stato acquisito il %(day)s come «%(name)s».") % {
        "day": f"{held.imported_at:%d/%m/%Y}",
        "name": held.file_name,
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
