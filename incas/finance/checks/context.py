# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Everything the checks look at, loaded beforehand: they run no query, however many the lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from incas.finance.models import Claim, Expense
from incas.programmes.rulebook import Item, Rulebook
from incas.projects.models import Project

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another document of the same body that looks like one of ours. `same`: supplier, type, number and date agree."""

    document_id: int
    number: str
    issued_on: date
    total: Decimal
    currency: str
    same: bool


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit note of the same body that names one of our documents. Both amounts are negative or zero, in euro.

    `total` is None when the note is in another currency, and nobody has said what it is in euro.
    """

    document_id: int
    number: str
    issued_on: date
    total: Decimal | None
    charged: Decimal


@dataclass(frozen=True, slots=True)
class Room:
    """A budget line: what it may bear, and what is taken of it outside this context, in euro."""

    line_id: int
    item_code: str
    label: str
    amount: Decimal
    taken: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class ClaimContext:
    """A claim being prepared or checked, or some expenses outside any claim (`claim` None).

    Expenses come with their document, its identity, their budget line, its cost item and its work package. `papers`
    names the kinds of paper attached to each expense. `rooms` holds every budget line of the project; what is `taken`
    of each is what other claims hold or, outside a claim, everything else charged. `today` is the Italian day on
    which the checks run.
    """

    project: Project
    rulebook: Rulebook
    expenses: tuple[Expense, ...]
    today: date
    claim: Claim | None = None
    papers: Mapping[int, frozenset[str]] = field(default_factory=dict)
    likenesses: Mapping[int, tuple[Likeness, ...]] = field(default_factory=dict)
    credits: Mapping[int, tuple[Credit, ...]] = field(default_factory=dict)
    rooms: tuple[Room, ...] = ()

    def item_of(self, expense: Expense) -> Item:
        """The cost item an expense is charged to, as the rule set has it."""
        return self.rulebook.item(expense.budget_line.cost_item.code)

    def amounts_by_item(self) -> dict[str, Decimal]:
        """What the expenses of this context ask for, by the code of the cost item."""
        amounts: dict[str, Decimal] = {}
        for expense in self.expenses:
            code = expense.budget_line.cost_item.code
            amounts[code] = amounts.get(code, ZERO) + expense.amount
        return amounts

    def rooms_of(self, codes: frozenset[str]) -> Iterator[Room]:
        """The budget lines of some cost items."""
        return (room for room in self.rooms if room.item_code in codes)
