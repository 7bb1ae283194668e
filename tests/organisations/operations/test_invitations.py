# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Inviting, accepting, arriving."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from incas.accounts.models import User
from incas.audit.models import Entry
from incas.organisations.choices import MembershipState, Role
from incas.organisations.models import Membership
from incas.organisations.operations.invitations import (
    InvitationRefused,
    accept_invitation,
    arrive,
    invite_again,
    invite_person,
    withdraw_invitation,
)
from incas.organisations.queries.invitations import find_invitation, secret_hash
from tests.accounts.factories import UserFactory
from tests.organisations.factories import MembershipFactory

PASSWORD = "quattro parole scelte a caso"


def invited(body, by, email="nuova@esempio.invalid", role=Role.FINANCE_OFFICER, **when):
    day = timezone.localdate()
    fields = {"starts_on": day, "ends_on": None, "at": timezone.now(), **when}
    return invite_person(body=body, email=email, role=role, by=by, **fields)


def secret_in_mail(message=-1):
    link = next(line for line in mail.outbox[message].body.splitlines() if "/invito/" in line)
    return link.rstrip("/").rpartition("/")[2]


def test_invitation_of_somebody_new_keeps_the_address_and_no_access(comune, administrator):
    membership = invited(comune, administrator, " Nuova@Esempio.invalid ")
    assert membership.state == MembershipState.INVITED
    assert membership.user.email == "nuova@esempio.invalid"
    assert membership.user.is_awaited
    assert not membership.user.is_active
    assert membership.granted_by == administrator


def test_invitation_is_sent_to_its_address_alone_and_only_its_hash_is_stored(
    comune, administrator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        membership = invited(comune, administrator)
    assert [message.to for message in mail.outbox] == [["nuova@esempio.invalid"]]
    secret = secret_in_mail()
    assert len(secret) >= 43
    assert membership.invitation_hash == secret_hash(secret)
    assert secret not in str(Membership.objects.filter(pk=membership.pk).values().get())
    assert administrator.last_name not in mail.outbox[0].body


def test_invitation_leaves_an_entry(comune, administrator):
    membership = invited(comune, administrator)
    entry = Entry.objects.about(membership).get()
    assert (entry.verb, entry.actor_id, entry.body_id) == ("invited", administrator.pk, comune.pk)
    assert entry.after["role"] == Role.FINANCE_OFFICER


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MINISTRY_OFFICER, Role.REGIONAL_OFFICER, Role.AUDITOR])
def test_role_that_the_kind_of_body_does_not_allow_is_refused(comune, administrator, role):
    with pytest.raises(InvitationRefused):
        invited(comune, administrator, role=role)
    assert not Membership.objects.filter(role=role).exists()


def test_administrator_cannot_invite_into_another_body(other_comune, administrator):
    with pytest.raises(InvitationRefused):
        invited(other_comune, administrator)


def test_coordinator_names_administrators_and_nobody_else(other_comune, coordinator):
    assert invited(other_comune, coordinator, role=Role.ADMINISTRATOR).role == Role.ADMINISTRATOR
    with pytest.raises(InvitationRefused):
        invited(other_comune, coordinator, role=Role.FINANCE_OFFICER)


def test_officer_invites_nobody(comune, finance_officer):
    with pytest.raises(InvitationRefused):
        invited(comune, finance_officer)


def test_nobody_invites_themselves(comune, administrator):
    with pytest.raises(InvitationRefused, match="propria appartenenza"):
        invited(comune, administrator, administrator.email.upper())


def test_second_invitation_to_the_same_role_is_refused(comune, administrator):
    invited(comune, administrator)
    with pytest.raises(InvitationRefused, match="già stata invitata"):
        invited(comune, administrator)
    assert Membership.objects.filter(role=Role.FINANCE_OFFICER, user__email="nuova@esempio.invalid").count() == 1


def test_role_already_held_is_not_offered_again(comune, administrator, finance_officer):
    with pytest.raises(InvitationRefused, match="ha già questo ruolo"):
        invited(comune, administrator, finance_officer.email)


def test_person_known_elsewhere_keeps_their_access_and_gets_one_more_membership(comune, administrator, stranger):
    password = stranger.password
    membership = invited(comune, administrator, stranger.email)
    assert membership.user_id == stranger.pk
    stranger.refresh_from_db()
    assert (stranger.is_active, stranger.password) == (True, password)


def test_arriving_gives_name_password_and_membership(comune, administrator):
    membership = invited(comune, administrator)
    now = timezone.now()
    user = arrive(membership=membership, first_name="Nina", last_name="Nuova", password=PASSWORD, at=now)
    membership.refresh_from_db()
    assert (user.get_full_name(), user.is_active, user.check_password(PASSWORD)) == ("Nina Nuova", True, True)
    assert (membership.state, membership.accepted_at) == (MembershipState.ACTIVE, now)
    assert membership.confirmed_on == timezone.localdate(now)
    assert Entry.objects.about(membership).first().actor_id == user.pk


