# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Figures drawn on the server: a panel for the whole pilot, one for each Comune, on one scale, with their table.

What is suppressed is drawn as a dashed space with its word, as wide whatever it hides. Comuni of which nothing but
zeros may be shown are named in one sentence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incas.cases.statistics.indicators import Section, ValueKind
from incas.cases.statistics.reading import FigureRow, FigureTable, Value
from incas.core.pictures import Picture
from incas.core.writing import euro, percentage, whole

BAR: Final = 12
"""How high a bar is, in pixels."""
HUNDRED: Final = Decimal(100)
LEAST_SCORE: Final = 1
STEPS: Final = 4
"""Needs are weighed from 1 to 5."""


@dataclass(frozen=True, slots=True)
class Line:
    """One bar: its words, its figure, where it begins and how wide it is, in hundredths. Width None: suppressed."""

    label: str
    told: str
    width: Decimal | None
    start: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Panel:
    """The bars of one place, or of one thing."""

    name: str
    cases: str
    lines: tuple[Line, ...]
    is_overall: bool = False

    @property
    def is_telling(self) -> bool:
        """Whether some bar is drawn."""
        return any(line.width for line in self.lines)


LineOf = Callable[[FigureTable, FigureRow], Line]
"""Makes the bar of an indicator in the panel of a row."""


def pictures_of(section: Section, tables: dict[str, FigureTable], kinds: Sequence[FigureTable]) -> list[Picture]:
    """Draw the figures of a section."""
    found = [table for table in tables.values() if table.indicator.section == section and table.rows]
    if not found:
        return []
    if section == Section.MEASURES:
        return [_areas(found), *([_kinds(kinds)] if kinds else [])]
    if section == Section.NEEDS:
        about = _("Da 1 (emergenza) a 5 (autonomia): media all'ingresso e ultima di chi è stato valutato due volte.")
        return [_joined(_("I bisogni prima e dopo"), about, found, _changed)]
    return _measures(found) if section == Section.TIMES else [multiples(table) for table in found]


def multiples(table: FigureTable) -> Picture:
    """Draw one indicator: a bar for each category, the pilot first, then each Comune."""
    kinds = [value.kind for value in table.rows[0].values] if table.rows else []
    head = (_("Dove"), *table.labels, _("Casi"), *(str(kind.label) for kind in kinds))
    rows = tuple(
        (
            row.name,
            *(told_share(cell, share) for cell, share in zip(row.cells, row.per_hundred, strict=True)),
            told_count(row.total),
            *(told_value(value) for value in row.values),
        )
        for row in table.rows
    )
    panels = [_panel_of(row, _shares(table, row)) for row in table.rows]
    return _picture(str(table.indicator.title), str(table.indicator.about), panels, head, rows)


def told_count(cell: int | None) -> str:
    """Write a count."""
    return protected_word() if cell is None else whole(cell)


def told_share(cell: int | None, share: Decimal | None) -> str:
    """Write a count with how many it is per hundred."""
    if cell is None or share is None:
        return told_count(cell)
    return f"{whole(cell)} ({percentage(share)})"


def told_value(value: Value) -> str:
    """Write a mean or a median."""
    if value.number is None:
        return protected_word()
    return euro(value.number) if value.kind is ValueKind.MEAN_EURO else str(value.number).replace(".", ",")


def protected_word() -> str:
    """Say that a figure is not shown."""
    return _("protetto")


def _joined(title: str, about: str, tables: Sequence[FigureTable], line_of: LineOf) -> Picture:
    """Draw several indicators as one: a bar for each, in the panel of each place."""
    panels = [
        _panel_of(row, tuple(line_of(table, table.rows[place]) for table in tables))
        for place, row in enumerate(tables[0].rows)
    ]
    head = (_("Dove"), *(str(table.indicator.title) for table in tables), _("Casi"))
    rows = tuple(
        (panel.name, *(line.told for line in panel.lines), told_count(row.total))
        for panel, row in zip(panels, tables[0].rows, strict=True)
    )
    return _picture(title, about, panels, head, rows)


def _areas(tables: Sequence[FigureTable]) -> Picture:
    """Draw the measures by area."""
    about = _("Persone con almeno una misura iniziata di ciascuna area; una persona può averne di più aree.")
    return _joined(_("Persone per area di misura"), about, tables, _counted)


def _measures(tables: Sequence[FigureTable]) -> list[Picture]:
    """Draw the days between steps together, and what else is measured apart: euro are not days."""
    days = [table for table in tables if table.indicator.values == (ValueKind.MEDIAN_DAYS,)]
    about = _("Mediana dei giorni, fra i casi di cui si conoscono le date.")
    drawn = [_joined(_("Quanti giorni passano"), about, days, _measured(days))] if days else []
    for table in tables:
        if table not in days:
            told = table.indicator
            drawn.append(_joined(str(told.title), str(told.about), [table], _measured([table])))
    return drawn


def _counted(table: FigureTable, row: FigureRow) -> Line:
    """Make the bar of who is in the first category of an indicator."""
    cell, share = row.cells[0], row.per_hundred[0]
    return Line(str(table.indicator.title), told_share(cell, share), None if cell is None else share or Decimal(0))


