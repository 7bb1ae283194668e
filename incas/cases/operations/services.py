# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The services of the pilot: opened with their keys, corrected. Which Comuni take part is decided here, not in code."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.pilot import OPERATORS
from incas.cases.models import PilotService
from incas.cases.refusals import Refused
from incas.organisations.choices import BodyKind
from incas.organisations.models import Body
from incas.privacy.keyfiles import KeyDestroyed, KeysMissing
from incas.privacy.operations import prepare_body_keys


class ServiceRefused(Refused):
    """The service cannot be so; the message says why and what to do, in Italian."""


@transaction.atomic
def open_service(
    *,
    body: Body,
    operator: Body | None,
    name: str,
    opens_on: date,
    closes_on: date | None,
    is_example: bool = False,
    by: User | None,
    at: datetime,
) -> PilotService:
    """Put a Comune in the pilot and make the keys that will seal the identities of its cases.

    Opened already with the same name and days it changes nothing. Raises ServiceRefused for a body that is no Comune, a
    Comune that has a service, days out of order, keys that were destroyed.
    """
    if body.kind != BodyKind.COMUNE:
        raise ServiceRefused(_("Il servizio è di un Comune: sceglierne uno."), "body")
    _require_order(operator, opens_on, closes_on)
    values = {"operator": operator, "name": name, "opens_on": opens_on, "closes_on": closes_on}
    service, is_new = PilotService.objects.get_or_create(body=body, defaults=values | {"is_example": is_example})
    if not is_new and (service.name, service.opens_on) != (name, opens_on):
        raise ServiceRefused(_("Questo Comune ha già un servizio: modificare quello."), "body")
    if is_new:
        _prepare_keys(body, by=by, at=at)
        record(service, "opened", by=by, at=at, after=_told(service))
    return service


@transaction.atomic
def change_service(
    *,
    service: PilotService,
    operator: Body | None,
    name: str,
    opens_on: date,
    closes_on: date | None,
    by: User,
    at: datetime,
) -> PilotService:
    """Correct a service, or say until when it is open. Its Comune stays. The same again changes nothing.

    Raises ServiceRefused for days out of order.
    """
    service = PilotService.objects.select_for_update(of=("self",)).select_related("body", "operator").get(pk=service.pk)
    _require_order(operator, opens_on, closes_on)
    before = _told(service)
    service.operator, service.name, service.opens_on, service.closes_on = operator, name, opens_on, closes_on
    after = _told(service)
    changed = {key for key in after if after[key] != before[key]}
    if changed:
        service.save()
        old, new = ({key: told[key] for key in changed} for told in (before, after))
        record(service, "changed", by=by, at=at, before=old, after=new)
    return service


def _require_order(operator: Body | None, opens_on: date, closes_on: date | None) -> None:
    if operator is not None and operator.kind not in OPERATORS:
        raise ServiceRefused(_("L'ente attuatore non è un Comune né un ministero: sceglierne un altro."), "operator")
    if closes_on is not None and closes_on < opens_on:
        raise ServiceRefused(_("Il servizio chiude prima di aprire: correggere la data."), "closes_on")


def _prepare_keys(body: Body, *, by: User | None, at: datetime) -> None:
    try:
        prepare_body_keys(body=body, by=by, at=at)
    except KeyDestroyed:
        message = _("Le chiavi di questo Comune sono state distrutte per sempre: non può più custodire identità.")
        raise ServiceRefused(message, "body") from None
    except KeysMissing:
        message = _("La cartella delle chiavi non si può scrivere: avvisare chi gestisce la piattaforma.")
        raise ServiceRefused(message) from None


def _told(service: PilotService) -> dict[str, str | None]:
    """Tell a service as its trail keeps it."""
    return {
        "name": service.name,
        "operator": str(service.operator) if service.operator else None,
        "opens_on": service.opens_on.isoformat(),
        "closes_on": service.closes_on.isoformat() if service.closes_on else None,
    }
