# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""`incas run`: everything up with one command, everything down with Ctrl-C."""

import contextlib
import errno
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from incas.core.embedded import Cluster, DatabaseUnusable, database_settings, owning
from incas.core.embedded.creation import ENVIRONMENT
from incas.core.embedded.server import is_ready, prepare
from incas.core.processes import Held, die_with_parent, held
from incas.core.running.children import Program, StartFailed, StopAsked, Supervisor
from incas.core.running.places import ROOT, settings_named, var_folder

HOST = "127.0.0.1"
_LAST_PORT = 65_535
_LEAST_FREE_BYTES = 400 * 1024 * 1024
_REMAINS_SECONDS = 3.0  # how long what a killed run left may go on holding the port
_FIRST_PAGE_SECONDS = 120.0


class CannotRun(Exception):
    """Why nothing was started and what to do, in Italian."""


def run(*, port: str, with_parent: bool) -> int:
    """Start everything, watch it, stop it; gives the exit status.

    `with_parent`: stop also when the process that started this one dies (make, which cannot tell when it is killed).
    """
    if with_parent:
        die_with_parent(signal.SIGTERM, os.getppid())
    settings_named()
    started = time.monotonic()
    var = var_folder()
    # For the settings of the programs, which start in another folder: a relative path would lead them astray.
    os.environ |= {"INCAS_VAR": str(var), "PORT": port}
    try:
        var.mkdir(parents=True, exist_ok=True)
        database_settings(var)  # a wrong DATABASE_URL is told before anything starts
        _check_space(var)
        with _only_run(var, port), _listening(port) as listening, Supervisor(var / "log", _say) as supervisor:
            _serve(supervisor, listening, var, started)
    except StopAsked:
        _say("InCaS plus si è fermato.")
        return 0
    except (CannotRun, DatabaseUnusable, StartFailed) as error:
        _say(f"\n{error}")
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _say("\nIl disco è pieno: liberare spazio e ripetere «make run».")
    return 1


def _serve(supervisor: Supervisor, listening: socket.socket, var: Path, started: float) -> None:
    """The order of things. Returns only by raising StopAsked or StartFailed."""
    _say("InCaS plus, dimostrazione con dati inventati")
    with contextlib.ExitStack() as stack:
        if not os.environ.get("DATABASE_URL", "").strip():
            cluster = Cluster.under(var)
            stack.enter_context(owning(cluster, by=f"make run (processo {os.getpid()})"))
            # Leaving the block early must stop the programs before the lock is free.
            stack.callback(supervisor.stop)
            if not cluster.data.exists():
                _say(f"· Prima volta: si crea la banca dati in {cluster.base}")
            supervisor.start(_database(cluster))
            supervisor.until(lambda: is_ready(cluster), every=0.02)
        if supervisor.finish(_python("preparazione", "incas.core.running.preparation", tells=True)):
            raise StartFailed(f"L'avvio si è interrotto. Dettagli in {supervisor.logs / 'preparazione.log'}")
        supervisor.start(_web(listening))
        supervisor.start(_python("lavori", "incas", "manage", "procrastinate", "worker"))
        _await_first_page(supervisor, listening)
        supervisor.up = True
        _tell_address(listening, time.monotonic() - started)
        supervisor.until(lambda: False)


def _database(cluster: Cluster) -> Program:
    return Program(
        name="postgres",
        command=lambda: prepare(cluster),
        folder=Path("/"),
        environment=ENVIRONMENT,
        stop_with=signal.SIGINT,  # fast shutdown
        hurry_with=signal.SIGQUIT,  # immediate shutdown
        dies_with=signal.SIGINT,
        leaves_last=True,
    )


def _web(listening: socket.socket) -> Program:
    command = [sys.executable, "-m", "gunicorn", "--config", "python:incas.core.running.web"]
    bound = [*command, "--bind", f"fd://{listening.fileno()}"]
    return Program(name="web", command=lambda: bound, folder=ROOT, descriptors=(listening.fileno(),))


def _python(name: str, module: str, *words: str, tells: bool = False) -> Program:
    return Program(name=name, command=lambda: [sys.executable, "-m", module, *words], folder=ROOT, tells=tells)


@contextlib.contextmanager
def _only_run(var: Path, port: str) -> Iterator[None]:
    """Hold the lock that says who runs. Raises CannotRun when it is taken."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(held(var / "run.lock", f"http://{HOST}:{port}/"))
        except Held as error:
            raise CannotRun(
                f"InCaS plus è già in funzione: {error}\nPer fermarlo: Ctrl-C nella finestra in cui gira."
            ) from None
        yield


@contextlib.contextmanager
def _listening(port: str) -> Iterator[socket.socket]:
    """Take the port at once: who connects meanwhile waits for the answer. Raises CannotRun when it cannot be had."""
    if not port.isascii() or not port.isdigit() or not 0 < int(port) <= _LAST_PORT:
        raise CannotRun(f"La porta deve essere un numero fra 1 e 65535, non «{port}».")
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        deadline = time.monotonic() + _REMAINS_SECONDS
        while True:
            try:
                listening.bind((HOST, int(port)))
                break
            except PermissionError:
                raise CannotRun(f"La porta {port} è riservata a root: usarne una da 1024 in su.") from None
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                if time.monotonic() > deadline:
                    raise CannotRun(
                        f"La porta {port} è già usata da un altro programma.\n"
                        f"Sceglierne un'altra, per esempio: make run PORT={min(int(port) + 1, _LAST_PORT)}"
                    ) from None
                time.sleep(0.1)
        listening.listen(128)
        yield listening


def _check_space(var: Path) -> None:
    """Refuse to start on a disk about to be full. Raises CannotRun."""
    free = shutil.disk_usage(var).free
    if free < _LEAST_FREE_BYTES:
        raise CannotRun(
            f"Sul disco di {var} restano {free // 1024**2} MB: ne servono almeno {_LEAST_FREE_BYTES // 1024**2}. "
            "Liberare spazio e ripetere «make run»."
        )


def _await_first_page(supervisor: Supervisor, listening: socket.socket) -> None:
    """Ask for the first page and wait for its answer: up means that it is served. Raises StartFailed."""
    host, port = listening.getsockname()
    answer = b""
    deadline = time.monotonic() + _FIRST_PAGE_SECONDS

    def read() -> None:
        nonlocal answer
        answer = browser.recv(64)

    with socket.create_connection((host, port)) as browser, supervisor.watching(browser.fileno(), read):
        browser.sendall(f"GET / HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
        supervisor.until(lambda: answer != b"" or time.monotonic() > deadline, every=5)
    status = answer.split(b" ")[1:2]
    if not status or status[0] >= b"500":
        raise StartFailed(f"La prima pagina non risponde come deve. Dettagli in {supervisor.logs / 'web.log'}")


def _tell_address(listening: socket.socket, seconds: float) -> None:
    host, port = listening.getsockname()
    taken = f"{seconds:.1f}".replace(".", ",")
    _say(
        f"\nPronto in {taken} s.\n\n"
        f"  Indirizzo       http://{host}:{port}/\n"
        f"  Posta di prova  http://{host}:{port}/demo/posta/\n"
        "  Per fermare     Ctrl-C\n"
    )


def _say(line: str) -> None:
    """Show a line; a terminal that was closed meanwhile is no reason to stop half-way."""
    with contextlib.suppress(OSError):
        print(line, flush=True)
