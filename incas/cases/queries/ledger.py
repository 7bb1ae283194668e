# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The ledger of readings, for who reviews it: up to when it was, and what in it is out of the ordinary."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import ExtractHour, TruncHour
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from incas.cases.choices.access import Ground
from incas.cases.models import LedgerReview, PilotService, Reading

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MANY_CASES: Final = 15
"""From how many cases opened within one hour by one person a review looks at them."""
FIRST_HOUR, LAST_HOUR = 7, 20
"""Readings before the first or from the last on, in Italian time, are pointed out."""
REVIEW_EVERY: Final = timedelta(days=30)
MOST_SHOWN: Final = 10
POINTED_OUT: Final = (Ground.EMERGENCY, Ground.SUPERVISION)
"""Grounds of a reading that a review looks at."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A service, and up to when its ledger was reviewed (None: never)."""

    service: PilotService
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Unusual:
    """Readings of one person that are out of the ordinary, why, how many, of how many cases, the last of them."""

    why: "StrOrPromise"
    reader: str
    readings: int
    cases: int
    last: datetime
    url: str


WHY: "Final[dict[str, StrOrPromise]]" = {
    "emergency": _("Accesso di emergenza"),
    "many": _("Molti casi in un'ora"),
    "hours": _("Fuori dall'orario 7–20"),
    "supervision": _("Lettura di chi coordina, senza presa in carico"),
}


def at_odd_hours(readings: QuerySet[Reading]) -> QuerySet[Reading]:
    """Keep what was read outside the hours of work, in Italian time."""
    zone = timezone.get_default_timezone()
    told = readings.annotate(hour=ExtractHour("at", tzinfo=zone))
    return told.filter(Q(hour__lt=FIRST_HOUR) | Q(hour__gte=LAST_HOUR))


def reviewed(services: QuerySet[PilotService], body_ids: tuple[int, ...]) -> list[Reviewed]:
    """Tell of each service up to when its ledger was reviewed. Two queries."""
    last = LedgerReview.objects.scoped().filter(body_id__in=body_ids).values("body_id")
    until = dict(last.annotate(until=Max("reviewed_until")).values_list("body_id", "until"))
    return [Reviewed(service, until.get(service.body_id)) for service in services.filter(body_id__in=body_ids)]


def looked_at_since(told: list[Reviewed], *, at: datetime) -> datetime:
    """From when readings are pointed out: the oldest review, never more than three months ago."""
    oldest = at - 3 * REVIEW_EVERY
    return max(oldest, min((item.until or oldest for item in told), default=oldest))


def unusual_readings(readings: QuerySet[Reading], *, since: datetime) -> list[Unusual]:
    """Point out, by person, the readings after an instant that a review should look at. Three queries."""
    recent = readings.filter(at__gt=since).exclude(case_code="")
    many = _counted(recent.annotate(slot=TruncHour("at", tzinfo=UTC)), "slot").filter(cases__gte=MANY_CASES)
    by_ground: dict[str, list[Mapping[str, Any]]] = {ground: [] for ground in POINTED_OUT}
    for row in _counted(recent.filter(ground__in=POINTED_OUT), "ground").order_by("-last"):
        by_ground[row["ground"]].append(row)
    found: dict[str, Iterable[Mapping[str, Any]]] = {
        "emergency": by_ground[Ground.EMERGENCY][:MOST_SHOWN],
        "many": many.order_by("-last")[:MOST_SHOWN],
        "hours": _counted(at_odd_hours(recent)).order_by("-last")[:MOST_SHOWN],
        "supervision": by_ground[Ground.SUPERVISION][:MOST_SHOWN],
    }
    return [_told(why, row, since) for why, rows in found.items() for row in rows]


def _counted(readings: QuerySet[Reading], *beside: str) -> "QuerySet[Any, Any]":
    """Count readings and cases by person, and by what else is asked."""
    counts = {"cases": Count("case_code", distinct=True), "readings": Count("pk"), "last": Max("at")}
    counted: QuerySet[Any, Any] = readings.values("reader_id", *beside).annotate(name=Max("reader_name"), **counts)
    return counted


def _told(why: str, row: Mapping[str, Any], since: datetime) -> Unusual:
    asked = {"cerca": row["name"], "at_da": timezone.localdate(since).isoformat()}
    if why in {Ground.EMERGENCY, Ground.SUPERVISION}:
        asked["ground"] = why
    elif why == "hours":
        asked["is_at_odd_hours"] = "true"
    return Unusual(
        WHY[why],
        row["name"],
        row["readings"],
        row["cases"],
        row["last"],
        f"{reverse('cases:ledger')}?{urlencode(asked)}",
    )
