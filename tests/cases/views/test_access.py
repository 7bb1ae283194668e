# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages of who may open a case."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from incas.cases.models import Grant, Identity
from incas.cases.tables.access import GRANTS_TO_CONFIRM
from incas.cases.tenancy import whole_platform
from incas.organisations.choices import Role
from tests.cases.factories import CaseFactory, GrantFactory
from tests.forms import filled, send
from tests.lists import assert_constant_queries
from tests.pages import text_of
from tests.personas import client_of, member


@pytest.fixture
def colleague(comune):
    return member(comune, Role.CASE_WORKER, first_name="Carla", last_name="Collega")


def confirm(client, held):
    """Choose these accesses in the list and confirm them."""
    return client.post(reverse("cases:access_confirm_chosen"), {"selected": [grant.pk for grant in held]})


def grants(**wanted):
    with whole_platform(reason="a test"):
        return list(Grant.objects.scoped().filter(**wanted))


def test_accesses_are_shown_to_the_team_and_the_supervisor_alone(case, case_worker, case_supervisor, specialist):
    page = reverse("cases:access", args=[case.code])
    assert "Ciro Operatore" in text_of(client_of(case_worker).get(page))
    assert "Ciro Operatore" in text_of(client_of(case_supervisor).get(page))
    assert client_of(specialist).get(page).status_code == 403


def test_accesses_ask_the_same_whatever_their_number(case, case_worker):
    url = reverse("cases:access", args=[case.code])
    assert_constant_queries(client_of(case_worker), url, lambda: GrantFactory(case=case), files=False)


def test_supervisor_lets_a_colleague_in_and_out(case, colleague, case_supervisor):
    client = client_of(case_supervisor)
    send(client, reverse("cases:access_new", args=[case.code]), user=colleague.pk)
    (given,) = grants(user=colleague)
    client.post(reverse("cases:access_end", args=[given.code]))
    assert [grant.ended_at is not None for grant in grants(user=colleague)] == [True]


def test_worker_lets_nobody_in(case, case_worker):
    assert client_of(case_worker).get(reverse("cases:access_new", args=[case.code])).status_code == 403


def test_forged_person_of_another_comune_is_refused(case, other_comune, case_supervisor):
    outsider = member(other_comune, Role.CASE_WORKER)
    page = send(client_of(case_supervisor), reverse("cases:access_new", args=[case.code]), user=outsider.pk)
    assert "user" in page.context["form"].errors
    assert grants(user=outsider) == []


def test_grant_of_another_comune_is_not_found(other_case, case_supervisor, stranger):
    held = GrantFactory(case=other_case, user=stranger)
    assert client_of(case_supervisor).post(reverse("cases:access_end", args=[held.code])).status_code == 404


def test_emergency_says_what_it_means_then_opens_the_identity(case, case_supervisor, administrator):
    client = client_of(case_supervisor)
    url = reverse("cases:emergency", args=[case.code])
    page = text_of(client.get(url))
    assert "per 24 ore" in page
    assert "Viene avvisata subito 1 persona" in page
    answer = send(client, url, reason="Persona in pericolo, prova")
    assert answer.status_code == 302
    (taken,) = grants(user=case_supervisor)
    assert taken.kind == "emergency"
    with whole_platform(reason="a test"):
        assert Identity.objects.visible_to(case_supervisor).count() == 1


def test_emergency_of_another_comune_is_not_found(other_case, case_supervisor):
    assert client_of(case_supervisor).get(reverse("cases:emergency", args=[other_case.code])).status_code == 404


def test_many_accesses_are_confirmed_at_once(service, colleague, case_supervisor):
    soon = timezone.now() + timedelta(days=5)
    held = [GrantFactory(case=CaseFactory(service=service), user=colleague, lapses_at=soon) for _ in range(3)]
    answer = confirm(client_of(case_supervisor), held[:2])
    assert answer["Location"] == reverse("cases:access_confirm")
    assert sorted(grant.confirmed_at is not None for grant in grants(user=colleague)) == [False, True, True]


