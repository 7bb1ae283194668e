# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Figures drawn on the server: a small picture for the pilot and each Comune, all on one scale, with their table.

A bar is a share of the cases of its row, so that Comuni of different size compare. What is suppressed is drawn as a
dashed space with its word, as wide whatever it hides.
"""

from decimal import Decimal
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incas.cases.statistics.indicators import ValueKind
from incas.cases.statistics.reading import FigureRow, FigureTable, Value
from incas.core.pictures import Picture
from incas.core.writing import euro, percentage, whole

LINE: Final = 40
BAR_TOP: Final = 20
BAR: Final = 12
HUNDRED: Final = Decimal(100)


def multiples(table: FigureTable) -> Picture:
    """Draw a table as small multiples, one for each row."""
    panels = format_html_join("", "{}", ((_panel(table, row, place),) for place, row in enumerate(table.rows)))
    kinds = [value.kind for value in table.rows[0].values] if table.rows else []
    return Picture(
        title=str(table.indicator.title),
        description=str(table.indicator.about),
        svg=format_html('<div class="multiples">{}</div>', panels),
        legend=(),
        head=(_("Dove"), *table.labels, _("Casi"), *(str(kind.label) for kind in kinds)),
        rows=tuple(
            (
                row.name,
                *(told_share(cell, share) for cell, share in zip(row.cells, row.per_hundred, strict=True)),
                told_count(row.total),
                *(told_value(value) for value in row.values),
            )
            for row in table.rows
        ),
    )


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


def _panel(table: FigureTable, row: FigureRow, place: int) -> SafeString:
    """Draw one row: its name, its cases, a bar for each category, what is told of them besides."""
    name = f"{table.indicator.slug}-{place}"
    if not any(row.cells):
        return format_html(
            '<div class="multiple"><p class="multiple-name">{} <span>{}</span></p>'
            '<p class="multiple-value">{}</p></div>',
            row.name,
            _told_cases(row),
            _("Le cifre diverse da zero sono protette."),
        )
    bars = format_html_join(
        "",
        "{}",
        (
            (_bar(label, cell, share, line),)
            for line, (label, cell, share) in enumerate(zip(table.labels, row.cells, row.per_hundred, strict=True))
        ),
    )
    values = format_html_join(
        "", '<p class="multiple-value">{}: <strong>{}</strong></p>',
        ((value.kind.label, told_value(value)) for value in row.values),
    )  # fmt: skip
    return format_html(
        '<div class="multiple{}"><p class="multiple-name">{} <span>{}</span></p>'
        '<svg class="picture" role="img" aria-labelledby="{}" width="100%" height="{}">'
        '<title id="{}">{}</title>{}</svg>'
        "{}</div>",
        mark_safe(" multiple-overall") if row.is_overall else "",
        row.name,
        _told_cases(row),
        name,
        LINE * len(table.labels),
        name,
        _("%(what)s, %(where)s: i dati sono nella tabella qui sotto")
        % {"what": table.indicator.title, "where": row.name},
        bars,
        values,
    )


def _told_cases(row: FigureRow) -> str:
    """Write how many cases a row has."""
    if row.total is None:
        return _("casi: protetto")
    return ngettext("%(count)s caso", "%(count)s casi", row.total) % {"count": whole(row.total)}


def _bar(label: str, cell: int | None, share: Decimal | None, line: int) -> SafeString:
    """Draw a category: its words, its figure at the right end, its bar under them."""
    top = line * LINE
    figure = format_html(
        '<text x="0" y="{0}" class="picture-tick">{1}</text>'
        '<text x="100%" y="{0}" class="picture-tick picture-end">{2}</text>',
        top + BAR_TOP - 5,
        label,
        told_share(cell, share),
    )
    if cell is None:
        return format_html(
            '{}<rect x="0" y="{}" width="100%" height="{}" class="picture-hidden"></rect>', figure, top + BAR_TOP, BAR
        )
    return format_html(
        '{}<rect x="0" y="{}" width="100%" height="{}" class="picture-ground"></rect>'
        '<rect x="0" y="{}" width="{}%" height="{}" class="picture-bar"></rect>',
        figure,
        top + BAR_TOP,
        BAR,
        top + BAR_TOP,
        f"{min(share or Decimal(0), HUNDRED):.2f}",
        BAR,
    )
