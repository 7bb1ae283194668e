# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who may open a case, who could, whose right is about to lapse."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from incas.accounts.models import User
from incas.cases.choices.access import GrantKind
from incas.cases.models import Case, Grant
from incas.cases.queries.staff import controllers_of, supervisors_of

CONFIRM_WITHIN = timedelta(days=30)
"""How long before it lapses a grant waits to be confirmed."""
PAST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open a case now, and the last of those who could."""

    now: list[Grant]
    past: list[Grant]
    lapses_soon: datetime


def access_to(case: Case, *, at: datetime) -> Access:
    """Read the grants of a case. Two queries."""
    found = case.grants.select_related("user", "granted_by")
    now = found.in_force(at).order_by("user__last_name", "user__first_name", "pk")
    past = found.exclude(pk__in=case.grants.in_force(at).values("pk")).order_by("-lapses_at", "-pk")
    return Access(list(now), list(past[:PAST_SHOWN]), at + CONFIRM_WITHIN)


def grants_to_confirm(
    body_ids: tuple[int, ...], *, at: datetime, within: timedelta = CONFIRM_WITHIN
) -> QuerySet[Grant]:
    """List the grants of these services that lapse soon unless confirmed, the nearest first. Never of an emergency."""
    waiting = Grant.objects.scoped().in_force(at).filter(body_id__in=body_ids, lapses_at__lte=at + within)
    waiting = waiting.filter(case__anonymised_at__isnull=True).exclude(kind=GrantKind.EMERGENCY)
    return waiting.order_by("lapses_at", "pk")


def told_of_emergency(case: Case, *, by: User, at: datetime) -> int:
    """Count who would be told of an emergency access: administrators of the Comune and other supervisors."""
    today = timezone.localdate(at)
    controllers = controllers_of(case.body_id, on=today).values("pk")
    supervisors = supervisors_of(case.body_id, on=today).values("pk")
    told = User.objects.filter(pk__in=controllers) | User.objects.filter(pk__in=supervisors)
    return told.exclude(pk=by.pk).distinct().count()
