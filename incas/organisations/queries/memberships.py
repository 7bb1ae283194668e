# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who belongs to a body, who administers it, who must be confirmed and by whom."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from incas.accounts.models import User
from incas.organisations.choices import Role
from incas.organisations.models import CONFIRMED_FOR, NOTICED_BEFORE, Body, Membership

if TYPE_CHECKING:
    from django.db.models import QuerySet


def people_of(user: User, body: Body) -> "QuerySet[Membership]":
    """List the memberships of a body that a person may see, those that are over included."""
    return Membership.objects.visible_to(user).filter(body=body).select_related("user", "granted_by")


def administrators_of(body_id: int, *, on: date) -> "QuerySet[Membership]":
    """List the administrators of a body whose membership is in force."""
    return Membership.objects.in_force(on).filter(body_id=body_id, role=Role.ADMINISTRATOR, user__is_active=True)


def coordinators(*, on: date) -> "QuerySet[Membership]":
    """List those who run the programme."""
    return Membership.objects.in_force(on).filter(role=Role.COORDINATOR, user__is_active=True)


def memberships_to_confirm(user: User, *, on: date) -> "QuerySet[Membership]":
    """List what a person is asked to confirm: what lapses within thirty days, the nearest first, their own excepted.

    An administrator confirms the people of their body. Who runs the programme confirms the administrators that nobody
    else in their body could.
    """
    asked = Q(pk__in=[])
    if Role.ADMINISTRATOR in user.acting_roles:
        asked |= Q(body_id=user.acting_body_id)
    if Role.COORDINATOR in user.acting_roles:
        asked |= Q(~Exists(_other_administrators(on)), role=Role.ADMINISTRATOR)
    return (
        Membership.objects.lapsing_by(on + NOTICED_BEFORE)
        .filter(asked, confirmed_on__gt=on - CONFIRMED_FOR)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .exclude(user_id=user.pk)
        .select_related("user", "body")
        .order_by("confirmed_on", "pk")
    )


def confirmers_of(body_id: int, keys: Iterable[int], *, on: date) -> Counter[str]:
    """Tell who may confirm these memberships of a body, by e-mail address, and how many of them each.

    The same rule as `memberships_to_confirm`: its administrators, nobody their own; for an administrator whom no other
    could confirm, those who run the programme.
    """
    administrators = dict(administrators_of(body_id, on=on).values_list("user_id", "user__email"))
    found: Counter[str] = Counter()
    for user_id, role in Membership.objects.filter(pk__in=keys).values_list("user_id", "role"):
        others = {email for key, email in administrators.items() if key != user_id}
        if role == Role.ADMINISTRATOR and not others:
            others = set(coordinators(on=on).exclude(user=user_id).values_list("user__email", flat=True))
        found.update(others)
    return found


def memberships_of(user: User) -> "QuerySet[Membership]":
    """List a person's own memberships, those that hold first, with who granted each."""
    return (
        Membership.objects.filter(user=user).select_related("body", "granted_by").order_by("state", "-starts_on", "pk")
    )


def with_administrator(bodies: "QuerySet[Body]", *, on: date) -> "QuerySet[Body]":
    """Tell of each body whether somebody administers it (`has_administrator`)."""
    return bodies.annotate(has_administrator=Exists(_administrators_of_outer(on)))


def bodies_without_administrator(*, on: date) -> "QuerySet[Body]":
    """List the bodies that nobody administers."""
    return Body.objects.filter(~Exists(_administrators_of_outer(on)))


def _administrators_of_outer(on: date) -> "QuerySet[Membership]":
    return Membership.objects.in_force(on).filter(body=OuterRef("pk"), role=Role.ADMINISTRATOR, user__is_active=True)


def _other_administrators(on: date) -> "QuerySet[Membership]":
    return (
        Membership.objects.in_force(on)
        .filter(body=OuterRef("body"), role=Role.ADMINISTRATOR, user__is_active=True)
        .exclude(user=OuterRef("user"))
    )
