# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The comparison of Comuni: chosen measures side by side, per hundred cases of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from incas.cases.statistics.indicators import COMPARED, HEADLINES, Section
from incas.cases.statistics.reading import FigureTable


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """A measure of a row per hundred cases (None: suppressed), and the number of the note that explains it, if any."""

    share: Decimal | None
    note: int | None


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A Comune (or the whole pilot): its cases, and each measure per hundred of them. Total None: suppressed."""

    name: str
    is_overall: bool
    total: int | None
    cells: tuple[ComparedCell, ...]

    @property
    def is_telling(self) -> bool:
        """Whether something in it is shown, or explained."""
        return any(cell.share or cell.note for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Measures in columns, Comuni in rows; `folded` names those of which nothing but zeros is shown."""

    labels: tuple[str, ...]
    rows: tuple[ComparedRow, ...]
    folded: tuple[str, ...] = ()


def compared(tables: dict[str, FigureTable], numbers: Mapping[tuple[str, str], int]) -> Comparison:
    """Put side by side the measures of `COMPARED`. `numbers` of the notes, by Comune and indicator. No queries."""
    chosen = [(str(label), tables[slug], tables[slug].place_of(key)) for slug, key, label in COMPARED if slug in tables]
    if not chosen:
        return Comparison((), ())
    rows = [
        ComparedRow(
            row.name,
            row.is_overall,
            row.total,
            tuple(
                ComparedCell(table.rows[at].per_hundred[place], numbers.get((row.key, table.indicator.slug)))
                for _label, table, place in chosen
            ),
        )
        for at, row in enumerate(chosen[0][1].rows)
    ]
    shown = tuple(row for row in rows if row.is_overall or row.is_telling)
    folded = tuple(row.name for row in rows if row not in shown)
    return Comparison(tuple(label for label, _table, _place in chosen), shown, folded)


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure of the whole pilot for who looks at the page for a moment. None: suppressed."""

    label: str
    count: int | None
    share: Decimal | None


def headlines(tables: dict[str, FigureTable]) -> list[Headline]:
    """Give the figures of `HEADLINES` over the whole pilot, the cases first. No queries."""
    chosen = [(label, tables[slug], key) for slug, key, label in HEADLINES if slug in tables and tables[slug].rows]
    found = [
        Headline(str(label), row.cells[place], row.per_hundred[place])
        for label, table, key in chosen
        for row, place in ((table.rows[0], table.place_of(key)),)
    ]
    return [Headline(str(_("Casi seguiti")), chosen[0][1].rows[0].total, None), *found] if chosen else []


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
