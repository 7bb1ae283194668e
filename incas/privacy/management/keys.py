# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the commands about keys share: naming a body, telling refusals, asking for a passphrase."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from incas.organisations.models import Body
from incas.privacy.carrying import ExportUnreadable, PassphraseTooShort
from incas.privacy.keyfiles import KeyDestroyed, KeysMissing


class KeysCommand(BaseCommand):
    """A command about the keys of one body."""

    is_body_required = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask which body."""
        parser.add_argument("--body", required=self.is_body_required, help="numero o codice fiscale dell'ente")

    def body_of(self, options: dict[str, Any]) -> Body:
        """Find the body named. Raises CommandError."""
        named = options["body"]
        which = Q(tax_code=named) | Q(pk=int(named)) if named.isdecimal() else Q(tax_code=named)
        body = Body.objects.filter(which).first()
        if body is None:
            raise CommandError("Nessun ente ha questo numero o codice fiscale.")
        return body

    @contextmanager
    def refusals_told(self) -> Iterator[None]:
        """Tell a refusal in a line. Raises CommandError."""
        try:
            yield
        except KeysMissing:
            raise CommandError(
                "Le chiavi non ci sono o non si leggono: controllare INCAS_KEYS e la chiave maestra."
            ) from None
        except (KeyDestroyed, PassphraseTooShort, ExportUnreadable) as refusal:
            raise CommandError(str(refusal)) from None
        except FileExistsError:
            raise CommandError("L'ente ha già altre chiavi: non è stato cambiato nulla.") from None


def add_passphrase(parser: CommandParser) -> None:
    """Let a passphrase come from a file, where nobody sits at the terminal."""
    parser.add_argument("--passphrase-file", type=Path, help="file con la frase segreta; senza, viene chiesta")


def passphrase_of(options: dict[str, Any], *, twice: bool) -> str:
    """Read the passphrase, or ask for it. Raises CommandError."""
    if options["passphrase_file"] is not None:
        return str(options["passphrase_file"].read_text(encoding="utf-8").strip())
    if not sys.stdin.isatty():
        raise CommandError("Serve una frase segreta: ripetere in un terminale, oppure indicare --passphrase-file.")
    passphrase = getpass.getpass("Frase segreta: ")
    if twice and getpass.getpass("Ancora una volta: ") != passphrase:
        raise CommandError("Le due frasi sono diverse.")
    return passphrase
