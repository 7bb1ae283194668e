# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Keep a file, once; sweep away what nothing refers to."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, ProtectedError

from incas.documents import media_types, vault
from incas.documents.models import StoredFile

SWEPT_AFTER = timedelta(days=7)
"""How long a file may lie without anything that refers to it: an upload whose processing waits in the queue."""
_LOCK = 0x46494C45
"""Key of the advisory lock between who keeps files (shared) and who sweeps (exclusive): the letters FILE."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """What one sweep removed: rows nothing referred to, files without a row, unfinished files."""

    rows: int
    files: int
    unfinished: int


@transaction.atomic
def store(*, content: vault.Content, media_type: str = media_types.OPAQUE, at: datetime) -> StoredFile:
    """Keep bytes as they came, once: the same bytes give the same row, whoever sends them and however often.

    The bytes are on disk before the row is written. Call it inside the transaction of the operation that refers to the
    file: until that commits no sweep runs. `media_type` is what the sender declares; the bytes decide
    (`media_types.settle`).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])
    kept = vault.keep(content)
    file, _created = StoredFile.objects.update_or_create(
        sha256=kept.sha256,
        defaults={"stored_at": at},
        create_defaults={
            "size": kept.size,
            "media_type": media_types.settle(kept.head, media_type),
            "stored_at": at,
        },
    )
    return file


def remove_orphans(*, at: datetime) -> Sweep:
    """Remove what has lain a week with nothing that refers to it.

    It does nothing while somebody is storing: the next run will. A foreign key to StoredFile is the only way to refer
    to a file; every one of any app is asked.
    """
    before = at - SWEPT_AFTER
    with _alone() as alone:
        rows = _remove_rows(before) if alone else 0
    with _alone() as alone:
        if not alone:
            return Sweep(rows, 0, 0)
        known = set(StoredFile.objects.values_list("sha256", flat=True).iterator())
        files = _remove((path for path in vault.names() if path.name not in known), before)
        return Sweep(rows, files, _remove(vault.unfinished(), before))


@contextmanager
def _alone() -> Iterator[bool]:
    """Run in a transaction during which nobody stores; gives False when somebody already does.

    Rows go in one, bytes in the next: a kill between the two leaves bytes without a row, never a row without bytes.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        yield cursor.fetchone()[0]


def _remove_rows(before: datetime) -> int:
    """Delete the rows nothing refers to."""
    unreferred = StoredFile.objects.filter(stored_at__lt=before)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.field.model is not StoredFile:
            referring = relation.field.model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            unreferred = unreferred.exclude(Exists(referring))
    with suppress(ProtectedError):
        return unreferred.delete()[0]
    return 0


def _remove(paths: Iterator[Path], before: datetime) -> int:
    """Unlink the files last written before an instant; count them."""
    removed = 0
    for path in paths:
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before.timestamp():
                path.unlink()
                removed += 1
    return removed
