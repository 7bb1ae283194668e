# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The pilot: taking charge of victims of labour exploitation."""

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The pilot: taking charge of victims of labour exploitation."""

    name = "incas.cases"

    def ready(self) -> None:
        """Say what of cases waits for somebody."""
        import_module("incas.cases.board")
