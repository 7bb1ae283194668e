# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Territories, bodies, memberships; the roles, as code."""

from importlib import import_module

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Territories, bodies, memberships; the roles, as code."""

    name = "incas.organisations"

    def ready(self) -> None:
        """Say what of people and bodies waits for somebody."""
        import_module("incas.organisations.board")
