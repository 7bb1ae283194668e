# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""`incas manage COMMAND`: Django's commands with the database up, whether `make run` is going or not."""

import os
import sys
from contextlib import nullcontext

from incas.core.embedded import Cluster, DatabaseUnusable, serving
from incas.core.running.places import settings_named, var_folder

# Commands that need no database: they do not start it.
_WITHOUT_DATABASE = frozenset(
    {"", "check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "help", "makemessages", "version"}
)


def manage(words: list[str]) -> int:
    """Run one of Django's commands, the embedded server started for it when nobody runs it; gives the exit status."""
    settings_named()
    command = words[0] if words else ""
    var = var_folder()
    alone = command in _WITHOUT_DATABASE or bool(os.environ.get("DATABASE_URL", "").strip())
    log = var / "log" / "postgres.log"
    try:
        with nullcontext() if alone else serving(Cluster.under(var), by=f"incas manage {command}", log=log):
            from django.core.management import execute_from_command_line  # noqa: PLC0415 (after the server: it is heavy)

            execute_from_command_line(["incas manage", *words])
    except DatabaseUnusable as error:
        print(error, file=sys.stderr)
        return 1
    return 0
