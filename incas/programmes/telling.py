# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the trail keeps, in the words of its readers: days and figures as Italians write them, choices by label."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from incas.audit.models import Entry
from incas.core.writing import day, euro

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FIGURE = re.compile(r"-?\d+\.\d{2}")


def told_values(
    entries: Iterable[Entry], words: "Mapping[str, StrOrPromise]", *, figure: Callable[[Decimal], str] = euro
) -> "dict[str, StrOrPromise]":
    """Map each value kept in these entries to how it reads: `words` for choices, `figure` for what has two decimals."""
    told: dict[str, StrOrPromise] = dict(words)
    for entry in entries:
        for value in (*entry.before.values(), *entry.after.values()):
            text = str(value)
            if DAY.fullmatch(text):
                told[text] = day(date.fromisoformat(text))
            elif FIGURE.fullmatch(text):
                told[text] = figure(Decimal(text))
    return told
