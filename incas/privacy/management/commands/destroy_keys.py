# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Destroys the keys of a body for good: what they sealed can never be read again."""

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from incas.privacy.management.keys import KeysCommand
from incas.privacy.operations import destroy_body_keys


class Command(KeysCommand):
    """Destroy the keys of a body, once its name has been typed."""

    help = "Distrugge per sempre le chiavi di un ente: i suoi dati riservati non saranno mai più leggibili."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask which body; the name typed beforehand, where nobody sits at the terminal."""
        super().add_arguments(parser)
        parser.add_argument("--confirm", help="la denominazione dell'ente, scritta per intero")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Ask, and destroy."""
        body = self.body_of(options)
        typed = options["confirm"]
        if typed is None and sys.stdin.isatty():
            self.stdout.write(f"I dati riservati di «{body.name}» non saranno mai più leggibili, neanche dalle copie.")
            typed = input("Confermare scrivendo la denominazione dell'ente: ")
        if (typed or "").strip() != body.name:
            raise CommandError("La denominazione non è questa: non è stato distrutto nulla.")
        with self.refusals_told():
            destroy_body_keys(body=body, by=None, at=timezone.now())
        self.stdout.write(f"Chiavi di {body.name} distrutte. Distruggere anche le copie fatte con export_keys.")
