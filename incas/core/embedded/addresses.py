# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Which database Django talks to: the one DATABASE_URL names, otherwise the embedded server's."""

import os
import re
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from incas.core.embedded.cluster import DATABASE, ROLE, Cluster
from incas.core.embedded.failures import DatabaseUnusable

_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


class DatabaseAddressWrong(DatabaseUnusable):
    """DATABASE_URL cannot be read."""


def database_settings(var: Path) -> dict[str, Any]:
    """Django's DATABASES entry: from DATABASE_URL where set, otherwise the embedded server under `var`.

    Nothing is started or connected: both answers follow from their input alone. Connections are kept for a minute and
    tried before use, so that a restarted server is not noticed; each thread of the web server has its own
    (docs/adr/0002 tells why no pool).
    """
    url = os.environ.get("DATABASE_URL", "").strip()
    address = parse_database_url(url) if url else embedded_address(Cluster.under(var))
    return {
        "ENGINE": "django.db.backends.postgresql",
        **address,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def embedded_address(cluster: Cluster) -> dict[str, Any]:
    """The embedded server's address: a Unix socket in a folder of its own, so that no port is taken."""
    return {"NAME": DATABASE, "USER": ROLE, "PASSWORD": "", "HOST": str(cluster.socket), "PORT": ""}


def parse_database_url(url: str) -> dict[str, Any]:
    """Read a connection URI as libpq does, its options (sslmode, host of a socket, target_session_attrs…) included.

    Source: PostgreSQL manual, 32.1.1.2 "Connection URIs". Raises DatabaseAddressWrong.
    """
    if not url.startswith(("postgres://", "postgresql://")):
        raise DatabaseAddressWrong(
            "DATABASE_URL deve cominciare con postgresql://, per esempio "
            "postgresql://utente:password@server:5432/incas?sslmode=require"
        )
    try:
        given = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        # What libpq quotes is the name of an option, or a piece of the address, which may carry the password.
        reason = re.sub(r'(?<!query parameter: )"[^"]*"', "…", str(error).strip())
        raise DatabaseAddressWrong(f"DATABASE_URL non è leggibile: {reason}") from None
    if not given.get("dbname"):
        raise DatabaseAddressWrong("DATABASE_URL non dice il nome della banca dati: manca /nome dopo il server.")
    address: dict[str, Any] = {django: str(given.pop(libpq, "")) for libpq, django in _NAMES.items()}
    return {**address, "OPTIONS": given}
