# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Bases that know nothing of the domain: pages, lists, forms, components, jobs, the embedded database."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from incas.core.refusals import speak_italian


class CoreConfig(AppConfig):
    """Bases that know nothing of the domain: pages, lists, forms, components, jobs, the embedded database."""

    name = "incas.core"

    def ready(self) -> None:
        """Put Django's refusals in our words; find the components and the navigation entries of every app."""
        speak_italian()
        autodiscover_modules("components", "navigation")
