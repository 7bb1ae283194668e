# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The family of a case as a page: who reads what, what it says when it contradicts itself, what is undone, joined."""

import pytest

from incas.cases.choices.access import Part
from incas.cases.choices.family import Binding
from incas.cases.identities import IdentityContent
from incas.cases.models import ParentLink
from incas.cases.tenancy import whole_platform
from tests.cases.factories import CaseFactory
from tests.cases.families import around, name, person_of, rows
from tests.cases.views.families.pages import add_url, at, holder, page, refusal, undo
from tests.cases.views.test_cases import readings, said
from tests.forms import send
from tests.lists import assert_constant_queries
from tests.personas import client_of


def test_family_shows_the_tree_paths_outcomes_and_both_circles(case, case_worker):
    people = around(case, "h=s.", "m>s.", "s.>f.")
    name(people["f."], IdentityContent("Moussa", "Prova"), user=case_worker)
    answer = said(client_of(case_worker).get(page(case)))
    assert "Albero della famiglia" in answer
    assert "genitore del coniuge: affinità, 1° grado, art. 78 c.c." in answer
    assert "sì, è entro il 2° grado" in answer
    assert "membri del nucleo familiare" in answer
    assert "parenti e affini entro il 2° grado" in answer
    assert "D.L. 145/2024, art. 6" in answer
    assert "è configurazione del progetto" in answer
    assert readings()[-1] == (Part.FAMILY, case.code)


def test_names_are_for_who_may_open_the_case(case, case_worker, case_supervisor, specialist):
    people = around(case, "h>c", "c>n")
    name(people["c"], IdentityContent("Mariama", "Prova"), user=case_worker)
    assert "Mariama Prova" in said(client_of(case_worker).get(page(case)))
    for reader in (case_supervisor, specialist):
        answer = said(client_of(reader).get(page(case)))
        assert "Mariama" not in answer
        assert "Inventata" not in answer
        assert f"persona {people['n'].code}" in answer
        assert case.code in answer


def test_title_and_addresses_name_nobody(case, case_worker):
    name(around(case, "h>c")["c"], IdentityContent("Mariama", "Prova"), user=case_worker)
    answer = said(client_of(case_worker).get(page(case)))
    assert "Mariama" not in answer[: answer.index("<body")]


def test_family_of_another_comune_is_not_there(other_case, service, case_worker, case_supervisor):
    for reader in (case_worker, case_supervisor):
        assert client_of(reader).get(page(other_case)).status_code == 404


@pytest.mark.parametrize("reader", ["case_supervisor", "specialist"])
def test_who_only_sees_the_case_changes_nothing(reader, case, request):
    client = client_of(request.getfixturevalue(reader))
    person = around(case, "h>c")["c"]
    for url in (
        add_url(case, Binding.CHILD),
        at("family_choose", case),
        at("family_join", case),
        at("relative_edit", case, person.code),
        at("relative_remove", case, person.code),
        at("relative_charge", case, person.code),
        at("parent_new", case),
        at("union_new", case),
    ):
        assert client.get(url).status_code == 403
    assert "Aggiungi o lega" not in said(client.get(page(case)))


def test_page_asks_as_much_for_forty_persons_as_for_two(case, case_worker):
    client = client_of(case_worker)

    def make_twenty() -> None:
        people = around(case, *(f"h>c{number}" for number in range(20)))
        for number in range(20):
            name(people[f"c{number}"], IdentityContent(f"Prova{number}", "Inventata"), user=case_worker)

    assert assert_constant_queries(client, page(case), make_twenty, files=False) < 25


def test_case_without_a_person_says_so(service, case_worker):
    case = CaseFactory(service=service, team=[case_worker], person=False)
    assert "Il caso non ha una persona" in said(client_of(case_worker).get(page(case)))
    assert client_of(case_worker).get(at("family_choose", case)).status_code == 404


def test_family_that_contradicts_itself_is_told_by_name_and_can_be_put_right(case, case_worker):
    people = around(case, "h>c")
    with whole_platform(reason="a test"):
        family = people["h"].family
        ParentLink.objects.create(body_id=case.body_id, family=family, parent=people["c"], child=people["h"])
    name(people["c"], IdentityContent("Mariama", "Prova"), user=case_worker)
    client = client_of(case_worker)
    answer = said(client.get(page(case)))
    assert "La famiglia si contraddice" in answer
    assert "«Mariama Prova»" in answer
    wrong = next(link for link in rows(case).parents if link.child_id == holder(case).pk)
    assert client.post(at("parent_remove", case, wrong.code)).status_code == 302
    assert "La famiglia si contraddice" not in said(client.get(page(case)))


def test_changes_are_undone_one_after_the_other_and_twice_does_nothing(case, case_worker):
    client = client_of(case_worker)
    send(client, add_url(case, "child"), first_name="Awa")
    send(client, add_url(case, "nephew"), first_name="Bea")
    assert len(rows(case).persons) == 5
    url = undo(client, case)
    assert len(rows(case).persons) == 2
    client.post(url)
    assert len(rows(case).persons) == 2
    undo(client, case)
    assert len(rows(case).persons) == 1
    assert "annulla/" not in said(client.get(page(case)))


def test_family_of_a_relative_enters_that_of_the_holder(case, service, case_worker):
    relative = CaseFactory(service=service, team=[case_worker], is_relative=True)
    client = client_of(case_worker)
    assert "Unisci alla famiglia del titolare" in said(client.get(page(relative)))
    assert send(client, at("family_join", relative), holder=case.code).status_code == 302
    assert person_of(relative).family_id == holder(case).family_id
    assert len(rows(case).persons) == 2


def test_two_holders_in_one_family_are_refused_beside_the_field(case, service, case_worker):
    other = CaseFactory(service=service, team=[case_worker])
    answer = send(client_of(case_worker), at("family_join", other), holder=case.code)
    assert "il titolare è uno solo" in refusal(answer, "holder")


def test_case_one_may_not_open_is_not_joined(case, service, case_worker):
    hidden = CaseFactory(service=service)
    relative = CaseFactory(service=service, team=[case_worker], is_relative=True)
    answer = send(client_of(case_worker), at("family_join", relative), holder=hidden.code)
    assert "Nessun caso con questo codice" in refusal(answer, "holder")
