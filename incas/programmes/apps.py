# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Funds, calls (avvisi) and their rule sets."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Funds, calls (avvisi) and their rule sets."""

    name = "incas.programmes"

    def ready(self) -> None:
        """Put rules in preparation and calls just published on the Scrivania."""
        from incas.notifications.board import register_board  # noqa: PLC0415 (once the apps are loaded)
        from incas.programmes import board  # noqa: PLC0415 (once the apps are loaded)

        register_board(waiting=board.drafts, deadlines=board.closing_calls, changes=board.changes)
