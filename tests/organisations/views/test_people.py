# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The people of a body through the pages: who may open them, what they do, pressed twice, forged."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from incas.audit.models import Entry
from incas.organisations.choices import MembershipState, Role
from incas.organisations.models import Membership
from tests.forms import filled, send
from tests.lists import assert_constant_queries
from tests.organisations.factories import MembershipFactory
from tests.personas import client_of

GET_PAGES = ("membership_validity", "membership_suspend", "membership_end")
POST_PAGES = ("membership_reactivate", "membership_confirm", "invite_again", "withdraw_invitation")


def url(name, pk):
    return reverse(f"organisations:{name}", args=[pk])


def ago(days):
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def officer(finance_officer):
    return Membership.objects.get(user=finance_officer)


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("administrator", 200),
        ("coordinator", 200),
        ("tutor", 403),
        ("finance_officer", 403),
        ("other_finance_officer", 404),
        ("stranger", 404),
    ],
)
def test_people_open_to_the_administrator_and_the_programme(persona, status, comune, request):
    user = request.getfixturevalue(persona)
    assert client_of(user).get(url("people", comune.pk)).status_code == status
    assert client_of(user).get(url("invite", comune.pk)).status_code == status


def test_administrator_of_another_body_finds_nothing(other_comune, comune, officer, other_finance_officer):
    MembershipFactory(user=other_finance_officer, body=other_comune, role=Role.ADMINISTRATOR)
    client = client_of(other_finance_officer)
    statuses = {client.get(url(name, officer.pk)).status_code for name in ("membership", *GET_PAGES)}
    statuses |= {client.post(url(name, officer.pk)).status_code for name in POST_PAGES}
    assert statuses | {client.get(url("people", comune.pk)).status_code} == {404}


@pytest.mark.parametrize("name", [*GET_PAGES, *POST_PAGES])
def test_own_membership_is_seen_and_not_managed(administrator, name):
    own = Membership.objects.get(user=administrator)
    client = client_of(administrator)
    assert client.get(url("membership", own.pk)).status_code == 200
    assert client.post(url(name, own.pk), {"reason": "x", "starts_on": "2026-01-01"}).status_code == 403
    own.refresh_from_db()
    assert own.state == MembershipState.ACTIVE


@pytest.mark.parametrize("name", [*GET_PAGES, *POST_PAGES])
def test_officer_does_not_manage_their_own_membership(officer, finance_officer, name):
    assert client_of(finance_officer).post(url(name, officer.pk)).status_code == 403


@pytest.mark.parametrize("name", POST_PAGES)
def test_what_changes_something_is_not_done_by_a_link(administrator, officer, name):
    assert client_of(administrator).get(url(name, officer.pk)).status_code == 405


def test_coordinator_sees_the_administrators_alone(coordinator, administrator, officer, comune):
    page = client_of(coordinator).get(url("people", comune.pk)).content.decode()
    assert "Anna Amministra" in page
    assert "Franca Rendiconta" not in page


def test_list_shows_an_invited_person_by_address(administrator, comune, stranger):
    MembershipFactory(user=stranger, body=comune, invited=True)
    page = client_of(administrator).get(url("people", comune.pk)).content.decode()
    assert stranger.email in page
    assert stranger.last_name not in page


def test_list_asks_the_same_queries_however_long(administrator, comune):
    assert_constant_queries(client_of(administrator), url("people", comune.pk), lambda: MembershipFactory(body=comune))


def test_invitation_is_sent(administrator, comune, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(
            client_of(administrator),
            url("invite", comune.pk),
            email="nuova@esempio.invalid",
            role=Role.CASE_WORKER,
            starts_on=timezone.localdate().isoformat(),
        )
    assert answer["Location"] == url("people", comune.pk)
    assert Membership.objects.get(user__email="nuova@esempio.invalid").role == Role.CASE_WORKER
    assert [message.to for message in mail.outbox] == [["nuova@esempio.invalid"]]


def test_invitation_pressed_twice_is_one(administrator, comune):
    client = client_of(administrator)
    data = filled(client.get(url("invite", comune.pk)), email="nuova@esempio.invalid", role=Role.CASE_WORKER)
    answers = [client.post(url("invite", comune.pk), data) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [url("people", comune.pk)] * 2
    assert Membership.objects.filter(user__email="nuova@esempio.invalid").count() == 1


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MINISTRY_OFFICER, "superuser", ""])
def test_forged_role_is_refused(administrator, comune, role):
    answer = send(client_of(administrator), url("invite", comune.pk), email="n@esempio.invalid", role=role)
    assert list(answer.context["form"].errors) == ["role"]
    assert not Membership.objects.filter(user__email="n@esempio.invalid").exists()


