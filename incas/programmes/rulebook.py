# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A rule set as a whole, in memory and unchangeable: what every check, page and computation reads.

Pure: no database, no clock. `queries.rulebook_of` loads one in a constant number of queries. Amounts are euro, as
`Decimal`; each computed amount is rounded once, at the end, to the cent, halves away from zero (ROUND_HALF_UP), as
invoices are. Days are calendar days, holidays included; the day from which a term runs is not counted (art. 2963 c.c.).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Protocol

from incas.organisations.choices import Role
from incas.programmes.choices import (
    CostKind,
    EvidenceKind,
    PhaseKind,
    Requirement,
    RuleSetState,
    Section,
    Silence,
    TrancheKind,
    VatRule,
)
from incas.programmes.periods import ClaimPeriod, Window, claim_periods, days_after

CENT = Decimal("0.01")
HUNDRED = Decimal(100)


def to_cents(amount: Decimal) -> Decimal:
    """Round to the cent, halves away from zero."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


class Spans(Protocol):
    """What lasts from a day to a day, both included: a project."""

    @property
    def starts_on(self) -> date:
        """The first day."""

    @property
    def ends_on(self) -> date:
        """The last day."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the tree of costs. `depth` is 0 for those at the top; money is budgeted on leaves alone."""

    pk: int
    code: str
    name: str
    description: str
    kind: CostKind
    parent: str
    depth: int
    is_leaf: bool
    percent: Decimal | None
    base: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_flat_rate(self) -> bool:
        """Whether it is computed as a share of other items instead of being shown by documents."""
        return self.kind == CostKind.FLAT_RATE


