# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Days and periods of a project, as its rules cut them. Pure; both ends of a stretch are included."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of days. `day in window` tells whether a day falls within it."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class ClaimPeriod:
    """A stretch of a project that one claim is about, numbered from 1; the claim is due by `due_on`."""

    number: int
    first: date
    last: date
    due_on: date
    is_final: bool

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def days_after(day: date, days: int) -> date:
    """Count calendar days from a day, which is not counted itself; negative counts back.

    Stops at the calendar's ends.
    """
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def months_after(day: date, months: int) -> date:
    """Give the same day of the month some months later; the last day of the month where it has no such day."""
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def claim_periods(
    starts_on: date, ends_on: date, *, cadence_months: int, claim_days: int, final_claim_days: int
) -> tuple[ClaimPeriod, ...]:
    """Cut a project in periods of `cadence_months` from its start; the last ends with the project, however short.

    Each period begins `cadence_months` after the one before, counted from the first day of the project, so that a start
    on the 31st does not drift to the 28th for good. The claim of a period is due within `claim_days` of its last day,
    that of the last one within `final_claim_days`. Together they cover the project exactly, without gap or overlap.

    Raises ValueError when the project ends before it starts or the cadence is not at least a month.
    """
    if ends_on < starts_on or cadence_months < 1:
        message = "a project ends after it starts, and its claims are at least a month apart"
        raise ValueError(message)
    starts = [starts_on]
    while (start := months_after(starts_on, len(starts) * cadence_months)) <= ends_on:
        starts.append(start)
    lasts = [start - timedelta(days=1) for start in starts[1:]] + [ends_on]
    return tuple(
        ClaimPeriod(
            number=number,
            first=first,
            last=last,
            due_on=days_after(last, final_claim_days if number == len(starts) else claim_days),
            is_final=number == len(starts),
        )
        for number, (first, last) in enumerate(zip(starts, lasts, strict=True), start=1)
    )
