# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the worker does with a job: take it, do it, say how it went. And what keeps jobs from being lost."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.manager import JobManager

from incas.core.choices import JobState
from incas.core.jobs.failures import log_failure
from incas.core.jobs.progress import Progress, WorkerStopping, telling
from incas.core.jobs.registry import BACKGROUND
from incas.core.jobs.starting import enqueue
from incas.core.models import Job

MOST_ATTEMPTS = 5
SILENT_FOR = timedelta(seconds=30)
OPEN = (JobState.WAITING, JobState.RUNNING)
Teller = Callable[[int], AbstractContextManager[Callable[[int, int], None]]]


def never() -> bool:
    """Tell that nobody asked to stop."""
    return False


def perform(job_id: int, *, should_stop: Callable[[], bool] = never, tell: Teller = telling) -> None:
    """Do a job, from being taken up to its outcome. One already ended is left as it is.

    Nothing is raised: a failure is the outcome of the job, explained to who started it.
    """
    job = taken(job_id)
    if job is None:
        return
    if job.attempts > MOST_ATTEMPTS:
        fail(job, _("L'elaborazione si è interrotta più volte."))
        return
    known = BACKGROUND.get(job.kind)
    if known is None:
        fail(job, _("Questa elaborazione non è più prevista."))
        return
    with tell(job.pk) as write:
        progress = Progress(write, should_stop)
        try:
            result = known.work(job, progress, **job.arguments)
        except known.explains as refusal:
            fail(job, str(refusal))
        except WorkerStopping:
            put_back(job)
        except Exception as error:  # noqa: BLE001 (the outcome of the job, whatever it is)
            reference = log_failure(f"job {job.pk} ({job.kind})", error)
            fail(job, _("Errore imprevisto. Chi assiste lo ritrova con il codice %(code)s.") % {"code": reference})
        else:
            complete(job, progress, result or {})


@transaction.atomic
def taken(job_id: int) -> Job | None:
    """Take a job up: it is running, once more. One that was running was its killed worker's: the lock is ours now."""
    job = Job.objects.select_for_update().filter(pk=job_id, state__in=OPEN).first()
    if job is None:
        return None
    job.state, job.attempts, job.started_at = JobState.RUNNING, job.attempts + 1, job.started_at or timezone.now()
    job.save(update_fields=["state", "attempts", "started_at"])
    return job


def complete(job: Job, progress: Progress, result: dict[str, Any]) -> None:
    """Keep the result of a job that went well."""
    Job.objects.filter(pk=job.pk).update(
        state=JobState.DONE, result=result, done=progress.done, total=progress.total, ended_at=timezone.now()
    )


def fail(job: Job, why: str) -> None:
    """Keep why a job went wrong, in Italian."""
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, failure=why, ended_at=timezone.now())


@transaction.atomic
def put_back(job: Job) -> None:
    """Leave a job to the next worker. Being stopped is no failed attempt."""
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING, attempts=F("attempts") - 1)
    enqueue(job)


@transaction.atomic
def requeue_stalled(at: datetime, *, silent_for: timedelta = SILENT_FOR) -> int:
    """Put back in the queue what a killed worker left behind; give the number of entries put back.

    A worker is dead when its heartbeat, which comes every ten seconds, has been silent for thirty.
    """
    stalled = ProcrastinateJob.objects.filter(status="doing").filter(
        Q(worker__isnull=True) | Q(worker__last_heartbeat__lt=at - silent_for)
    )
    keys = list(stalled.values_list("pk", flat=True))
    manager = JobManager(DjangoConnector())
    for key in keys:
        manager.retry_job_by_id(key, retry_at=at)
    return len(keys)


@transaction.atomic
def requeue_lost(at: datetime) -> int:
    """Put back in the queue the open jobs that no entry of it stands for; give their number.

    It happens when the database was away just as a job ended: the queue holds it done, its row still running.
    """
    entry = ProcrastinateJob.objects.filter(
        lock=Concat(Value("job-"), Cast(OuterRef("pk"), CharField())), status__in=["todo", "doing"]
    )
    lost = Job.objects.select_for_update(skip_locked=True).filter(
        ~Exists(entry), Q(state__in=OPEN), Q(created_at__lt=at - SILENT_FOR)
    )
    jobs = list(lost)
    for job in jobs:
        enqueue(job)
    return len(jobs)
