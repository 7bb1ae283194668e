# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A real worker, in a process of its own, that is killed and that is asked to stop."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from incas.core.choices import JobState
from incas.core.jobs import start_job
from incas.core.jobs.running import requeue_stalled
from incas.core.models import Draft, Job
from tests.accounts.factories import UserFactory
from tests.core.jobs import works

StartWorker = Callable[[], "subprocess.Popen[bytes]"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start_worker() -> Iterator[StartWorker]:
    """Start workers on the database of the test; none outlives it."""
    database = connection.settings_dict
    address = f"postgresql://{database['USER']}:{quote(database['PASSWORD'])}@/{database['NAME']}"
    address += f"?host={quote(str(database['HOST']), safe='')}" + (
        f"&port={database['PORT']}" if database["PORT"] else ""
    )
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "tests.core.jobs.worker"]
        started.append(subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for something to happen in another process."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


def job_now(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_job_of_a_killed_worker_is_completed_by_another_with_nothing_lost_and_nothing_twice(start_worker: StartWorker):
    job = start_job("prova-conta", by=UserFactory(), arguments={"pause": 0.1}, at=timezone.now())
    worker = start_worker()
    wait_until(lambda: job_now(job).done > 0)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    marked = Draft.objects.count()
    assert 0 < marked < works.UNITS
    assert job_now(job).state == JobState.RUNNING

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'")
    assert requeue_stalled(timezone.now()) >= 1  # with what the worker was doing by the clock, if it was
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
