# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Makes the keys under which a body's reserved data will be sealed."""

from typing import Any

from django.utils import timezone

from incas.privacy.management.keys import KeysCommand
from incas.privacy.operations import prepare_body_keys


class Command(KeysCommand):
    """Make the keys of a body that has none."""

    help = "Crea le chiavi dei dati riservati di un ente; se ci sono già non cambia nulla."

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make them."""
        body = self.body_of(options)
        with self.refusals_told():
            prepare_body_keys(body=body, by=None, at=timezone.now())
        self.stdout.write(f"Chiavi pronte per {body.name}. Farne subito una copia con export_keys.")
