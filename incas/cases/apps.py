# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The pilot: taking charge of victims of labour exploitation."""

from importlib import import_module

from django.apps import AppConfig

from incas.cases.tenancy import resealing
from incas.privacy.resealing import register_scope


class CasesConfig(AppConfig):
    """The pilot: taking charge of victims of labour exploitation."""

    name = "incas.cases"

    def ready(self) -> None:
        """Register what of cases waits for somebody, what is checked, how rows are reached when keys are rotated."""
        import_module("incas.cases.board")
        import_module("incas.cases.checks")
        import_module("incas.cases.coordination_board")
        register_scope("cases", resealing)
