# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What projects put on the Scrivania: drafts to complete or to start, claims that fall due, what moved."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.models import Entry
from incas.core.writing import day
from incas.notifications.board import Change, Deadline, Waiting
from incas.organisations.choices import Role
from incas.projects.choices import ProjectState
from incas.projects.models import Project
from incas.projects.queries import periods_of
from incas.projects.settled import settled_periods

MOST_SHOWN = 20
CADENCE = ("rule_set__cadence_months", "rule_set__claim_days", "rule_set__final_claim_days")
"""What of the rules says when claims fall due."""
KEPT_AFTER = timedelta(days=30)
"""How long a claim that was not sent in time still shows."""


def drafts(user: User, _at: datetime) -> Iterator[Waiting]:
    """Projects in preparation: to complete for who prepares them, to look at for who starts them. One query."""
    starts = Role.COORDINATOR in user.acting_roles
    if not starts and Role.PROJECT_MANAGER not in user.acting_roles:
        return
    found = Project.objects.visible_to(user).filter(state=ProjectState.DRAFT).select_related("body")
    for project in found.order_by("created_at")[:MOST_SHOWN]:
        yield Waiting(
            verb=_("Controlla") if starts else _("Completa"),
            title=project.title,
            url=reverse("projects:prepare", args=[project.pk]),
            detail=_("Progetto in preparazione, %(body)s") % {"body": project.body.name},
        )


def claims_due(user: User, at: datetime) -> Iterator[Deadline]:
    """The days by which the Comune must send its claims: late ones for a month, then those to come.

    Two queries: the projects, and which periods were claimed.
    """
    if Role.FINANCE_OFFICER not in user.acting_roles:
        return
    running = Project.objects.visible_to(user).filter(state=ProjectState.ACTIVE)
    projects = list(running.select_related("rule_set").only("title", "starts_on", "ends_on", *CADENCE))
    done = settled_periods([project.pk for project in projects])
    since = timezone.localdate(at) - KEPT_AFTER
    title = _("Domanda di rimborso per le spese dal %(first)s al %(last)s")
    for project in projects:
        url = reverse("projects:deadlines", args=[project.pk])
        for period in periods_of(project):
            if period.due_on < since or (project.pk, period.last) in done:
                continue
            words = {"first": day(period.first), "last": day(period.last)}
            yield Deadline(due_on=period.due_on, title=title % words, url=url, detail=project.title)


def changes(user: User, since: datetime) -> Iterator[Change]:
    """What moved on the projects a person sees, by others. One query."""
    seen = Project.objects.visible_to(user).values("pk")
    moved = Entry.objects.filter(subject_type=Project._meta.label_lower, subject_id__in=seen, at__gt=since)
    for entry in moved.exclude(actor_id=user.pk).order_by("-at", "-pk")[:MOST_SHOWN]:
        yield Change(
            at=entry.at,
            title=entry.subject_label,
            what=entry.reading,
            url=reverse("projects:project", args=[entry.subject_id]),
            who=entry.actor_name,
        )
