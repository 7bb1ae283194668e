# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Parents and unions, one by one: indicated, corrected, taken away; what cannot be is told beside its field."""

import pytest

from incas.cases.models import Person
from incas.cases.tenancy import whole_platform
from tests.cases.families import around, rows
from tests.cases.views.families.pages import add_url, at, holder, page, parent, refusal, undo
from tests.cases.views.test_cases import said
from tests.forms import filled, send
from tests.personas import client_of

ODD = ("ma uno dei due è deceduto", "ma nessuno dei due è deceduto")


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


def test_two_who_correct_a_union_together_are_asked_about_the_same_words(case, case_worker):
    around(case, "h=s")
    (union,) = rows(case).unions
    client, url = client_of(case_worker), at("union_edit", case, union.code)
    mine, theirs = filled(client.get(url), ended="divorce"), filled(client.get(url), ended="death")
    assert client.post(url, theirs).status_code == 302
    assert "Due modifiche insieme" in said(client.post(url, mine))


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
