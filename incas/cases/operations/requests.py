# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the person concerned asks about their data: received, answered within a month (art. 12.3 GDPR)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.access import RequestKind
from incas.cases.models import Case, PersonRequest
from incas.cases.refusals import Refused
from incas.programmes.periods import months_after


class RequestRefused(Refused):
    """The request cannot be written so; the message says why and what to do, in Italian."""


@transaction.atomic
def receive_request(
    *, case: Case, kind: RequestKind, received_on: date, note: str, by: User, at: datetime
) -> PersonRequest:
    """Write what the person asked; the answer is due a month later. While one of the kind waits it gives that one."""
    case = Case.objects.unscoped(reason="locked by its own operation").select_for_update(no_key=True).get(pk=case.pk)
    if received_on > timezone.localdate(at):
        raise RequestRefused(_("La data è nel futuro: scrivere il giorno in cui è arrivata."), "received_on")
    if waiting := case.person_requests.filter(kind=kind, answered_on__isnull=True).first():
        return waiting
    asked = PersonRequest(
        case=case, body_id=case.body_id, kind=kind, received_on=received_on, due_on=months_after(received_on, 1)
    )
    asked.note = note
    asked.save()
    record(case, "request_received", by=by, at=at, after={"request": str(RequestKind(kind).label)})
    return asked


@transaction.atomic
def answer_request(*, asked: PersonRequest, note: str, by: User, at: datetime) -> PersonRequest:
    """Write that a request was answered today, and how. Twice it changes nothing."""
    found = PersonRequest.objects.unscoped(reason="locked by its own operation").select_related("case")
    asked = found.select_for_update(of=("self",)).get(pk=asked.pk)
    if asked.answered_on is not None:
        return asked
    asked.answered_on, asked.handled_by = timezone.localdate(at), by
    asked.note = "\n".join(filter(None, (asked.note, note)))
    asked.save()
    record(asked.case, "request_answered", by=by, at=at, after={"request": str(RequestKind(asked.kind).label)})
    return asked


@transaction.atomic
def note_export(*, case: Case, by: User, at: datetime) -> None:
    """Write in the trail that what a case holds was taken away as a file."""
    record(case, "exported", by=by, at=at)
