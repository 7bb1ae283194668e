# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What may be published of some tables. It never holds what it does not show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from incas.privacy.safe_tables.cells import SUPPRESSED, Count, Figure, Shown
from incas.privacy.safe_tables.tables import Coordinates, Key, Table

Cell = TypeVar("Cell", Count, Figure)


@dataclass(frozen=True, slots=True)
class Published(Generic[Cell]):
    """Every cell of the tables, shown or not."""

    _cells: Mapping[Key, Cell]

    def cell(self, population: str, /, **where: str) -> Cell:
        """Give a cell by the categories it counts; dimensions not named are summed over. Raises KeyError."""
        return self._cells[population, tuple(sorted(where.items()))]

    def cells(self, table: Table) -> Iterator[tuple[Coordinates, Cell]]:
        """Give the cells of a table in its order, totals included."""
        for coordinates in table.coordinates:
            yield coordinates, self._cells[table.key(coordinates)]

    def is_shown(self, key: Key) -> bool:
        """Whether a cell is there and shown."""
        return isinstance(self._cells.get(key), Shown)

    @property
    def share_hidden(self) -> float:
        """How much of the tables is not shown, from 0 to 1."""
        return sum(cell is SUPPRESSED for cell in self._cells.values()) / max(len(self._cells), 1)


@dataclass(frozen=True, slots=True)
class Protected(Published[Count]):
    """Counts that may be published, and what may be told with them."""

    threshold: int

    def percentage(self, population: str, /, *, along: str, decimals: int = 1, **where: str) -> Figure:
        """Give a cell as a percentage of its total along a dimension, which `where` names too.

        Shown where both are: the complement is a cell of the same table, and as safe. Of nobody there is none to show.
        """
        part = self.cell(population, **where)
        whole = self.cell(population, **{name: node for name, node in where.items() if name != along})
        if not isinstance(part, Shown) or not isinstance(whole, Shown) or not whole.value:
            return SUPPRESSED
        return Shown(round(Decimal(100 * part.value) / whole.value, decimals))

    def measure(self, value: Decimal, population: str, /, **where: str) -> Figure:
        """Give a mean or a median of the persons of a cell, shown where their count is, and reaches the threshold.

        Not for the least and the most, which are always somebody's, nor for sums of money: see `protect_amounts`.
        """
        count = self.cell(population, **where)
        return Shown(value) if isinstance(count, Shown) and count.value >= self.threshold else SUPPRESSED
