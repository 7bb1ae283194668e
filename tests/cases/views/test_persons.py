# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The identity, and looking for a person."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incas.cases.choices.access import Part
from incas.cases.doors import scope_of
from incas.cases.identities import IdentityContent, write_content
from incas.cases.models import Case, Identity, Person
from tests.cases.factories import CaseFactory
from tests.cases.views.test_cases import readings, said
from tests.forms import filled, send
from tests.personas import client_of

FIND = "/casi/cerca/"


@pytest.fixture
def awa(case, case_worker):
    """The case of `case_worker`, whose person is Awa."""
    url = reverse("cases:identity_edit", args=[case.code])
    who = {"first_name": "Awa", "last_name": "Prova-Inventata"}
    answer = send(client_of(case_worker), url, **who, tax_code="CNTCHR83T41D969D", birth_date="1983-12-01")
    assert answer.status_code == 302
    return case


def identity_page(case):
    return reverse("cases:identity", args=[case.code])


def test_identity_is_shown_to_who_may_open_the_case_and_the_reading_is_in_the_ledger(awa, case_worker):
    page = said(client_of(case_worker).get(identity_page(awa)))
    assert "Awa Prova-Inventata" in page
    assert readings()[-1] == (Part.IDENTITY, awa.code)


@pytest.mark.parametrize("reader", ["case_supervisor", "specialist"])
def test_identity_is_forbidden_to_who_only_sees_the_case(reader, awa, request):
    client = client_of(request.getfixturevalue(reader))
    assert client.get(identity_page(awa)).status_code == 403
    assert "Identità" not in said(client.get(reverse("cases:case", args=[awa.code])))


def test_title_of_the_identity_is_the_code(awa, case_worker):
    page = said(client_of(case_worker).get(identity_page(awa)))
    title = page[page.index("<title>") : page.index("</title>")]
    assert awa.code in title
    assert "Awa" not in title


def test_two_who_correct_an_identity_together_lose_nothing(awa, case_worker):
    client = client_of(case_worker)
    url = reverse("cases:identity_edit", args=[awa.code])
    mine, theirs = filled(client.get(url), phone="333 1"), filled(client.get(url), birth_place="Prova")
    assert client.post(url, theirs).status_code == 302
    assert client.post(url, mine).status_code == 302
    with scope_of(case_worker):
        sealed = Identity.objects.visible_to(case_worker).get().sealed
    assert (sealed["phone"], sealed["birth_place"], sealed["first_name"]) == ("333 1", "Prova", "Awa")


def test_two_who_correct_the_same_words_are_asked(awa, case_worker):
    client = client_of(case_worker)
    url = reverse("cases:identity_edit", args=[awa.code])
    mine, theirs = filled(client.get(url), phone="333 1"), filled(client.get(url), phone="333 2")
    client.post(url, theirs)
    answer = client.post(url, mine)
    assert answer.status_code == 200
    assert "Due modifiche insieme" in said(answer)


def test_identity_that_was_erased_says_so(case, case_worker):
    with scope_of(case_worker):
        Identity.objects.visible_to(case_worker).delete()
    assert "L'identità non c'è più" in said(client_of(case_worker).get(identity_page(case)))


@pytest.mark.parametrize(
    "asked", [{"name": "inventata prova AWA"}, {"tax_code": "cnt chr 83t41 d969d"}], ids=["name", "fiscal code"]
)
def test_person_is_found_by_exact_name_or_fiscal_code(asked, awa, case_worker):
    answer = client_of(case_worker).post(FIND, asked)
    assert f"/casi/{awa.code}/" in said(answer)
    assert "Awa Prova-Inventata" in said(answer)
    assert readings()[-2:] == [(Part.SEARCH, ""), (Part.SEARCH, awa.code)]


def test_person_of_a_colleague_is_found_without_name_and_link(awa, case_supervisor):
    answer = said(client_of(case_supervisor).post(FIND, {"name": "Awa Prova Inventata"}))
    assert awa.code in answer
    assert f"/casi/{awa.code}/" not in answer
    assert "chiedere al coordinatore" in answer


def test_part_of_a_name_finds_nobody(awa, case_worker):
    assert "Nessuna persona con questi dati" in said(client_of(case_worker).post(FIND, {"name": "Awa"}))


def test_person_of_another_comune_is_not_found(other_case, service, case_worker):
    answer = client_of(case_worker).post(FIND, {"name": "Prova Inventata"})
    assert "Nessuna persona con questi dati" in said(answer)


def test_search_asks_for_one_of_the_two(service, case_worker):
    client = client_of(case_worker)
    for asked in ({"name": "", "tax_code": ""}, {"name": "Awa", "tax_code": "CNTCHR83T41D969D"}):
        assert "uno dei due" in said(client.post(FIND, asked))
    assert readings() == []


def test_search_keeps_what_was_asked_out_of_the_address(awa, case_worker):
    answer = client_of(case_worker).get(f"{FIND}?name=Awa+Prova-Inventata")
    assert awa.code not in said(answer)


def test_relative_without_a_case_leads_to_the_family(awa, case_worker):
    with scope_of(case_worker):
        relative = Person.objects.create(body_id=awa.body_id, family=awa.person.family)
        identity = Identity(body_id=awa.body_id, person=relative)
        write_content(identity, IdentityContent("Moussa", "Prova"))
        identity.save()
    assert "nella famiglia di questo caso" in said(client_of(case_worker).post(FIND, {"name": "Moussa Prova"}))


def test_search_asks_as_much_for_three_as_for_one(service, case_worker):
    def make() -> None:
        case: Case = CaseFactory(service=service, team=[case_worker])
        with scope_of(case_worker):
            identity = Identity.objects.visible_to(case_worker).get(person__case=case)
            write_content(identity, IdentityContent("Awa", "Prova"))
            identity.save()

    client, counts = client_of(case_worker), []
    make()
    client.post(FIND, {"name": "Awa Prova"})
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.post(FIND, {"name": "Awa Prova"})
        counts.append(len(captured))
        make()
        make()
    assert counts[0] == counts[1]
