# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""How far a job has got, written where its page sees it at once: not in the transaction of the work."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from typing import TypeVar

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

ItemT = TypeVar("ItemT")
EVERY = 0.5
logger = logging.getLogger(__name__)


class WorkerStopping(BaseException):
    """The worker was asked to stop: the job goes back to wait and another worker takes it up.

    It is no Exception, so that a job which forgives the failures of single items does not forgive this.
    """


class Progress:
    """Counts units of work. The page is told at most twice a second; counting costs nothing in between.

    A step is also where a job lets itself be stopped: between two units, never inside one.
    """

    def __init__(self, write: Callable[[int, int], None], should_stop: Callable[[], bool]) -> None:
        self.done = 0
        self.total = 0
        self._write = write
        self._should_stop = should_stop
        self._written_at = float("-inf")

    def expect(self, total: int) -> None:
        """Say how many units there are."""
        self.total = total
        self.tell()

    def advance(self, units: int = 1) -> None:
        """Count units as done. Raises WorkerStopping when the worker has been asked to stop."""
        self.done += units
        if time.monotonic() - self._written_at >= EVERY:
            self.tell()
        if self._should_stop():
            raise WorkerStopping

    def each(self, items: Iterable[ItemT], *, total: int | None = None) -> Iterator[ItemT]:
        """Walk items, counting each once it has been dealt with."""
        if total is None and isinstance(items, Sized):
            total = len(items)
        if total is not None:
            self.expect(total)
        for item in items:
            yield item
            self.advance()

    def tell(self) -> None:
        """Write how far the job has got."""
        self._written_at = time.monotonic()
        self._write(self.done, self.total)


@contextmanager
def telling(job_id: int) -> Iterator[Callable[[int, int], None]]:
    """Give the function that writes progress, through a connection of its own.

    Through the connection of the work it would stay unseen until the work is committed. Progress that cannot be
    written is let go: it is worth less than the work.
    """
    own: BaseDatabaseWrapper = connection.copy()

    def write(done: int, total: int) -> None:
        try:
            with own.cursor() as cursor:
                cursor.execute("SET lock_timeout = '1s'")
                cursor.execute("UPDATE core_job SET done = %s, total = %s WHERE id = %s", [done, total, job_id])
        except DatabaseError:
            logger.warning("progress of job %s not written", job_id)
            own.close()

    try:
        yield write
    finally:
        own.close()
