# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The budget of a project as a picture: a bar for each item at the top of the tree, cut by work package."""

from decimal import Decimal

from django.utils.translation import gettext as _

from incas.core.pictures import Bar, Picture, Series, stacked_bars
from incas.projects.budget import Budget

TONES = ("solid", "striped", "light", "dark", "dotted")
"""Tones of the first packages; those beyond share the last place."""


def budget_picture(budget: Budget) -> Picture | None:
    """Draw the budget; None when there is nothing to draw."""
    if not budget.total:
        return None
    names = [str(package) for package in budget.packages]
    series = [Series(name, tone) for name, tone in zip(names, TONES, strict=False)]
    if len(names) > len(TONES):
        series.append(Series(_("Altri pacchetti"), "empty"))
    bars = []
    for row in budget.rows:
        if row.item.depth == 0:
            cells = list(row.cells[: len(TONES)])
            if len(names) > len(TONES):
                cells.append(sum(row.cells[len(TONES) :], Decimal(0)))
            bars.append(Bar(str(row.item), cells))
    return stacked_bars(
        title=_("Piano finanziario per voce di costo"),
        description=_("Per ogni voce di costo, quanto è previsto in ciascun pacchetto di lavoro."),
        series=series,
        bars=bars,
    )
