# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import os
import shutil
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest

from incas.core.processes import held
from incas.core.running import starting
from incas.core.running.starting import run


@pytest.fixture(autouse=True)
def _var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INCAS_VAR", str(tmp_path))
    monkeypatch.setattr(starting, "_REMAINS_SECONDS", 0.0)
    monkeypatch.delenv("DATABASE_URL", raising=False)


def refused(port: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What is shown when nothing can be started."""
    assert run(port=port, with_parent=False) == 1
    return capsys.readouterr().out.strip()


def test_port_taken_by_another_program_is_told_with_one_to_try(capsys: pytest.CaptureFixture[str]):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert refused(str(port), capsys) == (
            f"La porta {port} è già usata da un altro programma.\n"
            f"Sceglierne un'altra, per esempio: make run PORT={port + 1}"
        )


@pytest.mark.parametrize("port", ["", "ottomila", "0", "65536", "-1", "٨٠"])
def test_port_that_is_no_port_is_told(port: str, capsys: pytest.CaptureFixture[str]):
    assert refused(port, capsys) == f"La porta deve essere un numero fra 1 e 65535, non «{port}»."


def test_second_run_is_told_where_the_first_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    with held(tmp_path / "run.lock", "http://127.0.0.1:8000/"):
        assert refused("8001", capsys).startswith("InCaS plus è già in funzione: http://127.0.0.1:8000/\n")


def test_database_in_use_by_another_command_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    with held(tmp_path / "postgres.lock", "incas manage shell"), socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        assert refused(str(port), capsys).endswith(
            f"La banca dati in {tmp_path}/postgres è in uso da «incas manage shell»."
        )


def test_wrong_database_url_is_told_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("DATABASE_URL", "mysql://u@h/d")
    assert refused("8001", capsys).startswith("DATABASE_URL deve cominciare con postgresql://")
    assert list(tmp_path.iterdir()) == []


def test_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10**8))
    assert refused("8001", capsys) == (
        f"Sul disco di {tmp_path} restano 95 MB: ne servono almeno 400. Liberare spazio e ripetere «make run»."
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may take any port")
def test_port_of_root_is_told(capsys: pytest.CaptureFixture[str]):
    assert refused("80", capsys) == "La porta 80 è riservata a root: usarne una da 1024 in su."
