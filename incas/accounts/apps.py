# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""People and how they sign in."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and how they sign in."""

    name = "incas.accounts"

    def ready(self) -> None:
        """Listen to sign-ins, failures and changes of password and second factor."""
        import_module("incas.accounts.receivers")
