# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The table of relations by arts 74-78 of the civil code, row by row: who is within the second degree."""

import pytest

from tests.cases.kinship.families import of

KIN = {
    ("p>h",): ("genitore", "direct_ascending", 1),
    ("p>>h",): ("genitore", "direct_ascending", 1),
    ("h>p",): ("figlio/a", "direct_descending", 1),
    ("h>>p",): ("figlio/a", "direct_descending", 1),
    ("p>f", "f>h"): ("nonno/a", "direct_ascending", 2),
    ("h>c", "c>p"): ("nipote (figlio/a di un figlio o di una figlia)", "direct_descending", 2),
    ("f>h", "m>h", "f>p", "m>p"): ("fratello o sorella germani", "collateral", 2),
    ("f.>h", "m>h", "f.>p", "w>p"): ("fratello o sorella consanguinei", "collateral", 2),
    ("M>h", "f>h", "M>p", "x>p"): ("fratello o sorella uterini", "collateral", 2),
    ("m>h", "f>h", "m>p", "x>p"): ("fratello o sorella con un solo genitore in comune", "collateral", 2),
    ("m>h", "m>p"): ("fratello o sorella", "collateral", 2),
    ("m>h", "m>>p"): ("fratello o sorella", "collateral", 2),
    ("p>g", "g>f", "f>h"): ("bisnonno/a", "direct_ascending", 3),
    ("h>c", "c>n", "n>p"): (
        "pronipote (figlio/a di un figlio o di una figlia di un figlio o di una figlia)",
        "direct_descending",
        3,
    ),
    ("g>f", "g>p", "f>h"): ("zio/a (fratello o sorella di un genitore)", "collateral", 3),
    ("f>h", "f>b", "b>p"): ("nipote (figlio/a di un fratello o di una sorella)", "collateral", 3),
    ("b>g", "b>p", "g>f", "f>h"): ("prozio/a (fratello o sorella di un nonno o di una nonna)", "collateral", 4),
    ("g>f", "g>u", "f>h", "u>p"): (
        "primo/a cugino/a (figlio/a di un fratello o di una sorella di un genitore)",
        "collateral",
        4,
    ),
    ("p>b", "b>g", "g>f", "f>h"): ("trisnonno/a", "direct_ascending", 4),
}
AFFINES = {
    ("h=s", "p>s"): ("suocero/a (genitore del coniuge)", "direct_ascending", 1),
    ("h>c", "c=p"): ("genero o nuora (coniuge di un figlio o di una figlia)", "direct_descending", 1),
    ("h=s", "s>p"): ("figlio/a del coniuge", "direct_descending", 1),
    ("f>h", "f=p"): ("patrigno o matrigna (coniuge di un genitore)", "direct_ascending", 1),
    ("h=s", "f>s", "f>p"): ("cognato/a (fratello o sorella del coniuge)", "collateral", 2),
    ("f>h", "f>b", "b=p"): ("cognato/a (coniuge di un fratello o di una sorella)", "collateral", 2),
    ("h=s", "p>f", "f>s"): ("nonno/a del coniuge", "direct_ascending", 2),
    ("g>f", "f>h", "g=p"): ("coniuge di un nonno o di una nonna", "direct_ascending", 2),
    ("h=s", "s>c", "c>p"): ("figlio/a di un figlio o di una figlia del coniuge", "direct_descending", 2),
    ("h>c", "c>n", "n=p"): (
        "coniuge di un figlio o di una figlia di un figlio o di una figlia",
        "direct_descending",
        2,
    ),
    ("h=s", "f>s", "g>f", "g>p"): ("fratello o sorella di un genitore del coniuge", "collateral", 3),
    ("h=s", "f>s", "g>f", "p>g"): ("bisnonno/a del coniuge", "direct_ascending", 3),
    ("h=s", "f>s", "f>b", "b>p"): ("figlio/a di un fratello o di una sorella del coniuge", "collateral", 3),
    ("f>h", "g>f", "g>u", "u=p"): ("coniuge di un fratello o di una sorella di un genitore", "collateral", 3),
    ("f>h", "f>b", "b>n", "n=p"): (
        "coniuge di un figlio o di una figlia di un fratello o di una sorella",
        "collateral",
        3,
    ),
    ("h=s/death", "p>s"): ("suocero/a (genitore del coniuge)", "direct_ascending", 1),
    ("f>h", "f>b", "b=p/death"): ("cognato/a (coniuge di un fratello o di una sorella)", "collateral", 2),
}
NOBODY = {
    ("h=s", "f>s", "f>b", "b=p"): "coniuge di un fratello o di una sorella del coniuge",
    ("h>c", "c=s", "p>s"): "consuocero/a (genitore del coniuge di un figlio o di una figlia)",
    ("h~p",): "convivente di fatto",
    ("h~s", "p>s"): "genitore del convivente di fatto",
    ("f>h", "f>b", "b~p"): "convivente di fatto di un fratello o di una sorella",
    ("h", "p"): "nessun legame",
    ("h=p/divorce",): "ex coniuge",
    ("h=p/death",): "coniuge (fino alla morte)",
    ("h=p/void",): "coniuge (unione nulla)",
    ("h+p/void",): "parte dell'unione civile (unione nulla)",
    ("h=s/void", "p>s"): "genitore del coniuge (matrimonio nullo)",
    ("h+s/void", "p>s"): "genitore della parte dell'unione civile (unione civile nulla)",
    ("h>c", "p>c"): "nessun legame",
    ("p>>>h",): "genitore (adozione di maggiorenne)",
    ("h>>>p",): "figlio/a (adozione di maggiorenne)",
    ("f>>>h", "f>p"): "fratello o sorella (adozione di maggiorenne)",
    ("h>>>c", "c>p"): "figlio/a di un figlio o di una figlia (adozione di maggiorenne)",
    ("h=s", "s>>>p"): "figlio/a del coniuge (adozione di maggiorenne)",
    ("h=s", "s=p/divorce"): "nessun legame",
}
CONTESTED = {
    ("h+s", "p>s"): ("suocero/a (genitore della parte dell'unione civile)", "direct_ascending", 1, "art. 1, comma 20"),
    ("h>c", "c+p"): ("genero o nuora (parte dell'unione civile di un figlio o di una figlia)", "direct_descending", 1,
                     "art. 1, comma 20"),
    ("h=s/divorce", "p>s"): ("genitore dell'ex coniuge", "direct_ascending", 1, "Divorzio"),
    ("f>h", "f>b", "b=p/divorce"): ("ex coniuge di un fratello o di una sorella", "collateral", 2, "Divorzio"),
    ("h+s/divorce", "p>s"): ("genitore dell'ex parte dell'unione civile", "direct_ascending", 1,
                             "perciò è discusso se nasca affinità. Divorzio"),
    ("h=s", "h=t", "p>s"): ("suocero/a (genitore del coniuge)", "direct_ascending", 1, "art. 86 c.c."),
    ("f>h", "m>h", "f=m", "f=p"): ("patrigno o matrigna (coniuge di un genitore)", "direct_ascending", 1,
                                   "art. 86 c.c."),
}  # fmt: skip


