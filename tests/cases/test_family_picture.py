# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The family tree: what is drawn, what it never does, and the same in words."""

from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incas.cases.family_picture import family_picture
from incas.cases.family_picture.drawing import INK, TONES
from incas.cases.family_picture.lines import BOX_HEIGHT, drawing_of
from incas.cases.family_picture.places import BOX_WIDTH, places_of, units_of
from incas.cases.family_picture.rows import rows_of
from incas.cases.kinship import Family, kinship_of
from incas.core.components import render
from incas.core.pictures import Picture
from tests.cases.kinship.families import family
from tests.cases.kinship.test_laws import families

REMARRIED = ("FA>h", "MO>h", "FA=MO/divorce", "FA=st", "FA>ha", "st>ha", "h=s", "h>>c", "s>>c", "h>>>d", "h~x/death")


def picture_of(*links: str, **labels: str) -> Picture:
    drawn = family(*links)
    return family_picture(
        family=drawn, holder="h", answers=kinship_of(drawn, "h"), labels={each: each for each in drawn.persons} | labels
    )


def svg_of(picture: Picture) -> ET.Element:
    return ET.fromstring(picture.svg).find("svg")  # noqa: S314 (our own drawing)


def texts(element: ET.Element) -> list[str]:
    written = [" ".join(filter(None, text.itertext())) for text in element.iter("text")]
    return [each for each in written if each]


def paths(picture: Picture) -> list[dict[str, str]]:
    return [path.attrib for path in svg_of(picture).iter("path")]


def layout(drawn: Family, holder: object = "h"):
    rows, units = rows_of(drawn, holder), units_of(drawn)
    return rows, drawing_of(drawn, rows, places_of(drawn, rows, units), units)


def test_picture_is_titled_described_reached_by_keyboard_and_has_no_style():
    picture = picture_of(*REMARRIED)
    region, svg = ET.fromstring(picture.svg), svg_of(picture)  # noqa: S314 (our own drawing)
    title, description = svg.find("title"), svg.find("desc")
    assert (region.get("tabindex"), region.get("role"), region.get("aria-label")) == ("0", "region", title.text)
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert description.text == "9 persone su 3 generazioni, dai più anziani in alto; il titolare è h."
    assert "style" not in picture.svg


def test_each_box_says_bond_and_outcome_in_words_and_the_whole_path_on_hover():
    boxes = {
        box.find("title").text: texts(box)
        for box in svg_of(picture_of(*REMARRIED)).iter("g")
        if box.find("title") is not None
    }
    assert boxes["FA: madre: parentela, 1° grado, art. 76 c.c."] == ["FA", "parentela, 1°", "entro"]
    assert boxes["s: coniuge: né parente né affine, artt. 74 e 78 c.c."] == ["s", "coniuge"]
    assert boxes["d: figlio/a: nessun legame"] == ["d", "nessuno"]
    assert boxes["h: titolare: la parentela si conta da questa persona"] == ["h", "★ titolare"]


def test_labels_are_the_callers_escaped_on_two_lines_and_shortened_to_the_box():
    picture = picture_of("h=s", s="<b>Persona Demo-Inventata Lunghissima")
    assert "&lt;b&gt;Persona Demo-Inventata Lunghissima: coniuge" in picture.svg
    assert "<b>Persona Demo-Inventata…" in texts(svg_of(picture))
    assert "<b>" not in picture.svg


@pytest.mark.parametrize(
    ("link", "dashes"), [("h>c", "none"), ("h>>c", "7 4"), ("h>>>c", "2 4")], ids=["birth", "minor", "adult"]
)
def test_adoption_is_dashed(link, dashes):
    assert [path["stroke-dasharray"] for path in paths(picture_of(link)) if "stroke-dasharray" in path] == [dashes]


@pytest.mark.parametrize(
    ("link", "widths", "strokes"),
    [("h=s", ["6", "3"], 0), ("h+s/death", ["6", "3"], 1), ("h=s/divorce", ["6", "3"], 2), ("h=s/void", ["6", "3"], 2),
     ("h~s", ["1.5"], 0)],
)  # fmt: skip
def test_unions_are_double_lines_and_ended_ones_struck(link, widths, strokes):
    drawn = paths(picture_of(link))
    assert [path["stroke-width"] for path in drawn if "fill" in path and path["stroke"] in {INK, "#ffffff"}] == widths
    assert sum(path["d"].count("M") for path in drawn if "fill" not in path) == strokes


