# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The list, opening a case, its summary, its facts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incas.cases.choices.access import Part
from incas.cases.doors import scope_of
from incas.cases.models import Case, Person, Reading
from incas.cases.tenancy import whole_platform
from tests.cases.factories import CaseFactory
from tests.forms import filled, send
from tests.lists import assert_constant_queries
from tests.personas import client_of

NEW = "/casi/apri/"
AWA = {"source": "union", "first_name": "Awa", "last_name": "Prova", "birth_date": "1994-05-17", "citizenship": "SN"}


def readings() -> list[tuple[str, str]]:
    with whole_platform(reason="a test"):
        found = Reading.objects.unscoped(reason="a test").order_by("pk")
        return [(reading.part, reading.case_code) for reading in found]


def cases_of(user) -> list[Case]:
    with scope_of(user):
        return list(Case.objects.visible_to(user))


def person_of(case: Case) -> Person:
    with whole_platform(reason="a test"):
        return Person.objects.unscoped(reason="a test").get(case=case)


def said(response) -> str:
    return response.content.decode()


def test_worker_opens_a_case_and_lands_on_it(service, case_worker):
    client = client_of(case_worker)
    answer = send(client, NEW, **AWA)
    (case,) = cases_of(case_worker)
    assert answer["Location"] == f"/casi/{case.code}/"
    assert client.get(answer["Location"]).status_code == 200


def test_page_of_a_case_never_says_a_name(service, case_worker):
    client = client_of(case_worker)
    page = said(client.get(send(client, NEW, **AWA)["Location"]))
    assert "Awa" not in page
    assert "1994" not in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"first_name": ""}, "Nome o pseudonimo: "),
        ({"first_name": "…"}, "Scrivere almeno una lettera."),
        ({"birth_date": "1910-01-01"}, "controllare quello scritto"),
        ({"birth_date": "2100-01-01"}, "La data è nel futuro"),
        ({"birth_date": "31/02/1994"}, "Scrivere una data che esiste"),
        ({"birth_year": "1993"}, "basta la data"),
        ({"tax_code": "RCCMNL83S18D969H"}, "non è di chi è nato il 17 maggio 1994"),
        ({"tax_code": "RCCMNL83S18D969H", "birth_date": "1983-11-18", "sex": "f"}, "non è del sesso indicato"),
        ({"tax_code": "RCCMNL83S18D969H", "birth_date": "", "birth_year": "1984"}, "non è di chi è nato nel 1984"),
        ({"tax_code": "ABC"}, "Il codice non è corretto"),
        ({"source": ""}, "Da chi: "),
        ({"received_on": (timezone.localdate() + timedelta(days=1)).isoformat()}, "La data è nel futuro"),
        ({"holder": "AAAAAAAAAA"}, "Nessun caso con questo codice"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_opened(changes, message, service, case_worker):
    answer = send(client_of(case_worker), NEW, **AWA | changes)
    assert answer.status_code == 200
    assert message in said(answer)
    assert cases_of(case_worker) == []


def test_alias_alone_is_enough(service, case_worker):
    send(client_of(case_worker), NEW, source="self", first_name="Pseudonimo")
    assert [case.source for case in cases_of(case_worker)] == ["self"]


def test_probable_duplicate_is_shown_and_goes_on_only_when_said_to_be_another(service, case_worker):
    client = client_of(case_worker)
    send(client, NEW, **AWA)
    (first,) = cases_of(case_worker)
    again = send(client, NEW, **AWA)
    assert again.status_code == 200
    assert "È un'altra persona: proseguire lo stesso" in said(again)
    assert first.code in said(again)
    assert len(cases_of(case_worker)) == 1
    assert send(client, NEW, **AWA, others=person_of(first).code).status_code == 302
    assert len(cases_of(case_worker)) == 2


def test_probable_duplicate_of_a_colleague_is_a_code_without_a_name_and_is_in_the_ledger(
    service, case_worker, case_supervisor
):
    send(client_of(case_supervisor), NEW, **AWA)
    (first,) = cases_of(case_supervisor)
    page = said(send(client_of(case_worker), NEW, **AWA | {"first_name": "Prova", "last_name": "AWA"}))
    assert first.code in page
    assert "Awa Prova" not in page
    assert "chiedere al coordinatore" in page
    assert readings()[-1] == (Part.SEARCH, first.code)


def test_same_form_sent_twice_opens_one_case(service, case_worker):
    client = client_of(case_worker)
    page = client.get(NEW)
    data = filled(page, **AWA)
    assert [client.post(NEW, data)["Location"] for _ in range(2)] == [f"/casi/{cases_of(case_worker)[0].code}/"] * 2


def test_worker_of_a_comune_without_a_service_opens_nothing_and_is_told(case_worker):
    client = client_of(case_worker)
    assert client.get(NEW).status_code == 403
    assert "non ha un servizio del progetto pilota" in said(client.get("/casi/"))


def test_relative_of_a_case_of_another_is_refused(service, case, case_supervisor):
    answer = send(client_of(case_supervisor), NEW, **AWA, is_relative="on", holder=case.code)
    assert "Nessun caso con questo codice" in said(answer)


def test_facts_are_corrected_and_two_who_write_together_lose_nothing(case, case_worker):
    client = client_of(case_worker)
    url = reverse("cases:facts", args=[case.code])
    mine = filled(client.get(url), sector="fishing")
    theirs = filled(client.get(url), language="ar")
    assert client.post(url, theirs).status_code == 302
    assert client.post(url, mine).status_code == 302
    (case,) = cases_of(case_worker)
    assert (case.sector, case.language) == ("fishing", "ar")


def test_another_report_is_taken_down(case, case_worker):
    send(client_of(case_worker), reverse("cases:report_new", args=[case.code]), source="inl", note="Parole di prova")
    with scope_of(case_worker):
        assert [report.note for report in cases_of(case_worker)[0].reports.all()] == ["Parole di prova"]


def test_note_of_a_report_is_read_only_by_who_may_open_the_case(case, case_worker, case_supervisor):
    send(client_of(case_worker), reverse("cases:report_new", args=[case.code]), source="inl", note="Parole di prova")
    url = reverse("cases:case", args=[case.code])
    assert "Parole di prova" in said(client_of(case_worker).get(url))
    assert "Parole di prova" not in said(client_of(case_supervisor).get(url))


@pytest.mark.parametrize("reader", ["case_worker", "case_supervisor", "specialist"])
def test_list_asks_as_much_with_one_case_as_with_three(reader, service, case_worker, request):
    def make() -> None:
        CaseFactory(service=service, team=[case_worker], in_programme=True)

    client = client_of(request.getfixturevalue(reader))
    assert_constant_queries(client, "/casi/", make, files=False)


def test_list_is_not_taken_away_as_a_file(case, case_worker):
    client = client_of(case_worker)
    page = client.get("/casi/?esporta=csv")
    assert page["Content-Type"].startswith("text/html")
    assert ">CSV<" not in said(page)


def test_page_of_a_case_of_another_comune_is_not_there(other_case, case_worker, service):
    client = client_of(case_worker)
    for name in ("case", "facts", "identity", "identity_edit", "report_new"):
        assert client.get(reverse(f"cases:{name}", args=[other_case.code])).status_code == 404
