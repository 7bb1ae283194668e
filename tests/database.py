# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The database of the tests, a pytest plugin named in pyproject.toml so that it comes before Django's settings.

Each run has a folder of its own under var/test (the first one nobody uses), with an embedded server that writes without
waiting for the disk; DATABASE_URL names another server instead. Migrations run once into a template, kept until one of
them changes; the database of each run, of each of its workers and of each test that commits is a copy of it.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from time import sleep

import django
import psycopg
import pytest
import pytest_django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import ProgrammingError, connection, connections
from django.test import TransactionTestCase
from psycopg import sql

from incas.core.embedded import Cluster, InUse, owning, running
from incas.core.embedded.addresses import embedded_address

_ROOT = Path(__file__).resolve().parent.parent
_STACK = ExitStack()
_LOCK = 20_260_217  # any number: the same for every run that shares a server


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """Start the server of this run before Django's settings are read; workers find it through INCAS_VAR."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ["INCAS_VAR"] = str(_free_folder(Path(os.environ.get("INCAS_VAR", _ROOT / "var")) / "test"))
    return (yield)


def pytest_unconfigure() -> None:
    """Stop it at the end of the run."""
    _STACK.close()


def _free_folder(base: Path) -> Path:
    """The first folder no other run uses, its server running unless DATABASE_URL names one."""
    for number in count():
        var = base / str(number)
        cluster = Cluster(Cluster.under(var).base, durable=False)
        try:
            _STACK.enter_context(owning(cluster, by="make test"))
        except InUse:
            continue
        if not os.environ.get("DATABASE_URL"):
            _STACK.enter_context(running(cluster, log=var / "postgres.log"))
            _drop_leftovers(cluster)
        return var
    raise AssertionError  # count() has no end


def _drop_leftovers(cluster: Cluster) -> None:
    """Drop what killed runs left in this folder's server, which nobody else uses."""
    address = embedded_address(cluster)
    with psycopg.connect(host=address["HOST"], user=address["USER"], dbname=address["NAME"], autocommit=True) as server:
        for (name,) in server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'incas!_test!_%' ESCAPE '!'"):
            server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


class _Databases:
    """The databases of one process of the tests: the one settings name, the template, its copy."""

    def __init__(self) -> None:
        self.outside = connection.copy()
        self.template = f"incas_template_{_fingerprint()}"
        self.inside = f"incas_test_{os.getpid()}"

    def say(self, statement: str) -> None:
        """Run a statement in the database settings name, where none of the others is in use."""
        with self.outside.cursor() as cursor:
            cursor.execute(statement)

    def templates(self) -> list[str]:
        """The finished templates of the server: this one, or those it will take the place of."""
        with self.outside.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname ~ '^incas_template_[0-9a-f]+$'")
            return [name for (name,) in cursor.fetchall()]

    def make_template(self, *, anew: bool) -> None:
        """Migrate an empty database and give it the template's name, unless it is there; one process at a time."""
        self.say(f"SELECT pg_advisory_lock({_LOCK})")
        try:
            if anew or self.template not in self.templates():
                new = f"{self.template}_new"
                self.say(f'DROP DATABASE IF EXISTS "{new}" WITH (FORCE)')
                self.say(f'CREATE DATABASE "{new}"')
                self.enter(new)
                call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
                call_command("createcachetable", verbosity=0)
                self.enter(self.outside.settings_dict["NAME"])
                for old in self.templates():
                    self.say(f'DROP DATABASE "{old}" WITH (FORCE)')
                self.say(f'ALTER DATABASE "{new}" RENAME TO "{self.template}"')
        finally:
            self.say(f"SELECT pg_advisory_unlock({_LOCK})")

    def copy(self) -> None:
        """Give this process a fresh copy of the template."""
        self.enter(self.inside)
        self.drop()
        self.say(f'CREATE DATABASE "{self.inside}" TEMPLATE "{self.template}" STRATEGY file_copy')

    def drop(self) -> None:
        """Drop the copy; again, where the server was tidying it just then (autovacuum), which nobody may interrupt."""
        for attempts_left in reversed(range(100)):
            try:
                self.say(f'DROP DATABASE IF EXISTS "{self.inside}" WITH (FORCE)')
            except ProgrammingError:
                if not attempts_left:
                    raise
                sleep(0.1)
            else:
                return

    def enter(self, name: str) -> None:
        """Make Django's connection, here and in the threads of a live server, go to this database."""
        connections.close_all()
        for settings_of in (connection.settings_dict, settings.DATABASES["default"]):
            settings_of["NAME"] = name


def _fingerprint() -> str:
    """What the template is made of: every migration of every installed app."""
    digest = hashlib.sha256(repr((django.VERSION, settings.INSTALLED_APPS)).encode())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """Give this process its database, and a fresh one after each test that commits, what migrations wrote included.

    Django itself would empty every table instead, which the append-only trail refuses.
    """
    with django_db_blocker.unblock():
        databases = _Databases()
        databases.make_template(anew=request.config.getoption("create_db"))
        databases.copy()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: databases.copy())
        yield
    with django_db_blocker.unblock():
        databases.enter(databases.outside.settings_dict["NAME"])
        databases.drop()
        databases.outside.close()
