# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""`manage.py load_territories`: regions, provinces and Comuni of Italy, from the installed packages."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from incas.organisations.operations.territories import load_territories


class Command(BaseCommand):
    """Load the territories, or complete them."""

    help = "Carica regioni, province e Comuni dai pacchetti installati; ripetuto, aggiunge soltanto quello che manca."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load and count."""
        loaded = load_territories(at=timezone.now())
        self.stdout.write(
            f"Regioni: {loaded.regions}; province e unità equivalenti: {loaded.provinces}; "
            f"Comuni: {loaded.comuni}; Comuni soppressi: {loaded.suppressed}."
        )
