# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Days of a row that must follow one another: which one contradicts which, said in Italian."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.utils.translation import gettext as _

from incas.core.writing import long_day


def told_wrong_day(
    row: models.Model, field: str | None, on: date, *, today: date, in_order: Iterable[tuple[str, str]]
) -> str:
    """Say what is wrong with a day just written on a row, in `field` (None: in no field); nothing when it may be.

    It is to come, or it contradicts another known day: of each pair of `in_order` the first never follows the second.
    """
    if on > today:
        return _("Il giorno non è ancora venuto: si registra ciò che è accaduto.")
    for first, second in in_order:
        earlier, later = getattr(row, first), getattr(row, second)
        if field in {first, second} and earlier is not None and later is not None and later < earlier:
            return _told_pair(row, first if field == second else second, is_before=field == second)
    return ""


def _told_pair(row: models.Model, other: str, *, is_before: bool) -> str:
    """Say which known day the one just written contradicts."""
    names = {known.name: known.verbose_name for known in row._meta.fields}
    said = {"other": names[other], "day": long_day(getattr(row, other))}
    if is_before:
        return _("Viene prima di «%(other)s» (%(day)s): controllare le due date.") % said
    return _("Viene dopo «%(other)s» (%(day)s): controllare le due date.") % said