def test_legend_explains_what_is_drawn_and_nothing_else():
    assert [label for label, _swatch in picture_of("h=s/divorce", "m>s").legend] == [
        "nessun legame",
        "da verificare",
        "figlio o figlia per nascita",
        "matrimonio o unione civile",
        "finita con il divorzio",
    ]


def test_table_says_the_same_in_words():
    picture = picture_of(*REMARRIED)
    rows = {row[0]: row[1:] for row in picture.rows}
    assert picture.head == ("Persona", "Relazione con il titolare", "Esito", "Perché", "Genitori", "Unioni")
    assert rows["h"] == (
        "titolare",
        "",
        "titolare: la parentela si conta da questa persona.",
        "FA, MO",
        "s (matrimonio); x (convivenza di fatto, finita con la morte)",
    )
    assert rows["d"] == (
        "figlio/a (adozione di maggiorenne)",
        "nessun legame",
        "figlio/a: nessun legame. L'adozione di una persona maggiorenne non crea parentela (artt. 74 e 300 c.c.).",
        "h (adozione di maggiorenne)",
        "–",
    )
    assert rows["FA"][-1] == "MO (matrimonio, finita con il divorzio); st (matrimonio)"


def test_table_of_words_is_read_from_the_left():
    assert 'class="num"' not in render("figure", picture=picture_of("h=s"))


def test_a_person_alone_is_drawn():
    assert texts(svg_of(picture_of("h"))) == ["h", "★ titolare"]


def test_generations_are_rows_and_who_is_united_stands_beside():
    rows, drawing = layout(family(*REMARRIED))
    assert rows == {"FA": 0, "MO": 0, "st": 0, "h": 1, "ha": 1, "s": 1, "x": 1, "c": 2, "d": 2}
    assert {round(abs(drawing.boxes["h"][0] - drawing.boxes[other][0])) for other in "sx"} == {BOX_WIDTH + 32}


def test_in_laws_parents_stand_just_above_them():
    rows, _drawing = layout(family("g>f", "f>h", "h=s", "p>s", "p>b"))
    assert (rows["p"], rows["b"]) == (1, 2)


def test_a_union_across_generations_is_one_row_and_parents_stay_above():
    rows, _drawing = layout(family("g>h", "g>b", "b>n", "h=n"))
    assert rows == {"g": 0, "b": 1, "h": 2, "n": 2}


def test_a_third_spouse_is_joined_below_the_boxes():
    _rows, drawing = layout(family("h=a/death", "h=b/death", "h=c"))
    bent = [line for line in drawing.unions if len(line.corners) == 4]
    assert len(bent) == 1
    assert bent[0].middle[1] > BOX_HEIGHT
    assert drawing.height > bent[0].middle[1]


def test_lines_that_run_beside_have_tracks_of_their_own():
    _rows, drawing = layout(family("a>x", "a>z", "b>y", "b>w", "x=y", "z=w", "x>h"))
    levels = {run[0][1] for line in drawing.parents for run in line.runs if run[0][1] == run[-1][1]}
    assert len(levels) == 2


@settings(deadline=None)  # a busy machine is no failure
@given(drawn=families(), data=st.data())
def test_boxes_never_overlap_and_parents_are_above(drawn, data):
    rows, drawing = layout(drawn, data.draw(st.sampled_from(sorted(drawn.persons))))
    for one, other in combinations(drawn.persons, 2):
        if rows[one] == rows[other]:
            assert abs(drawing.boxes[one][0] - drawing.boxes[other][0]) >= BOX_WIDTH
    assert set(rows.values()) == set(range(max(rows.values()) + 1))
    for link in drawn.parents:
        assert rows[link.parent] < rows[link.child]
    assert all(0 <= x <= drawing.width - BOX_WIDTH for x, _y in drawing.boxes.values())
    assert all(0 <= y <= drawing.height - BOX_HEIGHT for _x, y in drawing.boxes.values())


def luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("outcome", TONES)
def test_words_stand_out_from_their_ground(outcome):
    ground, ink, _thickness = TONES[outcome]
    assert (luminance(ground) + 0.05) / (luminance(ink) + 0.05) >= 4.5
