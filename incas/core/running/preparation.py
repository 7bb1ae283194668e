# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Leave database and static files ready for the web server: `python -m incas.core.running.preparation`.

Each step looks first whether it is needed, so that the second time it takes hardly longer than Django's own start. What
it prints is for the person who typed `make run`.
"""

import errno
import hashlib
import logging
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import autodiscover_modules

from incas.core.embedded import DatabaseUnusable
from incas.core.first_data import FIRST_DATA
from incas.core.running.places import settings_named

_OLDEST = 15
_FULL = "Il disco è pieno: liberare spazio e ripetere «make run»."


def main() -> int:
    """Do every step; gives the exit status. What went wrong is told in Italian, in full in the log."""
    settings_named()
    try:
        django.setup()
        _check_server()
        _migrate()
        _load_first_data()
        _collect_static()
    except DatabaseUnusable as error:
        print(error)
    except (DatabaseError, OSError) as error:
        if not _is_disk_full(error):
            raise
        logging.getLogger(__name__).exception("disk full")
        print(_FULL)
    else:
        return 0
    return 1


def _check_server() -> None:
    """Refuse a server that cannot be reached or is too old; tell what its role may not be. Raises DatabaseUnusable."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0]) // 10_000
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        raise DatabaseUnusable(f"La banca dati non risponde: {reason}\nControllare DATABASE_URL.") from error
    if version < _OLDEST:
        raise DatabaseUnusable(f"La banca dati è PostgreSQL {version}: serve almeno la versione {_OLDEST}.")
    for issue in run_checks(tags=[Tags.database], databases=["default"]):
        print(issue.msg, issue.hint or "")


def _migrate() -> None:
    """Bring the tables up to date."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        with _told("Tabelle della banca dati"):
            call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def _load_first_data() -> None:
    """Load what the apps say is missing, each whole or not at all: interrupted, it is still missing next time."""
    autodiscover_modules("first_data")
    for item in FIRST_DATA:
        if item.is_missing():
            with _told(item.name[:1].upper() + item.name[1:]), transaction.atomic():
                item.load()


def _collect_static() -> None:
    """Collect and compress the static files when any of them changed."""
    target = Path(settings.STATIC_ROOT)
    stamp = target.with_name("static.stamp")
    sources = _static_sources()
    if target.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == sources:
        return
    with _told("File statici"):
        stamp.unlink(missing_ok=True)
        shutil.rmtree(target, ignore_errors=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(sources, encoding="utf-8")


def _static_sources() -> str:
    """One word that changes when a static file does: of names, sizes and times."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@contextmanager
def _told(step: str) -> Iterator[None]:
    """Show a step before it starts and how long it took."""
    print(f"· {step}…", flush=True)
    start = time.monotonic()
    yield
    taken = f"{time.monotonic() - start:.1f}".replace(".", ",")
    print(f"  fatto in {taken} s", flush=True)


def _is_disk_full(error: BaseException) -> bool:
    cause = error.__cause__
    return isinstance(cause, psycopg.errors.DiskFull) or getattr(error, "errno", None) == errno.ENOSPC


if __name__ == "__main__":
    sys.exit(main())
