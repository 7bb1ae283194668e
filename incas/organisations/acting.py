# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Under which body and roles a person acts. Nothing is given by default: without this, a person may do nothing."""

from datetime import date

from incas.accounts.models import User
from incas.organisations.models import Membership


def act_for(user: User, *, on: date, body_id: int | None = None) -> User:
    """Set the body and the roles under which the person acts: the one asked for if they belong to it, else their first.

    One query. Roles are those of the memberships in force in that body. Returns the same person.
    """
    roles_by_body: dict[int, set[str]] = {}
    for body, role in (
        Membership.objects.in_force(on).filter(user=user).order_by("body__name", "pk").values_list("body_id", "role")
    ):
        roles_by_body.setdefault(body, set()).add(role)
    chosen = body_id if body_id in roles_by_body else next(iter(roles_by_body), None)
    user.acting_body_id = chosen
    user.acting_roles = frozenset(roles_by_body[chosen]) if chosen is not None else frozenset()
    user.body_ids = tuple(roles_by_body)
    return user
