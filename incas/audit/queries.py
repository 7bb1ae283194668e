# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Reading the trail of one object."""

from dataclasses import dataclass

from django.db import models

from incas.audit.choices import Kind
from incas.audit.models import Entry

SHORT = 10
"""How many entries stand beside an object; the rest is on its page of the whole history."""


@dataclass(frozen=True, slots=True)
class History:
    """The newest things done to an object, newest first; `is_cut` when there are older ones."""

    entries: list[Entry]
    is_cut: bool


def history(subject: models.Model, limit: int | None = SHORT) -> History:
    """Tell what was done to an object (never who merely read it); `limit` None: all of it. One query.

    Who may read the history is who may see the object: the caller has loaded it through `visible_to`.
    """
    entries = Entry.objects.about(subject).filter(kind=Kind.WRITE)
    if limit is None:
        return History(list(entries), is_cut=False)
    newest = list(entries[: limit + 1])
    return History(newest[:limit], is_cut=len(newest) > limit)


def last_actor(subject: models.Model) -> str:
    """Name who changed an object last, as the trail knew them; nothing when it does not tell. One query."""
    newest = Entry.objects.about(subject).filter(kind=Kind.WRITE).exclude(actor_name="")
    return newest.values_list("actor_name", flat=True).first() or ""
