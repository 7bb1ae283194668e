# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the pages of messages and calendars read."""

from collections.abc import Iterator
from datetime import datetime

from incas.accounts.models import User
from incas.notifications.board import DEADLINES, WAITING, Deadline, in_turn
from incas.notifications.models import Message, MutedKind


def count_unread(user: User) -> int:
    """Count a person's new messages: one query, answered by an index that holds nothing else."""
    return Message.objects.visible_to(user).unread().count()


def muted_kinds(user: User) -> set[str]:
    """The kinds a person does not want by e-mail."""
    return set(MutedKind.objects.filter(user=user).values_list("kind", flat=True))


def deadlines_of(user: User, at: datetime) -> list[Deadline]:
    """Gather the deadlines of a person in every body they belong to, each once, nearest first.

    What waits for them and has a term is among them, with its verb: the Scrivania shows it apart, a calendar does not.
    """
    return sorted(dict.fromkeys(_deadlines(user, at)), key=lambda deadline: (deadline.due_on, deadline.title))


def _deadlines(user: User, at: datetime) -> Iterator[Deadline]:
    for _turn in in_turn(user, at):
        for provider in DEADLINES:
            yield from provider(user, at)
        for waiting in WAITING:
            for item in waiting(user, at):
                if item.due_on is not None:
                    yield Deadline(item.due_on, f"{item.verb}: {item.title}", item.url, item.detail)
