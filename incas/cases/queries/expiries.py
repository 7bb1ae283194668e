# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What falls due: a month day by day, what has passed, the summary of a service in counts and codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet

from incas.accounts.models import User
from incas.cases.choices.cases import Phase
from incas.cases.choices.expiries import ExpiryKind
from incas.cases.choices.pilot import LawRule
from incas.cases.law import pilot_rules
from incas.cases.models import Case, CaseReview, Expiry
from incas.programmes.periods import months_after

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
    for day, kind, many in expiries.values_list("due_on", "kind").annotate(many=Count("pk")).order_by("due_on", "kind"):
        found.setdefault(day, {})[ExpiryKind(kind)] = many
    return found


@dataclass(frozen=True, slots=True)
class Summary:
    """What a supervisor looks at once a month, in codes: what falls due by a day, who waits, what to look at."""

    until: date
    expiries: Sequence[Expiry]
    waiting: Sequence[Case]
    reviews: Sequence[CaseReview]


def summary_of(user: User, on: date) -> Summary:
    """Read the summary of the service a person works for, from a day on, as far as the first alert. Four queries."""
    until = on + timedelta(days=max(pilot_rules(on).all_of(LawRule.ALERT_DAYS)))
    cases = Case.objects.visible_to(user)
    expiries = Expiry.objects.visible_to(user).between(on, until).exclude(kind=ExpiryKind.REVIEW)
    return Summary(
        until=until,
        expiries=list(expiries.select_related("case").order_by("due_on", "pk")),
        waiting=list(cases.filter(phase__in=WAITING).order_by("opened_on", "pk")),
        reviews=list(
            CaseReview.objects.visible_to(user)
            .filter(settled_at=None)
            .exclude(case__phase=Phase.CLOSED)
            .select_related("case")
            .order_by("due_on", "pk")
        ),
    )
