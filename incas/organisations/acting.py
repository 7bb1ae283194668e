# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Under which body and roles a person acts. Nothing is given by default: without this, a person may do nothing."""

from datetime import date

from incas.accounts.models import User
from incas.organisations.models import Membership


def act_for(user: User, *, on: date, body_id: int | None = None) -> User:
    """Set the body and the roles under which the person acts: the one asked for if they belong to it, else their first.

    One query. Roles are those of the memberships in force in that body; `bodies` are those the person may act for, by
    name. Who may not sign in has none. Returns the same person.
    """
    roles: dict[int, set[str]] = {}
    names: dict[int, str] = {}
    memberships = Membership.objects.in_force(on).filter(user=user, user__is_active=True)
    for body, name, role in memberships.order_by("body__name", "pk").values_list("body_id", "body__name", "role"):
        roles.setdefault(body, set()).add(role)
        names[body] = name
    chosen = body_id if body_id in roles else next(iter(roles), None)
    user.acting_body_id = chosen
    user.acting_body_name = names[chosen] if chosen is not None else ""
    user.acting_roles = frozenset(roles[chosen]) if chosen is not None else frozenset()
    user.bodies = names
    return user
