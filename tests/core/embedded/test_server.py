# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The embedded server, for real: each test makes, kills or shares one in a folder of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from incas.core.embedded import Cluster, DatabaseUnusable, InUse, serving
from incas.core.embedded.addresses import embedded_address
from incas.core.embedded.server import owning, prepare, processes, wait_ready
from incas.core.processes import wait_gone

OWNER = """
import sys, time
from pathlib import Path
from incas.core.embedded import Cluster, serving
with serving(Cluster(Path(sys.argv[1])), by="un altro comando", log=Path(sys.argv[1] + ".log")):
    print("up", flush=True)
    time.sleep(600)
"""


def connected(cluster: Cluster) -> psycopg.Connection[tuple[Any, ...]]:
    address = embedded_address(cluster)
    return psycopg.connect(host=address["HOST"], user=address["USER"], dbname=address["NAME"], autocommit=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Cluster:
    """A cluster made once and stopped: the tests below start it again."""
    cluster = Cluster(tmp_path_factory.mktemp("made") / "postgres")
    with serving(cluster, by="prova", log=cluster.base.with_suffix(".log")):
        pass
    return cluster


@pytest.fixture
def server(made: Cluster) -> Iterator[Cluster]:
    """The same, running."""
    with serving(made, by="prova", log=made.base.with_suffix(".log")):
        yield made


@pytest.fixture
def owner(made: Cluster) -> Iterator[subprocess.Popen[str]]:
    """Another process that runs it."""
    command = [sys.executable, "-c", OWNER, str(made.base)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        yield process
        process.kill()
    assert wait_gone(processes(made), 10)


def test_application_role_is_ordinary_and_owns_its_database(server: Cluster):
    with connected(server) as connection:
        assert connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolreplication, rolcreatedb "
            "FROM pg_roles WHERE rolname = current_user"
        ).fetchone() == ("incas", False, False, False, False, True)
        owner = connection.execute("SELECT datdba::regrole::text FROM pg_database WHERE datname = 'incas'").fetchone()
        assert owner == ("incas",)


def test_superuser_is_not_let_in(server: Cluster):
    with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
        psycopg.connect(host=str(server.socket), user="postgres", dbname="incas")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try as somebody else")
def test_other_accounts_of_the_machine_are_not_let_in(server: Cluster):
    # With a capability that passes over the folder's permissions, so that only the authentication is left to refuse.
    as_somebody_else = ["setpriv", "--reuid=1", "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    try_it = f"import psycopg; psycopg.connect(host={str(server.socket)!r}, user='incas', dbname='incas')"
    tried = subprocess.run(
        [*as_somebody_else, sys.executable, "-c", try_it],
        capture_output=True,
        text=True,
        check=False,
    )
    assert 'Peer authentication failed for user "incas"' in tried.stderr


def test_extensions_of_the_migrations_are_there_in_new_databases_too(server: Cluster):
    with connected(server) as connection:
        connection.execute("CREATE DATABASE born")
        try:
            with psycopg.connect(host=str(server.socket), user="incas", dbname="born") as born:
                for name in ("btree_gist", "citext", "pg_trgm", "unaccent"):
                    born.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
                assert born.execute("SELECT unaccent('Forlì'), lower('CEFALÙ')").fetchone() == ("Forli", "cefalù")
        finally:
            connection.execute("DROP DATABASE born")


def test_refused_values_stay_out_of_the_log(server: Cluster):
    with connected(server) as connection:
        connection.execute("CREATE TEMP TABLE person (code text UNIQUE)")
        connection.execute("INSERT INTO person VALUES ('RSSMRA80A01H501U')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO person VALUES ('RSSMRA80A01H501U')")
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            connection.execute("SELECT 'RSSMRA80A01H501U'::integer")
    assert "RSSMRA80A01H501U" not in server.base.with_suffix(".log").read_text(encoding="utf-8")


def test_server_of_another_process_is_shared_and_left_running(made: Cluster, owner: subprocess.Popen[str]):
    with serving(made, by="prova", log=made.base.with_suffix(".log")), connected(made) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert owner.poll() is None
    with connected(made) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_owner_of_the_server_is_named_to_who_wants_to_own_it(made: Cluster, owner: subprocess.Popen[str]):
    with pytest.raises(InUse, match="un altro comando"), owning(made, by="prova"):
        pass
    assert owner.poll() is None


def test_kill_of_the_owner_leaves_no_process_and_data_that_start_again(made: Cluster, owner: subprocess.Popen[str]):
    with connected(made) as connection:
        connection.execute("CREATE TABLE kept_by_owner AS SELECT 42 AS answer")
        owner.kill()
        owner.wait()
        assert wait_gone(processes(made), 10)
    with serving(made, by="prova", log=made.base.with_suffix(".log")), connected(made) as connection:
        assert connection.execute("SELECT answer FROM kept_by_owner").fetchone() == (42,)


def test_kill_of_the_postmaster_loses_nothing_committed(made: Cluster):
    with serving(made, by="prova", log=made.base.with_suffix(".log")), connected(made) as connection:
        connection.execute("CREATE TABLE kept_by_postmaster AS SELECT 42 AS answer")
        postmaster = int((made.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        os.kill(postmaster, signal.SIGKILL)
        wait_gone([postmaster], 10)
    assert (made.data / "postmaster.pid").exists()
    with serving(made, by="prova", log=made.base.with_suffix(".log")), connected(made) as connection:
        assert connection.execute("SELECT answer FROM kept_by_postmaster").fetchone() == (42,)


def test_orphan_server_is_stopped_before_a_new_start(made: Cluster):
    command = [word for word in prepare(made) if word != "--pdeathsig=INT"]
    with subprocess.Popen(command, cwd="/", start_new_session=True, stderr=subprocess.DEVNULL) as orphan:
        try:
            wait_ready(made)
            assert orphan.pid in processes(made)
            with serving(made, by="prova", log=made.base.with_suffix(".log")), connected(made) as connection:
                assert orphan.wait(1) == 0
                assert connection.execute("SELECT 1").fetchone() == (1,)
        finally:
            orphan.kill()


def test_files_that_name_a_stranger_do_not_prevent_the_start(made: Cluster):
    with subprocess.Popen(["sleep", "60"]) as stranger:
        lines = [str(stranger.pid), str(made.data), "0", "5432", str(made.socket), "", "0 0", "ready"]
        for path in (made.data / "postmaster.pid", made.socket / ".s.PGSQL.5432.lock"):
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        with serving(made, by="prova", log=made.base.with_suffix(".log")), connected(made) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert stranger.poll() is None
        stranger.kill()


def test_creation_interrupted_leaves_a_folder_that_starts(tmp_path: Path):
    cluster = Cluster(tmp_path / "postgres", durable=False)
    with subprocess.Popen([sys.executable, "-c", OWNER, str(cluster.base)]) as interrupted:
        deadline = time.monotonic() + 10
        while not list(cluster.base.glob("new-*/base")) and time.monotonic() < deadline:
            time.sleep(0.005)
        interrupted.kill()
    assert not cluster.data.exists()
    with serving(cluster, by="prova", log=tmp_path / "postgres.log"), connected(cluster) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not list(cluster.base.glob("new-*"))


def test_socket_of_a_long_path_moves_to_a_short_private_folder(tmp_path: Path):
    cluster = Cluster(tmp_path / ("long" * 30) / "postgres", durable=False)
    assert cluster.socket == Path("/tmp", cluster.name)
    assert len(bytes(cluster.socket)) < 60
    assert Cluster(Path("/srv/incas/var/postgres")).socket == Path("/srv/incas/var/postgres/socket")


def test_socket_folder_of_somebody_else_is_refused(made: Cluster):
    made.socket.rmdir()
    made.socket.symlink_to("/var")
    try:
        with pytest.raises(DatabaseUnusable, match="appartiene a un altro utente"):
            prepare(made)
    finally:
        made.socket.unlink()


def test_data_of_another_version_are_told_with_the_remedy(made: Cluster):
    version = made.data / "PG_VERSION"
    version.write_text("17\n", encoding="utf-8")
    try:
        with (
            pytest.raises(DatabaseUnusable, match=r"altra versione di PostgreSQL.*make reset"),
            serving(made, by="prova", log=made.base.with_suffix(".log")),
        ):
            pass
    finally:
        version.write_text("18\n", encoding="utf-8")
