# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The diary of contacts, and what is to be done: by whom, by when. Words are sealed and never in the trail."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.models import Case, CaseTask, DiaryEntry, Grant
from incas.cases.refusals import Refused


class DiaryRefused(Refused):
    """What was written cannot be so; the message says why and what to do, in Italian."""


@transaction.atomic
def write_diary(
    *, case: Case, kind: str, happened_on: date, text: str, with_mediator: bool, by: User, at: datetime
) -> DiaryEntry:
    """Write a contact in the diary, for good: a correction is another entry. Raises DiaryRefused for a future day."""
    if happened_on > timezone.localdate(at):
        raise DiaryRefused(
            _("Il contatto non può essere nel futuro: per quello che si farà c'è un'attività."), "happened_on"
        )
    entry = DiaryEntry(
        case=case,
        body_id=case.body_id,
        kind=kind,
        happened_on=happened_on,
        with_mediator=with_mediator,
        written_by=by,
        written_at=at,
    )
    entry.text = text
    entry.save()
    record(case, "diary_written", by=by, at=at, after={"contact": str(entry.get_kind_display())})
    return entry


@transaction.atomic
def set_task(*, case: Case, text: str, owner: User, due_on: date, by: User, at: datetime) -> CaseTask:
    """Give somebody something to do in a case. Raises DiaryRefused unless they may open it, or for a past day."""
    if due_on < timezone.localdate(at):
        raise DiaryRefused(_("Il termine è già passato: scriverne uno da oggi in poi."), "due_on")
    if not Grant.objects.scoped().in_force(at).filter(case=case, user=owner).exists():
        raise DiaryRefused(_("Chi fa l'attività deve poter aprire il caso: autorizzare prima l'accesso."), "owner")
    task = CaseTask(case=case, body_id=case.body_id, owner=owner, due_on=due_on, set_by=by)
    task.text = text
    task.save()
    record(case, "task_set", by=by, at=at, after={"due_on": due_on.isoformat()})
    return task


@transaction.atomic
def finish_task(*, task: CaseTask, by: User, at: datetime) -> CaseTask:
    """Say that a task is done. Twice it changes nothing."""
    found = CaseTask.objects.unscoped(reason="locked by its own operation").select_related("case")
    task = found.select_for_update(of=("self",)).get(pk=task.pk)
    if task.done_at is not None:
        return task
    task.done_at, task.done_by = at, by
    task.save(update_fields=["done_at", "done_by"])
    record(task.case, "task_done", by=by, at=at, after={"due_on": task.due_on.isoformat()})
    return task
