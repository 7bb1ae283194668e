# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who works in a service of the pilot on a day, who supervises it, who answers for its Comune."""

from datetime import date

from django.db.models import Q, QuerySet

from incas.accounts.models import User
from incas.cases.models import PilotService
from incas.cases.models.services import WORKS_ON_CASES
from incas.organisations.choices import Role
from incas.organisations.models import Membership


def staff_of(body_id: int, *, on: date) -> QuerySet[User]:
    """List who works in the service of a Comune, for the Comune itself or for the body that runs it."""
    return _people(Q(body_id=body_id) | Q(body__operated_services__body_id=body_id), *WORKS_ON_CASES, on=on)


def supervisors_of(body_id: int, *, on: date) -> QuerySet[User]:
    """List who supervises the service of a Comune."""
    return _people(Q(body_id=body_id) | Q(body__operated_services__body_id=body_id), Role.CASE_SUPERVISOR, on=on)


def other_supervisors(body_id: int, *, besides: int, on: date) -> list[User]:
    """List who supervises the service of a Comune besides a person: who may approve what that person asked for."""
    return list(supervisors_of(body_id, on=on).exclude(pk=besides))


def controllers_of(body_id: int, *, on: date) -> QuerySet[User]:
    """List who answers for the data in a Comune (Regulation (EU) 2016/679 art. 4.7): its administrators."""
    return _people(Q(body_id=body_id), Role.ADMINISTRATOR, on=on)


def open_services(*, on: date) -> QuerySet[PilotService]:
    """List the services that are at work on a day."""
    return PilotService.objects.filter(Q(closes_on__isnull=True) | Q(closes_on__gte=on), opens_on__lte=on)


def _people(bodies: Q, *roles: Role, on: date) -> QuerySet[User]:
    memberships = Membership.objects.in_force(on).filter(bodies, role__in=roles)
    people = User.objects.filter(pk__in=memberships.values("user"), is_active=True)
    return people.order_by("last_name", "first_name", "pk")
