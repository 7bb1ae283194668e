# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from pathlib import Path

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.utils import DataError, OperationalError

from incas.core import first_data
from incas.core.first_data import register_first_data
from incas.core.running import preparation


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> list[first_data.FirstData]:
    """An empty registry, in place of that of the apps."""
    items: list[first_data.FirstData] = []
    monkeypatch.setattr(first_data, "FIRST_DATA", items)
    monkeypatch.setattr(preparation, "FIRST_DATA", items)
    monkeypatch.setattr(preparation, "autodiscover_modules", lambda _: None)
    return items


@pytest.fixture
def static(tmp_path: Path, settings: object) -> Path:
    """One static file of ours, collected under a folder of the test."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("a {}", encoding="utf-8")
    settings.STATICFILES_DIRS = [source]  # type: ignore[attr-defined]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]  # type: ignore[attr-defined]
    settings.STATIC_ROOT = tmp_path / "static"  # type: ignore[attr-defined]
    return source


@pytest.mark.django_db
def test_server_too_old_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(preparation, "_OLDEST", 99)
    version = connection.pg_version // 10_000
    with pytest.raises(preparation.DatabaseUnusable, match=f"^La banca dati è PostgreSQL {version}: serve almeno la"):
        preparation._check_server()


@pytest.mark.django_db
def test_server_that_does_not_answer_is_told_with_its_first_line(monkeypatch: pytest.MonkeyPatch):
    def refuse() -> None:
        raise OperationalError("connection refused\n\tIs the server running?")

    monkeypatch.setattr(connection, "cursor", refuse)
    with pytest.raises(
        preparation.DatabaseUnusable, match=r"^La banca dati non risponde: connection refused\nControllare"
    ):
        preparation._check_server()


@pytest.mark.django_db
def test_only_missing_data_are_loaded_and_told(
    registered: list[first_data.FirstData], capsys: pytest.CaptureFixture[str]
):
    loaded: list[str] = []
    register_first_data("prima cosa", is_missing=lambda: True, load=lambda: loaded.append("prima"))
    register_first_data("seconda cosa", is_missing=lambda: False, load=lambda: loaded.append("seconda"))
    preparation._load_first_data()
    assert loaded == ["prima"]
    assert capsys.readouterr().out.startswith("· Prima cosa…\n  fatto in 0,0 s\n")


@pytest.mark.django_db
def test_data_loaded_half_are_not_kept(registered: list[first_data.FirstData]):
    people = get_user_model().objects

    def load() -> None:
        people.create(email="prova@example.it")
        raise DataError("stop")

    register_first_data("persone", is_missing=lambda: True, load=load)
    with pytest.raises(DataError):
        preparation._load_first_data()
    assert not people.filter(email="prova@example.it").exists()


def test_static_files_are_collected_again_only_when_one_changed(static: Path, capsys: pytest.CaptureFixture[str]):
    preparation._collect_static()
    preparation._collect_static()
    assert capsys.readouterr().out.count("File statici") == 1
    (static / "other.css").write_text("b {}", encoding="utf-8")
    preparation._collect_static()
    assert capsys.readouterr().out.count("File statici") == 1


@pytest.mark.parametrize("caught", ["database", "files"])
def test_full_disk_is_recognised(caught: str):
    error: Exception = OSError(28, "No space left on device")
    if caught == "database":
        error = OperationalError("could not extend file")
        error.__cause__ = psycopg.errors.DiskFull("could not extend file")
    assert preparation._is_disk_full(error)
    assert not preparation._is_disk_full(OperationalError("other"))
