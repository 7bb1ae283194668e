# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Published figures as files: one line for each figure, with the name of what was counted and when."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from incas.cases.models import PublishedFigures
from incas.cases.statistics import FigureRow, FigureTable
from incas.core.exports import Field, Sheet
from incas.core.kinds import Kind
from incas.core.writing import instant, long_day, whole

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
    Field(_("Soglia"), Kind.INTEGER),
    Field(_("Impronta (SHA-256)"), width=68),
)
PROTECTED_BECAUSE = _(
    "Non si mostra una cifra da uno a meno della soglia, né una che ne svelerebbe una così, né una che si è mossa di "
    "meno della soglia dall'ultima volta. Uno zero si mostra."
)


def figures_sheet(figures: PublishedFigures, tables: Iterable[FigureTable]) -> Sheet:
    """Write what a reader sees of published figures as one table. A protected figure has no value."""
    return Sheet(str(_("Cifre del pilota")), FIELDS, _lines(figures, tables))


def provenance_sheet(figures: PublishedFigures) -> Sheet:
    """Write where the figures come from, for the workbook to say by itself."""
    told = (
        (_("Situazione al"), long_day(figures.until)),
        (_("Calcolate il"), instant(figures.computed_at)),
        (_("Soglia di protezione"), whole(figures.threshold)),
        (_("Impronta (SHA-256)"), figures.fingerprint),
        (_("Cifre protette"), PROTECTED_BECAUSE),
    )
    return Sheet(str(_("Provenienza")), (Field(_("Che cosa"), width=24), Field(_("Valore"), width=80)), told)


def _lines(figures: PublishedFigures, tables: Iterable[FigureTable]) -> Iterator[tuple[Any, ...]]:
    when = (figures.until, figures.computed_at, figures.threshold, figures.fingerprint)
    for table in tables:
        for row in table.rows:
            for query, label, value, share in _parts(table, row):
                head = (str(table.indicator.title), f"cases.statistics:{query}", row.name)
                yield (*head, label, value, share, row.total, value is None, *when)


def _parts(table: FigureTable, row: FigureRow) -> Iterator[tuple[str, str, Any, Any]]:
    """Give what is told of a row: each category, the total, means and medians; each with the name of what is asked."""
    slug = table.indicator.slug
    for key, label, cell, share in zip(table.keys, table.labels, row.cells, row.per_hundred, strict=True):
        yield f"{slug}/{key}", label, cell, share
    yield slug, str(_("Casi seguiti")), row.total, None
    for value in row.values:
        yield f"{slug}/{value.kind.value}", str(value.kind.label), value.number, None
