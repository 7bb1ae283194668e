# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Published figures as files: one line for each figure, with the name of what was counted and when."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from incas.cases.models import PublishedFigures
from incas.cases.statistics import FigureRow, FigureTable
from incas.core.exports import Field, Sheet
from incas.core.kinds import Kind

FIELDS = (
    Field(_("Indicatore"), width=40),
    Field(_("Interrogazione")),
    Field(_("Dove"), width=36),
    Field(_("Voce"), width=32),
    Field(_("Valore"), Kind.NUMBER),
    Field(_("Per 100 casi"), Kind.NUMBER),
    Field(_("Casi seguiti (denominatore)"), Kind.INTEGER),
    Field(_("Protetto"), Kind.BOOLEAN),
    Field(_("Situazione al"), Kind.DATE),
    Field(_("Calcolato il"), Kind.INSTANT),
)


def figures_sheet(figures: PublishedFigures, tables: dict[str, FigureTable]) -> Sheet:
    """Write what a reader sees of published figures as one table. A protected figure has no value."""
    return Sheet(str(_("Cifre del pilota")), FIELDS, _lines(figures, tables))


def _lines(figures: PublishedFigures, tables: dict[str, FigureTable]) -> Iterator[tuple[Any, ...]]:
    when = (figures.until, figures.computed_at)
    for slug, table in tables.items():
        for row in table.rows:
            head = (str(table.indicator.title), f"cases.statistics:{slug}", row.name)
            for label, value, share in _parts(table, row):
                yield (*head, label, value, share, row.total, value is None, *when)


def _parts(table: FigureTable, row: FigureRow) -> Iterator[tuple[str, Any, Any]]:
    """Give what is told of a row: each category, the total, means and medians."""
    yield from zip(table.labels, row.cells, row.per_hundred, strict=True)
    yield str(_("Casi seguiti")), row.total, None
    for value in row.values:
        yield str(value.kind.label), value.number, None
