# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the ministry sees of permits, and the rules that everyone in the pilot reads."""

from datetime import date

import pytest
from django.urls import reverse
from time_machine import TimeMachineFixture

from incas.cases.choices.permits import PermitKind
from incas.cases.models import PilotRule
from incas.cases.statistics.communications import communications
from tests.cases.factories import CaseFactory, PermitFactory
from tests.forms import send
from tests.lists import assert_constant_queries, read
from tests.pages import text_of
from tests.personas import client_of

URL = reverse("cases:communications")


@pytest.fixture(autouse=True)
def tenth_of_june(time_machine: TimeMachineFixture) -> None:
    """It is 10 June 2026; before the people, whose memberships run from a month before."""
    time_machine.move_to("2026-06-10T10:00:00+00:00")


def issued(service, **days):
    return PermitFactory(case=CaseFactory(service=service), issued=True, **days)


def shown(client, **asked) -> list[tuple[date, bool]]:
    rows = client.get(URL, asked).context["listing"].stretch.rows
    return [(row.issued_on, row.is_late) for row in rows]


@pytest.mark.parametrize("persona", ["ministry_officer", "coordinator"])
def test_days_and_references_are_shown_and_no_case_ever(persona, service, request):
    permit = issued(service, communicated_on=date(2026, 4, 9), communication_reference="MLPS 12/2026")
    client = client_of(request.getfixturevalue(persona))
    said = text_of(client.get(URL))
    assert "Comune di Borgo Prova 01/04/2026 09/04/2026 MLPS 12/2026 8 Comunicato" in said
    for file in (client.get(URL).content, read(client, f"{URL}?esporta=csv")):
        assert permit.case.code.encode() not in file
        assert permit.code.encode() not in file
    assert b"MLPS 12/2026" in read(client, f"{URL}?esporta=csv")


def test_what_took_or_takes_too_long_is_late(service, ministry_officer):
    issued(service, communicated_on=date(2026, 4, 16), communication_reference="in tempo")
    issued(service, issued_on=date(2026, 4, 2), communicated_on=date(2026, 4, 18), communication_reference="tardi")
    issued(service, issued_on=date(2026, 5, 26))
    issued(service, issued_on=date(2026, 5, 25))
    client = client_of(ministry_officer)
    assert shown(client) == [
        (date(2026, 5, 26), False),
        (date(2026, 5, 25), True),
        (date(2026, 4, 2), True),
        (date(2026, 4, 1), False),
    ]
    assert [day for day, _late in shown(client, state="in-ritardo")] == [date(2026, 5, 25), date(2026, 4, 2)]
    assert [day for day, _late in shown(client, state="comunicati")] == [date(2026, 4, 2), date(2026, 4, 1)]
    assert [day for day, _late in shown(client, state="da-comunicare")] == [date(2026, 5, 26), date(2026, 5, 25)]


def test_without_a_term_nothing_is_late_and_the_page_says_so(service, ministry_officer, coordinator):
    add = reverse("cases:pilot_rule_add", args=["communication_days"])
    assert send(client_of(coordinator), add, values="", valid_from="2100-01-01", source="Prova").status_code == 302
    issued(service)
    term = text_of(client_of(ministry_officer).get(URL))
    with communications(date(2100, 1, 2)) as rows:
        assert [row.is_late for row in rows] == [False]
    assert "supera 15 giorni: è una scelta del progetto, da confermare; la legge non dà un termine" in term
    rule = text_of(client_of(coordinator).get(reverse("cases:pilot_rule", args=["communication_days"])))
    assert "nessun termine" in rule


def test_other_titles_and_permits_not_issued_are_not_there(service, ministry_officer):
    issued(service, kind=PermitKind.FAMILY)
    PermitFactory(case=CaseFactory(service=service))
    assert shown(client_of(ministry_officer)) == []


def test_list_asks_the_same_number_of_questions_whatever_its_rows(service, ministry_officer):
    assert_constant_queries(client_of(ministry_officer), URL, lambda: issued(service))


@pytest.mark.parametrize("persona", ["case_worker", "case_supervisor", "specialist", "tutor", "project_manager"])
def test_others_do_not_open_it(persona, service, request):
    assert client_of(request.getfixturevalue(persona)).get(URL).status_code == 403


def test_rules_are_read_by_who_works_in_the_pilot_and_written_by_who_runs_it(service, case_worker, coordinator):
    url = reverse("cases:pilot_rule", args=["permit_months"])
    said = text_of(client_of(case_worker).get(url))
    assert "Valore 12 In vigore dal 4 ottobre 2025" in said
    assert "Aggiungi una versione" not in said
    add = reverse("cases:pilot_rule_add", args=["grant_days"])
    assert client_of(case_worker).get(add).status_code == 403
    runner = client_of(coordinator)
    wrong = send(runner, add, values="novanta", valid_from="2100-01-01", source="Prova")
    assert wrong.context["form"].errors.keys() == {"values"}
    assert send(runner, add, values="90", valid_from="2100-01-01", source="Prova").status_code == 302
    version = PilotRule.objects.get(rule="grant_days", valid_from=date(2100, 1, 1))
    assert version.values == [90]
    assert runner.get(reverse("cases:pilot_rule", args=["nessuna"])).status_code == 404
    assert runner.post(reverse("cases:pilot_rule_withdraw", args=[version.pk])).status_code == 302
    assert not PilotRule.objects.filter(pk=version.pk).exists()
