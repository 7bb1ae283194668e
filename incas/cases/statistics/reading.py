# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What was published, opened for one reader: the rows of the pilot, and of the Comuni that the reader follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from incas.cases.choices.programmes import ServiceArea
from incas.cases.statistics.indicators import INDICATORS, Indicator, Section, ValueKind
from incas.cases.statistics.kinds import WITH
from incas.cases.statistics.tallies import OVERALL


@dataclass(frozen=True, slots=True)
class Value:
    """A mean or a median; None: suppressed, or of nobody."""

    kind: ValueKind
    number: Decimal | None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Counts of the pilot or of a Comune, by category; None: suppressed. `key`: of the Comune, empty for the pilot."""

    key: str
    name: str
    cells: tuple[int | None, ...]
    total: int | None
    values: tuple[Value, ...]

    @property
    def is_overall(self) -> bool:
        """Whether it is of the whole pilot."""
        return self.key == OVERALL

    @property
    def per_hundred(self) -> tuple[Decimal | None, ...]:
        """Counts per hundred cases of the row: told where both are, as safe as they are. One decimal."""
        return tuple(
            None if cell is None or not self.total else round(Decimal(100 * cell) / self.total, 1)
            for cell in self.cells
        )


@dataclass(frozen=True, slots=True)
class FigureTable:
    """One indicator, as a reader sees it. `labels` are those of the cells, in their order."""

    indicator: Indicator
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[FigureRow, ...]

    def place_of(self, category: str) -> int:
        """Where a category is among the cells."""
        return self.keys.index(category)


def figures_for(content: Mapping[str, Any], *, names: Mapping[int, str], overall: str) -> dict[str, FigureTable]:
    """Open published figures for a reader who follows the Comuni `names` (key → name); the whole pilot comes first.

    In the order of the indicators, which JSON in a database does not keep; those no longer counted are left out. No
    queries.
    """
    places = {OVERALL: overall} | {str(key): name for key, name in names.items()}
    told = content["tables"]
    return {slug: _table(each, told[slug], places) for slug, each in INDICATORS.items() if slug in told}


def kinds_for(content: Mapping[str, Any], *, overall: str) -> list[FigureTable]:
    """Open the measures by kind: a table for each area, of the whole pilot alone. No queries."""
    totals = [told["rows"][OVERALL][-1] for told in content["tables"].values()]
    found = []
    for area, told in groupby(content.get("kinds", ()), key=lambda kind: kind["area"]):
        kinds = list(told)
        row = FigureRow(OVERALL, overall, tuple(kind["cells"][WITH] for kind in kinds), totals[0], ())
        keys, names = tuple(f"kind_{kind['slug']}" for kind in kinds), tuple(kind["name"] for kind in kinds)
        found.append(FigureTable(_of_area(ServiceArea(area)), keys, names, (row,)))
    return found


def _of_area(area: ServiceArea) -> Indicator:
    about = _("Persone con almeno una misura iniziata di ciascun tipo; una persona può averne di più tipi.")
    return Indicator(f"kinds_{area.value}", area.label, about, Section.MEASURES, ())


def _table(indicator: Indicator, told: Mapping[str, Any], names: Mapping[str, str]) -> FigureTable:
    words = dict(indicator.categories)
    keys = tuple(told["categories"])
    rows = tuple(_row(indicator, told, row, name) for row, name in names.items() if row in told["rows"])
    return FigureTable(indicator, keys, tuple(str(words.get(key, key)) for key in keys), rows)


def _row(indicator: Indicator, told: Mapping[str, Any], row: str, name: str) -> FigureRow:
    """Open a row; its values in the order of the indicator, since the database keeps the keys of JSON in its own."""
    *cells, total = told["rows"][row]
    values = tuple(
        Value(kind, None if (number := told["values"][kind].get(row)) is None else Decimal(number))
        for kind in indicator.values
        if kind in told["values"]
    )
    return FigureRow(row, name, tuple(cells), total, values)
