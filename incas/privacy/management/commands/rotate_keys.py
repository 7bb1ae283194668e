# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Gives bodies a new key and has what the older ones sealed sealed again, while the platform runs."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from incas.organisations.models import Body
from incas.privacy.keyfiles import bodies_with_keys
from incas.privacy.management.keys import KeysCommand
from incas.privacy.operations import finish_body_rotation, rotate_body_keys


class Command(KeysCommand):
    """Rotate the keys of one body, or of all."""

    help = "Dà una nuova chiave a un ente, o a tutti; i dati vengono cifrati di nuovo dal processo dei lavori."
    is_body_required = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask which body, and whether to wait."""
        super().add_arguments(parser)
        parser.add_argument("--now", action="store_true", help="cifra di nuovo qui, senza il processo dei lavori")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Rotate, body by body."""
        bodies = [self.body_of(options)] if options["body"] else self._bodies_with_keys()
        unfinished = [body.name for body in bodies if not self._rotate(body, now=options["now"])]
        if unfinished:
            raise CommandError(f"Da ripetere, le chiavi precedenti restano in uso: {', '.join(unfinished)}.")

    def _bodies_with_keys(self) -> list[Body]:
        return list(Body.objects.filter(pk__in=bodies_with_keys()))

    def _rotate(self, body: Body, *, now: bool) -> bool:
        """Rotate the keys of one body; tells whether all that was asked is done."""
        with self.refusals_told():
            rotate_body_keys(body=body, by=None, at=timezone.now())
            if not now:
                self.stdout.write(f"{body.name}: nuova chiave in uso, i dati vengono cifrati di nuovo.")
                return True
            outcome = finish_body_rotation(body=body, by=None, at=timezone.now(), step=lambda _rows: None)
        self.stdout.write(f"{body.name}: righe cifrate di nuovo {outcome.resealed}, illeggibili {outcome.broken}.")
        return outcome.is_finished
