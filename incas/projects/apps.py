# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Projects of Comuni: title, period, work packages, budget."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Projects of Comuni: title, period, work packages, budget."""

    name = "incas.projects"

    def ready(self) -> None:
        """Put drafts, claims that fall due and what moved on the Scrivania."""
        from incas.notifications.board import register_board  # noqa: PLC0415 (once the apps are loaded)
        from incas.projects import board  # noqa: PLC0415 (once the apps are loaded)

        register_board(waiting=board.drafts, deadlines=board.claims_due, changes=board.changes)
