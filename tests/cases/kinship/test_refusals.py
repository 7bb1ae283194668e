# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Families that contradict themselves are refused, in Italian, naming those it is about."""

import pytest

from incas.cases.kinship import Family, FamilyRefused, ParentKind, ParentLink, Person, Union, kinship_of
from tests.cases.kinship.families import family


@pytest.mark.parametrize(
    ("links", "persons", "words"),
    [
        (("a>a",), ("a",), "genitore di sé"),
        (("a=a",), ("a",), "unita a sé"),
        (("a>b", "b>a"), ("a", "b"), "antenata di sé"),
        (("a>b", "b>>c", "c>>>a", "x>a"), ("a", "b", "c"), "antenata di sé"),
        (("a>c", "b>c", "d>c"), ("c",), "più di due genitori per nascita"),
        (("a>c", "a>>c"), ("a", "c"), "in due modi diversi"),
    ],
)
def test_contradictions_are_refused(links, persons, words):
    with pytest.raises(FamilyRefused, match=words) as refused:
        family(*links)
    assert set(refused.value.persons) == set(persons)


def test_cycle_is_spelled_from_parent_to_child():
    with pytest.raises(FamilyRefused) as refused:
        family("x>a", "a>b", "b>c", "c>a", "c>d")
    assert "(«a» → «b» → «c» → «a»)" in refused.value.reason


def test_long_cycle_is_shown_in_part():
    with pytest.raises(FamilyRefused) as refused:
        family(*[f"p{at}>p{(at + 1) % 3_000}" for at in range(3_000)])
    assert refused.value.reason.endswith("→ …).")
    assert len(refused.value.persons) == 3_000


@pytest.mark.parametrize(
    ("parents", "unions"),
    [([ParentLink("x", "a")], []), ([ParentLink("a", "x")], []), ([], [Union("a", "x")]), ([], [Union("x", "a")])],
)
def test_links_with_somebody_unknown_are_refused(parents, unions):
    with pytest.raises(FamilyRefused, match="«x» non è fra quelle della famiglia"):
        Family([Person("a")], parents, unions)


def test_person_written_twice_is_refused():
    with pytest.raises(FamilyRefused, match="«a» è scritta due volte"):
        Family([Person("a"), Person("b"), Person("a")])


def test_holder_of_another_family_is_refused():
    with pytest.raises(FamilyRefused, match="«z»"):
        kinship_of(family("a>b"), "z")


def test_link_written_twice_counts_once():
    twice = [ParentLink("a", "c"), ParentLink("b", "c")] * 2
    assert len(Family([Person(name) for name in "abc"], twice).parents) == 2


def test_four_parents_by_birth_and_adoption_are_accepted():
    links = [ParentLink("a", "e"), ParentLink("b", "e")]
    links += [ParentLink(parent, "e", ParentKind.MINOR_ADOPTION) for parent in "cd"]
    assert len(Family([Person(name) for name in "abcde"], links).parents_of("e")) == 4
