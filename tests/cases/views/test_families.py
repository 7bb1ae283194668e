# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The family of a case in pages: who reads what, how persons and bonds are written, what is refused and where."""

from datetime import date

import pytest
from django.urls import reverse

from incas.cases.choices.access import Part
from incas.cases.choices.family import Binding
from incas.cases.identities import IdentityContent
from incas.cases.kinship import kinship_of
from incas.cases.models import Case, CaseReview, Identity, ParentLink, Person
from incas.cases.tenancy import whole_platform
from tests.cases.factories import CaseFactory
from tests.cases.families import around, name, person_of, rows
from tests.cases.views.test_cases import readings, said
from tests.forms import filled, send
from tests.lists import assert_constant_queries
from tests.personas import client_of

CONTESTED = ("h+p", "m>p")
"""The holder's partner in a civil union, and a parent of theirs: a contested bond."""


UNITING = {"partner", "spouse_of_child", "spouse_of_parent", "spouse_of_sibling"}


def page(case: Case) -> str:
    return reverse("cases:family", args=[case.code])


def at(url_name: str, case: Case, *codes: str) -> str:
    return reverse(f"cases:{url_name}", args=[case.code, *codes])


def holder(case: Case) -> Person:
    return person_of(case)


def add_url(case: Case, binding: str, of: Person | None = None) -> str:
    return at("family_add", case, binding, (of or holder(case)).code)


def relations(case: Case) -> list[str]:
    """What each person but the holder is, in words."""
    family, code = rows(case).engine(), holder(case).code
    return [answer.relation for person, answer in kinship_of(family, code).items() if person != code]


# Reading


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


# Adding by how one is bound


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


# Bad input, told beside the field


def refusal(response, field: str) -> str:
    """What a page says beside a field."""
    text = said(response)
    start = text.index(f'id="id_{field}_error"')
    return text[start : start + 400]


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


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"started_on": "2020-05-01", "ended": "divorce", "ended_on": "2019-05-01"}, "ended_on", "finita prima di"),
        ({"started_on": "2999-01-01"}, "started_on", "nel futuro"),
        ({"ended": "death", "ended_on": "2999-01-01"}, "ended_on", "nel futuro"),
        ({"ended_on": "2019-05-01"}, "ended", "dire come è finita"),
        ({"union_kind": "cohabitation", "ended": "void"}, "ended", "non si dichiara nulla"),
    ],
)
def test_union_that_cannot_be_is_told_beside_its_field(changes, field, message, case, case_worker):
    url = add_url(case, "partner")
    answer = send(client_of(case_worker), url, first_name="Awa", **{"union_kind": "marriage"} | changes)
    assert message in refusal(answer, field)
    assert rows(case).unions == []


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


def parent(client, case, parent_code, child_code, kind="birth"):
    return send(client, at("parent_new", case), parent=parent_code, child=child_code, parent_kind=kind)


def test_parent_links_refuse_self_ancestors_thirds_and_twice_beside_the_field(case, case_worker):
    people = {name: person.code for name, person in around(case, "h>c", "c>n", "FA>h", "MO>h", "x").items()}
    client = client_of(case_worker)
    assert "non è genitore di sé" in refusal(parent(client, case, people["h"], people["h"]), "child")
    assert "antenata di sé" in refusal(parent(client, case, people["n"], people["h"], "adult_adoption"), "parent")
    assert "due genitori per nascita" in refusal(parent(client, case, people["x"], people["h"]), "parent_kind")
    twice = parent(client, case, people["h"], people["c"], "minor_adoption")
    assert "Risulta già genitore" in refusal(twice, "parent")
    assert len(rows(case).parents) == 4
    assert parent(client, case, people["x"], people["h"], "adult_adoption").status_code == 302


def test_two_marriages_in_force_are_told_as_odd_not_refused(case, case_worker):
    around(case, "h=a", "h=b")
    answer = said(client_of(case_worker).get(page(case)))
    assert "due matrimoni o unioni civili in corso" in answer
    assert "art. 86 c.c." in answer


ODD = ("ma uno dei due è deceduto", "ma nessuno dei due è deceduto")


@pytest.mark.parametrize(
    ("ended", "is_deceased", "told"),
    [("", True, ODD[0]), ("/death", False, ODD[1]), ("/death", True, "")],
)
def test_union_and_death_that_do_not_agree_are_told(ended, is_deceased, told, case, case_worker):
    people = around(case, f"h=s{ended}")
    with whole_platform(reason="a test"):
        Person.objects.scoped().filter(pk=people["s"].pk).update(is_deceased=is_deceased)
    answer = said(client_of(case_worker).get(page(case)))
    assert [sentence for sentence in ODD if sentence in answer] == ([told] if told else [])


# Editing, removing, undoing


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


def test_two_who_correct_a_union_together_are_asked_about_the_same_words(case, case_worker):
    around(case, "h=s")
    (union,) = rows(case).unions
    client, url = client_of(case_worker), at("union_edit", case, union.code)
    mine, theirs = filled(client.get(url), ended="divorce"), filled(client.get(url), ended="death")
    assert client.post(url, theirs).status_code == 302
    assert "Due modifiche insieme" in said(client.post(url, mine))


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


def undo(client, case: Case) -> str:
    """Press the button that undoes; give the address it had."""
    text = said(client.get(page(case)))
    start = text.index(f"{page(case)}annulla/")
    url = text[start : text.index('"', start)]
    assert client.post(url).status_code == 302
    return url


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


def test_union_corrected_is_put_back(case, case_worker):
    around(case, "h=s")
    (union,) = rows(case).unions
    client = client_of(case_worker)
    assert send(client, at("union_edit", case, union.code), ended="divorce", ended_on="2020-01-02").status_code == 302
    assert rows(case).unions[0].ended == "divorce"
    undo(client, case)
    assert (rows(case).unions[0].ended, rows(case).unions[0].ended_on) == ("", None)


def test_links_are_indicated_corrected_and_taken_away(case, case_worker):
    people = around(case, "x", "y")
    client = client_of(case_worker)
    assert parent(client, case, holder(case).code, people["x"].code).status_code == 302
    (link,) = rows(case).parents
    assert send(client, at("parent_edit", case, link.code), parent_kind="adult_adoption").status_code == 302
    assert rows(case).parents[0].kind == "adult_adoption"
    for _twice in range(2):
        assert client.post(at("parent_remove", case, link.code)).status_code == 302
    assert rows(case).parents == []
    made = send(client, at("union_new", case), one=people["x"].code, other=people["y"].code, union_kind="marriage")
    assert made.status_code == 302
    (union,) = rows(case).unions
    assert client.post(at("union_remove", case, union.code)).status_code == 302
    assert rows(case).unions == []


# Contested bonds


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


# Taking charge


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


# Two families made one


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
