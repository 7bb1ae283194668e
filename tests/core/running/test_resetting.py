# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from pathlib import Path

import pytest

from incas.core.processes import held
from incas.core.running.resetting import reset


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Data as a run leaves them."""
    monkeypatch.setenv("INCAS_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for name in ("postgres/data/base", "files/2026", "log", "test/0"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "static.stamp").write_text("1", encoding="utf-8")
    return tmp_path


def names(var: Path) -> set[str]:
    return {path.name for path in var.iterdir()}


def test_reset_deletes_all_but_the_locks_and_the_tests(var: Path):
    assert reset(sure=True) == 0
    assert names(var) == {"run.lock", "postgres.lock", "test"}


@pytest.mark.parametrize("lock", ["run.lock", "postgres.lock"])
def test_reset_refuses_while_something_runs(var: Path, lock: str, capsys: pytest.CaptureFixture[str]):
    with held(var / lock, "http://127.0.0.1:8000/"):
        assert reset(sure=True) == 1
    assert "http://127.0.0.1:8000/" in capsys.readouterr().out
    assert names(var) >= {"postgres", "files", "log", "static.stamp"}


def test_reset_without_a_terminal_asks_for_the_explicit_word(var: Path, capsys: pytest.CaptureFixture[str]):
    assert reset(sure=False) == 1
    assert "make reset YES=1" in capsys.readouterr().out
    assert names(var) >= {"postgres", "files", "log", "static.stamp"}


@pytest.mark.parametrize(("typed", "left"), [("cancella", set()), ("", {"files"}), ("sì", {"files"})])
def test_reset_at_a_terminal_wants_the_word_typed(
    var: Path, monkeypatch: pytest.MonkeyPatch, typed: str, left: set[str]
):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: typed)
    reset(sure=False)
    assert names(var) & {"files"} == left


@pytest.mark.parametrize("leave", [KeyboardInterrupt, EOFError])
def test_reset_left_at_the_question_deletes_nothing_and_says_so(
    var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], leave: type[BaseException]
):
    def left(_: str) -> str:
        raise leave

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", left)
    assert reset(sure=False) == 1
    assert capsys.readouterr().out.endswith("Non è stato cancellato nulla.\n")
    assert names(var) >= {"postgres", "files", "log", "static.stamp"}


def test_reset_leaves_another_server_alone(
    var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("DATABASE_URL", "postgresql://u@h/d")
    assert reset(sure=True) == 1
    assert "DATABASE_URL" in capsys.readouterr().out
    assert names(var) >= {"postgres", "files"}
