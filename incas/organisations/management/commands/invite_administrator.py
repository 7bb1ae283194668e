# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Invites the administrator of a body from the server: how a new installation is given its first person."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from incas.organisations.choices import BodyKind
from incas.organisations.models import Body
from incas.organisations.operations.bodies import create_body
from incas.organisations.operations.invitations import InvitationRefused, invite_first_administrator


class Command(BaseCommand):
    """Invite an administrator, making the body when it is not there."""

    help = "Invita l'amministratore di un ente che non ne ha; se l'ente non c'è lo crea (non per Comuni e Regioni)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what is asked on the command line."""
        kinds = [kind.value for kind in BodyKind if kind not in {BodyKind.COMUNE, BodyKind.REGIONE}]
        parser.add_argument("email", help="indirizzo e-mail della persona")
        parser.add_argument("--tax-code", required=True, help="codice fiscale dell'ente (11 cifre)")
        parser.add_argument("--name", default="", help="denominazione, se l'ente va creato")
        parser.add_argument("--kind", choices=kinds, default=BodyKind.CITTALIA.value, help="tipo, se l'ente va creato")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Find or make the body, and invite."""
        now = timezone.now()
        body = Body.objects.filter(tax_code=options["tax_code"]).first()
        if body is None:
            if not options["name"]:
                raise CommandError("Nessun ente ha questo codice fiscale: per crearlo indicare --name.")
            body = create_body(
                kind=BodyKind(options["kind"]),
                name=options["name"],
                tax_code=options["tax_code"],
                certified_email="",
                territory=None,
                by=None,
                at=now,
            )
        try:
            invite_first_administrator(body=body, email=options["email"], by=None, at=now)
        except InvitationRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Invito inviato: vale sette giorni. Ente: {body.name}.")