def test_accesses_found_beyond_the_page_are_confirmed_as_the_search_finds_them(service, colleague, case_supervisor):
    soon = timezone.now() + timedelta(days=5)
    other = member(service.body, Role.CASE_WORKER, first_name="Dina", last_name="Distante")
    for user in (colleague, colleague, other):
        GrantFactory(case=CaseFactory(service=service), user=user, lapses_at=soon)
    url = f"{reverse('cases:access_confirm_chosen')}?cerca=collega"
    client_of(case_supervisor).post(url, {"tutti": "1"})
    assert [grant.confirmed_at is not None for grant in grants(user=colleague)] == [True, True]
    assert [grant.confirmed_at for grant in grants(user=other)] == [None]


def test_more_accesses_than_a_page_holds_are_paged(service, colleague, case_supervisor, monkeypatch):
    monkeypatch.setitem(GRANTS_TO_CONFIRM.__dict__, "page_size", 2)
    case = CaseFactory(service=service)
    for days in (3, 4, 5):
        GrantFactory(case=case, user=colleague, lapses_at=timezone.now() + timedelta(days=days))
    client = client_of(case_supervisor)
    first = client.get(reverse("cases:access_confirm"))
    second = client.get(first.context["listing"].next_url)
    assert [len(page.context["listing"].rows) for page in (first, second)] == [2, 1]
    assert "3 risultati" in text_of(first)


def test_ones_own_access_is_confirmed_with_a_reason_asked_for_with_what_was_chosen(service, colleague, case_supervisor):
    soon = timezone.now() + timedelta(days=5)
    case = CaseFactory(service=service)
    held = [GrantFactory(case=case, user=user, lapses_at=soon) for user in (colleague, case_supervisor)]
    client = client_of(case_supervisor)
    page = confirm(client, held)
    assert "fra cui il proprio" in text_of(page)
    assert "reason" in page.context["form"].errors
    assert [grant.confirmed_at for grant in grants(case=case)] == [None, None]
    client.post(reverse("cases:access_confirm_chosen"), filled(page, reason="Prova: sostituisce chi è in ferie"))
    assert [grant.confirmed_at is not None for grant in grants(case=case)] == [True, True]


def test_who_left_the_service_is_named_and_the_others_are_confirmed(service, colleague, stranger, case_supervisor):
    soon = timezone.now() + timedelta(days=5)
    case = CaseFactory(service=service)
    held = [GrantFactory(case=case, user=user, lapses_at=soon) for user in (colleague, stranger)]
    client = client_of(case_supervisor)
    confirm(client, held)
    page = text_of(client.get(reverse("cases:access_confirm")))
    assert "1 accesso confermato." in page
    assert f"non lavorano più nel servizio e perdono l'accesso da sé: {stranger}." in page
    assert sorted(grant.confirmed_at is not None for grant in grants(case=case)) == [False, True]


def test_confirming_nothing_says_what_to_do(service, case_supervisor):
    client = client_of(case_supervisor)
    confirm(client, [])
    assert "scegliere prima le righe" in text_of(client.get(reverse("cases:access_confirm")))


def test_forged_grant_of_another_comune_is_not_confirmed(service, other_case, stranger, case_supervisor):
    held = GrantFactory(case=other_case, user=stranger, lapses_at=timezone.now() + timedelta(days=5))
    confirm(client_of(case_supervisor), [held])
    assert [grant.confirmed_at for grant in grants(user=stranger)] == [None]


def test_each_access_costs_two_statements_to_confirm(service, colleague, case_supervisor):
    def asked(count: int) -> int:
        soon = timezone.now() + timedelta(days=5)
        held = [GrantFactory(case=CaseFactory(service=service), user=colleague, lapses_at=soon) for _ in range(count)]
        with CaptureQueriesContext(connection) as captured:
            confirm(client, held)
        return len(captured)

    client = client_of(case_supervisor)
    assert asked(5) - asked(3) == 4


def test_confirming_asks_the_same_whatever_the_accesses(service, colleague, case_supervisor):
    def add() -> None:
        GrantFactory(case=CaseFactory(service=service), user=colleague, lapses_at=timezone.now() + timedelta(days=5))

    assert_constant_queries(client_of(case_supervisor), reverse("cases:access_confirm"), add, files=False)