@pytest.mark.parametrize("links", KIN, ids=" ".join)
def test_relatives_have_their_name_line_and_degree(links):
    relation, line, degree = KIN[links]
    found = of("p", *links)
    assert (found.relation, found.kind, found.line, found.degree) == (relation, "kinship", line, degree)
    assert found.outcome == ("within" if degree <= 2 else "beyond")
    assert found.path.partition("; ")[0].endswith(f": parentela, {degree}° grado, art. 76 c.c.")
    assert found.reason is None


@pytest.mark.parametrize("links", AFFINES, ids=" ".join)
def test_affines_have_their_name_line_and_degree(links):
    relation, line, degree = AFFINES[links]
    found = of("p", *links)
    assert (found.relation, found.kind, found.line, found.degree) == (relation, "affinity", line, degree)
    assert found.outcome == ("within" if degree <= 2 else "beyond")
    assert found.path.partition("; ")[0].endswith(f": affinità, {degree}° grado, art. 78 c.c.")
    assert found.reason is None


@pytest.mark.parametrize("links", NOBODY, ids=" ".join)
def test_who_seems_bound_and_is_not_has_no_bond_and_a_name(links):
    found = of("p", *links)
    assert (found.kind, found.line, found.degree, found.outcome) == ("none", None, None, "none")
    assert found.relation == NOBODY[links]
    assert bool(found.reason) == (found.relation != "nessun legame")


@pytest.mark.parametrize("links", CONTESTED, ids=" ".join)
def test_contested_bonds_go_to_a_person_with_the_reason(links):
    relation, line, degree, reason = CONTESTED[links]
    found = of("p", *links)
    assert (found.relation, found.line, found.degree) == (relation, line, degree)
    assert (found.kind, found.outcome) == ("affinity", "to_verify")
    assert found.path.endswith(f": affinità da verificare, {degree}° grado, art. 78 c.c.")
    assert reason in found.reason


@pytest.mark.parametrize(
    ("links", "relation", "path"),
    [
        (("h=p",), "coniuge", "coniuge: né parente né affine, artt. 74 e 78 c.c."),
        (("h=P",), "moglie", "moglie: né parente né affine, artt. 74 e 78 c.c."),
        (("p+h",), "parte dell'unione civile",
         "parte dell'unione civile: né parente né affine, art. 1, comma 20, L. 76/2016"),
    ],
)  # fmt: skip
def test_spouse_has_no_degree_and_an_outcome_of_their_own(links, relation, path):
    found = of(links[0].strip("h=+"), *links)
    assert (found.relation, found.kind, found.line, found.degree) == (relation, "spouse", None, None)
    assert (found.outcome, found.path, found.reason) == ("spouse", path, None)


def test_one_of_several_spouses_is_to_verify():
    found = of("p", "h=p", "h=s")
    assert (found.kind, found.outcome) == ("spouse", "to_verify")
    assert "art. 86 c.c." in found.reason


def test_holder_is_told_without_a_bond():
    found = of("h", "h=s", "f>h")
    assert (found.relation, found.kind, found.outcome) == ("titolare", "none", "none")
    assert (found.line, found.degree) == (None, None)
