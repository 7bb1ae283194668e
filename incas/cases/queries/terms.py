# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The days of a case that are to come: permit, reviews, things to do, one's own access. No texts, no names."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.cases.choices.expiries import ExpiryKind
from incas.cases.choices.programmes import ProgrammeState
from incas.cases.models import Case, Expiry

MOST_TASKS: Final = 5
PAGES: Final = {
    ExpiryKind.PERMIT: "cases:permits",
    ExpiryKind.REVIEW: "cases:permits",
    ExpiryKind.PROGRAMME_REVIEW: "cases:programme",
    ExpiryKind.WORK_CHECK: "cases:progress",
    ExpiryKind.GRANT: "cases:access",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A day that concerns a case: what it is and where to look."""

    due_on: date
    label: str
    url: str


def terms_of(case: Case, user: User, *, may_open: bool) -> list[Term]:
    """List the days of a case, nearest first; what is to be done only for who may open it. Three queries."""
    expiries = Expiry.objects.scoped().filter(Q(user_id=None) | Q(user_id=user.pk), case=case)
    found = [(one.due_on, one.told, PAGES[ExpiryKind(one.kind)]) for one in expiries]
    running = case.programmes.exclude(state=ProgrammeState.CLOSED).values_list("ends_on", flat=True).first()
    if running is not None:
        found.append((running, _("Fine del programma"), "cases:programme"))
    if may_open:
        due = case.tasks.filter(done_at__isnull=True).order_by("due_on").values_list("due_on", flat=True)
        found += [(day, _("Attività da fare"), "cases:diary") for day in due[:MOST_TASKS]]
    terms = [Term(day, label, reverse(name, args=[case.code])) for day, label, name in found]
    return sorted(terms, key=lambda term: term.due_on)
