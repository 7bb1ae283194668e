# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What must be true of memberships in the database, when they hold, who sees them, where they stand."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from incas.organisations.acting import act_for
from incas.organisations.choices import ROLES, BodyKind, MembershipState, Role
from incas.organisations.models import Membership
from incas.organisations.rules import (
    administers_body,
    grantable_roles,
    manage_membership,
    manage_people,
    needs_second_factor,
)
from tests.accounts.factories import UserFactory
from tests.organisations.factories import BodyFactory, MembershipFactory
from tests.personas import member

TODAY = timezone.localdate


def ago(days):
    return TODAY() - timedelta(days=days)


def refused_by(name, make):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()


def test_same_role_twice_while_open_is_refused_by_the_database(finance_officer, comune):
    refused_by(
        "membership_once_while_open",
        lambda: MembershipFactory(user=finance_officer, body=comune, role=Role.FINANCE_OFFICER),
    )


def test_same_role_again_after_it_ended_is_stored(stranger, comune):
    MembershipFactory(user=stranger, body=comune, ended=True)
    assert MembershipFactory(user=stranger, body=comune).pk


def test_term_before_the_beginning_is_refused_by_the_database(comune):
    refused_by("membership_ends_after_it_starts", lambda: MembershipFactory(body=comune, ends_on=ago(31)))
    assert MembershipFactory(body=comune, ends_on=ago(30)).pk


def test_invitation_without_secret_is_refused_by_the_database(comune):
    refused_by(
        "membership_invited_has_secret", lambda: MembershipFactory(body=comune, invited=True, invitation_hash="")
    )
    refused_by("membership_invited_has_secret", lambda: MembershipFactory(body=comune, invited=True, invited_at=None))


@pytest.mark.parametrize("state", [MembershipState.ACTIVE, MembershipState.SUSPENDED, MembershipState.LAPSED])
def test_membership_in_use_that_nobody_accepted_is_refused_by_the_database(comune, state):
    refused_by("membership_in_use_was_accepted", lambda: MembershipFactory(body=comune, state=state, accepted_at=None))


def test_withdrawn_invitation_was_never_accepted(comune):
    assert MembershipFactory(body=comune, state=MembershipState.ENDED, accepted_at=None).pk


def test_same_secret_twice_is_refused_by_the_database(comune):
    MembershipFactory(body=comune, invited=True, invitation_hash="a" * 64)
    refused_by("membership_secret_once", lambda: MembershipFactory(body=comune, invited=True, invitation_hash="a" * 64))


@pytest.mark.parametrize(
    ("fields", "holds"),
    [
        ({}, True),
        ({"starts_on": 0}, True),
        ({"starts_on": -1}, False),
        ({"ends_on": 0}, True),
        ({"ends_on": 1}, False),
        ({"confirmed_on": 182}, True),
        ({"confirmed_on": 183}, False),
        ({"state": MembershipState.SUSPENDED}, False),
        ({"state": MembershipState.LAPSED}, False),
        ({"state": MembershipState.ENDED}, False),
    ],
)
def test_membership_holds_within_its_days_while_active_and_confirmed(comune, stranger, fields, holds):
    given = {name: ago(value) if isinstance(value, int) else value for name, value in fields.items()}
    given = {"starts_on": ago(200), "confirmed_on": ago(10), **given}
    MembershipFactory(user=stranger, body=comune, role=Role.EDITOR, **given)
    assert Membership.objects.in_force(TODAY()).filter(user=stranger).exists() is holds
    assert (act_for(stranger, on=TODAY()).acting_body_id == comune.pk) is holds


def test_person_switched_off_acts_for_nobody(comune, finance_officer):
    finance_officer.is_active = False
    finance_officer.save()
    assert act_for(finance_officer, on=TODAY()).acting_roles == frozenset()


def test_acting_is_one_query(finance_officer, django_assert_num_queries):
    with django_assert_num_queries(1):
        act_for(finance_officer, on=TODAY())


def test_acting_for_a_body_one_does_not_belong_to_falls_back_on_ones_own(finance_officer, comune, other_comune):
    acting = act_for(finance_officer, on=TODAY(), body_id=other_comune.pk)
    assert (acting.acting_body_id, acting.acting_roles) == (comune.pk, {Role.FINANCE_OFFICER})


