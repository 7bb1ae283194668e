# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what, told from the roles under which a person acts in this request. Predicates never look at states."""

from incas.accounts.models import User
from incas.core.predicates import Predicate, predicate
from incas.organisations.choices import ROLES, SEES_ALL_BODIES, Role
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
list_bodies = has_any_role(*SEES_ALL_BODIES)


@predicate
def needs_second_factor(user: User, _item: object = None) -> bool:
    """The person acts under a role that certifies or sees personal data."""
    return any(ROLES[Role(role)].needs_second_factor for role in user.acting_roles)


@predicate
def administers_body(user: User, body: Body) -> bool:
    """The person administers this body."""
    return Role.ADMINISTRATOR in user.acting_roles and user.acting_body_id == body.pk


@predicate
def names_administrators(user: User, _item: object = None) -> bool:
    """The person runs the programme: names the administrators of every body, and answers for them."""
    return bool(RUNS_THE_PROGRAMME & user.acting_roles)


@predicate
def see_body(user: User, body: Body) -> bool:
    """The body takes part, and the person works for it or may know all of them."""
    return user.acting_body_id == body.pk or list_bodies(user)


manage_people = administers_body | names_administrators


@predicate
def is_anothers(user: User, membership: Membership) -> bool:
    """The membership is of somebody else: nobody manages their own."""
    return membership.user_id != user.pk


@predicate
def administers_its_body(user: User, membership: Membership) -> bool:
    """The person administers the body of this membership."""
    return Role.ADMINISTRATOR in user.acting_roles and user.acting_body_id == membership.body_id


@predicate
def answers_for_administrator(user: User, membership: Membership) -> bool:
    """The membership is an administrator's, and the person runs the programme."""
    return membership.role == Role.ADMINISTRATOR and bool(RUNS_THE_PROGRAMME & user.acting_roles)


manage_membership = is_anothers & (administers_its_body | answers_for_administrator)
see_membership = administers_its_body | answers_for_administrator | ~is_anothers


def grantable_roles(user: User, body: Body) -> list[Role]:
    """List the roles a person may grant in a body.

    Its administrator grants those its kind allows; who runs the programme grants that of administrator alone.
    """
    return [
        role
        for role, rule in ROLES.items()
        if body.kind in rule.bodies
        and (administers_body(user, body) or (role == Role.ADMINISTRATOR and names_administrators(user)))
    ]
