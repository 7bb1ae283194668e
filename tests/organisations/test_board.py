# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What waits for somebody about people and bodies."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incas.notifications.board import DEADLINES, WAITING
from incas.organisations.board import deadlines, waiting
from incas.organisations.choices import Role
from incas.organisations.models import Membership
from tests.organisations.factories import BodyFactory, MembershipFactory

TODAY = timezone.localdate


def ago(days):
    return TODAY() - timedelta(days=days)


def shown(user):
    return list(waiting(user, timezone.now()))


def test_providers_are_registered():
    assert waiting in WAITING
    assert deadlines in DEADLINES


def test_administrator_is_asked_to_confirm_from_thirty_days_before(administrator, comune):
    MembershipFactory(body=comune, starts_on=ago(300), confirmed_on=ago(152))
    assert shown(administrator) == []
    MembershipFactory(body=comune, starts_on=ago(300), confirmed_on=ago(153))
    MembershipFactory(body=comune, starts_on=ago(300), confirmed_on=ago(170))
    (item,) = shown(administrator)
    assert (item.verb, item.title, item.url) == ("Conferma", "2 persone da confermare", "/persone/conferma/")
    assert item.due_on == ago(170) + timedelta(days=182)


def test_one_person_is_told_in_the_singular(administrator, comune):
    MembershipFactory(body=comune, starts_on=ago(300), confirmed_on=ago(170))
    assert shown(administrator)[0].title == "1 persona da confermare"


def test_nobody_is_asked_to_confirm_themselves(administrator):
    Membership.objects.filter(user=administrator).update(starts_on=ago(300), confirmed_on=ago(170))
    assert shown(administrator) == []


def test_coordinator_is_asked_to_name_administrators(coordinator, administrator, cittalia, comune):
    assert [item.title for item in shown(coordinator)] == ["1 ente senza amministratore"]  # Cittalia itself
    MembershipFactory(body=cittalia, role=Role.ADMINISTRATOR)
    assert shown(coordinator) == []
    BodyFactory()
    BodyFactory()
    assert [item.title for item in shown(coordinator)] == ["2 enti senza amministratore"]


@pytest.mark.parametrize("persona", ["finance_officer", "tutor", "stranger"])
def test_nothing_waits_for_others(persona, comune, request):
    user = request.getfixturevalue(persona)
    MembershipFactory(body=comune, starts_on=ago(300), confirmed_on=ago(170))
    assert shown(user) == []


def test_queries_are_two_at_most(coordinator, comune, django_assert_num_queries):
    with django_assert_num_queries(2):
        shown(coordinator)


def test_term_of_ones_own_role_is_a_deadline(finance_officer):
    until = TODAY() + timedelta(days=20)
    assert list(deadlines(finance_officer, timezone.now())) == []
    Membership.objects.filter(user=finance_officer).update(ends_on=until)
    (item,) = deadlines(finance_officer, timezone.now())
    assert (item.due_on, item.title) == (until, "Termina il proprio ruolo per Comune di Borgo Prova")
