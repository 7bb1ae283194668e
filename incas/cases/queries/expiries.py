# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What falls due: a month day by day, what has passed, the summary of a service in counts and codes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from django.db.models import Count, QuerySet, TextChoices

from incas.accounts.models import User
from incas.cases.choices.cases import Phase
from incas.cases.choices.expiries import ExpiryKind
from incas.cases.choices.permits import ReviewReason
from incas.cases.choices.pilot import LawRule
from incas.cases.law import pilot_rules
from incas.cases.models import Case, CaseReview, Expiry
from incas.programmes.periods import months_after

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Row_co = TypeVar("Row_co", covariant=True)

NEAREST: Final = 12
"""How many rows of each pile the summary names."""
WAITING = (Phase.REPORTED, Phase.IDENTIFIED, Phase.ASSESSED)
"""Phases of a person who is not admitted yet."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return months_after(self.first, 1) - timedelta(days=1)

    def shifted(self, months: int) -> "Month":
        """Give another month, so many after (or before) this one."""
        first = months_after(self.first, months)
        return Month(first.year, first.month)


def counts_of(expiries: "QuerySet[Expiry]") -> dict[date, dict[ExpiryKind, int]]:
    """Count what falls due on each day, by kind. One query."""
    found: dict[date, dict[ExpiryKind, int]] = {}
    for day, kind, many in expiries.values_list("due_on", "kind").annotate(many=Count("*")).order_by("due_on", "kind"):
        found.setdefault(day, {})[ExpiryKind(kind)] = many
    return found


def day_of_the(place: int, by_day: dict[date, dict[ExpiryKind, int]]) -> date:
    """Give the day in which something falls due by its place, the first is 1; the last day where there are fewer."""
    seen, day = 0, date.min
    for day in sorted(by_day):
        seen += sum(by_day[day].values())
        if seen >= place:
            break
    return day


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the summary, by its first day that counts: how much of each kind falls due in it."""

    first: date
    counts: "tuple[tuple[StrOrPromise, int], ...]"


@dataclass(frozen=True, slots=True)
class Pile(Generic[Row_co]):
    """Things to look at: how many of each kind, and the nearest of them."""

    counts: "tuple[tuple[StrOrPromise, int], ...]"
    nearest: Sequence[Row_co]

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(count for _label, count in self.counts)

    @property
    def is_cut(self) -> bool:
        """Whether there are more than those shown."""
        return self.total > len(self.nearest)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a supervisor looks at once a month, in codes: what falls due by a day, who waits, what to look at.

    Counts are of everything, rows of the nearest alone: a service may have thousands. `kinds` are those of the weeks.
    """

    until: date
    kinds: tuple[ExpiryKind, ...]
    weeks: tuple[Week, ...]
    expiries: Pile[Expiry]
    waiting: Pile[Case]
    reviews: Pile[CaseReview]


def summary_of(user: User, on: date) -> Summary:
    """Read the summary of the service a person works for, from a day on, as far as the first alert. Six queries."""
    until = on + timedelta(days=max(pilot_rules(on).all_of(LawRule.ALERT_DAYS)))
    due = Expiry.objects.visible_to(user).between(on, until).exclude(kind=ExpiryKind.REVIEW)
    by_day = counts_of(due)
    kinds = tuple(kind for kind in ExpiryKind if any(kind in counts for counts in by_day.values()))
    of_kind = Counter({kind: sum(counts.get(kind, 0) for counts in by_day.values()) for kind in kinds})
    waiting = Case.objects.visible_to(user).filter(phase__in=WAITING)
    reviews = CaseReview.objects.visible_to(user).filter(settled_at=None).exclude(case__phase=Phase.CLOSED)
    return Summary(
        until=until,
        kinds=kinds,
        weeks=_weeks(by_day, kinds, on),
        expiries=Pile(
            tuple((kind.label, of_kind[kind]) for kind in kinds),
            list(_nearest(due, by_day)),
        ),
        waiting=Pile(
            _counted(waiting, "phase", Phase),
            list(waiting.only("code", "opened_on", "phase").order_by("opened_on", "pk")[:NEAREST]),
        ),
        reviews=Pile(
            _counted(reviews, "reason", ReviewReason),
            list(reviews.select_related("case").order_by("due_on", "pk")[:NEAREST]),
        ),
    )


def _weeks(by_day: dict[date, dict[ExpiryKind, int]], kinds: tuple[ExpiryKind, ...], on: date) -> tuple[Week, ...]:
    """Add up what falls due by week, from Monday; the first week begins with the day itself."""
    found: dict[date, Counter[ExpiryKind]] = {}
    for day, counts in sorted(by_day.items()):
        monday = max(day - timedelta(days=day.weekday()), on)
        found.setdefault(monday, Counter()).update(counts)
    return tuple(Week(first, tuple((kind.label, counts[kind]) for kind in kinds)) for first, counts in found.items())


def _nearest(due: "QuerySet[Expiry]", by_day: dict[date, dict[ExpiryKind, int]]) -> "QuerySet[Expiry]":
    """Give the nearest, of the days that are needed for them: the others were counted already."""
    last = day_of_the(NEAREST, by_day)
    shown = due.filter(due_on__lte=last).select_related("case").only("due_on", "kind", "case__code")
    return shown.order_by("due_on", "pk")[:NEAREST]


def _counted(rows: "QuerySet[Any]", field: str, choices: type[TextChoices]) -> "tuple[tuple[StrOrPromise, int], ...]":
    """Count rows by a field, in the order of its choices, those that are there. One query."""
    counts = dict(rows.order_by().values_list(field).annotate(many=Count("pk")))
    return tuple((choice.label, counts[choice.value]) for choice in choices if choice.value in counts)
