# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The page of the pilot and those of its services."""

import pytest
from django.urls import reverse

from incas.cases.models import PilotService
from tests.cases.factories import PilotServiceFactory
from tests.forms import send
from tests.lists import assert_constant_queries
from tests.pages import text_of
from tests.personas import client_of


@pytest.mark.parametrize("persona", ["coordinator", "specialist", "ministry_officer", "case_worker", "case_supervisor"])
def test_page_of_the_pilot_leads_to_pages_that_open(persona, service, request):
    client = client_of(request.getfixturevalue(persona))
    parts = client.get(reverse("cases:pilot")).context["parts"]
    assert parts
    assert {client.get(part.url).status_code for part in parts} == {200}


@pytest.mark.parametrize("persona", ["tutor", "project_manager", "finance_officer", "editor", "stranger"])
def test_page_of_the_pilot_is_for_who_takes_part(persona, request):
    assert client_of(request.getfixturevalue(persona)).get(reverse("cases:pilot")).status_code == 403


def test_services_ask_the_same_whatever_their_number(coordinator):
    assert_constant_queries(client_of(coordinator), reverse("cases:services"), PilotServiceFactory)


def test_a_worker_sees_the_own_service_alone(service, other_service, case_worker):
    client = client_of(case_worker)
    page = text_of(client.get(reverse("cases:services")))
    assert (service.name in page, other_service.name in page) == (True, False)
    assert client.get(reverse("cases:service", args=[other_service.pk])).status_code == 404
    assert client.get(reverse("cases:service_change", args=[service.pk])).status_code == 403


def test_coordinator_adds_and_closes_a_service(comune, coordinator):
    client = client_of(coordinator)
    answer = send(
        client,
        reverse("cases:service_new"),
        **{"body": comune.pk, "body-text": comune.name, "name": "Servizio nuovo", "opens_on": "2026-02-17"},
    )
    service = PilotService.objects.get()
    assert answer["Location"] == reverse("cases:service", args=[service.pk])
    send(client, reverse("cases:service_change", args=[service.pk]), closes_on="2027-12-31")
    service.refresh_from_db()
    assert (service.name, service.closes_on.isoformat()) == ("Servizio nuovo", "2027-12-31")


def test_days_out_of_order_are_told_beside_the_field(service, coordinator):
    page = send(client_of(coordinator), reverse("cases:service_change", args=[service.pk]), closes_on="2020-01-01")
    assert "chiude prima" in page.context["form"].errors["closes_on"][0]
