# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Papers of expenses as pages and archives need them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from incas.core.components.marks import Chip
from incas.documents.models import StoredFile
from incas.finance.checks.papers import AskedPaper
from incas.finance.models import Claim, Evidence, Expense


@dataclass(frozen=True, slots=True)
class AttachedPaper:
    """A paper attached to an expense, as the list of files reads it."""

    key: int
    kind: str
    kind_label: str
    name: str
    size: int
    sha256: str
    url: str
    uploaded_at: datetime


def papers_of(expense: Expense) -> list[AttachedPaper]:
    """Give the papers of an expense, by kind. One query."""
    return [
        AttachedPaper(
            key=row.pk,
            kind=row.kind,
            kind_label=str(row.get_kind_display()),
            name=row.name,
            size=row.file.size,
            sha256=row.file.sha256,
            url=reverse("finance:evidence", args=[row.pk]),
            uploaded_at=row.uploaded_at,
        )
        for row in Evidence.objects.filter(expense=expense).select_related("file").order_by("kind", "pk")
    ]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A kind of paper: what the rules say of it, how it stands, the files that are there."""

    label: str
    note: str
    chip: Chip
    papers: tuple[AttachedPaper, ...]


def shelves_of(asked: Iterable[AskedPaper], attached: Iterable[AttachedPaper]) -> list[Shelf]:
    """Put papers beside what the rules ask for, in the order of the rules; the others come last."""
    by_kind: dict[str, list[AttachedPaper]] = {}
    for paper in attached:
        by_kind.setdefault(paper.kind, []).append(paper)
    shelves = [
        Shelf(str(one.paper.kind.label), one.paper.note, how_it_stands(one), tuple(by_kind.pop(one.paper.kind, ())))
        for one in asked
    ]
    more = Chip(_("In più"), "neutral")
    return shelves + [Shelf(found[0].kind_label, "", more, tuple(found)) for found in by_kind.values()]


def how_it_stands(asked: AskedPaper) -> Chip:
    """Say whether a paper that is asked for is there."""
    if asked.is_the_document:
        return Chip(_("È il documento di spesa"), "success")
    if asked.is_there:
        return Chip(_("Allegato"), "success")
    return Chip(_("Manca"), "danger") if asked.paper.is_required else Chip(_("Solo se dovuto"), "neutral")


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A file of a claim, with the place it takes in the archive and what it is."""

    path: str
    kind: str
    file: StoredFile
    expense: Expense


def files_of_claim(claim: Claim) -> Iterator[ArchivedFile]:
    """Give every file of a claim: the spending documents and the papers, expense by expense. Two queries.

    A document charged by several expenses of the claim stands once, under the first of them.
    """
    expenses = (
        Expense.objects.filter(lines__claim=claim)
        .select_related("document__file", "budget_line__cost_item")
        .defer("document__content", "document__search_text")
        .order_by("budget_line__cost_item__position", "document__issued_on", "pk")
    )
    papers: dict[int, list[Evidence]] = {}
    for paper in Evidence.objects.filter(expense__lines__claim=claim).select_related("file").order_by("kind", "pk"):
        papers.setdefault(paper.expense_id, []).append(paper)
    seen: set[int] = set()
    for number, expense in enumerate(expenses, start=1):
        folder = f"{number:04d}-{expense.budget_line.cost_item.code}"
        document = expense.document
        if document.file is not None and document.pk not in seen:
            seen.add(document.pk)
            name = document.file_name.rpartition("/")[2] or "documento"
            yield ArchivedFile(f"{folder}/{name}", str(document.get_kind_display()), document.file, expense)
        for place, paper in enumerate(papers.get(expense.pk, ()), start=1):
            kind = str(paper.get_kind_display())
            yield ArchivedFile(f"{folder}/{place:02d}-{slugify(kind)}-{paper.name}", kind, paper.file, expense)
