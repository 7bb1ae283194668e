# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Real workers, each in a process of its own that may be killed, a pytest plugin; for tests that commit."""

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

from incas.core.jobs.running import requeue_stalled
from incas.core.models import Job

Worker = subprocess.Popen[bytes]
StartWorker = Callable[[], Worker]


@pytest.fixture
def start_worker() -> Iterator[StartWorker]:
    """Start workers on the database of the test; none outlives it."""
    database = connection.settings_dict
    address = f"postgresql://{database['USER']}:{quote(database['PASSWORD'])}@/{database['NAME']}"
    address += f"?host={quote(str(database['HOST']), safe='')}" + (
        f"&port={database['PORT']}" if database["PORT"] else ""
    )
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    started: list[Worker] = []

    def start() -> Worker:
        command = [sys.executable, "-m", "tests.core.jobs.worker"]
        started.append(subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


def kill(worker: Worker) -> None:
    """Kill a worker, which has no time to say anything."""
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def put_back_what_it_left() -> None:
    """Put back in the queue what a killed worker left, as if it had been silent for a minute."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'")
    assert requeue_stalled(timezone.now()) >= 1  # with what the worker was doing by the clock, if it was


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for something to happen in another process."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


def job_now(job: Job) -> Job:
    """Read a job as it is now."""
    return Job.objects.get(pk=job.pk)
