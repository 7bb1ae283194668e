# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The days of a case that are to come: permit, review of the programme, things to do, one's own access."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.cases.choices.programmes import ProgrammeState
from incas.cases.models import Case
from incas.cases.queries.permits import permit_cover


@dataclass(frozen=True, slots=True)
class Term:
    """A day that concerns a case: what it is, without texts or names, and where to look."""

    due_on: date
    label: str
    url: str


def terms_of(case: Case, user: User, *, may_open: bool, at: datetime) -> list[Term]:
    """List the days of a case, nearest first; those of things to do only for who may open it. Five queries at most."""
    today = timezone.localdate(at)
    found: list[tuple[date | None, str, str]] = []
    cover = permit_cover(case, today)
    found.append((cover.until, _("Fine del permesso di soggiorno"), "cases:permits"))
    waiting = case.reviews.filter(settled_at__isnull=True)
    found += [(review.due_on, str(review.get_reason_display()), "cases:permits") for review in waiting]
    running = case.programmes.exclude(state=ProgrammeState.CLOSED).first()
    if running is not None:
        found.append((running.next_review_on, _("Verifica del programma"), "cases:programme"))
        found.append((running.ends_on, _("Fine del programma"), "cases:programme"))
    if may_open:
        due = case.tasks.filter(done_at__isnull=True).order_by("due_on").values_list("due_on", flat=True)
        found += [(day, _("Attività da fare"), "cases:diary") for day in due[:5]]
        lapses = case.grants.filter(user=user, ended_at__isnull=True, lapses_at__gt=at).order_by("-lapses_at").first()
        if lapses is not None:
            found.append((timezone.localdate(lapses.lapses_at), _("Fine del proprio accesso al caso"), "cases:access"))
    terms = [Term(day, label, reverse(name, args=[case.code])) for day, label, name in found if day is not None]
    return sorted(terms, key=lambda term: term.due_on)
