# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The one way to write the trail: called inside the transaction of the operation it records."""

from datetime import datetime
from typing import Any, Protocol

from django.db import models

from incas.audit.choices import Kind
from incas.audit.models import Entry
from incas.audit.verbs import VERBS


class Actor(Protocol):
    """Whoever acts: a person as `accounts` knows them. `acting_body_id` is the body they act for, when there is one."""

    @property
    def pk(self) -> int | None:
        """Key of the person."""

    @property
    def acting_body_id(self) -> int | None:
        """Key of the body they act for."""

    def get_full_name(self) -> str:
        """Name and surname."""


def record(
    subject: models.Model,
    verb: str,
    *,
    by: Actor | None,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    kind: Kind = Kind.WRITE,
) -> Entry:
    """Write one entry. `by` None means the platform itself (a deadline that passed, an import).

    `before` and `after` hold only the fields that changed, as JSON can carry them; never personal content of a case.
    A verb that no app has registered raises KeyError: the trail must read in Italian.
    """
    VERBS[verb]
    return Entry.objects.create(
        at=at,
        kind=kind,
        verb=verb,
        actor_id=by.pk if by else None,
        actor_name=by.get_full_name() if by else "",
        body_id=by.acting_body_id if by else None,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_label=str(subject)[:200],
        before=before or {},
        after=after or {},
        reason=reason,
    )
