# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Invoices, expenses, claims, controls."""

from django.apps import AppConfig


class FinanceConfig(AppConfig):
    """Invoices, expenses, claims, controls."""

    name = "incas.finance"

    def ready(self) -> None:
        """Put what waits, what falls due and what moved on the Scrivania; say which periods have been claimed."""
        from incas.finance import board  # noqa: PLC0415 (once the apps are loaded)
        from incas.notifications.board import register_board  # noqa: PLC0415 (once the apps are loaded)
        from incas.projects.settled import register_settled_periods  # noqa: PLC0415 (once the apps are loaded)

        register_board(waiting=board.claims_waiting, deadlines=board.terms, changes=board.moves)
        register_settled_periods(board.periods_claimed)
