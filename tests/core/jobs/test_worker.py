# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A real worker, in a process of its own, that is killed and that is asked to stop."""

import signal

import pytest
from django.utils import timezone

from incas.core.choices import JobState
from incas.core.jobs import start_job
from incas.core.jobs.running import requeue_stalled
from incas.core.models import Draft, Job
from tests.accounts.factories import UserFactory
from tests.core.jobs import works
from tests.workers import StartWorker, job_now, kill, put_back_what_it_left, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_job_of_a_killed_worker_is_completed_by_another_with_nothing_lost_and_nothing_twice(start_worker: StartWorker):
    job = start_job("prova-conta", by=UserFactory(), arguments={"pause": 0.1}, at=timezone.now())
    worker = start_worker()
    wait_until(lambda: job_now(job).done > 0)
    kill(worker)
    marked = Draft.objects.count()
    assert 0 < marked < works.UNITS
    assert job_now(job).state == JobState.RUNNING

    put_back_what_it_left()
    start_worker()
    wait_until(lambda: job_now(job).state == JobState.DONE)

    assert sorted(Draft.objects.values_list("owner_id", flat=True)) == list(range(works.UNITS))
    assert (job_now(job).attempts, job_now(job).result) == (2, {"marked": works.UNITS - marked})


def test_job_of_a_worker_that_lives_is_left_to_it(start_worker: StartWorker):
    job = start_job("prova-conta", by=UserFactory(), arguments={"pause": 0.1}, at=timezone.now())
    start_worker()
    wait_until(lambda: job_now(job).state == JobState.RUNNING)
    assert requeue_stalled(timezone.now()) == 0


def test_worker_asked_to_stop_leaves_its_job_to_the_next(start_worker: StartWorker):
    job = start_job("prova-conta", by=UserFactory(), arguments={"pause": 0.2}, at=timezone.now())
    worker = start_worker()
    wait_until(lambda: job_now(job).done > 0)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    assert (job_now(job).state, job_now(job).attempts) == (JobState.WAITING, 0)
    assert 0 < Draft.objects.count() < works.UNITS

    Job.objects.filter(pk=job.pk).update(arguments={"pause": 0})
    start_worker()
    wait_until(lambda: job_now(job).state == JobState.DONE)
    assert Draft.objects.count() == works.UNITS
