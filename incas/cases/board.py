# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What cases put on the Scrivania: codes and counts, never more."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incas.accounts.models import User
from incas.cases import rules
from incas.cases.doors import scope_of
from incas.cases.models import PilotService, served_by
from incas.cases.queries.access import grants_to_confirm
from incas.cases.queries.ledger import REVIEW_EVERY, reviewed
from incas.notifications.board import Waiting, register_board


def accesses_to_confirm(user: User, at: datetime) -> Iterator[Waiting]:
    """Accesses that lapse within a month, for who supervises the service. Two queries and its scope."""
    if not rules.supervise_service(user):
        return
    with scope_of(user):
        due = grants_to_confirm(served_by(user), at=at).aggregate(count=Count("pk"), first=Min("lapses_at"))
    if due["count"]:
        title = ngettext(
            "%(count)s accesso a un caso da confermare", "%(count)s accessi a casi da confermare", due["count"]
        )
        yield Waiting(
            verb=_("Conferma"),
            title=title % {"count": due["count"]},
            url=reverse("cases:access_confirm"),
            due_on=timezone.localdate(due["first"]),
            detail=_("Chi non viene confermato non apre più il caso."),
        )


def ledger_to_review(user: User, at: datetime) -> Iterator[Waiting]:
    """The ledger of a service not reviewed for a month, for who supervises it. Two queries and its scope."""
    if not rules.supervise_service(user):
        return
    with scope_of(user):
        told = reviewed(PilotService.objects.all(), served_by(user))
    late = [item for item in told if item.until is None or item.until < at - REVIEW_EVERY]
    for item in late:
        yield Waiting(
            verb=_("Esamina"),
            title=_("Registro delle letture da esaminare"),
            url=reverse("cases:ledger"),
            due_on=timezone.localdate(item.until + REVIEW_EVERY) if item.until else None,
            detail=item.service.name,
        )


register_board(waiting=accesses_to_confirm)
register_board(waiting=ledger_to_review)
