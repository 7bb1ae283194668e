# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Background jobs in tests, a pytest plugin: what waits is done at once, in the test's own transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from incas.core.choices import JobState
from incas.core.jobs.running import perform
from incas.core.models import Job

RunJobs = Callable[[], list[Job]]


@contextmanager
def telling_here(job_id: int) -> Iterator[Callable[[int, int], None]]:
    """Write progress through the connection of the test: another would not see the job."""
    yield lambda done, total: Job.objects.filter(pk=job_id).update(done=done, total=total) and None


@pytest.fixture
def run_jobs(db: None) -> RunJobs:
    """Do the jobs that wait, and those that they start, and give them back with their outcome."""

    def run() -> list[Job]:
        done: list[int] = []
        while (job := Job.objects.filter(state=JobState.WAITING).order_by("pk").first()) is not None:
            perform(job.pk, tell=telling_here)
            done.append(job.pk)
        return list(Job.objects.filter(pk__in=done).order_by("pk"))

    return run
