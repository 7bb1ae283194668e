# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the pages of messages and calendars read."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from incas.accounts.models import User
from incas.notifications.board import DEADLINES, Deadline
from incas.notifications.models import Message, MutedKind
from incas.organisations.acting import act_for


def count_unread(user: User) -> int:
    """Count a person's new messages: one query, answered by an index that holds nothing else."""
    return Message.objects.visible_to(user).unread().count()


def muted_kinds(user: User) -> set[str]:
    """The kinds a person does not want by e-mail."""
    return set(MutedKind.objects.filter(user=user).values_list("kind", flat=True))


def deadlines_of(user: User, at: datetime) -> list[Deadline]:
    """Gather the deadlines of a person in every body they belong to, each once, nearest first."""
    return sorted(dict.fromkeys(_deadlines(user, at)), key=lambda deadline: (deadline.due_on, deadline.title))


def _deadlines(user: User, at: datetime) -> Iterator[Deadline]:
    today = timezone.localdate(at)
    for body in list(act_for(user, on=today).bodies):
        act_for(user, on=today, body_id=body)
        for provider in DEADLINES:
            yield from provider(user, at)
