# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Where a life is told: the service and its people, the days, the moments in which somebody does something."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any, Protocol

from django.utils import timezone

from incas.accounts.models import User
from incas.cases.doors import scope_of
from incas.cases.models import Case, MeasureKind
from incas.demo.scenes.pilot.services import Team

FRIDAY = 4
CLOSED = 12
"""How many days ago the closure of the cases that are closed was asked."""


@dataclass(frozen=True, slots=True)
class Days:
    """Days of work counted back from now: what would fall on a Saturday or a Sunday falls on the Friday before."""

    now: datetime

    def on(self, ago: int) -> date:
        """Give the day so many days ago."""
        day = timezone.localdate(self.now) - timedelta(days=ago)
        return day - timedelta(days=max(0, day.weekday() - FRIDAY))

    def at(self, ago: int, hour: int = 9) -> datetime:
        """Give an instant of the day so many days ago, in office hours; never after now."""
        told = timezone.make_aware(datetime.combine(self.on(ago), time(hour, ago * 7 % 60)))
        return min(told, self.now)

    def ahead(self, days: int) -> date:
        """Give the day so many days from today."""
        return timezone.localdate(self.now) + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Scene:
    """A service of the pilot, one it passes cases to, the specialist, the days, the common taxonomy by slug."""

    team: Team
    neighbour: Team
    specialist: User
    days: Days
    kinds: dict[str, MeasureKind]


class Act(Protocol):
    """Something done in a case by somebody at an instant: an operation, the rest of it already said."""

    def __call__(self, *, case: Case, by: User, at: datetime) -> Any:
        """Do it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that is done so many days ago, at an hour; nothing when the day is still to come."""

    ago: int
    by: User
    act: Act
    hour: int = 9


def play(case: Case, moments: Iterable[Moment], days: Days) -> None:
    """Do what happened, in the order in which it did, each inside the scope of who did it."""
    past = sorted((one for one in moments if one.ago >= 0), key=lambda one: (-one.ago, one.hour))
    for actor, acts in groupby(past, key=lambda one: one.by):
        with scope_of(actor):
            for one in acts:
                one.act(case=case, by=actor, at=days.at(one.ago, one.hour))
