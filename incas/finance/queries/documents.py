# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Reading documents of spending and the uploads they came with."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from incas.accounts.models import User
from incas.documents.queries import open_stored
from incas.finance.choices import CLAIM_EDITABLE, ImportOutcome
from incas.finance.fatturapa import count_entries
from incas.finance.models import ClaimLine, DocumentIdentity, ImportBatch, ImportedFile, SpendingDocument

SHOWN = (
    "cigs",
    "cups",
    "currency",
    "file_name",
    "issued_on",
    "kind",
    "number",
    "payable",
    "supplier_name",
    "supplier_vat",
    "total",
    "type_code",
    "vat",
    "withheld",
    "identity__charged",
    "identity__euro_total",
)
"""What the list of documents shows, on the page or in its files: anything else would be one more query a row."""


def for_list(documents: QuerySet[SpendingDocument]) -> QuerySet[SpendingDocument]:
    """Load with each document what a row shows, and no more. One query."""
    return documents.select_related("identity").only(*SHOWN)


def is_held_twice() -> Exists:
    """Tell of a document whether the same one stands in another file of its body."""
    same = SpendingDocument.objects.filter(identity=OuterRef("identity"), body=OuterRef("body"))
    return Exists(same.exclude(pk=OuterRef("pk")))


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


STANDS = Q(is_live=True) & (~Q(claim__state__in=CLAIM_EDITABLE) | Q(is_kept=True))
"""Of a line of a claim: its expense may not change, since the claim was sent."""


def is_settled(identity: DocumentIdentity) -> bool:
    """Tell whether a claim that was sent, of whatever body, holds an expense on the document. One query."""
    return ClaimLine.objects.filter(STANDS, expense__document__identity=identity).exists()


def totals_to_correct(user: User) -> QuerySet[DocumentIdentity]:
    """Give the documents whose total only the coordination may correct.

    A file states a higher one than the one that counts; or it was told in euro, and a claim that was sent stands on it.
    """
    seen = DocumentIdentity.objects.visible_to(user)
    lines = ClaimLine.objects.filter(STANDS, expense__document__identity=OuterRef("pk"))
    settled = seen.told_in_euro().filter(Exists(lines))
    return seen.filter(Q(pk__in=seen.stated_higher().values("pk")) | Q(pk__in=settled.values("pk")))


def stating_documents(identity: DocumentIdentity) -> list[SpendingDocument]:
    """Give the documents that state a total by a file that is stored, the first taken in first. One query."""
    found = SpendingDocument.objects.filter(identity=identity, file__isnull=False).select_related("body")
    return list(found.defer("content", "search_text", "search_plain").order_by("imported_at", "pk"))


def largest_total(identity: DocumentIdentity, documents: Sequence[SpendingDocument]) -> Decimal:
    """Give the total farthest from zero, on the side where the one that counts stands."""
    return (min if identity.total < 0 else max)([identity.total, *(document.total for document in documents)])


def entries_in(archive: ImportedFile) -> int:
    """Count what an archive says it holds, without opening any of it: enough to tell how far its reading has got."""
    if archive.stored is None:
        return 0
    with open_stored(archive.stored) as source:
        return count_entries(source)


def tally(batch: ImportBatch) -> dict[str, int]:
    """Count the files of a batch by outcome, archives that were opened left out."""
    counts = batch.files.exclude(outcome=ImportOutcome.OPENED).values_list("outcome").annotate(files=Count("pk"))
    return dict(counts.order_by("outcome"))
