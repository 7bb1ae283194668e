# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Starting a job, and starting it again."""

from datetime import datetime
from typing import Any, Protocol

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from incas.core.choices import JobState
from incas.core.jobs.registry import BACKGROUND, JobRefused
from incas.core.models import Job

TASK = "incas.core.tasks.run_job"


class Person(Protocol):
    """Whoever starts a job."""

    @property
    def pk(self) -> Any:
        """Their key."""


@transaction.atomic
def start_job(
    kind: str, *, by: Person, arguments: dict[str, Any], at: datetime, return_url: str = "", title: str = ""
) -> Job:
    """Put a job in the queue and give its row, whose page (`core:job`) follows it.

    The queue is a table, so the job begins when the transaction that started it is committed and never if it is
    undone. `arguments` are keys of rows, as JSON: never content. `return_url` is where its page leads when it has
    ended.
    """
    job = Job.objects.create(
        kind=kind,
        title=title or str(BACKGROUND[kind].title),
        owner_id=by.pk,
        arguments=arguments,
        return_url=return_url,
        created_at=at,
    )
    enqueue(job)
    return job


@transaction.atomic
def retry_job(*, job: Job, by: Person) -> Job:
    """Try a failed job again. Called again while it waits or runs it changes nothing.

    Raises JobRefused when what it worked on no longer stands.
    """
    job = Job.objects.visible_to(by).select_for_update().get(pk=job.pk)
    if job.state != JobState.FAILED:
        return job
    if job.kind not in BACKGROUND or not BACKGROUND[job.kind].stands(job):
        raise JobRefused(_("Ciò su cui lavorava non c'è più: ricominciare dall'inizio."))
    job.state, job.failure, job.done, job.total, job.attempts = JobState.WAITING, "", 0, 0, 0
    job.started_at = job.ended_at = None
    job.save()
    enqueue(job)
    return job


def enqueue(job: Job) -> None:
    """Put a job in the queue, in the present transaction. Two runs of the same job never overlap."""
    manager = JobManager(DjangoConnector())
    configure_task(name=TASK, job_manager=manager, lock=lock_of(job.pk)).defer(job_id=job.pk)


def lock_of(job_id: int) -> str:
    """Name the lock under which a job runs."""
    return f"job-{job_id}"