def test_no_role_is_chosen_beforehand(administrator, comune):
    answer = send(client_of(administrator), url("invite", comune.pk), email="n@esempio.invalid")
    assert list(answer.context["form"].errors) == ["role"]
    assert not mail.outbox


def test_coordinator_is_offered_the_role_of_administrator_alone(coordinator, other_comune):
    page = client_of(coordinator).get(url("invite", other_comune.pk))
    assert page.context["form"].fields["role"].choices == [("administrator", Role.ADMINISTRATOR.label)]


def test_self_promotion_is_refused(administrator, comune):
    answer = send(
        client_of(administrator), url("invite", comune.pk), email=administrator.email, role=Role.FINANCE_OFFICER
    )
    assert "propria appartenenza" in str(answer.context["form"].non_field_errors())


def test_term_before_the_beginning_is_told_beside_the_field(administrator, comune):
    answer = send(
        client_of(administrator),
        url("invite", comune.pk),
        email="n@esempio.invalid",
        role=Role.CASE_WORKER,
        ends_on=ago(1).isoformat(),
    )
    assert list(answer.context["form"].errors) == ["ends_on"]


def test_beginning_in_the_past_is_refused(administrator, comune):
    answer = send(
        client_of(administrator),
        url("invite", comune.pk),
        email="n@esempio.invalid",
        role=Role.CASE_WORKER,
        starts_on=ago(1).isoformat(),
    )
    assert list(answer.context["form"].errors) == ["starts_on"]


def test_suspension_wants_a_reason(administrator, officer):
    answer = send(client_of(administrator), url("membership_suspend", officer.pk), reason="")
    assert list(answer.context["form"].errors) == ["reason"]
    officer.refresh_from_db()
    assert officer.state == MembershipState.ACTIVE


def test_suspension_and_reactivation_through_the_pages(administrator, officer, finance_officer):
    client, victim = client_of(administrator), client_of(finance_officer)
    send(client, url("membership_suspend", officer.pk), reason="In aspettativa")
    assert victim.get("/profilo/").wsgi_request.user.acting_roles == frozenset()
    page = client.get(url("membership", officer.pk)).content.decode()
    assert "In aspettativa" in page
    client.post(url("membership_reactivate", officer.pk))
    assert victim.get("/profilo/").wsgi_request.user.acting_roles == {Role.FINANCE_OFFICER}


def test_end_pressed_twice_is_one(administrator, officer):
    client = client_of(administrator)
    data = filled(client.get(url("membership_end", officer.pk)), reason="Trasferita")
    for _ in range(2):
        assert client.post(url("membership_end", officer.pk), data).status_code == 302
    assert Entry.objects.about(officer).filter(verb="ended").count() == 1


def test_last_administrator_is_told_what_to_do_first(coordinator, administrator):
    own = Membership.objects.get(user=administrator)
    answer = send(client_of(coordinator), url("membership_end", own.pk), reason="Fine incarico")
    assert "prima nominarne un altro" in str(answer.context["form"].non_field_errors())


def test_validity_is_changed(administrator, officer):
    until = timezone.localdate() + timedelta(days=60)
    send(client_of(administrator), url("membership_validity", officer.pk), ends_on=until.isoformat())
    officer.refresh_from_db()
    assert officer.ends_on == until


