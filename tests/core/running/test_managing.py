# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import os
import subprocess
import sys
from pathlib import Path

from incas.core.embedded import Cluster
from incas.core.embedded.server import processes

SHOW_ROLE = (
    "from django.db import connection as c; k = c.cursor(); k.execute('SELECT current_user'); print(k.fetchone())"
)


def managed(var: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "incas", "manage", *words],
        env=environment | {"INCAS_VAR": str(var), "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_manage_starts_the_database_for_a_command_and_stops_it(tmp_path: Path):
    ended = managed(tmp_path, "shell", "--no-imports", "--command", SHOW_ROLE)
    assert (ended.returncode, ended.stdout) == (0, "('incas',)\n")
    assert processes(Cluster.under(tmp_path)) == []


def test_manage_passes_options_on_and_starts_nothing_where_nothing_is_needed(tmp_path: Path):
    ended = managed(tmp_path, "version", "--no-color")
    assert (ended.returncode, ended.stdout.startswith("5.2.")) == (0, True)
    assert list(tmp_path.iterdir()) == []
