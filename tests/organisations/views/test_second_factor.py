# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who acts under a role that needs a second factor does nothing before showing it."""

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.urls import reverse

from incas.audit.models import Entry
from incas.organisations.choices import Role
from tests.organisations.factories import MembershipFactory
from tests.personas import sign_in

PROFILE = "/profilo/"


def without_second_factor(user):
    return sign_in(Client(), user, second_factor=False)


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_who_needs_one_and_has_none_is_sent_to_set_one_up(finance_officer):
    answer = without_second_factor(finance_officer).get(PROFILE)
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_index"))


def test_who_does_not_need_one_goes_on(project_manager):
    assert without_second_factor(project_manager).get(PROFILE).status_code == 200


def test_stranger_goes_on(stranger):
    assert without_second_factor(stranger).get(PROFILE).status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "name", ["organisations:own_people", "accounts:email", "account_change_password", "mfa_generate_recovery_codes"]
)
def test_nothing_else_opens_before(administrator, name, method):
    answer = getattr(without_second_factor(administrator), method)(reverse(name))
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_index"))


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_logout"])
def test_pages_to_set_one_up_and_to_leave_open(administrator, name):
    assert without_second_factor(administrator).get(reverse(name)).status_code == 200


def test_public_pages_open(administrator):
    assert without_second_factor(administrator).get(reverse("website:privacy")).status_code == 200


def test_fragment_is_sent_away_as_a_whole_page(administrator):
    answer = without_second_factor(administrator).get(PROFILE, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, reverse("mfa_index"))


@pytest.mark.django_db(transaction=True)
def test_setting_up_the_app_opens_the_platform(finance_officer):
    client = without_second_factor(finance_officer)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(answer["Location"]).status_code == 200
    assert client.get(PROFILE).status_code == 200
    assert Entry.objects.about(finance_officer).filter(verb="second_factor_added").count() == 2
    assert [message.to for message in mail.outbox] == [[finance_officer.email]]


def test_wrong_code_does_not_open_it(finance_officer):
    client = without_second_factor(finance_officer)
    client.get(reverse("mfa_activate_totp"))
    client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert client.get(PROFILE).status_code == 302


def test_who_has_one_shows_it_and_comes_back(finance_officer):
    secret = generate_totp_secret()
    TOTP.activate(finance_officer, secret)
    client = without_second_factor(finance_officer)
    answer = client.get(PROFILE)
    assert answer["Location"] == f"{reverse('mfa_reauthenticate')}?next=%2Fprofilo%2F"
    answer = client.post(answer["Location"], {"code": code_of(secret)})
    assert answer["Location"] == PROFILE
    assert client.get(PROFILE).status_code == 200


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_index"])
def test_who_has_one_cannot_add_another_without_showing_it(finance_officer, name):
    TOTP.activate(finance_officer, generate_totp_secret())
    answer = without_second_factor(finance_officer).get(reverse(name))
    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))


def test_need_follows_the_body_one_acts_for(project_manager, other_comune):
    MembershipFactory(user=project_manager, body=other_comune, role=Role.FINANCE_OFFICER)
    client = without_second_factor(project_manager)
    assert client.get(PROFILE).status_code == 200
    client.post(reverse("organisations:switch_body"), {"body": other_comune.pk})
    assert client.get(PROFILE).status_code == 302
    client.post(reverse("organisations:switch_body"), {"body": project_manager.acting_body_id})
    assert client.get(PROFILE).status_code == 200


def test_mark_of_the_demo_counts_in_the_demo_alone(finance_officer, settings):
    client = without_second_factor(finance_officer)
    session = client.session
    session["account_authentication_methods"] = [{"method": "demo", "at": 0}]
    session.save()
    assert client.get(PROFILE).status_code == 200
    settings.DEMO = False
    assert client.get(PROFILE).status_code == 302


def test_marks_of_somebody_else_in_the_session_do_not_count(finance_officer, stranger):
    client = without_second_factor(finance_officer)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0, "type": "totp"}]
    session["account_authentication_methods_user"] = str(stranger.pk)
    session.save()
    assert client.get(PROFILE).status_code == 302
