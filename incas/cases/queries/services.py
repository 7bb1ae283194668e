# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Which bodies may take part in the pilot."""

from django.db.models import QuerySet

from incas.accounts.models import User
from incas.cases.choices.pilot import OPERATORS
from incas.cases.models import PilotService
from incas.organisations.choices import BodyKind
from incas.organisations.models import Body


def comuni_without_service() -> QuerySet[Body]:
    """List the Comuni that may be added to the pilot."""
    return Body.objects.filter(kind=BodyKind.COMUNE, pilot_service__isnull=True)


def possible_operators() -> QuerySet[Body]:
    """List the bodies that may run a service for a Comune."""
    return Body.objects.filter(kind__in=OPERATORS)


def bodies_of(user: User) -> QuerySet[Body]:
    """List the Comuni of the services a person sees."""
    services = PilotService.objects.visible_to(user).values("body")
    return Body.objects.filter(pk__in=services).order_by("name")
