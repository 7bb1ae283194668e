# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Acting for one of one's bodies."""

import pytest
from django.test import Client
from django.urls import reverse

from incas.organisations.choices import Role
from tests.organisations.factories import BodyFactory, MembershipFactory
from tests.personas import client_of, sign_in

SWITCH = "/enti/cambia/"


@pytest.fixture
def both(finance_officer, other_comune):
    MembershipFactory(user=finance_officer, body=other_comune, role=Role.PROJECT_MANAGER)
    return finance_officer


def acting(client):
    return client.get("/profilo/").wsgi_request.user


def test_switch_changes_body_and_roles(both, other_comune):
    client = client_of(both)
    assert client.post(SWITCH, {"body": other_comune.pk}).status_code == 302
    assert (acting(client).acting_body_id, acting(client).acting_roles) == (other_comune.pk, {Role.PROJECT_MANAGER})


def test_header_offers_the_bodies_one_belongs_to(both, comune, other_comune):
    BodyFactory(name="Comune di Terza Prova")
    page = client_of(both).get("/profilo/").content.decode()
    assert comune.name in page
    assert other_comune.name in page
    assert "Terza Prova" not in page


@pytest.mark.parametrize("forged", ["foreign", "0", "-1", "abc", "", "1 OR 1=1", "9" * 30, "٣"])
def test_forged_body_is_not_found_and_changes_nothing(both, comune, forged):
    client = client_of(both)
    value = BodyFactory().pk if forged == "foreign" else forged
    assert client.post(SWITCH, {"body": value}).status_code == 404
    assert acting(client).acting_body_id == comune.pk


def test_body_of_an_ended_membership_is_not_found(finance_officer, other_comune):
    MembershipFactory(user=finance_officer, body=other_comune, ended=True)
    assert client_of(finance_officer).post(SWITCH, {"body": other_comune.pk}).status_code == 404


def test_forged_body_in_the_session_is_ignored(both, comune, other_comune):
    client = client_of(both)
    session = client.session
    session["acting_body"] = BodyFactory().pk
    session.save()
    assert acting(client).acting_body_id in {comune.pk, other_comune.pk}


def test_switch_is_not_done_by_a_link(both, other_comune):
    assert client_of(both).get(SWITCH, {"body": other_comune.pk}).status_code == 405


def test_switch_wants_the_token_of_our_forms(both, other_comune):
    client = sign_in(Client(enforce_csrf_checks=True), both)
    assert client.post(SWITCH, {"body": other_comune.pk}).status_code == 403


def test_membership_that_ends_takes_the_body_away_at_the_next_page(both, comune, other_comune):
    client = client_of(both)
    client.post(SWITCH, {"body": other_comune.pk})
    both.memberships.filter(body=other_comune).update(state="suspended")
    assert acting(client).acting_body_id == comune.pk


def test_switch_leads_to_the_desk(both, other_comune):
    assert client_of(both).post(SWITCH, {"body": other_comune.pk})["Location"] == reverse("dashboard:home")
