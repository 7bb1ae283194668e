# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Tables of counts as they are before protection: dimensions, counts, and which of them can only be zero."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product

Coordinates = tuple[str | None, ...]
"""A category for each dimension of a table, in its order; None where the cell sums over all of them."""

Key = tuple[str, tuple[tuple[str, str], ...]]
"""What a cell counts, in whatever table: the population, and the category of each dimension it does not sum over."""

MOST_DIMENSIONS = 3


class TablesRefused(ValueError):
    """The tables contradict themselves or each other. The message never tells a count."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to split a population: every person is in exactly one of the categories.

    `groups` adds subtotals (Regioni of Comuni, years of quarters): it must cover every category once.
    `is_revealing`: knowing somebody's category tells something of them, so that a group all of one category is
    protected. False for what everybody knows of a person anyway, as the Comune that follows them.
    `has_insiders`: who stands behind a category knows its counts (a Comune its own), and must learn nothing of the
    others by subtracting them.
    """

    name: str
    categories: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_revealing: bool = True
    has_insiders: bool = False

    def __post_init__(self) -> None:
        nodes = [*self.categories, *self.groups]
        members = [category for group in self.groups.values() for category in group]
        if not self.categories or len(set(nodes)) < len(nodes):
            raise TablesRefused(f"{self.name}: categories and groups must be there, and named once")
        if self.groups and sorted(members) != sorted(self.categories):
            raise TablesRefused(f"{self.name}: groups must cover every category once")

    @property
    def nodes(self) -> tuple[str | None, ...]:
        """Every place along the dimension: categories, groups, total."""
        return (*self.categories, *self.groups, None)

    @property
    def sums(self) -> tuple[tuple[str | None, tuple[str, ...]], ...]:
        """What is the sum of what."""
        if not self.groups:
            return ((None, self.categories),)
        return ((None, tuple(self.groups)), *self.groups.items())

    def leaves(self, node: str | None) -> tuple[str, ...]:
        """Give the categories a place sums."""
        if node is None:
            return self.categories
        return self.groups.get(node, (node,))


@dataclass(frozen=True, slots=True)
class Table:
    """Counts of a population over one, two or three dimensions. Totals are not given: they are computed.

    `counts` holds, by one category for each dimension in their order, how many persons; what is missing is zero.
    `structural` names combinations that cannot exist (men among new mothers): everybody knows they are zero.
    Tables of the same `population` over dimensions of the same name share margins, and are protected as one.
    Raises TablesRefused.
    """

    population: str
    dimensions: tuple[Dimension, ...]
    counts: Mapping[tuple[str, ...], int] = field(repr=False)
    structural: frozenset[tuple[str, ...]] = frozenset()

    def __post_init__(self) -> None:
        names = [dimension.name for dimension in self.dimensions]
        if not 1 <= len(names) <= MOST_DIMENSIONS or len(set(names)) < len(names):
            raise TablesRefused(f"{self.population}: one to three dimensions, each once")
        places = set(product(*(dimension.categories for dimension in self.dimensions)))
        if not places.issuperset(self.counts) or not places.issuperset(self.structural):
            raise TablesRefused(f"{self.population}: a category is not of its dimension")
        for place, count in self.counts.items():
            if type(count) is not int or count < 0 or (count and place in self.structural):
                raise TablesRefused(f"{self.population}: a count must be a whole number, zero where it is structural")

    @property
    def coordinates(self) -> tuple[Coordinates, ...]:
        """Every cell, totals included, in the order of the dimensions."""
        return tuple(product(*(dimension.nodes for dimension in self.dimensions)))

    def key(self, coordinates: Coordinates) -> Key:
        """Tell what a cell counts, whatever the table."""
        named = zip(self.dimensions, coordinates, strict=True)
        return self.population, tuple(sorted((each.name, node) for each, node in named if node is not None))

    def places(self, coordinates: Coordinates) -> tuple[tuple[str, ...], ...]:
        """Give the combinations a cell sums, but those that cannot exist."""
        leaves = (each.leaves(node) for each, node in zip(self.dimensions, coordinates, strict=True))
        return tuple(place for place in product(*leaves) if place not in self.structural)
