# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the worker can do: background jobs by kind, and what is done again and again by the clock.

Both are declared in the `tasks` module of an app, which is imported at start by the web process and by the worker.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from procrastinate.contrib.django import app

from incas.core.jobs.failures import reported
from incas.core.models import Job

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Work = Callable[..., dict[str, Any] | None]
WorkT = TypeVar("WorkT", bound=Work)
ClockT = TypeVar("ClockT", bound=Callable[[datetime], object])


class JobRefused(Exception):
    """The job cannot be done as asked; the message says why, in Italian, to who started it."""


@dataclass(frozen=True, slots=True)
class Background:
    """A kind of job: its name, its function, the exceptions whose message explains, whether a retry stands."""

    kind: str
    title: "StrOrPromise"
    work: Work
    explains: tuple[type[Exception], ...]
    stands: Callable[[Job], bool]


BACKGROUND: dict[str, Background] = {}
PERIODIC: dict[str, str] = {}


def always(_job: Job) -> bool:
    """Tell that a retry always makes sense."""
    return True


def background(
    kind: str,
    *,
    title: "StrOrPromise",
    explains: tuple[type[Exception], ...] = (),
    stands: Callable[[Job], bool] = always,
) -> Callable[[WorkT], WorkT]:
    """Register a function `(job, progress, **arguments)` as the work of a kind of job.

    It runs at least once: a killed worker's job is run again from the start, so the function must skip what is
    already done (by a constraint, a fingerprint, a state), or do all of it in one transaction. What it returns is
    kept as the result. The messages of `explains` (and of JobRefused) are shown as they are; any other exception
    gives a code to look for in the log. `stands(job)` says whether a failed job may still be tried again.
    """

    def register(work: WorkT) -> WorkT:
        known = BACKGROUND.get(kind)
        if known is not None and known.work is not work:
            message = f"two kinds of job are called {kind}"
            raise ValueError(message)
        BACKGROUND[kind] = Background(kind, title, work, (JobRefused, *explains), stands)
        return work

    return register


def periodic(*, cron: str) -> Callable[[ClockT], ClockT]:
    """Run a function `(at)` by the clock: five fields of cron in UTC, or six with the seconds last.

    Whatever the number of workers it runs once each time. Its failure is logged without content, and it runs again
    next time.
    """

    def register(work: ClockT) -> ClockT:
        name = f"{work.__module__}.{work.__qualname__}"

        def run(timestamp: int) -> None:
            with reported(name):
                work(datetime.fromtimestamp(timestamp, tz=UTC))

        app.periodic(cron=cron)(app.task(name=name, queueing_lock=name, lock=name)(run))
        PERIODIC[name] = cron
        return work

    return register
