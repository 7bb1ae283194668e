# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Invented data and one-click sign-in; refuses to exist under production settings."""

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class DemoConfig(AppConfig):
    """Invented data and one-click sign-in; refuses to exist under production settings."""

    name = "incas.demo"

    def ready(self) -> None:
        """Refuse to start anywhere but where the settings say that this is a demo."""
        if not settings.DEMO or settings.SETTINGS_MODULE == "config.settings.production":
            message = "incas.demo is installed but these settings are not those of a demo"
            raise ImproperlyConfigured(message)
