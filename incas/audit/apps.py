# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Append-only record of writes and of sensitive reads."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Append-only record of writes and of sensitive reads."""

    name = "incas.audit"

    def ready(self) -> None:
        """Tell forms who changed an object last, so that two editors know of each other."""
        from incas.audit.queries import last_actor  # noqa: PLC0415 (models are not there before)
        from incas.core.editing import name_authors_with  # noqa: PLC0415 (models are not there before)

        name_authors_with(last_actor)
