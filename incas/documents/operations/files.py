# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Keep a file, once; sweep away what nothing refers to."""

from collections.abc import Iterable, Iterator
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
    return _store([content], media_type, at)[0]


@transaction.atomic
def store_all(*, contents: Iterable[vault.Content], at: datetime) -> list[StoredFile]:
    """Keep many contents as `store` does each, in one pass, and give their rows in the same order.

    They are taken one at a time, so that what gives them may make them on the way.
    """
    return _store(contents, media_types.OPAQUE, at)


def _store(contents: Iterable[vault.Content], media_type: str, at: datetime) -> list[StoredFile]:
    """Keep bytes, then their rows. Rows go in one order: two who store the same never wait in a ring."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])
    kept = vault.keep_all(contents)
    rows = {
        each.sha256: StoredFile(
            sha256=each.sha256, size=each.size, media_type=media_types.settle(each.head, media_type), stored_at=at
        )
        for each in kept
    }
    StoredFile.objects.bulk_create(
        (rows[sha256] for sha256 in sorted(rows)),
        update_conflicts=True,
        unique_fields=["sha256"],
        update_fields=["stored_at"],
    )
    stored = StoredFile.objects.in_bulk(rows, field_name="sha256")
    return [stored[each.sha256] for each in kept]


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
