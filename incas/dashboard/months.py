# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The small calendar beside the deadlines: a picture of what the list says in words."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from incas.core.writing import MONTHS

SHOWN = 2
"""How many months are drawn: the one of today and the next."""


@dataclass(frozen=True, slots=True)
class Square:
    """One day of a month; `number` 0 is a square before the first or after the last."""

    number: int
    due: int = 0
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks from Monday to Sunday."""

    name: str
    weeks: tuple[tuple[Square, ...], ...]


def months_from(today: date, due_on: Iterable[date]) -> list[Month]:
    """Draw the months from today's on, with how many things fall due on each day."""
    due: dict[date, int] = {}
    for day in due_on:
        due[day] = due.get(day, 0) + 1
    first = today.replace(day=1)
    months = []
    for _month in range(SHOWN):
        months.append(_month_of(first, today, due))
        first = (first + timedelta(days=31)).replace(day=1)
    return months


def _month_of(first: date, today: date, due: dict[date, int]) -> Month:
    weeks = tuple(
        tuple(
            Square(number, due.get(first.replace(day=number), 0), first.replace(day=number) == today)
            if number
            else Square(0)
            for number in week
        )
        for week in Calendar().monthdayscalendar(first.year, first.month)
    )
    return Month(f"{MONTHS[first.month - 1]} {first.year}", weeks)
