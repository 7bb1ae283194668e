# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the Scrivania shows: it asks every app what waits, what falls due and what moved, and puts it in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, groupby

from django.utils import timezone

from incas.accounts.models import User
from incas.core.components.marks import Chip
from incas.core.components.objects import how_far
from incas.dashboard.months import Month, months_from
from incas.notifications.board import CHANGES, DEADLINES, WAITING, Change, Deadline, Waiting

HORIZON = timedelta(days=60)
SHOWN_CHANGES = 20
FIRST_TIME = timedelta(days=7)
"""How far back the changes go for who has never been here."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits, with how far its term is."""

    item: Waiting
    chip: Chip | None

    @property
    def about(self) -> str:
        """What its button is about, for who hears the buttons alone."""
        return ", ".join(filter(None, (self.item.title, self.item.aside)))


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which something falls due."""

    day: date
    chip: Chip
    deadlines: list[Deadline]


@dataclass(frozen=True, slots=True)
class Desk:
    """The three parts of the page, in the order in which they matter."""

    tasks: list[Task]
    days: list[Day]
    months: list[Month]
    changes: list[Change]
    since: datetime


def desk_of(user: User, *, at: datetime, since: datetime | None) -> Desk:
    """Lay out the Scrivania of a person at an instant; `since` is when they were last here.

    As many queries as the registered apps run, whatever there is to show.
    """
    today = timezone.localdate(at)
    since = since or at - FIRST_TIME
    days = _days(chain.from_iterable(provider(user, at) for provider in DEADLINES), today)
    return Desk(
        tasks=_tasks(chain.from_iterable(provider(user, at) for provider in WAITING), today),
        days=days,
        months=months_from(today, (day.day for day in days for _deadline in day.deadlines)) if days else [],
        changes=_changes(chain.from_iterable(provider(user, since) for provider in CHANGES)),
        since=since,
    )


def _tasks(waiting: Iterable[Waiting], today: date) -> list[Task]:
    """Oldest term first; what has no term comes last, in the order it was given."""
    ordered = sorted(waiting, key=lambda item: item.due_on or date.max)
    return [Task(item, how_far(item.due_on, today) if item.due_on else None) for item in ordered]


def _days(deadlines: Iterable[Deadline], today: date) -> list[Day]:
    """The days within the horizon on which something falls due, and those already past that still stand."""
    near = sorted((item for item in deadlines if item.due_on <= today + HORIZON), key=lambda item: item.due_on)
    return [Day(day, how_far(day, today), list(items)) for day, items in groupby(near, key=lambda item: item.due_on)]


def _changes(changes: Iterable[Change]) -> list[Change]:
    """The newest first, as many as one reads."""
    return sorted(changes, key=lambda change: change.at, reverse=True)[:SHOWN_CHANGES]
