# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What must hold of the database's role: PostgreSQL lets superusers past row-level security without a word."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Warned
from django.db import connection
from django.utils.translation import gettext as _


@register(Tags.database)
def check_role_obeys_policies(*, databases: Sequence[str] | None = None, **_others: Any) -> list[CheckMessage]:
    """Refuse a role that passes over the policies of the cases; in the demo, whose people are invented, warn.

    `migrate` asks, and so does `check --database default`.
    """
    if not databases or not passes_over_policies():
        return []
    kind = Warned if settings.DEMO else Error
    return [
        kind(
            _("Il ruolo della banca dati ignora la sicurezza a livello di riga: leggerebbe i casi di ogni Comune."),
            hint=_("Usare in DATABASE_URL un ruolo che possiede la banca dati e non è SUPERUSER né BYPASSRLS."),
            id="cases.E001",
        )
    ]


def passes_over_policies() -> bool:
    """Tell whether the role is a superuser or has BYPASSRLS. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        (passes,) = cursor.fetchone()
    return bool(passes)