def test_roles_of_one_body_do_not_leak_into_another(comune, other_comune, finance_officer):
    MembershipFactory(user=finance_officer, body=other_comune, role=Role.ADMINISTRATOR)
    here = act_for(finance_officer, on=TODAY(), body_id=comune.pk)
    assert here.acting_roles == {Role.FINANCE_OFFICER}
    assert here.bodies == {comune.pk: comune.name, other_comune.pk: other_comune.name}
    assert act_for(finance_officer, on=TODAY(), body_id=other_comune.pk).acting_roles == {Role.ADMINISTRATOR}


def seen_by(user):
    return set(Membership.objects.visible_to(user).values_list("pk", flat=True))


def test_administrator_sees_the_people_of_their_body_alone(administrator, finance_officer, other_finance_officer):
    rows = Membership.objects.filter(user__in=[administrator, finance_officer])
    assert seen_by(administrator) == {row.pk for row in rows}


def test_coordinator_sees_administrators_and_themselves(coordinator, administrator, finance_officer):
    rows = Membership.objects.filter(user__in=[coordinator, administrator])
    assert seen_by(coordinator) == {row.pk for row in rows}


def test_officer_sees_their_own_alone(finance_officer, administrator):
    assert seen_by(finance_officer) == {Membership.objects.get(user=finance_officer).pk}


def test_administrator_manages_others_of_their_body(administrator, finance_officer, other_finance_officer):
    def may(user):
        return manage_membership(administrator, Membership.objects.get(user=user))

    assert [may(finance_officer), may(other_finance_officer), may(administrator)] == [True, False, False]


def test_coordinator_manages_administrators_alone(coordinator, administrator, finance_officer):
    def may(user):
        return manage_membership(coordinator, Membership.objects.get(user=user))

    assert [may(administrator), may(finance_officer), may(coordinator)] == [True, False, False]


def test_people_of_a_body_are_for_its_administrator_and_the_programme(
    administrator, coordinator, tutor, finance_officer, comune, other_comune
):
    assert manage_people(administrator, comune)
    assert not manage_people(administrator, other_comune)
    assert manage_people(coordinator, other_comune)
    assert not administers_body(coordinator, comune)
    assert not manage_people(tutor, comune)
    assert not manage_people(finance_officer, comune)


@pytest.mark.parametrize("kind", BodyKind)
def test_administrator_grants_exactly_what_the_kind_of_body_allows(kind, db):
    trait = {} if kind == BodyKind.COMUNE else {kind.value: True}
    body = BodyFactory(**trait)
    user = member(body, Role.ADMINISTRATOR)
    assert set(grantable_roles(user, body)) == {role for role, rule in ROLES.items() if kind in rule.bodies}
    assert grantable_roles(user, BodyFactory()) == []


def acting_as(role):
    user = UserFactory.build()
    user.acting_roles = frozenset({role.value})
    return user


def test_roles_that_certify_or_see_personal_data_need_a_second_factor():
    needed = {role for role in Role if needs_second_factor(acting_as(role))}
    assert needed == set(Role) - {Role.PROJECT_MANAGER, Role.REGIONAL_OFFICER, Role.EDITOR}


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({}, "Attiva"),
        ({"confirmed_on": 152}, "Attiva"),
        ({"confirmed_on": 153}, "Da confermare"),
        ({"confirmed_on": 183}, "Decaduta"),
        ({"ends_on": 1}, "Terminata"),
        ({"ends_on": 0}, "Attiva"),
        ({"starts_on": -3, "confirmed_on": 0}, "Non ancora iniziata"),
    ],
)
def test_active_membership_says_where_it_stands(fields, label):
    given = {"starts_on": ago(300), "confirmed_on": ago(1)} | {name: ago(days) for name, days in fields.items()}
    assert Membership(state=MembershipState.ACTIVE, **given).chip.label == label


@pytest.mark.parametrize(("days", "label"), [(7, "Invitata"), (8, "Invito scaduto")])
def test_invitation_says_when_it_is_over(days, label):
    membership = Membership(
        state=MembershipState.INVITED,
        starts_on=ago(9),
        confirmed_on=ago(9),
        invited_at=timezone.now() - timedelta(days),
    )
    assert membership.chip.label == label


def test_invited_person_is_told_by_address_until_they_accept(comune, stranger):
    invited = MembershipFactory(user=stranger, body=comune, invited=True)
    assert invited.holder == stranger.email
    accepted = MembershipFactory(user=stranger, body=comune, role=Role.EDITOR)
    assert accepted.holder == stranger.get_full_name()
