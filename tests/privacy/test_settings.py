# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.demo.test_demo import PRODUCTION

SHOW = "from django.conf import settings; print(settings.INCAS_KEYS, settings.INCAS_MASTER_KEY)"


def started(**environment: str | None) -> "subprocess.CompletedProcess[str]":
    """Read the settings of production in a process of its own."""
    given = {name: value for name, value in {**os.environ, **PRODUCTION, **environment}.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", SHOW], cwd=settings.BASE_DIR, env=given, capture_output=True, text=True, check=False
    )


def test_production_reads_the_master_key_from_a_file(tmp_path):
    (tmp_path / "master").write_text("chiave di prova\n")
    ended = started(INCAS_KEYS="/nowhere/keys", INCAS_MASTER_KEY_FILE=str(tmp_path / "master"))
    assert ended.stdout == "/nowhere/keys chiave di prova\n"


@pytest.mark.parametrize(
    ("folder", "told"),
    [(None, "INCAS_KEYS"), ("var/keys", "INCAS_KEYS must name a folder outside the code")],
    ids=["none named", "inside the checkout"],
)
def test_production_without_a_place_for_keys_does_not_start(folder, told):
    ended = started(INCAS_KEYS=folder)
    assert (ended.returncode, told in ended.stderr) == (1, True)