def test_arriving_twice_is_refused_and_keeps_the_first_password(comune, administrator):
    membership = invited(comune, administrator)
    arrive(membership=membership, first_name="Nina", last_name="Nuova", password=PASSWORD, at=timezone.now())
    with pytest.raises(InvitationRefused):
        arrive(membership=membership, first_name="Altra", last_name="Mano", password="x" * 20, at=timezone.now())
    assert User.objects.get(email="nuova@esempio.invalid").check_password(PASSWORD)


def test_invitation_does_not_wake_up_a_person_who_was_switched_off(comune, administrator):
    off = UserFactory(is_active=False)
    membership = invited(comune, administrator, off.email)
    with pytest.raises(InvitationRefused):
        arrive(membership=membership, first_name="A", last_name="B", password=PASSWORD, at=timezone.now())
    off.refresh_from_db()
    assert not off.is_active


@pytest.mark.parametrize(("days", "is_good"), [(6, True), (7, False), (30, False)])
def test_invitation_holds_for_seven_days(comune, administrator, stranger, days, is_good):
    now = timezone.now()
    membership = invited(comune, administrator, stranger.email, at=now)
    late = now + timedelta(days=days)
    if is_good:
        assert accept_invitation(membership=membership, by=stranger, at=late).state == MembershipState.ACTIVE
    else:
        with pytest.raises(InvitationRefused, match="non è più valido"):
            accept_invitation(membership=membership, by=stranger, at=late)


def test_somebody_else_cannot_accept(comune, administrator, stranger, other_finance_officer):
    membership = invited(comune, administrator, stranger.email)
    with pytest.raises(InvitationRefused, match="altra persona"):
        accept_invitation(membership=membership, by=other_finance_officer, at=timezone.now())
    membership.refresh_from_db()
    assert membership.state == MembershipState.INVITED


def test_accepting_twice_changes_nothing(comune, administrator, stranger):
    membership = invited(comune, administrator, stranger.email)
    accept_invitation(membership=membership, by=stranger, at=timezone.now())
    count = Entry.objects.count()
    accept_invitation(membership=membership, by=stranger, at=timezone.now())
    assert Entry.objects.count() == count


def test_sending_again_makes_the_first_secret_worthless(comune, administrator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        membership = invited(comune, administrator)
        invite_again(membership=membership, by=administrator, at=timezone.now())
    first, second = secret_in_mail(0), secret_in_mail(1)
    assert first != second
    assert find_invitation(first) is None
    assert find_invitation(second) == membership


def test_sending_again_gives_seven_days_more(comune, administrator, stranger):
    long_ago = timezone.now() - timedelta(days=20)
    membership = invited(comune, administrator, stranger.email, at=long_ago)
    invite_again(membership=membership, by=administrator, at=timezone.now())
    assert accept_invitation(membership=membership, by=stranger, at=timezone.now()).state == MembershipState.ACTIVE


def test_withdrawn_invitation_cannot_be_found_nor_accepted(
    comune, administrator, stranger, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        membership = invited(comune, administrator, stranger.email)
    withdraw_invitation(membership=membership, by=administrator, at=timezone.now())
    assert find_invitation(secret_in_mail()) is None
    with pytest.raises(InvitationRefused):
        accept_invitation(membership=membership, by=stranger, at=timezone.now())


def test_withdrawing_twice_changes_nothing(comune, administrator):
    membership = invited(comune, administrator)
    withdraw_invitation(membership=membership, by=administrator, at=timezone.now())
    count = Entry.objects.count()
    assert withdraw_invitation(membership=membership, by=administrator, at=timezone.now()).state == "ended"
    assert Entry.objects.count() == count


def test_withdrawn_person_can_be_invited_again(comune, administrator):
    withdraw_invitation(membership=invited(comune, administrator), by=administrator, at=timezone.now())
    assert invited(comune, administrator).state == MembershipState.INVITED


@pytest.mark.parametrize("verb", [invite_again, withdraw_invitation])
def test_accepted_invitation_is_neither_sent_again_nor_withdrawn(comune, administrator, verb):
    membership = MembershipFactory(body=comune)
    with pytest.raises(InvitationRefused):
        verb(membership=membership, by=administrator, at=timezone.now())


def test_made_up_and_empty_secrets_find_nothing(comune, administrator):
    MembershipFactory(body=comune)  # its hash is empty
    assert find_invitation("") is None
    assert find_invitation("inventato") is None
