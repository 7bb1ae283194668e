# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Accepting an invitation through the pages."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incas.accounts.models import SignIn, User
from incas.organisations.choices import MembershipState, Role
from incas.organisations.models import Membership
from incas.organisations.operations.invitations import invite_again, invite_person, withdraw_invitation
from tests.accounts.factories import PASSWORD
from tests.personas import client_of

NEW = "nuova@esempio.invalid"
PAGE = "/invito/"
WORDS = {
    "first_name": "Nina",
    "last_name": "Nuova",
    "password1": "quattro parole scelte a caso",
    "password2": "quattro parole scelte a caso",
}


@pytest.fixture
def invite(comune, administrator, django_capture_on_commit_callbacks):
    def made(email=NEW, role=Role.FINANCE_OFFICER, at=None):
        with django_capture_on_commit_callbacks(execute=True):
            membership = invite_person(
                body=comune,
                email=email,
                role=role,
                starts_on=timezone.localdate(),
                ends_on=None,
                by=administrator,
                at=at or timezone.now(),
            )
        link = next(line for line in mail.outbox[-1].body.splitlines() if PAGE in line)
        return membership, "/invito/" + link.partition("/invito/")[2]

    return made


def test_link_leads_to_a_page_without_the_secret_in_its_address(client, invite):
    _membership, link = invite()
    answer = client.get(link)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]


def test_opening_the_link_uses_nothing_up(client, invite):
    membership, link = invite()
    for _ in range(3):
        Client().get(link, follow=True)
    membership.refresh_from_db()
    assert membership.state == MembershipState.INVITED


def test_newcomer_gives_name_and_password_and_is_in(client, invite, comune):
    membership, link = invite()
    client.get(link)
    answer = client.post(PAGE, WORDS)
    assert answer.status_code == 302
    membership.refresh_from_db()
    user = User.objects.get(email=NEW)
    assert (membership.state, user.get_full_name()) == (MembershipState.ACTIVE, "Nina Nuova")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session["acting_body"] == comune.pk
    assert SignIn.objects.get(user=user).method == "invitation"


def test_newcomer_with_a_role_that_needs_it_sets_up_a_second_factor_next(client, invite):
    client.get(invite()[1])
    client.post(PAGE, WORDS)
    assert client.get("/profilo/")["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password1": "corta", "password2": "corta"}, "password1"),
        ({"password1": NEW, "password2": NEW}, "password1"),
        ({"password2": "un'altra del tutto diversa"}, "password2"),
        ({"first_name": ""}, "first_name"),
        ({"last_name": " "}, "last_name"),
    ],
)
def test_newcomer_is_told_what_is_wrong_beside_the_field(client, invite, change, field):
    membership, link = invite()
    client.get(link)
    answer = client.post(PAGE, WORDS | change)
    assert list(answer.context["form"].errors) == [field]
    membership.refresh_from_db()
    assert membership.state == MembershipState.INVITED


def test_second_press_tells_that_it_was_accepted(client, invite):
    _membership, link = invite()
    client.get(link)
    secret = client.session["invito"]
    first = client.post(PAGE, WORDS | {"invito": secret})
    second = Client().post(PAGE, WORDS | {"invito": secret})
    assert (first.status_code, second.status_code) == (302, 200)
    assert "Invito già accettato" in second.content.decode()
    assert User.objects.filter(email=NEW).count() == 1


def test_used_secret_lets_nobody_in(invite):
    _membership, link = invite()
    first = Client()
    first.get(link)
    first.post(PAGE, WORDS)
    thief = Client()
    thief.get(link)
    thief.post(PAGE, WORDS | {"password1": "la frase del ladro qui", "password2": "la frase del ladro qui"})
    assert "_auth_user_id" not in thief.session
    assert User.objects.get(email=NEW).check_password(WORDS["password1"])


@pytest.mark.parametrize("secret", ["inventato", "a" * 43, "0"])
def test_made_up_secret_is_refused(client, db, secret):
    answer = client.get(f"/invito/{secret}/")
    assert answer.status_code == 410
    assert "invito" not in client.session


def test_page_without_a_secret_is_refused(client, db):
    assert client.get(PAGE).status_code == 410


def test_secret_older_than_seven_days_is_refused(client, invite):
    membership, link = invite(at=timezone.now() - timedelta(days=7, minutes=1))
    client.get(link)
    assert client.post(PAGE, WORDS).status_code == 410
    membership.refresh_from_db()
    assert membership.state == MembershipState.INVITED


def test_withdrawn_and_replaced_secrets_are_refused(client, invite, administrator):
    membership, link = invite()
    invite_again(membership=membership, by=administrator, at=timezone.now())
    assert client.get(link).status_code == 410
    other, link = invite("altra@esempio.invalid")
    withdraw_invitation(membership=other, by=administrator, at=timezone.now())
    assert client.get(link).status_code == 410


def test_person_with_an_access_must_sign_in_and_then_accept(client, invite, stranger):
    membership, link = invite(stranger.email)
    page = client.get(link, follow=True)
    assert "ha già un accesso" in page.content.decode()
    client.post(PAGE)
    membership.refresh_from_db()
    assert membership.state == MembershipState.INVITED
    signed_in = client.post(f"{reverse('account_login')}?next={PAGE}", {"login": stranger.email, "password": PASSWORD})
    assert signed_in["Location"] == PAGE
    client.post(PAGE)
    membership.refresh_from_db()
    assert membership.state == MembershipState.ACTIVE


def test_person_with_an_access_cannot_be_given_a_new_password_by_the_link(client, invite, stranger):
    client.get(invite(stranger.email)[1])
    client.post(PAGE, WORDS)
    stranger.refresh_from_db()
    assert stranger.check_password(PASSWORD)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("email", ["stranger", NEW])
def test_somebody_else_signed_in_here_cannot_accept(invite, stranger, other_finance_officer, email):
    membership, link = invite(stranger.email if email == "stranger" else email)
    client = client_of(other_finance_officer)
    page = client.get(link, follow=True)
    assert "altra persona" in page.content.decode()
    client.post(PAGE, WORDS)
    membership.refresh_from_db()
    assert membership.state == MembershipState.INVITED


def test_accepting_does_not_carry_over_the_session_of_the_browser(client, invite):
    client.get("/accedi/")
    session = client.session
    session["residuo"] = "di chi usava il computer prima"
    session.save()
    client.get(invite()[1])
    before = client.session.session_key
    client.post(PAGE, WORDS)
    assert client.session.session_key != before
    assert "residuo" not in client.session


def test_invitations_of_a_newcomer_in_another_body_wait_for_them(client, invite, other_comune, other_finance_officer):
    membership, link = invite()
    other = Membership.objects.create(
        user=membership.user,
        body=other_comune,
        role=Role.PROJECT_MANAGER,
        starts_on=timezone.localdate(),
        confirmed_on=timezone.localdate(),
        invited_at=timezone.now(),
        invitation_hash="b" * 64,
    )
    client.get(link)
    client.post(PAGE, WORDS)
    other.refresh_from_db()
    assert other.state == MembershipState.INVITED
