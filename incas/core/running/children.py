# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Programs run together by one process: started, listened to, restarted, stopped in order, without busy waiting."""

import contextlib
import os
import select
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from logging import makeLogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import FrameType
from typing import IO, Self

from incas.core.processes import tied

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LOG_BYTES = 2 * 1024 * 1024
_LOGS_KEPT = 3
_LONGEST_DELAY = 30.0
_LASTING_LIFE = 60.0  # a program that ran this long is not failing at start


class StopAsked(Exception):
    """Ctrl-C, SIGTERM or a closed terminal."""


class StartFailed(Exception):
    """A program ended before everything was up; the message names it and its log, in Italian."""


@dataclass
class Program:
    """What to run: its command is asked for at each start. `stop_with` first, then SIGKILL after `patience` seconds."""

    name: str
    command: Callable[[], list[str]]
    folder: Path
    environment: Mapping[str, str] | None = None
    descriptors: tuple[int, ...] = ()
    stop_with: signal.Signals = signal.SIGTERM
    hurry_with: signal.Signals = signal.SIGKILL
    dies_with: signal.Signals = signal.SIGKILL
    patience: float = 10.0
    tells: bool = False  # its standard output is for the screen, and its end is awaited
    leaves_last: bool = False  # the others need it to the end


@dataclass
class _Running:
    """A program while it runs, or while it waits to be started again."""

    program: Program
    process: subprocess.Popen[bytes]
    exit_descriptor: int
    since: float
    failures: int = 0
    readers: list[Callable[[], bool]] = field(default_factory=list)
    last_line: str = ""


