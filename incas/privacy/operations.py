# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is done with the keys of a body, each time with an entry in its history. `by` None: from the server."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from incas.accounts.models import User
from incas.audit.operations import record
from incas.core.choices import JobState
from incas.core.jobs import start_job
from incas.core.models import Job
from incas.organisations.models import Body
from incas.privacy import choices as choices  # noqa: PLC0414 (the verbs it registers)
from incas.privacy.carrying import export_keys, read_export
from incas.privacy.keys import destroy_keys, has_old_keys, prepare_keys, put_keys, rotate_keys
from incas.privacy.resealing import Outcome, Step, finish_rotation

RESEAL = "privacy-reseal"
"""The kind of job that seals a body's rows again."""


@dataclass(frozen=True, slots=True)
class Platform:
    """Whoever starts what nobody in particular started: no person has this key."""

    pk: int = 0


@transaction.atomic
def prepare_body_keys(*, body: Body, by: User | None, at: datetime) -> None:
    """Make the keys of a body; one that has them keeps them. Raises KeyDestroyed, KeysMissing."""
    prepare_keys(body.pk)
    record(body, "keys_prepared", by=by, at=at)


@transaction.atomic
def rotate_body_keys(*, body: Body, by: User | None, at: datetime) -> Job:
    """Give a body a new key and have what the older ones sealed sealed again; gives the job that does it.

    Called again before that is finished it makes no other key. Raises KeyDestroyed, KeysMissing.
    """
    body = Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    if not has_old_keys(body.pk):
        rotate_keys(body.pk)
        record(body, "keys_rotated", by=by, at=at)
    return reseal_later(body=body, at=at)


def reseal_later(*, body: Body, at: datetime) -> Job:
    """Start the job that finishes a rotation, unless it waits or runs already."""
    open_job = Job.objects.filter(
        kind=RESEAL, state__in=[JobState.WAITING, JobState.RUNNING], arguments={"body_id": body.pk}
    ).first()
    return open_job or start_job(RESEAL, by=Platform(), arguments={"body_id": body.pk}, at=at)


def finish_body_rotation(*, body: Body, by: User | None, at: datetime, step: Step) -> Outcome:
    """Seal a body's rows under its current key and retire the older ones; in many transactions, never inside one.

    `step` is called with the rows just done and may raise to stop; called again it goes on from there. Raises
    KeyDestroyed, KeysMissing.
    """
    outcome = finish_rotation(body.pk, step=step)
    if outcome.is_finished:
        record(body, "keys_retired", by=by, at=at)
    return outcome


@transaction.atomic
def export_body_keys(*, body: Body, passphrase: str, by: User | None, at: datetime) -> bytes:
    """Give a copy of the keys under a passphrase. Raises PassphraseTooShort, KeyDestroyed, KeysMissing."""
    exported = export_keys(body.pk, passphrase)
    record(body, "keys_exported", by=by, at=at)
    return exported


@transaction.atomic
def import_body_keys(*, exported: bytes, passphrase: str, by: User | None, at: datetime) -> Body:
    """Put a copy of a body's keys beside those it has; the same ones change nothing. Gives the body.

    Raises ExportUnreadable, Body.DoesNotExist; KeyDestroyed, since what was destroyed for good does not come back;
    FileExistsError when the body has other keys under the same names.
    """
    body_id, keys = read_export(exported, passphrase)
    body = Body.objects.get(pk=body_id)
    put_keys(body_id, keys)
    record(body, "keys_imported", by=by, at=at)
    return body


@transaction.atomic
def destroy_body_keys(*, body: Body, by: User | None, at: datetime) -> None:
    """Destroy the keys of a body for good, once the entry that says so is committed. Interrupted, call it again."""
    record(body, "keys_destroyed", by=by, at=at)
    transaction.on_commit(partial(destroy_keys, body.pk))