@pytest.mark.parametrize(
    ("trait", "shown", "hidden"),
    [
        ({}, ["membership_confirm", "membership_suspend", "membership_end"], ["membership_reactivate", "invite_again"]),
        (
            {"suspended": True},
            ["membership_reactivate", "membership_end"],
            ["membership_suspend", "membership_confirm"],
        ),
        ({"lapsed": True}, ["membership_reactivate", "membership_end"], ["membership_suspend", "membership_confirm"]),
        ({"invited": True}, ["invite_again", "withdraw_invitation"], ["membership_reactivate", "membership_end"]),
        ({"ended": True}, [], [*GET_PAGES, *POST_PAGES]),
    ],
)
def test_page_offers_what_its_state_allows(administrator, comune, trait, shown, hidden):
    membership = MembershipFactory(body=comune, **trait)
    page = client_of(administrator).get(url("membership", membership.pk)).content.decode()
    assert [name for name in shown if url(name, membership.pk) not in page] == []
    assert [name for name in hidden if url(name, membership.pk) in page] == []


def test_refusal_of_a_button_is_told(administrator, comune):
    ended = MembershipFactory(body=comune, ended=True)
    answer = client_of(administrator).post(url("membership_reactivate", ended.pk), follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def test_own_people_lead_to_ones_own_body(administrator, comune):
    assert client_of(administrator).get("/persone/")["Location"] == url("people", comune.pk)


def old(body, **fields):
    return MembershipFactory(body=body, starts_on=ago(400), confirmed_on=ago(170), **fields)


def test_confirmation_lists_what_lapses_within_thirty_days(administrator, comune, other_comune):
    due, _elsewhere = old(comune), old(other_comune)
    MembershipFactory(body=comune)
    rows = client_of(administrator).get("/persone/conferma/").context["listing"].rows
    assert [row.key for row in rows] == [due.pk]


def test_confirmation_of_some_leaves_the_others(administrator, comune):
    one, two, three = old(comune), old(comune), old(comune)
    client_of(administrator).post("/persone/conferma/scelte/", {"selected": [one.pk, three.pk]})
    confirmed = Membership.objects.filter(confirmed_on=timezone.localdate(), pk__in=[one.pk, two.pk, three.pk])
    assert set(confirmed.values_list("pk", flat=True)) == {one.pk, three.pk}


def test_confirmation_of_all_is_one_press(administrator, comune):
    rows = [old(comune) for _ in range(3)]
    client_of(administrator).post("/persone/conferma/scelte/", {"tutti": "1"})
    assert Membership.objects.filter(pk__in=[row.pk for row in rows], confirmed_on=timezone.localdate()).count() == 3


def test_forged_keys_confirm_nothing(administrator, comune, other_comune):
    Membership.objects.filter(user=administrator).update(starts_on=ago(400), confirmed_on=ago(170))
    own, foreign = Membership.objects.get(user=administrator), old(other_comune)
    client_of(administrator).post("/persone/conferma/scelte/", {"selected": [own.pk, foreign.pk, "x"]})
    assert not Membership.objects.filter(pk__in=[own.pk, foreign.pk], confirmed_on=timezone.localdate()).exists()


def test_coordinator_confirms_the_administrators_nobody_else_could(coordinator, comune, other_comune):
    lonely = old(comune, role=Role.ADMINISTRATOR)
    old(other_comune, role=Role.ADMINISTRATOR)
    old(other_comune, role=Role.ADMINISTRATOR)
    rows = client_of(coordinator).get("/persone/conferma/").context["listing"].rows
    assert [row.key for row in rows] == [lonely.pk]


@pytest.mark.parametrize("persona", ["tutor", "finance_officer", "stranger"])
def test_confirmation_is_not_for_others(persona, request):
    client = client_of(request.getfixturevalue(persona))
    assert client.get("/persone/conferma/").status_code == 403
    assert client.post("/persone/conferma/scelte/", {"tutti": "1"}).status_code == 403


def test_confirmation_asks_the_same_queries_however_long(administrator, comune):
    assert_constant_queries(client_of(administrator), "/persone/conferma/", lambda: old(comune))


def test_taking_the_list_away_leaves_a_trace(administrator, comune):
    client_of(administrator).get(url("people", comune.pk), {"esporta": "csv"})
    entry = Entry.objects.about(comune).get()
    assert (entry.verb, entry.kind, entry.actor_id) == ("people_exported", "read", administrator.pk)