class Supervisor:
    """Runs programs until asked to stop; on leaving the block none of them is left.

    Use it in the main thread. `say` shows a line to the person at the terminal.
    """

    def __init__(self, logs: Path, say: Callable[[str], None]) -> None:
        self.logs = logs
        self.say = say
        self.up = False  # once up, a program that ends is started again; before, it is a failure to start
        self._asked = 0
        self._selector = selectors.DefaultSelector()
        self._running: dict[str, _Running] = {}
        self._waiting: list[tuple[float, Program, int]] = []
        self._handlers: dict[str, RotatingFileHandler] = {}
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        self.logs.mkdir(parents=True, exist_ok=True)
        readable, writable = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._selector.register(readable, selectors.EVENT_READ, lambda: os.read(readable, 512))
        self._stack.callback(os.close, readable)
        self._stack.callback(os.close, writable)
        self._stack.callback(signal.set_wakeup_fd, signal.set_wakeup_fd(writable, warn_on_full_buffer=False))
        for signum in _STOPPING:
            self._stack.callback(signal.signal, signum, signal.signal(signum, self._note))
        if sys.stdin.isatty():
            self._watch_terminal(sys.stdin.fileno())
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        for handler in self._handlers.values():
            handler.close()
        self._selector.close()
        self._stack.close()

    def start(self, program: Program, *, failures: int = 0) -> None:
        """Start a program and go on."""
        process = subprocess.Popen(  # noqa: S603 (our own programs)
            program.command(),
            env=program.environment,
            cwd=program.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if program.tells else subprocess.STDOUT,
            bufsize=0,
            pass_fds=program.descriptors,
            start_new_session=True,  # Ctrl-C in the terminal reaches us alone: we stop them in order
            preexec_fn=tied(program.dies_with),  # noqa: PLW1509 (see `tied`)
        )
        running = _Running(program, process, os.pidfd_open(process.pid), time.monotonic(), failures)
        self._running[program.name] = running
        for stream, to_screen in ((process.stdout, program.tells), (process.stderr, False)):
            if stream is not None:
                self._listen(running, stream, to_screen=to_screen)
        self._selector.register(running.exit_descriptor, selectors.EVENT_READ, lambda: self._ended(running))

    def finish(self, program: Program) -> int:
        """Start a program and wait for its end; gives its exit status. Raises StopAsked."""
        self.start(program)
        process = self._running[program.name].process
        self.until(lambda: process.returncode is not None)
        return process.returncode

    def until(self, done: Callable[[], bool], *, every: float | None = None) -> None:
        """Serve the programs until `done`, looked at whenever something moves and `every` so many seconds.

        Raises StopAsked, StartFailed.
        """
        while not done():
            if self._asked:
                raise StopAsked
            self._turn(every)

    @contextlib.contextmanager
    def watching(self, descriptor: int, moved: Callable[[], object]) -> Iterator[None]:
        """Inside the block `until` also calls `moved` when the descriptor has something to read."""
        self._selector.register(descriptor, selectors.EVENT_READ, moved)
        try:
            yield
        finally:
            self._selector.unregister(descriptor)

    def _watch_terminal(self, descriptor: int) -> None:
        """Stop when the terminal is closed, even where its signal reaches only the first program in it (make).

        What is typed is left unread: reading would suspend us in the background.
        """
        terminal = select.epoll()
        terminal.register(descriptor, select.EPOLLIN | select.EPOLLET)
        self._stack.callback(terminal.close)

        def moved() -> None:
            if any(event & (select.EPOLLHUP | select.EPOLLERR) for _, event in terminal.poll(0)):
                self._selector.unregister(terminal)
                self._asked += 1

        self._selector.register(terminal, selectors.EVENT_READ, moved)

    def _note(self, _signum: int, _frame: FrameType | None) -> None:
        self._asked += 1

    def _turn(self, seconds: float | None) -> None:
        """Sleep until something moves or a restart is due, and deal with it."""
        due = [at - time.monotonic() for at, _, _ in self._waiting] + ([] if seconds is None else [seconds])
        for key, _ in self._selector.select(max(0.0, min(due)) if due else None):
            key.data()
        for entry in [entry for entry in self._waiting if entry[0] <= time.monotonic()]:
            self._waiting.remove(entry)
            self.start(entry[1], failures=entry[2])

    def _listen(self, running: _Running, stream: IO[bytes], *, to_screen: bool) -> None:
        """Write what comes from the stream to the program's log, line by line."""
        descriptor = stream.fileno()
        os.set_blocking(descriptor, False)
        pending = b""

        def read() -> bool:
            """Take what is there; False when there is no more for now."""
            nonlocal pending
            if stream.closed:
                return False
            try:
                chunk = os.read(descriptor, 65536)
            except BlockingIOError:
                return False
            *lines, pending = (pending + chunk).split(b"\n")
            if not chunk:
                self._selector.unregister(descriptor)
                stream.close()
                lines, pending = ([pending] if pending else []), b""
            for line in lines:
                self._write(running, line.decode(errors="replace"), to_screen=to_screen)
            return bool(chunk)

        running.readers.append(read)
        self._selector.register(descriptor, selectors.EVENT_READ, read)

    def _write(self, running: _Running, line: str, *, to_screen: bool) -> None:
        name = running.program.name
        if name not in self._handlers:
            path = self.logs / f"{name}.log"
            self._handlers[name] = RotatingFileHandler(
                path, maxBytes=_LOG_BYTES, backupCount=_LOGS_KEPT, encoding="utf-8"
            )
        self._handlers[name].emit(makeLogRecord({"msg": line}))
        running.last_line = line.strip() or running.last_line
        if to_screen:
            self.say(line)

    def _ended(self, running: _Running) -> None:
        """Take note that a program ended; what it left in its group goes too."""
        self._selector.unregister(running.exit_descriptor)
        os.close(running.exit_descriptor)
        status = running.process.wait()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(running.process.pid, signal.SIGKILL)
        for read in running.readers:
            while read():
                pass
        program = running.program
        self._running.pop(program.name)
        if program.tells or self._asked:
            return
        if not self.up:
            raise StartFailed(f"«{program.name}» non parte: {running.last_line or status}\n{self._where(program)}")
        lasted = time.monotonic() - running.since
        failures = 0 if lasted >= _LASTING_LIFE else running.failures + 1
        delay = min(_LONGEST_DELAY, 2.0**failures / 2)
        self.say(f"«{program.name}» si è fermato: riparte fra {delay:.0f} s. {self._where(program)}")
        self._waiting.append((time.monotonic() + delay, program, failures))

    def _where(self, program: Program) -> str:
        return f"Dettagli in {self.logs / program.name}.log"

    def stop(self) -> None:
        """Stop the programs, last those the others need; a further signal meanwhile means at once."""
        self._waiting.clear()
        self._asked = max(self._asked, 1)
        for last in (False, True):
            self._stop([running for running in self._running.values() if running.program.leaves_last == last])

    def _stop(self, leaving: list[_Running]) -> None:
        asked = self._asked
        for running in leaving:
            running.process.send_signal(running.program.stop_with)
        deadline = time.monotonic() + max((running.program.patience for running in leaving), default=0.0)
        while left := [running for running in leaving if running.process.returncode is None]:
            if self._asked > asked or time.monotonic() >= deadline:
                for running in left:
                    running.process.send_signal(running.program.hurry_with)
                asked, deadline = self._asked, time.monotonic() + 1.0
            self._turn(max(0.0, deadline - time.monotonic()))
