# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The words: gendered where the sex is known, never one that could be another, with the path spelled."""

import pytest

from tests.cases.kinship.families import of


@pytest.mark.parametrize(
    ("who", "links", "path"),
    [
        ("p.", ("h=s", "f>s", "f>p."), "fratello del coniuge: affinità, 2° grado, art. 78 c.c."),
        ("P", ("f.>h", "f.>B", "B>P"), "figlia di una sorella: parentela, 3° grado, art. 76 c.c."),
        ("p.", ("F>h", "F>b.", "b.>p."), "figlio di un fratello: parentela, 3° grado, art. 76 c.c."),
        ("P", ("G>f.", "f.>h", "G>P"), "sorella del padre: parentela, 3° grado, art. 76 c.c."),
        ("P", ("M>h", "M=P"), "moglie della madre: affinità, 1° grado, art. 78 c.c."),
        ("p.", ("h=S/death", "p.>S"),
         "padre del coniuge: affinità, 1° grado, art. 78 c.c.; l'affinità non cessa con la morte del coniuge"),
        ("P", ("h>>P",),
         "figlia: parentela, 1° grado, art. 76 c.c.; l'adozione di minore vale come la nascita, art. 74 c.c."),
        ("p", ("h>>>p",), "figlio/a: nessun legame"),
    ],
)  # fmt: skip
def test_path_spells_every_step_with_the_article(who, links, path):
    assert of(who, *links).path == path


@pytest.mark.parametrize(
    ("who", "links", "relation"),
    [
        ("P", ("h>c.", "c.>P"), "nipote (figlia di un figlio)"),
        ("p.", ("f>h", "f>B", "B>p."), "nipote (figlio di una sorella)"),
        ("p.", ("h=s", "f>s", "f>p."), "cognato (fratello del coniuge)"),
        ("P", ("f>h", "f>b.", "b.=P"), "cognata (moglie di un fratello)"),
        ("P", ("h>C", "C=s.", "P>s."), "consuocera (madre del coniuge di una figlia)"),
        ("P", ("f>h", "m>h", "f>P", "m>P"), "sorella germana"),
        ("p.", ("f.>h", "m>h", "f.>p.", "w>p."), "fratello consanguineo"),
        ("P", ("M>h", "f>h", "M>P", "g>P"), "sorella uterina"),
        ("p.", ("h=p./divorce",), "ex marito"),
    ],
)
def test_relation_is_gendered_where_the_sex_is_known(who, links, relation):
    assert of(who, *links).relation == relation


def test_siblings_are_told_apart_only_where_all_the_parents_are_known():
    assert of("P", "M>h", "M>P", "f>P").relation == "sorella"


def test_far_relatives_are_told_by_degree_alone():
    found = of("p", *[f"a{at}>a{at + 1}" for at in range(8)], "a8>h", "p>a0")
    assert (found.relation, found.kind) == ("parente di 10° grado", "none")
    assert "art. 77" in found.reason
