# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Reading documents of spending and the uploads they came with."""

from zipfile import BadZipFile, ZipFile

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from incas.documents.queries import open_stored
from incas.finance.choices import ImportOutcome
from incas.finance.models import ImportBatch, ImportedFile, SpendingDocument


def with_what_is_left(documents: QuerySet[SpendingDocument]) -> QuerySet[SpendingDocument]:
    """Add to each document `charged` and `left` (euro, signed as its total), `is_double`: held twice."""
    double = SpendingDocument.objects.filter(identity=OuterRef("identity"), body=OuterRef("body")).exclude(
        pk=OuterRef("pk")
    )
    return documents.annotate(
        charged=F("identity__charged"),
        left=F("identity__total") - F("identity__charged"),
        is_double=Exists(double),
    )


def doubles_of(document: SpendingDocument) -> QuerySet[SpendingDocument]:
    """Give the other files of the body in which the same document stands (supplier, type, number, date)."""
    return (
        SpendingDocument.objects.filter(identity_id=document.identity_id, body_id=document.body_id)
        .exclude(pk=document.pk)
        .order_by("pk")
    )


def is_held_elsewhere(document: SpendingDocument) -> bool:
    """Tell whether another body holds the same document: said without naming it."""
    others = SpendingDocument.objects.filter(identity_id=document.identity_id).exclude(body_id=document.body_id)
    return others.exists()


def entries_in(archive: ImportedFile) -> int:
    """Count what an archive says it holds, without opening any of it: enough to tell how far its reading has got."""
    if archive.stored is None:
        return 0
    with open_stored(archive.stored) as source:
        try:
            return len(ZipFile(source).infolist())
        except (BadZipFile, OSError, ValueError):
            return 0


def tally(batch: ImportBatch) -> dict[str, int]:
    """Count the files of a batch by outcome, archives that were opened left out."""
    counts = batch.files.exclude(outcome=ImportOutcome.OPENED).values_list("outcome").annotate(files=Count("pk"))
    return dict(counts.order_by("outcome"))
