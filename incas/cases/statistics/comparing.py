# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The comparison of Comuni: chosen measures side by side, per hundred cases of each."""

from dataclasses import dataclass
from decimal import Decimal

from incas.cases.statistics.indicators import COMPARED, Section
from incas.cases.statistics.reading import FigureTable


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A Comune (or the whole pilot): its cases, and each measure per hundred of them. None: suppressed."""

    name: str
    is_overall: bool
    total: int | None
    shares: tuple[tuple[str, Decimal | None], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Measures in columns, Comuni in rows."""

    labels: tuple[str, ...]
    rows: tuple[ComparedRow, ...]


def compared(tables: dict[str, FigureTable]) -> Comparison:
    """Put side by side the measures of `COMPARED`. No queries."""
    chosen = [(tables[slug], tables[slug].place_of(key), key) for slug, key in COMPARED if slug in tables]
    if not chosen:
        return Comparison((), ())
    labels = tuple(_label(table, place, key) for table, place, key in chosen)
    first = chosen[0][0]
    rows = tuple(
        ComparedRow(
            row.name,
            row.is_overall,
            row.total,
            tuple(
                (label, table.rows[at].per_hundred[place])
                for label, (table, place, _key) in zip(labels, chosen, strict=True)
            ),
        )
        for at, row in enumerate(first.rows)
    )
    return Comparison(labels, rows)


def _label(table: FigureTable, place: int, key: str) -> str:
    """Name a measure: the indicator where the category is a plain yes, else the category."""
    return str(table.indicator.title) if key == "yes" else table.labels[place]


@dataclass(frozen=True, slots=True)
class NeedChange:
    """A domain of need over the whole pilot: mean score at entry and last, of the cases weighed twice."""

    label: str
    before: Decimal | None
    after: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """How much it changed, in points of the scale."""
        return self.after - self.before if self.before is not None and self.after is not None else None


def before_and_after(tables: dict[str, FigureTable]) -> list[NeedChange]:
    """Give the score of each need before and after, over the whole pilot. No queries."""
    found = []
    for table in tables.values():
        if table.indicator.section is Section.NEEDS and table.rows:
            before, after = table.rows[0].values
            found.append(NeedChange(str(table.indicator.title), before.number, after.number))
    return found
