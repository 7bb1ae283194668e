# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the worker runs for every app: the jobs people start, and the housekeeping of the queue, drafts and sendings."""

from datetime import datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.sql import queries

from incas.core.jobs import periodic
from incas.core.jobs.running import OPEN, perform, requeue_lost, requeue_stalled
from incas.core.jobs.starting import TASK
from incas.core.models import Draft, Job, Submission

KEPT = timedelta(days=30)


@app.task(name=TASK, pass_context=True)
def run_job(context: JobContext, job_id: int) -> None:
    """Do a job that somebody started; stop between two units of it when the worker is asked to stop."""
    perform(job_id, should_stop=context.should_abort)


@periodic(cron="* * * * * */20")
def keep_jobs_alive(at: datetime) -> None:
    """Take up the jobs of killed workers: a job lost with its worker waits a minute at most."""
    requeue_stalled(at)
    requeue_lost(at)


@periodic(cron="40 2 * * *")
def forget_old_rows(at: datetime) -> None:
    """Forget jobs, drafts, sendings and entries of the queue after thirty days, and sessions that have expired."""
    Job.objects.exclude(state__in=OPEN).filter(ended_at__lt=at - KEPT).delete()
    Draft.objects.filter(saved_at__lt=at - KEPT).delete()
    Submission.objects.filter(created_at__lt=at - KEPT).delete()
    SessionStore.clear_expired()
    DjangoConnector().execute_query(
        queries["delete_old_jobs"],
        nb_hours=24 * KEPT.days,
        queue=None,
        statuses=["succeeded", "failed", "cancelled", "aborted"],
    )
