# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incas.core.embedded import Cluster, DatabaseAddressWrong, database_settings
from incas.core.embedded.addresses import parse_database_url

# libpq ends strings at a zero byte; lone surrogates have no UTF-8.
words = st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), min_size=1, max_size=30)


def test_database_settings_name_the_embedded_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings = database_settings(tmp_path)
    assert settings["HOST"] == str(Cluster.under(tmp_path).socket)
    assert (settings["NAME"], settings["USER"], settings["PASSWORD"], settings["PORT"]) == ("incas", "incas", "", "")
    assert list(tmp_path.iterdir()) == []


def test_database_settings_obey_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://anci@db.example:6432/incas")
    settings = database_settings(tmp_path)
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert (settings["HOST"], settings["PORT"], settings["USER"]) == ("db.example", "6432", "anci")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgres://u:p@h:5433/d?sslmode=verify-full&sslrootcert=/etc/ca.pem",
            {"USER": "u", "PASSWORD": "p", "HOST": "h", "PORT": "5433", "NAME": "d"}
            | {"OPTIONS": {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}},
        ),
        (
            "postgresql:///d?host=/run/postgresql",
            {"USER": "", "PASSWORD": "", "HOST": "/run/postgresql", "PORT": "", "NAME": "d", "OPTIONS": {}},
        ),
        (
            "postgresql://u@%2Frun%2Fpostgresql/d",
            {"USER": "u", "PASSWORD": "", "HOST": "/run/postgresql", "PORT": "", "NAME": "d", "OPTIONS": {}},
        ),
        (
            "postgresql://u@a:1,b:2/d?target_session_attrs=read-write",
            {"USER": "u", "PASSWORD": "", "HOST": "a,b", "PORT": "1,2", "NAME": "d"}
            | {"OPTIONS": {"target_session_attrs": "read-write"}},
        ),
        (
            "postgresql://u@[2001:db8::1]/d",
            {"USER": "u", "PASSWORD": "", "HOST": "2001:db8::1", "PORT": "", "NAME": "d", "OPTIONS": {}},
        ),
    ],
)
def test_database_url_is_read_as_libpq_does(url: str, expected: dict[str, object]):
    assert parse_database_url(url) == expected


@given(user=words, password=words, name=words)
def test_database_url_with_any_percent_encoded_words_comes_back_whole(user: str, password: str, name: str):
    url = f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@h/{quote(name, safe='')}"
    read = parse_database_url(url)
    assert (read["USER"], read["PASSWORD"], read["NAME"]) == (user, password, name)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://u@h/d", "deve cominciare con postgresql://"),
        ("postgresql://u:secret@h:5432/", "manca /nome"),
        ("postgresql://u:secret@h/d?sslmodus=require", "sslmodus"),
        ("postgresql://u:secret%zz@h/d", "non è leggibile: invalid percent-encoded token: …$"),
        ("postgresql://u:secret@[h/d", "non è leggibile: .* in IPv6 host address in URI: …$"),
    ],
)
def test_wrong_database_url_is_told_without_its_password(url: str, told: str):
    with pytest.raises(DatabaseAddressWrong, match=told) as caught:
        parse_database_url(url)
    assert "secret" not in str(caught.value)
