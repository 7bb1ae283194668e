# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Takes away the second factor of a person who lost it together with the recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from incas.accounts.models import User
from incas.accounts.operations import reset_second_factor


class Command(BaseCommand):
    """Reset a second factor, after making sure of who asks."""

    help = "Azzera il secondo fattore di una persona, dopo essersi accertati di chi lo chiede. Resta nella traccia."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what is asked on the command line."""
        parser.add_argument("email", help="indirizzo e-mail della persona")
        parser.add_argument("--reason", required=True, help="come ci si è accertati dell'identità; resta nella traccia")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Reset it, close the sessions, tell the person."""
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError("Nessuna persona accede con questo indirizzo.")
        removed = reset_second_factor(user=user, reason=options["reason"], by=None, at=timezone.now())
        self.stdout.write(f"Tolti {removed} elementi; al prossimo accesso ne serve uno nuovo.")
