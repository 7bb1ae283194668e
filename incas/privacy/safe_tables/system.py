# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Tables as one system of whole numbers and sums: what everybody knows of them before a value is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from incas.privacy.safe_tables.tables import Dimension, Key, Table, TablesRefused


@dataclass(frozen=True, slots=True)
class Sum:
    """A cell that is the sum of others, by their places in the system; those that cannot exist are left out."""

    total: int
    parts: tuple[int, ...]
    is_revealing: bool
    """All the persons of the total in one part would tell something of each of them."""


@dataclass(frozen=True, slots=True)
class System:
    """Every cell once, in an order that does not depend on how the tables were given, and the sums among them."""

    keys: tuple[Key, ...]
    values: tuple[int, ...] = field(repr=False)
    margins: tuple[int, ...]
    """How many dimensions of its widest table a cell sums over."""
    sums: tuple[Sum, ...]
    structural: frozenset[Key]
    insiders: tuple[frozenset[int], ...]
    """The cells each insider knows of itself."""
    others: tuple[frozenset[int], ...]
    """For each insider, the cells of its peers."""


def system_of(tables: Sequence[Table]) -> System:
    """Lay tables out as one system. Raises TablesRefused where two tell the same thing differently."""
    dimensions = _dimensions_of(tables)
    values: dict[Key, int] = {}
    margins: dict[Key, int] = {}
    possible: dict[Key, bool] = {}
    for table in tables:
        for coordinates in table.coordinates:
            key, places = table.key(coordinates), table.places(coordinates)
            value = sum(table.counts.get(place, 0) for place in places)
            if values.setdefault(key, value) != value or possible.setdefault(key, bool(places)) != bool(places):
                raise TablesRefused(f"{table.population}: two tables disagree on a cell they share")
            margins[key] = max(margins.get(key, 0), coordinates.count(None))
    keys = tuple(sorted(key for key in values if possible[key]))
    index = {key: number for number, key in enumerate(keys)}
    sums = sorted(
        {each for table in tables for each in _sums_of(table, index)}, key=lambda each: (each.total, each.parts)
    )
    peers = [
        (dimension, category) for dimension in dimensions if dimension.has_insiders for category in dimension.categories
    ]
    return System(
        keys=keys,
        values=tuple(values[key] for key in keys),
        margins=tuple(margins[key] for key in keys),
        sums=tuple(sums),
        structural=frozenset(values.keys() - index.keys()),
        insiders=tuple(_cells_at(keys, dimension, {category}) for dimension, category in peers),
        others=tuple(_cells_at(keys, dimension, {*dimension.categories} - {category}) for dimension, category in peers),
    )


def _dimensions_of(tables: Sequence[Table]) -> list[Dimension]:
    known: dict[str, Dimension] = {}
    for dimension in (each for table in tables for each in table.dimensions):
        first = known.setdefault(dimension.name, dimension)
        if _canonical(first) != _canonical(dimension):
            raise TablesRefused(f"{dimension.name}: two tables split it differently")
    return [known[name] for name in sorted(known)]


def _canonical(dimension: Dimension) -> tuple[object, ...]:
    groups = sorted((name, sorted(members)) for name, members in dimension.groups.items())
    return sorted(dimension.categories), groups, dimension.is_revealing, dimension.has_insiders


def _sums_of(table: Table, index: dict[Key, int]) -> set[Sum]:
    found = set()
    for coordinates in table.coordinates:
        total = index.get(table.key(coordinates))
        for axis, dimension in enumerate(table.dimensions):
            parts = dict(dimension.sums).get(coordinates[axis])
            if total is None or parts is None:
                continue
            cells = (table.key((*coordinates[:axis], part, *coordinates[axis + 1 :])) for part in parts)
            present = tuple(sorted(index[cell] for cell in cells if cell in index))
            found.add(Sum(total, present, dimension.is_revealing))
    return found


def _cells_at(keys: tuple[Key, ...], dimension: Dimension, categories: set[str]) -> frozenset[int]:
    wanted = {(dimension.name, category) for category in categories}
    return frozenset(number for number, (_population, where) in enumerate(keys) if wanted.intersection(where))
