# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""How the money of a project stands, by cost item: planned, charged, paid, claimed, certified."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from incas.accounts.models import User
from incas.finance.choices import CLAIM_SENT, ClaimState
from incas.finance.models import ClaimLine, Expense, FlatRateShare
from incas.projects.models import WORKS_ON_OWN_PROJECTS, BudgetLine, Project

ZERO = Decimal("0.00")
SENT = Q(claim__state__in=CLAIM_SENT)
CERTIFIED = Q(claim__state=ClaimState.CERTIFIED)
PAID = Q(paid_on__isnull=False)
HELD = Coalesce("admitted", "claimed")


@dataclass(frozen=True, slots=True)
class Standing:
    """How one cost item (or the whole) stands, in euro.

    `charged`: charged to it; `paid`: of that, paid; `claimed`: asked for in claims that were sent, each expense once;
    `in_control`: of that, still with who controls; `certified`: admitted in certified claims. What a certified claim
    excluded stays charged and is asked for no more. `paid_not_claimed` and `not_paid`: of what is charged, what no
    sent claim holds.
    """

    planned: Decimal = ZERO
    charged: Decimal = ZERO
    paid: Decimal = ZERO
    claimed: Decimal = ZERO
    in_control: Decimal = ZERO
    certified: Decimal = ZERO
    paid_not_claimed: Decimal = ZERO
    not_paid: Decimal = ZERO

    @property
    def available(self) -> Decimal:
        """What is left of the plan once everything charged is counted for what it is worth now; never below zero."""
        used = self.certified + self.in_control + self.paid_not_claimed + self.not_paid
        return max(self.planned - used, ZERO)

    @property
    def charged_percent(self) -> Decimal | None:
        """How much of the plan is charged, from 0 to 100; None without a plan."""
        return (self.charged * 100 / self.planned).quantize(Decimal("0.1")) if self.planned else None


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """A cost item and how it stands."""

    code: str
    name: str
    is_flat_rate: bool
    standing: Standing

    @property
    def label(self) -> str:
        """Code and name."""
        return f"{self.code} {self.name}"


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole project, item by item in the order of the rule set."""

    items: tuple[ItemStanding, ...]
    total: Standing


def overview_of(project: Project, *, seen_by: User) -> Overview:
    """Read how the money of a project stands. Five queries, whatever its size.

    Who is not of the body sees of it what was sent: expenses outside sent claims are the Comune's alone.
    """
    is_own = bool(seen_by.acting_roles & WORKS_ON_OWN_PROJECTS) and seen_by.acting_body_id == project.body_id
    expenses = Expense.objects.filter(project=project)
    if not is_own:
        expenses = expenses.filter(lines__claim__state__in=CLAIM_SENT, lines__is_live=True)
    sums: dict[int, dict[str, Decimal]] = defaultdict(dict)
    not_sent = _not_sent(project) if is_own else []
    for key, found in [*_charged(expenses), *not_sent, *_claimed(project), *_flat_rates(project)]:
        for name, amount in found.items():
            sums[key][name] = sums[key].get(name, ZERO) + (amount or ZERO)
    planned = (
        BudgetLine.objects.filter(project=project)
        .values("cost_item", "cost_item__code", "cost_item__name", "cost_item__flat_rate_percent")
        .annotate(planned=Sum("amount"))
        .order_by("cost_item__position", "cost_item__code")
    )
    items = tuple(
        ItemStanding(
            code=row["cost_item__code"],
            name=row["cost_item__name"],
            is_flat_rate=row["cost_item__flat_rate_percent"] is not None,
            standing=Standing(planned=row["planned"], **sums[row["cost_item"]]),
        )
        for row in planned
    )
    return Overview(items, total_of([item.standing for item in items]))


def total_of(standings: list[Standing]) -> Standing:
    """Add up how some items stand."""
    return Standing(
        **{one.name: sum((getattr(standing, one.name) for standing in standings), ZERO) for one in fields(Standing)}
    )


def _by_item(rows: Iterable[Mapping[str, Any]], key: str) -> list[tuple[int, dict[str, Decimal]]]:
    """Part the key of the cost item from the sums of its row, each named as in a standing after `sum_`."""
    return [
        (row[key], {name.removeprefix("sum_"): amount for name, amount in row.items() if name != key}) for row in rows
    ]


def _charged(expenses: QuerySet[Expense]) -> list[tuple[int, dict[str, Decimal]]]:
    """Sum expenses by cost item: all of them, and those paid."""
    rows = (
        expenses.values("budget_line__cost_item")
        .annotate(sum_charged=Sum("amount"), sum_paid=Sum("amount", filter=PAID))
        .order_by()
    )
    return _by_item(rows, "budget_line__cost_item")


def _not_sent(project: Project) -> list[tuple[int, dict[str, Decimal]]]:
    """Sum, by cost item, the expenses that no sent claim holds or has excluded.

    The lines are looked for among those of the project: joined, they would be looked for among all there are.
    """
    lines = ClaimLine.objects.filter(claim__project=project)
    in_draft = lines.exclude(SENT).filter(is_live=True).values("expense")
    rows = (
        Expense.objects.filter(~Q(pk__in=lines.values("expense")) | Q(pk__in=in_draft), project=project)
        .values("budget_line__cost_item")
        .annotate(sum_paid_not_claimed=Sum("amount", filter=PAID), sum_not_paid=Sum("amount", filter=~PAID))
        .order_by()
    )
    return _by_item(rows, "budget_line__cost_item")


def _claimed(project: Project) -> list[tuple[int, dict[str, Decimal]]]:
    """Sum the lines of sent claims by cost item."""
    rows = (
        ClaimLine.objects.filter(SENT, claim__project=project, is_live=True)
        .values("expense__budget_line__cost_item")
        .annotate(
            sum_claimed=Sum("claimed"),
            sum_in_control=Sum(HELD, filter=~CERTIFIED),
            sum_certified=Sum("admitted", filter=CERTIFIED),
        )
        .order_by()
    )
    return _by_item(rows, "expense__budget_line__cost_item")


def _flat_rates(project: Project) -> list[tuple[int, dict[str, Decimal]]]:
    """Sum the flat-rate shares of sent claims by cost item."""
    rows = (
        FlatRateShare.objects.filter(SENT, claim__project=project)
        .values("cost_item")
        .annotate(
            sum_claimed=Sum("claimed"),
            sum_in_control=Sum(HELD, filter=~CERTIFIED),
            sum_certified=Sum("admitted", filter=CERTIFIED),
        )
        .order_by()
    )
    return _by_item(rows, "cost_item")
