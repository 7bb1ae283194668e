# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""How the money of a project stands, by cost item: planned, charged, paid, claimed, certified."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce

from incas.accounts.models import User
from incas.finance.choices import CLAIM_SENT, ClaimState
from incas.finance.models import Claim, Expense, FlatRateShare
from incas.finance.queries.expenses import charged
from incas.projects.models import WORKS_ON_OWN_PROJECTS, BudgetLine, Project

ZERO = Decimal("0.00")


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
    """Read how the money of a project stands. Four queries, whatever its size.

    Who is not of the body sees of it what was sent: expenses outside sent claims are the Comune's alone.
    """
    is_own = bool(seen_by.acting_roles & WORKS_ON_OWN_PROJECTS) and seen_by.acting_body_id == project.body_id
    states = dict(Claim.objects.filter(project=project).values_list("pk", "state"))
    lines = _lines(project)
    items = {line["pk"]: line["cost_item"] for line in lines}
    parts: dict[int, list[Standing]] = defaultdict(list)
    for line in lines:
        parts[line["cost_item"]].append(Standing(planned=line["amount"]))
    for group in charged(Expense.objects.filter(project=project), among=states):
        state = states.get(group["held__claim"])
        if is_own or state in CLAIM_SENT:
            parts[items[group["budget_line"]]].append(_as_charged(group, state))
    for share in _flat_rates(states):
        if (state := states[share["claim"]]) in CLAIM_SENT:
            parts[share["cost_item"]].append(Standing(**_as_claimed(share, state)))
    found = tuple(
        ItemStanding(
            code=line["cost_item__code"],
            name=line["cost_item__name"],
            is_flat_rate=line["cost_item__flat_rate_percent"] is not None,
            standing=total_of(parts[key]),
        )
        for key, line in {line["cost_item"]: line for line in lines}.items()
    )
    return Overview(found, total_of([item.standing for item in found]))


def total_of(standings: list[Standing]) -> Standing:
    """Add up how some items stand."""
    return Standing(
        **{one.name: sum((getattr(standing, one.name) for standing in standings), ZERO) for one in fields(Standing)}
    )


def _lines(project: Project) -> list[dict[str, Any]]:
    """Read the budget lines of a project, in the order of their items. One query."""
    item = ("cost_item", "cost_item__code", "cost_item__name", "cost_item__flat_rate_percent")
    lines = BudgetLine.objects.filter(project=project).order_by("cost_item__position", "cost_item__code")
    return list(lines.values("pk", "amount", *item))


def _flat_rates(claims: Iterable[int]) -> Iterable[Mapping[str, Any]]:
    """Read the flat-rate shares of claims. One query."""
    shares = FlatRateShare.objects.filter(claim__in=claims).order_by()
    return shares.values(
        "claim", "cost_item", asked=F("claimed"), worth=Coalesce("admitted", "claimed"), granted=F("admitted")
    )


def _as_charged(group: Mapping[str, Any], state: str | None) -> Standing:
    """Count some expenses, all of one claim in this state or in none: what a certified claim excluded is no more."""
    amount = group["charged"]
    paid = amount if group["is_paid"] else ZERO
    if state in CLAIM_SENT:
        return Standing(charged=amount, paid=paid, **_as_claimed(group, state))
    if group["is_excluded"]:
        return Standing(charged=amount, paid=paid)
    return Standing(charged=amount, paid=paid, paid_not_claimed=paid, not_paid=amount - paid)


def _as_claimed(row: Mapping[str, Any], state: str | None) -> dict[str, Decimal]:
    """Count what a claim that was sent asks for: certified, or still with who controls."""
    if state == ClaimState.CERTIFIED:
        return {"claimed": row["asked"], "certified": row["granted"] or ZERO}
    return {"claimed": row["asked"], "in_control": row["worth"]}
