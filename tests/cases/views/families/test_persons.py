# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Persons of a family: chosen by how they are bound, added, corrected, removed, verified, taken charge of."""

from datetime import date

import pytest
from django.urls import reverse

from incas.cases.identities import IdentityContent
from incas.cases.kinship import kinship_of
from incas.cases.models import Case, CaseReview, Identity, Person
from incas.cases.tenancy import whole_platform
from tests.cases.factories import CaseFactory
from tests.cases.families import around, name, person_of, rows
from tests.cases.views.families.pages import add_url, at, holder, page, refusal, relations, undo
from tests.cases.views.test_cases import said
from tests.forms import fields_out_of_order, filled, send
from tests.personas import client_of


def test_choosing_asks_who_and_how_in_words_that_cannot_be_mistaken(case, case_worker):
    answer = said(client_of(case_worker).get(at("family_choose", case)))
    assert "È nipote, figlio o figlia di un figlio o di una figlia, di…" in answer
    assert "È nipote, figlio o figlia di un fratello o di una sorella, di…" in answer
    assert ">nipote<" not in answer.lower()
    assert ">cognato<" not in answer.lower()


def test_choosing_leads_to_the_form_of_that_bond(case, case_worker):
    client, code = client_of(case_worker), holder(case).code
    answer = client.get(at("family_choose", case), {"who": "new", "binding": "nephew", "of": code})
    assert answer["Location"] == at("family_add", case, "nephew", code)
    assert "Dire come è legata." in said(client.get(at("family_choose", case), {"of": code}))
    assert "È la stessa persona" in said(
        client.get(at("family_choose", case), {"who": code, "binding": "child", "of": code})
    )


@pytest.mark.parametrize("binding", ["child", "partner", "sibling", "nephew"])
def test_errors_about_a_new_relative_are_summed_up_in_the_order_of_the_page(binding, case, case_worker):
    assert fields_out_of_order(client_of(case_worker).get(add_url(case, binding))) is None


@pytest.mark.parametrize(
    ("binding", "relation", "made"),
    [
        ("child", "figlia", 0),
        ("parent", "madre", 0),
        ("partner", "moglie", 0),
        ("sibling", "sorella", 1),
        ("grandchild", "nipote (figlia di un figlio o di una figlia)", 1),
        ("nephew", "nipote (figlia di un fratello o di una sorella)", 2),
        ("grandparent", "nonna", 1),
        ("uncle", "zia (sorella di un genitore)", 2),
        ("parent_of_spouse", "suocera (madre del coniuge)", 1),
        ("spouse_of_child", "nuora (moglie di un figlio o di una figlia)", 1),
        ("child_of_spouse", "figlia del coniuge", 1),
        ("spouse_of_parent", "matrigna (moglie di un genitore)", 1),
        ("sibling_of_spouse", "cognata (sorella del coniuge)", 2),
        ("spouse_of_sibling", "cognata (moglie di un fratello o di una sorella)", 2),
    ],
)
def test_person_is_added_by_how_they_are_bound_with_who_is_in_between(binding, relation, made, case, case_worker):
    union = (
        {"union_kind": "marriage"}
        if binding in {"partner", "spouse_of_child", "spouse_of_parent", "spouse_of_sibling"}
        else {}
    )
    answer = send(client_of(case_worker), add_url(case, binding), first_name="Awa", last_name="Prova", sex="f", **union)
    added = rows(case).persons
    assert answer["Location"].startswith(page(case))
    assert len(added) == 2 + made
    answers = kinship_of(rows(case).engine(), holder(case).code)
    with whole_platform(reason="a test"):
        awa = next(
            person
            for person in added
            if not person.is_holder and Identity.objects.scoped().filter(person=person).exists()
        )
    assert answers[awa.code].relation == relation


def test_identity_of_a_person_is_sealed(case, case_worker):
    send(client_of(case_worker), add_url(case, "child"), first_name="Mariama", birth_date="2010-01-02")
    with whole_platform(reason="a test"):
        identity = Identity.objects.unscoped(reason="a test").order_by("-pk")[0]
        raw = bytes(identity.sealed_sealed)
    assert identity.sealed == {"first_name": "Mariama", "birth_date": "2010-01-02"}
    assert b"Mariama" not in raw


def test_person_nobody_knows_is_a_link(case, case_worker):
    send(client_of(case_worker), add_url(case, "grandparent"))
    assert sorted(relations(case)) == ["genitore", "nonno/a"]
    with whole_platform(reason="a test"):
        assert Identity.objects.unscoped(reason="a test").filter(person__family=holder(case).family).count() == 1


def test_data_without_a_name_ask_for_one(case, case_worker):
    answer = said(send(client_of(case_worker), add_url(case, "child"), birth_place="Prova"))
    assert "Scrivere un nome, anche uno pseudonimo" in answer


def test_person_in_between_is_chosen_among_those_who_are_there(case, case_worker):
    people = around(case, "h>c.")
    send(client_of(case_worker), add_url(case, "grandchild"), through=people["c."].code, first_name="Awa", sex="f")
    assert relations(case) == ["figlio", "nipote (figlia di un figlio)"]


