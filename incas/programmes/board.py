# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What calls put on the Scrivania: rules to complete, days by which projects are presented, what was published."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.models import Entry
from incas.notifications.board import Change, Deadline, Waiting
from incas.organisations.choices import Role
from incas.programmes.choices import CallState, RuleSetState
from incas.programmes.models import Call, RuleSet

MOST_SHOWN = 20


def drafts(user: User, _at: datetime) -> Iterator[Waiting]:
    """Rules in preparation, for who runs the programme. One query."""
    if Role.COORDINATOR not in user.acting_roles:
        return
    found = RuleSet.objects.filter(state=RuleSetState.DRAFT).select_related("call").order_by("pk")
    for rule_set in found[:MOST_SHOWN]:
        yield Waiting(
            verb=_("Completa"),
            title=_("Regole dell'avviso %(call)s, versione %(version)s")
            % {"call": rule_set.call.code, "version": rule_set.version},
            url=reverse("programmes:rules_write", args=[rule_set.pk]),
            detail=rule_set.call.title,
        )


def closing_calls(user: User, at: datetime) -> Iterator[Deadline]:
    """The last day of open calls, for who may present a project. One query."""
    if Role.PROJECT_MANAGER not in user.acting_roles:
        return
    today = timezone.localdate(at)
    found = Call.objects.filter(state=CallState.PUBLISHED, opens_on__lte=today, closes_on__gte=today)
    for call in found.order_by("closes_on")[:MOST_SHOWN]:
        yield Deadline(
            due_on=call.closes_on,
            title=_("Chiude l'avviso %(call)s") % {"call": call.code},
            url=reverse("programmes:call", args=[call.pk]),
            detail=call.title,
        )


def changes(user: User, since: datetime) -> Iterator[Change]:
    """Calls that were published or closed, by others. One query."""
    seen = Call.objects.visible_to(user).values("pk")
    moved = Entry.objects.filter(
        subject_type=Call._meta.label_lower, subject_id__in=seen, verb__in=["published", "closed"], at__gt=since
    )
    for entry in moved.exclude(actor_id=user.pk).order_by("-at", "-pk")[:MOST_SHOWN]:
        yield Change(
            at=entry.at,
            title=entry.subject_label,
            what=entry.reading,
            url=reverse("programmes:call", args=[entry.subject_id]),
            who=entry.actor_name,
        )
