# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Puts back a copy of a body's keys."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from incas.organisations.models import Body
from incas.privacy.management.keys import KeysCommand, add_passphrase, passphrase_of
from incas.privacy.operations import import_body_keys


class Command(KeysCommand):
    """Import keys that export_keys wrote."""

    help = "Rimette al loro posto le chiavi copiate con export_keys."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the file; it says itself which body it is of."""
        parser.add_argument("file", type=Path, help="il file scritto da export_keys")
        add_passphrase(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import."""
        passphrase = passphrase_of(options, twice=False)
        try:
            exported = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"Il file non si legge: {error.strerror}.") from None
        with self.refusals_told():
            try:
                body = import_body_keys(exported=exported, passphrase=passphrase, by=None, at=timezone.now())
            except Body.DoesNotExist:
                raise CommandError("L'ente di queste chiavi non è in questa banca dati.") from None
        self.stdout.write(f"Chiavi di {body.name} al loro posto.")