def test_sibling_shares_the_parents_that_are_ticked(case, case_worker):
    people = around(case, "FA>h", "MO>h")
    send(client_of(case_worker), add_url(case, "sibling"), shared=people["FA"].code, first_name="Awa", sex="f")
    links = [link for link in rows(case).parents if link.parent_id == people["FA"].pk]
    assert len(links) == 2
    assert len(rows(case).parents) == 3


def test_sibling_of_who_has_two_parents_needs_one_of_them(case, case_worker):
    around(case, "FA>h", "MO>h")
    answer = said(send(client_of(case_worker), add_url(case, "sibling"), shared=None, first_name="Awa"))
    assert "Ci sono già due genitori per nascita" in answer
    assert len(rows(case).persons) == 3


def test_child_has_the_other_parent_too(case, case_worker):
    people = around(case, "h=s")
    send(client_of(case_worker), add_url(case, "child"), other_parent=people["s"].code, parent_kind="minor_adoption")
    assert [(link.parent_id, link.kind) for link in rows(case).parents] == [
        (holder(case).pk, "minor_adoption"),
        (people["s"].pk, "minor_adoption"),
    ]


def test_person_already_there_is_bound(case, case_worker):
    people = around(case, "x")
    url = at("family_bind", case, people["x"].code, "sibling", holder(case).code)
    assert send(client_of(case_worker), url).status_code == 302
    assert sorted(relations(case)) == ["fratello o sorella", "genitore"]


@pytest.mark.parametrize("codes", [("cousin", "holder"), ("child", "nobody")], ids=["no such bond", "nobody"])
def test_bond_that_is_not_there_is_not_found(codes, case, case_worker):
    binding, of = codes
    code = holder(case).code if of == "holder" else of
    assert client_of(case_worker).get(at("family_add", case, binding, code)).status_code == 404


def test_person_of_another_family_is_not_found(case, service, case_worker):
    other = person_of(CaseFactory(service=service, team=[case_worker]))
    assert client_of(case_worker).get(at("family_add", case, "child", other.code)).status_code == 404


def test_second_press_adds_nobody_more(case, case_worker):
    client, url = client_of(case_worker), add_url(case, "child")
    data = filled(client.get(url), first_name="Awa")
    first, second = client.post(url, data), client.post(url, data)
    assert first["Location"] == second["Location"]
    assert len(rows(case).persons) == 2


def test_child_older_than_the_parent_is_refused_beside_the_birth(case, case_worker):
    name(holder(case), IdentityContent("Prova", birth_date=date(1994, 5, 17)), user=case_worker)
    answer = send(client_of(case_worker), add_url(case, "child"), first_name="Awa", birth_date="1990-01-01")
    assert "risulta nato prima del genitore" in refusal(answer, "birth_date")
    assert len(rows(case).persons) == 1


def test_child_of_whom_only_the_year_is_known_is_compared_by_year(case, case_worker):
    name(holder(case), IdentityContent("Prova", birth_date=date(1994, 5, 17)), user=case_worker)
    client = client_of(case_worker)
    assert send(client, add_url(case, "child"), first_name="Awa", birth_year="1994").status_code == 200
    assert send(client, add_url(case, "child"), first_name="Awa", birth_year="2012").status_code == 302


def test_same_person_twice_in_a_family_is_refused(case, case_worker):
    people = around(case, "h>c")
    name(people["c"], IdentityContent("Awa", "Prova", birth_date=date(2012, 3, 4)), user=case_worker)
    answer = send(
        client_of(case_worker), add_url(case, "child"), first_name="PROVA", last_name="awa", birth_date="2012-03-04"
    )
    assert "Nella famiglia c'è già una persona con questo nome".replace("'", "&#x27;") in refusal(answer, "first_name")


def test_person_the_comune_may_know_is_shown_and_added_once_said_another(case, service, case_worker):
    other = CaseFactory(service=service, team=[case_worker])
    name(person_of(other), IdentityContent("Awa", "Prova"), user=case_worker)
    client, url = client_of(case_worker), add_url(case, "child")
    answer = send(client, url, first_name="Awa", last_name="Prova")
    assert "Persone già note al Comune" in said(answer)
    assert other.code in said(answer)
    assert send(client, url, first_name="Awa", last_name="Prova", others=person_of(other).code).status_code == 302


def test_person_is_corrected(case, case_worker):
    people = around(case, "h>c")
    url = at("relative_edit", case, people["c"].code)
    client = client_of(case_worker)
    assert send(client, url, first_name="Awa", sex="f", is_deceased="on").status_code == 302
    shown = said(client.get(url))
    assert 'value="Awa"' in shown
    assert relations(case) == ["figlia"]


