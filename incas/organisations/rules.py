# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what, told from the roles under which a person acts in this request. Predicates never look at states."""

from incas.accounts.models import User
from incas.core.predicates import Predicate, predicate
from incas.organisations.choices import Role
from incas.organisations.models import Body, Membership

RUNS_THE_PROGRAMME: frozenset[str] = frozenset({Role.COORDINATOR})


def has_any_role(*roles: Role) -> Predicate:
    """Make a predicate: the person acts under one of these roles, whatever the object."""
    wanted: frozenset[str] = frozenset(roles)

    @predicate
    def acts_as(user: User, _item: object = None) -> bool:
        return bool(wanted & getattr(user, "acting_roles", frozenset()))

    return acts_as


@predicate
def is_member_of_some_body(user: User, _item: object = None) -> bool:
    """The person acts for some body."""
    return user.acting_body_id is not None


manage_bodies = has_any_role(Role.COORDINATOR)


@predicate
def administers_body(user: User, body: Body) -> bool:
    """The person administers this body, or runs the programme."""
    own = Role.ADMINISTRATOR in user.acting_roles and user.acting_body_id == body.pk
    return own or bool(RUNS_THE_PROGRAMME & user.acting_roles)


@predicate
def administers_membership(user: User, membership: Membership) -> bool:
    """The person administers the body of this membership, and the membership is not their own."""
    return Role.ADMINISTRATOR in user.acting_roles and user.acting_body_id == membership.body_id
