# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Writes a copy of a body's keys, closed under a passphrase, to be kept apart from the database."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from incas.privacy.management.keys import KeysCommand, add_passphrase, passphrase_of
from incas.privacy.operations import export_body_keys


class Command(KeysCommand):
    """Write the keys of a body to a new file."""

    help = "Scrive in un nuovo file una copia delle chiavi di un ente, chiusa con una frase segreta."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask which body, where to, under what."""
        super().add_arguments(parser)
        parser.add_argument("--to", type=Path, required=True, help="il file, che non deve esserci già")
        add_passphrase(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Export."""
        body = self.body_of(options)
        passphrase = passphrase_of(options, twice=True)
        with self.refusals_told():
            exported = export_body_keys(body=body, passphrase=passphrase, by=None, at=timezone.now())
        try:
            descriptor = os.open(options["to"], os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except OSError as error:
            raise CommandError(f"Il file non si può scrivere: {error.strerror}.") from None
        with os.fdopen(descriptor, "wb") as file:
            file.write(exported)
            file.flush()
            os.fsync(file.fileno())
        self.stdout.write(
            f"Copia delle chiavi di {body.name} in {options['to']}. Conservarla lontano dalla banca dati."
        )
