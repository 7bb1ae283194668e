# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Loading what the checks look at, in a constant number of queries whatever the number of expenses."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from incas.core.codes import compact
from incas.finance.checks import Finding, run_checks
from incas.finance.checks.context import ZERO, ClaimContext, Credit, Likeness, Room
from incas.finance.fatturapa.document import CREDIT_NOTES
from incas.finance.models import Claim, ClaimLine, Evidence, Expense, FlatRateShare, SpendingDocument
from incas.finance.queries.expenses import charged
from incas.programmes.queries import rulebook_of
from incas.programmes.rulebook import Rulebook
from incas.projects.models import BudgetLine, Project

WITH_EXPENSE = (
    "document__identity",
    "document__file",
    "budget_line__cost_item",
    "budget_line__work_package",
)
HELD = Coalesce("admitted", "claimed")
"""What a line of a claim counts for: what is admitted once that is decided, what is claimed before."""


def context_of_claim(claim: Claim, *, today: date, rulebook: Rulebook | None = None) -> ClaimContext:
    """Load a claim with its expenses; `claim.project` comes with its body. Five queries fewer with the rulebook."""
    rows = _in_order(Expense.objects.filter(lines__claim=claim).select_related(*WITH_EXPENSE))
    documents = [row.document for row in rows]
    return ClaimContext(
        project=claim.project,
        rulebook=rulebook or rulebook_of(claim.project.rule_set),
        expenses=rows,
        today=today,
        claim=claim,
        papers=papers_of(rows),
        likenesses=likenesses_of(documents),
        credits=credits_of(documents),
        rooms=rooms_of(claim.project, held_by_line(claim.project, without=claim), without=claim),
    )


def context_of_expenses(
    project: Project, expenses: QuerySet[Expense], *, today: date, rulebook: Rulebook | None = None
) -> ClaimContext:
    """Load some expenses of a project as they stand outside a claim: the budget counts whatever else is charged."""
    rows = _in_order(expenses.filter(project=project).select_related(*WITH_EXPENSE))
    documents = [row.document for row in rows]
    items = {row.budget_line.cost_item_id for row in rows}
    taken = charged_by_line(project, items=items, without=[row.pk for row in rows])
    return ClaimContext(
        project=project,
        rulebook=rulebook or rulebook_of(project.rule_set),
        expenses=rows,
        today=today,
        papers=papers_of(rows),
        likenesses=likenesses_of(documents),
        credits=credits_of(documents),
        rooms=rooms_of(project, taken, items=items),
    )


def context_of_one(
    expense: Expense, *, line: ClaimLine | None, has_twins: bool, attached: Collection[str], today: date
) -> ClaimContext:
    """Load what the checks look at to tell of one expense, not of the claim that holds it.

    It comes with its document and identity, budget line, project and body; `line` is that of the claim that holds it,
    `has_twins` tells whether other expenses charge its document, `attached` names the kinds of its papers. Two queries
    for an expense in a claim, three with twins; five for any other, of which the room of the budget is told too.
    """
    project, claim = expense.project, line.claim if line else None
    rows: tuple[Expense, ...] = (expense,)
    rooms: tuple[Room, ...] = ()
    if claim is None:
        items = {expense.budget_line.cost_item_id}
        rooms = rooms_of(project, charged_by_line(project, items=items, without=[expense.pk]), items=items)
    elif has_twins:
        same = Expense.objects.filter(lines__claim=claim, document__identity=expense.document.identity_id)
        rows = _in_order(same.select_related(*WITH_EXPENSE))
    return ClaimContext(
        project=project,
        rulebook=rulebook_of(project.rule_set),
        expenses=rows,
        today=today,
        claim=claim,
        papers={expense.pk: frozenset(attached)},
        likenesses=likenesses_of([expense.document]),
        credits=credits_of([expense.document]),
        rooms=rooms,
    )


def findings_of(
    expense: Expense, *, line: ClaimLine | None, has_twins: bool, attached: Collection[str], today: date
) -> list[Finding]:
    """Run the checks to tell of one expense and, where no claim holds it, of the room of its budget line.

    Takes what `context_of_one` takes, and as many queries.
    """
    context = context_of_one(expense, line=line, has_twins=has_twins, attached=attached, today=today)
    return [one for one in run_checks(context) if line is None or one.expense_id == expense.pk]


def _in_order(expenses: QuerySet[Expense]) -> tuple[Expense, ...]:
    """Read expenses in the order in which claims list them. One query."""
    light = expenses.defer("document__content", "document__search_text", "document__search_plain")
    return tuple(light.order_by("budget_line__cost_item__position", "document__issued_on", "pk"))


def papers_of(expenses: Iterable[Expense]) -> dict[int, frozenset[str]]:
    """Name the kinds of paper attached to each expense. One query."""
    kinds: dict[int, set[str]] = defaultdict(set)
    for key, kind in Evidence.objects.filter(expense__in=[row.pk for row in expenses]).values_list(
        "expense_id", "kind"
    ):
        kinds[key].add(kind)
    return {key: frozenset(found) for key, found in kinds.items()}


