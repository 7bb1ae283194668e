# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Runs measurements that need the platform: `python -m benchmarks list_pattern` (module names; without one, R).

Each module has a `main()`. The database is one of its own under var/benchmarks, migrated and kept between runs; its
embedded server writes without waiting for the disk. DATABASE_URL names another server instead.
"""

import os
import sys
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connections

from incas.core.embedded import Cluster, serving

VAR = Path(__file__).resolve().parent.parent / "var" / "benchmarks"


def run(names: list[str]) -> None:
    """Set the platform up, then run the measurements named."""
    os.environ["INCAS_VAR"] = str(VAR)
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    with ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            cluster = Cluster(Cluster.under(VAR).base, durable=False)
            stack.enter_context(serving(cluster, by="benchmarks", log=VAR / "postgres.log"))
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        stack.callback(connections.close_all)
        for name in names:
            import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    run(sys.argv[1:] or ["bare_list"])