def test_two_who_correct_a_person_together_lose_nothing(case, case_worker):
    person = around(case, "h>c")["c"]
    name(person, IdentityContent("Awa"), user=case_worker)
    client, url = client_of(case_worker), at("relative_edit", case, person.code)
    mine, theirs = filled(client.get(url), phone="333 1"), filled(client.get(url), birth_place="Prova")
    assert client.post(url, theirs).status_code == 302
    assert client.post(url, mine).status_code == 302
    shown = said(client.get(url))
    assert 'value="333 1"' in shown
    assert 'value="Prova"' in shown


def test_who_has_a_case_is_neither_edited_nor_removed_here(case, case_worker):
    for url_name in ("relative_edit", "relative_remove"):
        assert client_of(case_worker).get(at(url_name, case, holder(case).code)).status_code == 404


def test_person_is_removed_with_their_bonds_and_put_back_with_who_they_are(case, case_worker):
    people = around(case, "h>c", "c>n", "c=s")
    name(people["c"], IdentityContent("Awa", "Prova"), user=case_worker)
    client = client_of(case_worker)
    assert send(client, at("relative_remove", case, people["c"].code)).status_code == 302
    assert (len(rows(case).persons), len(rows(case).parents), len(rows(case).unions)) == (3, 0, 0)
    before = said(client.get(page(case)))
    assert "Awa Prova" not in before
    undo(client, case)
    assert (len(rows(case).persons), len(rows(case).parents), len(rows(case).unions)) == (4, 2, 1)
    assert "Awa Prova" in said(client.get(page(case)))


def reviews(case: Case) -> list[tuple[str, bool]]:
    with whole_platform(reason="a test"):
        found = CaseReview.objects.unscoped(reason="a test").filter(case=case).order_by("pk")
        return [(review.reason, review.settled_at is not None) for review in found]


def test_contested_bond_opens_a_review_that_the_supervisor_settles_with_the_reason(case, case_worker, case_supervisor):
    worker, supervisor = client_of(case_worker), client_of(case_supervisor)
    send(worker, add_url(case, "partner"), union_kind="civil_union")
    partner = next(person for person in rows(case).persons if not person.is_holder)
    send(worker, add_url(case, "parent", partner), first_name="Awa")
    awa = rows(case).persons[-1]
    assert reviews(case) == [("kinship_to_verify", False)]
    with whole_platform(reason="a test"):
        asked = CaseReview.objects.scoped().get(case=case)
    assert worker.get(reverse("cases:review_settle", args=[asked.code])).url == page(case)
    url = at("relative_verify", case, awa.code)
    assert worker.get(url).status_code == 403
    assert "da verificare: decide il coordinatore del servizio" in said(worker.get(page(case)))
    assert "obbligatorio" in refusal(send(supervisor, url, outcome="within", reason=" "), "reason")
    assert send(supervisor, url, outcome="within", reason="Parere di prova").status_code == 302
    assert reviews(case) == [("kinship_to_verify", True)]
    shown = said(supervisor.get(page(case)))
    assert "Parere di prova" in shown
    assert "sì, come verificato" in shown
    assert "Prendi in carico" in said(worker.get(page(case)))


def test_bond_that_is_computed_is_not_decided(case, case_supervisor):
    person = around(case, "h>c")["c"]
    answer = send(client_of(case_supervisor), at("relative_verify", case, person.code), outcome="within", reason="No")
    assert "non è fra quelli da verificare" in said(answer)


def test_relative_is_taken_charge_of_in_the_same_family(case, case_worker):
    person = around(case, "h>c")["c"]
    name(person, IdentityContent("Mariama", "Prova", birth_date=date(2012, 3, 4)), user=case_worker)
    client, url = client_of(case_worker), at("relative_charge", case, person.code)
    answer = send(client, url, source="social")
    with whole_platform(reason="a test"):
        opened = Case.objects.unscoped(reason="a test").get(person=person)
    assert answer["Location"] == reverse("cases:case", args=[opened.code])
    assert (opened.is_relative, opened.phase, opened.age_band) == (True, "reported", "0-17")
    assert person_of(opened).family_id == holder(case).family_id
    assert f'href="/casi/{opened.code}/"' in said(client.get(page(case)))
    assert f'href="/casi/{case.code}/"' in said(client.get(page(opened)))


def test_who_has_no_outcome_is_told_why_not(case, case_worker):
    people = around(case, "FA>h", "FA>b", "b>n", "h=s", "m>s", "h>c")
    for each, who in people.items():
        if each != "h":
            name(who, IdentityContent(f"Prova{each}"), user=case_worker)
    client = client_of(case_worker)
    answer = send(client, at("relative_charge", case, people["n"].code), source="union")
    assert "non dà diritto all" in said(answer)
    with whole_platform(reason="a test"):
        Identity.objects.scoped().filter(person=people["c"]).delete()
        Person.objects.scoped().filter(pk=people["m"].pk).update(is_deceased=True)
    assert "Prima va scritto chi è" in said(client.get(at("relative_charge", case, people["c"].code)))
    assert "È deceduta." in said(client.get(at("relative_charge", case, people["m"].code)))