def held_by_line(project: Project, *, without: Claim | None = None) -> dict[int, Decimal]:
    """Sum what the claims of a project hold of each budget line, one claim left out. One query."""
    lines = ClaimLine.objects.filter(claim__project=project, is_live=True)
    if without is not None:
        lines = lines.exclude(claim=without)
    return dict(lines.values_list("expense__budget_line").annotate(sum=Sum(HELD)).order_by())


def charged_by_line(project: Project, *, items: Collection[int], without: Collection[int]) -> dict[int, Decimal]:
    """Sum what is charged to each budget line of some cost items, some expenses left out. Two queries.

    An expense in a claim counts for what the claim holds; one that a certified claim excluded counts nothing until it
    comes back.
    """
    others = Expense.objects.filter(project=project, budget_line__cost_item__in=items).exclude(pk__in=without)
    claims = Claim.objects.filter(project=project).values_list("pk", flat=True)
    sums: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for group in charged(others, among=claims):
        if not group["is_excluded"]:
            sums[group["budget_line"]] += group["charged"] if group["held__claim"] is None else group["worth"]
    return sums


def flat_rates_held(project: Project, *, without: Claim | None = None) -> dict[int, Decimal]:
    """Sum what the claims of a project hold of each flat-rate item, by its key, one claim left out. One query."""
    shares = FlatRateShare.objects.filter(claim__project=project)
    if without is not None:
        shares = shares.exclude(claim=without)
    return dict(shares.values_list("cost_item").annotate(sum=Sum(HELD)).order_by())


def rooms_of(
    project: Project, taken: dict[int, Decimal], *, items: Collection[int] | None = None, without: Claim | None = None
) -> tuple[Room, ...]:
    """Give the budget lines of a project (of some cost items) with what is taken of each. Two queries at most.

    What a flat-rate item has taken stands on the first of its lines; one claim is left out of it.
    """
    lines = BudgetLine.objects.filter(project=project).select_related("cost_item", "work_package")
    found = list(lines if items is None else lines.filter(cost_item__in=items))
    is_flat = any(line.cost_item.flat_rate_percent is not None for line in found)
    flat = flat_rates_held(project, without=without) if is_flat else {}
    rooms = []
    for line in found:
        used = taken.get(line.pk, ZERO) + flat.pop(line.cost_item_id, ZERO)
        rooms.append(Room(line.pk, line.cost_item.code, str(line), line.amount, used))
    return tuple(rooms)


def supplier_of(vat: str, tax_code: str, name: str) -> str:
    """Name a supplier so that two documents of theirs compare: VAT number, else fiscal code, else name."""
    return compact(vat) or compact(tax_code) or compact(name)


def likenesses_of(documents: list[SpendingDocument]) -> dict[int, tuple[Likeness, ...]]:
    """Find, for each document, the others of the same body that are the same or look so. One query.

    Alike: same supplier, number and total. The same: one identity, held twice.
    """
    if not documents:
        return {}
    others: dict[tuple[str, str, Decimal], list[SpendingDocument]] = defaultdict(list)
    alike = SpendingDocument.objects.filter(body=documents[0].body_id).filter(
        Q(number__in={row.number for row in documents}) | Q(identity__in={row.identity_id for row in documents})
    )
    for other in alike.defer("content", "search_text", "search_plain"):
        others[_mark(other)].append(other)
    return {
        row.pk: tuple(
            Likeness(
                other.pk,
                other.number,
                other.issued_on,
                other.total,
                other.currency,
                same=other.identity_id == row.identity_id,
            )
            for other in others[_mark(row)]
            if other.pk != row.pk
        )
        for row in documents
    }


def _mark(document: SpendingDocument) -> tuple[str, str, Decimal]:
    supplier = supplier_of(document.supplier_vat, document.supplier_tax_code, document.supplier_name)
    return supplier, compact(document.number), document.total


def credits_of(documents: list[SpendingDocument]) -> dict[int, tuple[Credit, ...]]:
    """Find, for each document, the credit notes of the same supplier and body that name it. One query."""
    if not documents:
        return {}
    invoices = {_name(row, row.number): row.pk for row in documents if row.total > 0}
    found: dict[int, list[Credit]] = defaultdict(list)
    notes = SpendingDocument.objects.filter(body=documents[0].body_id, type_code__in=CREDIT_NOTES)
    notes = notes.filter(supplier_name__in={row.supplier_name for row in documents}).select_related("identity")
    seen: set[int] = set()
    for note in notes.order_by("pk"):
        if note.identity_id in seen:
            continue
        seen.add(note.identity_id)
        for reference in note.content.get("references", ()):
            key = invoices.get(_name(note, reference.get("document") or ""))
            if key is not None:
                total, charged = note.identity.euro_total, note.identity.charged
                found[key].append(Credit(note.pk, note.number, note.issued_on, total, charged))
                break
    return {key: tuple(notes) for key, notes in found.items()}


def _name(document: SpendingDocument, number: str) -> tuple[str, str]:
    return supplier_of(document.supplier_vat, document.supplier_tax_code, document.supplier_name), compact(number)
