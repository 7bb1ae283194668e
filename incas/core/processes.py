# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Child processes that never outlive us, and locks that never outlive their holder. Linux only; no Django here."""

import ctypes
import fcntl
import os
import select
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


class Held(Exception):
    """Somebody else holds the lock; the message is the note they left in it."""


def die_with_parent(signum: signal.Signals, parent: int) -> None:
    """Ask the kernel to send `signum` to this process when `parent` dies, however it dies (Linux, prctl(2)).

    A parent that died before the request is noticed by comparing: the process then ends at once.
    """
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(signum), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signum)


def tied(signum: signal.Signals = signal.SIGKILL) -> Callable[[], None]:
    """For `preexec_fn`: ties the child about to be started to this process. Call it in the main thread.

    The kernel watches the thread that forked, not the process: hence the main thread. Between fork and exec only one
    system call is made, which is what makes `preexec_fn` safe even where other threads run.
    """
    parent = os.getpid()
    return lambda: die_with_parent(signum, parent)


def wait_gone(pids: Iterable[int], seconds: float) -> bool:
    """Wait until none of the processes is left, at most `seconds`; True when all are gone. Children or not."""
    deadline = time.monotonic() + seconds
    for pid in pids:
        try:
            descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        try:
            poller = select.poll()
            poller.register(descriptor, select.POLLIN)
            if not poller.poll(max(0.0, deadline - time.monotonic()) * 1000):
                return False
        finally:
            os.close(descriptor)
    return True


def send(pids: Iterable[int], signum: signal.Signals) -> None:
    """Send a signal to each process that is still there."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signum)


def command_lines() -> Iterator[tuple[int, str]]:
    """Each process of the machine with its command line, words separated by a space; readable whoever owns them."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with suppress(OSError):  # it ended meanwhile
            yield int(folder.name), (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")


@contextmanager
def held(path: Path, note: str) -> Iterator[Callable[[str], None]]:
    """Hold the lock at `path` with a note for whoever finds it taken; gives a function that changes the note.

    The kernel frees it when the holder dies, kill -9 included; the file itself stays. Raises Held.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise Held(file.read().strip()) from None

        def write(text: str) -> None:
            file.seek(0)
            file.truncate()
            file.write(text)
            file.flush()

        write(note)
        try:
            yield write
        finally:
            write("")
