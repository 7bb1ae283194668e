# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A person bound in several ways: which bond counts, and what is told of the others."""

from itertools import pairwise

import pytest

from incas.cases.kinship import kinship_of
from tests.cases.kinship.families import family, of


@pytest.mark.parametrize(
    ("links", "kind", "degree", "outcome"),
    [
        pytest.param(("p>h", "p=m", "m>h"), "kinship", 1, "within", id="a parent, not a parent's spouse"),
        pytest.param(("g>f", "g>u", "f>h", "u>p", "m>h", "m=p"), "affinity", 1, "within", id="a cousin and stepfather"),
        pytest.param(("g>f", "g>u", "f>h", "u>p", "m>h", "m=p/divorce"), "affinity", 1, "to_verify",
                     id="a cousin and former stepfather may be within"),
        pytest.param(("h=s/divorce", "p>s", "h=t/death", "p>t"), "affinity", 1, "within", id="in-law of two marriages"),
        pytest.param(("g>f", "g>u", "f>h", "u>p", "h=p"), "spouse", None, "spouse", id="a cousin who is the spouse"),
        pytest.param(("g>f", "g>u", "f>h", "u>p", "h=p/divorce"), "kinship", 4, "beyond", id="a cousin once spouse"),
        pytest.param(("h=s", "h=p", "f>s", "f>p"), "spouse", None, "to_verify", id="two sisters, both spouses"),
        pytest.param(("p>h", "g>>h"), "kinship", 1, "within", id="a parent beside a step-parent who adopted"),
        pytest.param(("p>h", "f>>h", "m>>h"), "kinship", 1, "to_verify", id="a parent before an adoption by two"),
        pytest.param(("f>h", "f>c", "h>c", "h>p", "c>p"), "kinship", 1, "within", id="a child on two lines"),
        pytest.param(("p>f", "f>h", "p>>h"), "kinship", 1, "within", id="a grandparent who adopted"),
        pytest.param(("p>f", "f>h", "p>>>h"), "kinship", 2, "within", id="a grandparent who adopted the adult"),
    ],
)  # fmt: skip
def test_the_bond_that_answers_counts(links, kind, degree, outcome):
    found = of("p", *links)
    assert (found.kind, found.degree, found.outcome) == (kind, degree, outcome)


def test_direct_line_counts_before_the_collateral_of_the_same_degree():
    links = ("f>h", "f>p", "h>c", "c>p")  # child of a child, and of the father
    assert of("p", *links).line == "direct_descending"


def test_contested_bond_beyond_the_degree_says_that_it_could_not_entitle():
    found = of("p", "h+s", "f>s", "f>b", "b>p")
    assert (found.degree, found.outcome) == (3, "to_verify")
    assert found.reason.endswith("Anche se il legame c'è, è oltre il 2° grado.")


def test_spouse_who_is_also_bound_otherwise_is_told_how():
    found = of("p", "f>h", "f>b", "b=p/death", "h=p")
    assert found.outcome == "spouse"
    (other,) = found.also
    assert other.startswith("coniuge di un fratello o di una sorella: affinità, 2° grado, art. 78 c.c.;")


def test_contested_affine_who_is_certainly_a_far_relative_is_told_so():
    found = of("p", "g>f", "g>u", "f>h", "u>p", "m>h", "m=p/divorce")
    assert found.also == ("figlio/a di un fratello o di una sorella di un genitore: parentela, 4° grado, art. 76 c.c.",)


def test_sibling_who_is_also_a_far_ancestor_is_a_sibling():
    found = of("p", "f>h", "f>p", "p>x", "x>m", "m>h")
    assert (found.line, found.degree) == ("collateral", 2)


@pytest.mark.parametrize(("limit", "outcome"), [(0, "beyond"), (2, "beyond"), (3, "within"), (6, "within")])
def test_limit_is_a_parameter(limit, outcome):
    assert of("p", "g>f", "g>p", "f>h", limit=limit).outcome == outcome


@pytest.mark.parametrize(("generations", "told"), [(6, ("kinship", 6, "beyond")), (7, ("none", None, "none"))])
def test_law_knows_no_kinship_beyond_the_sixth_degree(generations, told):
    chain = ["p", *[f"a{at}" for at in range(1, generations)], "h"]
    found = of("p", *[f"{parent}>{child}" for parent, child in pairwise(chain)])
    assert (found.kind, found.degree, found.outcome) == told


def test_persons_keep_the_order_of_the_family():
    assert list(kinship_of(family("z>h", "a>h", "m"), "h")) == ["z", "h", "a", "m"]


def test_a_chain_of_two_thousand_generations_is_followed():
    chain = [f"p{at}" for at in range(2_000)]
    found = kinship_of(family(*[f"{parent}>{child}" for parent, child in pairwise(chain)]), "p1999")
    assert found["p0"].relation == "parente di 1999° grado"
    assert found["p1998"].outcome == "within"
