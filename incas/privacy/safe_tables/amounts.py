# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Money of persons: sums and means, where no one's amount can be told from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from typing import Protocol

from incas.privacy.safe_tables.cells import SUPPRESSED, Figure, Shown
from incas.privacy.safe_tables.demands import Demand
from incas.privacy.safe_tables.protection import cells_to_hide
from incas.privacy.safe_tables.published import Protected, Published
from incas.privacy.safe_tables.publishing import worth_of
from incas.privacy.safe_tables.system import system_of
from incas.privacy.safe_tables.tables import Dimension, Key, Table, TablesRefused

CENT = Decimal("0.01")


class Rule(Protocol):
    """When a sum tells too much of one person, and by how much it must stay uncertain."""

    def margin(self, amounts: Sequence[Decimal]) -> Decimal:
        """Give how far from the sum its readers must be kept, in euro; zero or less where it tells nothing.

        `amounts` are the persons' own, largest first.
        """


@dataclass(frozen=True, slots=True)
class PPercent:
    """The second largest must not know the largest within `percent` of it, taking away their own from the sum."""

    percent: Decimal

    def margin(self, amounts: Sequence[Decimal]) -> Decimal:
        """Give the percentage of the largest, less what all but the two largest add to blur it."""
        return amounts[0] * self.percent / 100 - sum(amounts[2:], Decimal(0)) if amounts else Decimal(0)


@dataclass(frozen=True, slots=True)
class Dominance:
    """The `largest` amounts must not make up more than `percent` of the sum."""

    largest: int
    percent: Decimal

    def margin(self, amounts: Sequence[Decimal]) -> Decimal:
        """Give what the sum lacks for the largest not to dominate it."""
        return sum(amounts[: self.largest], Decimal(0)) * 100 / self.percent - sum(amounts, Decimal(0))


@dataclass(frozen=True, slots=True)
class Amounts:
    """Euro of each person, by one category for each dimension, of a population counted over the same dimensions.

    Raises TablesRefused where an amount is negative or has parts of a cent.
    """

    population: str
    dimensions: tuple[Dimension, ...]
    persons: Mapping[tuple[str, ...], Sequence[Decimal]] = field(repr=False)
    structural: frozenset[tuple[str, ...]] = frozenset()

    def __post_init__(self) -> None:
        if any(amount != round(amount, 2) for amounts in self.persons.values() for amount in amounts):
            raise TablesRefused(f"{self.population}: an amount must be in euro and cents")

    @property
    def table(self) -> Table:
        """Give the sums as a table, in cents."""
        cents = {place: int(sum(amounts) * 100) for place, amounts in self.persons.items()}
        return Table(self.population, self.dimensions, cents, self.structural)

    def by_cell(self) -> dict[Key, list[Decimal]]:
        """Give the amounts of each cell, totals included, largest first."""
        table = self.table
        return {
            table.key(where): sorted(
                (amount for place in table.places(where) for amount in self.persons.get(place, ())), reverse=True
            )
            for where in table.coordinates
        }


@dataclass(frozen=True, slots=True)
class ProtectedAmounts(Published[Figure]):
    """Sums in euro that may be published, and the means they allow."""

    _counts: Protected

    def mean(self, population: str, /, **where: str) -> Figure:
        """Give the euro each person of a cell had on average: shown where both sum and count are."""
        total, count = self.cell(population, **where), self._counts.cell(population, **where)
        if not isinstance(total, Shown) or not isinstance(count, Shown) or not count.value:
            return SUPPRESSED
        return self._counts.measure(round(total.value / count.value, 2), population, **where)


def protect_amounts(amounts: Sequence[Amounts], counts: Protected, *, rule: Rule) -> ProtectedAmounts:
    """Decide which sums of money are shown: none whose count is not, none that the rule finds to tell of one person.

    More are hidden so that neither those, nor sums of fewer persons than the threshold, can be told from the others
    within the rule's margin. Raises TablesRefused, CannotProtect.
    """
    system = system_of([each.table for each in amounts])
    persons = {key: list_ for each in amounts for key, list_ in each.by_cell().items()}
    demands = [
        Demand((number,), max(value - margin, 0), value + margin)
        for number, (key, value) in enumerate(zip(system.keys, system.values, strict=True))
        if (margin := _cents_apart(persons[key], rule, counts.threshold))
    ]
    uncounted = frozenset(number for number, key in enumerate(system.keys) if not counts.is_shown(key))
    hidden = cells_to_hide(system, tuple(demands), worth_of(system), hidden=uncounted)
    shown: dict[Key, Figure] = {key: Shown(Decimal("0.00")) for key in system.structural}
    for number, (key, value) in enumerate(zip(system.keys, system.values, strict=True)):
        shown[key] = SUPPRESSED if number in hidden else Shown(value * CENT)
    return ProtectedAmounts(shown, counts)


def _cents_apart(amounts: Sequence[Decimal], rule: Rule, threshold: int) -> int:
    """Give how far, in cents, readers must be kept from a sum; of few persons as far as if each were alone."""
    if not amounts:
        return 0
    few = len(amounts) < threshold
    margin = max(rule.margin(amounts), rule.margin([sum(amounts, Decimal(0))]) if few else Decimal(0), Decimal(0))
    return int((margin * 100).to_integral_value(ROUND_CEILING))
