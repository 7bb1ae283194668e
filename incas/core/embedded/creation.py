# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Making the data folder: all of it or nothing, so that an interruption at any moment leaves a folder that starts."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from incas.core.embedded.account import Account
from incas.core.embedded.cluster import DATABASE, EXTENSIONS, ROLE, Cluster
from incas.core.embedded.failures import DatabaseUnusable
from incas.core.processes import tied

ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}
_UNFINISHED = "new-"


def create_data(cluster: Cluster, account: Account, programs: Path) -> None:
    """Make the cluster, its extensions, the ordinary role and the database it owns; then give the folder its name.

    Unicode is handled by PostgreSQL itself (builtin C.UTF-8): the packaged server has no ICU, and what the machine's C
    library knows differs from machine to machine. Raises DatabaseUnusable.
    """
    _remove_unfinished(cluster)
    folder = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=cluster.base))
    try:
        account.own(folder)
        _run(
            [
                *account.prefix,
                str(programs / "initdb"),
                f"--pgdata={folder}",
                "--username=postgres",
                "--auth=reject",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-sync",
            ]
        )
        # Single-user mode: the superuser never needs a way in, so pg_hba.conf gives it none.
        alone = [str(programs / "postgres"), "--single", "-D", str(folder), "-c", "log_checkpoints=off", "template1"]
        _run([*account.prefix, *alone], typed=_statements())
        if cluster.durable:
            _run([*account.prefix, str(programs / "initdb"), "--sync-only", f"--pgdata={folder}"])
        folder.rename(cluster.data)
    finally:
        _remove_unfinished(cluster)  # again: what an interrupted initdb was still writing has ended meanwhile


def _remove_unfinished(cluster: Cluster) -> None:
    for folder in cluster.base.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(folder, ignore_errors=True)


def _statements() -> str:
    """One statement a line. Extensions go into template1 too: the databases of the tests are born from it."""
    extensions = [f"CREATE EXTENSION {name};" for name in EXTENSIONS]
    role = f"CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION;"
    return "\n".join([*extensions, role, f"CREATE DATABASE {DATABASE} OWNER {ROLE};", ""])


def _run(command: list[str], *, typed: str = "") -> None:
    """Run one of PostgreSQL's programs to its end. Single-user mode tells its errors and exits with 0: so look."""
    ended = subprocess.run(  # noqa: S603 (PostgreSQL's own programs)
        command,
        input=typed,
        env=ENVIRONMENT,
        cwd="/",
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        start_new_session=True,
        preexec_fn=tied(signal.SIGKILL),
    )
    if ended.returncode or "ERROR:" in ended.stdout or "FATAL:" in ended.stdout:
        raise DatabaseUnusable(explained("La banca dati non è stata creata.", ended.stdout))


def explained(what: str, output: str) -> str:
    """`what` with the reason read in PostgreSQL's own output, and the remedy where it is a known one."""
    if "No space left on device" in output:
        return f"{what} Il disco è pieno: liberare spazio e ripetere."
    if "could not look up effective user ID" in output:
        return f"{what} L'utente che avvia non è tra quelli del sistema (/etc/passwd): avviare con un altro."
    if "database files are incompatible with server" in output or "was initialized by PostgreSQL version" in output:
        return f"{what} I dati sono di un'altra versione di PostgreSQL: ricominciare con «make reset»."
    marks = ("FATAL:", "PANIC:", "ERROR:", "error:", "setpriv:")
    told = [line.strip() for line in output.splitlines() if any(mark in line for mark in marks)]
    return f"{what} PostgreSQL dice: {(told or output.strip().splitlines() or ['nulla'])[-1]}"