def _changed(table: FigureTable, row: FigureRow) -> Line:
    """Make the bar from a mean to a later one, on the scale of the needs."""
    before, after = (value.number for value in row.values)
    if before is None or after is None:
        return Line(str(table.indicator.title), protected_word(), None)
    low, high = sorted((each - LEAST_SCORE) * HUNDRED / STEPS for each in (before, after))
    told = f"{before} → {after}".replace(".", ",")
    return Line(str(table.indicator.title), told, high - low, low)


def _measured(tables: Sequence[FigureTable]) -> LineOf:
    """Make bars as long as a mean or a median, the longest of the tables as wide as there is room."""
    numbers = [row.values[0].number or Decimal(0) for table in tables for row in table.rows]
    longest = max(numbers, default=Decimal(0)) or Decimal(1)

    def line_of(table: FigureTable, row: FigureRow) -> Line:
        value = row.values[0]
        width = None if value.number is None else value.number * HUNDRED / longest
        return Line(str(table.indicator.title), told_value(value), width)

    return line_of


def _kinds(tables: Sequence[FigureTable]) -> Picture:
    """Draw the measures by kind: a panel for each area, of the whole pilot."""
    panels = [Panel(str(table.indicator.title), "", _shares(table, table.rows[0])) for table in tables]
    rows = tuple((panel.name, line.label, line.told) for panel in panels for line in panel.lines)
    return Picture(
        title=_("Persone per tipo di misura, in tutto il progetto pilota"),
        description=str(tables[0].indicator.about),
        svg=_grid(panels),
        legend=(),
        head=(_("Area"), _("Tipo"), _("Persone")),
        rows=rows,
    )


def _shares(table: FigureTable, row: FigureRow) -> tuple[Line, ...]:
    """Make a bar for each category, as wide as its share of the cases of the row."""
    return tuple(
        Line(label, told_share(cell, share), None if cell is None else share or Decimal(0))
        for label, cell, share in zip(table.labels, row.cells, row.per_hundred, strict=True)
    )


def _panel_of(row: FigureRow, lines: tuple[Line, ...]) -> Panel:
    return Panel(row.name, _told_cases(row), lines, row.is_overall)


def _picture(
    title: str, about: str, panels: Sequence[Panel], head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]
) -> Picture:
    """Put the panel of the whole pilot above those of the Comuni, which open at a press where they are many."""
    overall = format_html_join("", "{}", ((_panel(panel),) for panel in panels if panel.is_overall))
    places = [panel for panel in panels if not panel.is_overall]
    if not places:
        return Picture(title, about, overall, (), head, rows)
    telling = sum(panel.is_telling for panel in places)
    drawn = _grid(places)
    if telling and len(places) > 1:
        summary = ngettext("Comune per Comune: %(count)s con cifre", "Comune per Comune: %(count)s con cifre", telling)
        drawn = format_html(
            '<details class="multiple-places"><summary>{}</summary>{}</details>',
            summary % {"count": whole(telling)},
            drawn,
        )
    return Picture(title, about, overall + drawn, (), head, rows)


def _grid(panels: Sequence[Panel]) -> SafeString:
    """Put panels side by side, and name in one sentence those that have nothing to draw."""
    telling = [panel for panel in panels if panel.is_telling]
    folded = [panel.name for panel in panels if not panel.is_telling]
    drawn = format_html(
        '<div class="multiples">{}</div>', format_html_join("", "{}", ((_panel(panel),) for panel in telling))
    )
    if not folded:
        return drawn
    said = _("Cifre protette, o pari a zero: %(names)s.") % {"names": ", ".join(folded)}
    return format_html('{}<p class="figures-note">{}</p>', drawn if telling else "", said)


def _panel(panel: Panel) -> SafeString:
    """Draw a panel: its name, its cases, a bar for each line."""
    kind = mark_safe(" multiple-overall") if panel.is_overall else ""
    head = format_html('<p class="multiple-name">{} <span>{}</span></p>', panel.name, panel.cases)
    if not panel.is_telling:
        said = _("Le cifre diverse da zero sono protette.")
        return format_html('<div class="multiple{}">{}<p class="multiple-value">{}</p></div>', kind, head, said)
    lines = format_html_join("", "{}", ((_drawn(line),) for line in panel.lines))
    return format_html('<div class="multiple{}">{}<ul class="multiple-lines">{}</ul></div>', kind, head, lines)


def _told_cases(row: FigureRow) -> str:
    """Write how many cases a row has."""
    if row.total is None:
        return _("casi: protetto")
    return ngettext("%(count)s caso", "%(count)s casi", row.total) % {"count": whole(row.total)}


def _drawn(line: Line) -> SafeString:
    """Draw a line: its words, its figure, its bar under them."""
    is_hidden = line.width is None
    bar = format_html(
        '<rect x="{}%" width="{}%" height="{}" class="picture-bar"></rect>',
        f"{line.start:.2f}",
        f"{min(line.width or Decimal(0), HUNDRED - line.start):.2f}",
        BAR,
    )
    return format_html(
        '<li><span>{}</span> <span class="multiple-figure">{}</span>'
        '<svg class="multiple-bar" width="100%" height="{}" aria-hidden="true" focusable="false">'
        '<rect width="100%" height="{}" class="{}"></rect>{}</svg></li>',
        line.label,
        line.told,
        BAR,
        BAR,
        "picture-hidden" if is_hidden else "picture-ground",
        "" if is_hidden else bar,
    )
