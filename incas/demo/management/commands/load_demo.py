# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""`manage.py load_demo`: stage the demo; run again, it changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from incas.demo.scenes import stage_all


class Command(BaseCommand):
    """Stage the demo: invented people in two Comuni and what they have done so far."""

    help = (
        "Prepara la demo: persone inventate, due avvisi, progetti e domande in ogni stato. Ripetuto, non cambia nulla."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Stage every scene."""
        cast = stage_all()
        self.stdout.write(f"Demo pronta: {cast.comune}, {cast.other_comune}.")