@dataclass(frozen=True, slots=True)
class CeilingRule:
    """At most `percent` of the items in `base` (of the total, when empty) may go to `item` and what is under it."""

    item: str
    percent: Decimal
    base: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper asked for with an expense.

    `asked_by` is the code of the item that asks: the expense's own, or one above.
    """

    kind: EvidenceKind
    is_required: bool
    note: str
    asked_by: str


@dataclass(frozen=True, slots=True)
class TrancheRule:
    """A part of the grant: `percent` of it, once `spent_percent` of what was received before is spent."""

    kind: TrancheKind
    percent: Decimal
    spent_percent: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class PhaseRule:
    """A step of the control: who does it, within how many days, what silence means."""

    kind: PhaseKind
    role: Role
    days: int
    silence: Silence


@dataclass(frozen=True, slots=True)
class CeilingOutcome:
    """A ceiling against amounts: what the base comes to, what is allowed, what there is, by how much it goes over.

    `is_in_base`: the item counts in its own base, in whole or in part.
    """

    rule: CeilingRule
    base_amount: Decimal
    allowed: Decimal
    amount: Decimal
    is_in_base: bool = False

    @property
    def excess(self) -> Decimal:
        """By how much the ceiling is passed; zero when it is not."""
        return max(self.amount - self.allowed, Decimal("0.00"))

    @property
    def to_take_away(self) -> Decimal:
        """How much to take from the item for the ceiling to hold, the rest unchanged: its base shrinks with it."""
        if not self.is_in_base or self.rule.percent >= HUNDRED:
            return self.excess
        needed = (self.amount - self.base_amount * self.rule.percent / HUNDRED) / (1 - self.rule.percent / HUNDRED)
        return needed.quantize(CENT, rounding=ROUND_CEILING) if self.excess else self.excess


@dataclass(frozen=True)
class Rulebook:
    """One version of the rules of a call, whole. `items` are in reading order: each before what is under it."""

    pk: int
    call_pk: int
    call_code: str
    call_title: str
    version: int
    state: RuleSetState
    published_at: datetime | None
    note: str
    document_days_before_start: int
    document_days_after_end: int
    payment_days_after_end: int
    cadence_months: int
    claim_days: int
    final_claim_days: int
    cup_rule: Requirement
    cig_rule: Requirement
    vat_rule: VatRule
    move_tolerance_percent: Decimal
    written_sections: frozenset[Section]
    items: tuple[Item, ...]
    ceilings: tuple[CeilingRule, ...]
    papers: tuple[Paper, ...]
    tranches: tuple[TrancheRule, ...]
    phases: tuple[PhaseRule, ...]
    _known: Mapping[str, Item] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_known", {item.code: item for item in self.items})

    # Items

    def find(self, code: str) -> Item | None:
        """Find an item by code, or nothing."""
        return self._known.get(code)

    def item(self, code: str) -> Item:
        """Find an item by code. Raises KeyError when there is none."""
        return self._known[code]

    @cached_property
    def by_pk(self) -> dict[int, Item]:
        """The items by the key of their row."""
        return {item.pk: item for item in self.items}

    @cached_property
    def leaves(self) -> tuple[Item, ...]:
        """The items on which money is budgeted."""
        return tuple(item for item in self.items if item.is_leaf)

    def line_of(self, code: str) -> tuple[Item, ...]:
        """Give the items from the top of the tree down to the one named, itself included."""
        above: list[Item] = []
        found = self.find(code)
        while found is not None:
            above.append(found)
            found = self.find(found.parent)
        return tuple(reversed(above))

    def under(self, code: str) -> tuple[Item, ...]:
        """Give the item named and everything under it, in reading order; nothing when no item has that code."""
        return tuple(item for item in self.items if any(above.code == code for above in self.line_of(item.code)))

    @cached_property
    def _leaf_codes_under(self) -> dict[str, frozenset[str]]:
        gathered: dict[str, set[str]] = {item.code: set() for item in self.items}
        for leaf in self.leaves:
            for above in self.line_of(leaf.code):
                gathered[above.code].add(leaf.code)
        return {code: frozenset(codes) for code, codes in gathered.items()}

    def leaves_under(self, codes: Iterable[str]) -> frozenset[str]:
        """Give the codes of the leaves under any of the items named, each once; unknown codes give none."""
        return frozenset().union(*(self._leaf_codes_under.get(code, frozenset()) for code in codes))

    # Amounts

    def total(self, amounts: Mapping[str, Decimal], codes: Iterable[str] | None = None) -> Decimal:
        """Sum what stands on the leaves under the items named (None: on all of them). `amounts` are by code of leaf.

        A leaf is counted once, however many of its items are named; a code that is no leaf counts nothing.
        """
        wanted = self.leaves_under(item.code for item in self.leaves) if codes is None else self.leaves_under(codes)
        return sum((amounts[code] for code in sorted(wanted) if code in amounts), Decimal("0.00"))

    def flat_rate_base(self, item: Item) -> frozenset[str]:
        """Give the leaves a flat rate is a share of: those named, or all real costs when none is."""
        if item.base:
            return self.leaves_under(item.base)
        return frozenset(leaf.code for leaf in self.leaves if not leaf.is_flat_rate)

    def flat_rate_amount(self, code: str, amounts: Mapping[str, Decimal]) -> Decimal:
        """Compute what a flat-rate item comes to on the given amounts, to the cent.

        Source: Regulation (EU) 2021/1060 arts 53-56 for the kind of cost; the rate and its base are those of the rule
        set. Raises ValueError for an item of real costs.
        """
        item = self.item(code)
        if item.percent is None:
            message = f"{code} is shown by real costs"
            raise ValueError(message)
        base = sum((amounts.get(leaf, Decimal(0)) for leaf in self.flat_rate_base(item)), Decimal(0))
        return to_cents(base * item.percent / HUNDRED)

    def ceiling_outcome(self, rule: CeilingRule, amounts: Mapping[str, Decimal]) -> CeilingOutcome:
        """Compare a ceiling with amounts by code of leaf."""
        base = self.total(amounts, rule.base or None)
        return CeilingOutcome(
            rule=rule,
            base_amount=base,
            allowed=to_cents(base * rule.percent / HUNDRED),
            amount=self.total(amounts, [rule.item]),
            is_in_base=not rule.base or bool(self.leaves_under([rule.item]) & self.leaves_under(rule.base)),
        )

    def ceiling_outcomes(self, amounts: Mapping[str, Decimal]) -> tuple[CeilingOutcome, ...]:
        """Compare every ceiling with amounts by code of leaf."""
        return tuple(self.ceiling_outcome(rule, amounts) for rule in self.ceilings)

    # Evidence

    def evidence_for(self, code: str) -> tuple[Paper, ...]:
        """Give the papers an expense on an item needs: its own and those of the items above it.

        The nearest item has the last word: where it asks for a paper the one above asks for too, its own rule counts.
        A flat-rate item needs none.
        """
        item = self.item(code)
        if item.is_flat_rate:
            return ()
        found: dict[EvidenceKind, Paper] = {}
        for above in self.line_of(code):
            found |= {paper.kind: paper for paper in self.papers if paper.asked_by == above.code}
        order = list(EvidenceKind)
        return tuple(sorted(found.values(), key=lambda paper: order.index(paper.kind)))

    def evidence_groups(self) -> tuple[tuple[tuple[Item, ...], tuple[Paper, ...]], ...]:
        """Give the leaves of real costs by the papers they need: those that need the same stand together, in order."""
        groups: dict[tuple[tuple[EvidenceKind, bool, str], ...], list[Item]] = {}
        for leaf in self.leaves:
            if not leaf.is_flat_rate:
                asked = tuple((paper.kind, paper.is_required, paper.note) for paper in self.evidence_for(leaf.code))
                groups.setdefault(asked, []).append(leaf)
        return tuple((tuple(leaves), self.evidence_for(leaves[0].code)) for leaves in groups.values())

    # Days

    def document_window(self, project: Spans) -> Window:
        """Tell within which days a document must be dated to be eligible."""
        return Window(
            days_after(project.starts_on, -self.document_days_before_start),
            days_after(project.ends_on, self.document_days_after_end),
        )

    def payment_window(self, project: Spans) -> Window:
        """Tell within which days an expense must have been paid to be eligible."""
        return Window(
            days_after(project.starts_on, -self.document_days_before_start),
            days_after(project.ends_on, self.payment_days_after_end),
        )

    def claim_periods(self, project: Spans) -> tuple[ClaimPeriod, ...]:
        """Cut a project in the periods its claims are about, each with the day by which its claim is due."""
        return claim_periods(
            project.starts_on,
            project.ends_on,
            cadence_months=self.cadence_months,
            claim_days=self.claim_days,
            final_claim_days=self.final_claim_days,
        )

    # Control and payment

    def phase(self, kind: PhaseKind) -> PhaseRule | None:
        """Find a phase of the control; None when these rules have none of that kind."""
        return next((phase for phase in self.phases if phase.kind == kind), None)

    def next_phase(self, kind: PhaseKind) -> PhaseRule | None:
        """Find the phase that follows one; None after the last."""
        order = [phase.kind for phase in self.phases]
        return self.phases[order.index(kind) + 1] if kind in order[:-1] else None

    def deadline(self, kind: PhaseKind, opened_on: date) -> date:
        """Tell by which day a phase that opens on a day must end.

        Raises KeyError when these rules have no such phase.
        """
        phase = self.phase(kind)
        if phase is None:
            raise KeyError(kind)
        return days_after(opened_on, phase.days)

    def tranche_amounts(self, grant: Decimal) -> tuple[Decimal, ...]:
        """Split a grant in its tranches, to the cent; the last takes what rounding leaves, so that the sum is exact."""
        amounts = [to_cents(grant * tranche.percent / HUNDRED) for tranche in self.tranches]
        if amounts and sum((tranche.percent for tranche in self.tranches), Decimal(0)) == HUNDRED:
            amounts[-1] += grant - sum(amounts, Decimal(0))
        return tuple(amounts)
