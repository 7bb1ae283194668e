# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from incas.core.pictures import TONES, Bar, Picture, Series, stacked_bars

SERIES = (Series("Certificato", "solid"), Series("Chiesto", "striped"), Series("Disponibile", "empty"))


def picture(*bars: Bar) -> Picture:
    return stacked_bars(title="Budget", description="Per voce.", series=SERIES, bars=bars)


def test_parts_share_one_scale_and_follow_one_another():
    drawn = picture(Bar("Personale", (50, 25, 25)), Bar("Servizi", (Decimal("12.50"), 0, Decimal("37.50"))))
    root = ET.fromstring(drawn.svg)  # noqa: S314 (our own drawing)
    rects = [(rect.get("x"), rect.get("width")) for rect in root.iter("rect") if rect.get("height") == "24"]
    assert rects == [
        ("0.000%", "50.000%"),
        ("50.000%", "25.000%"),
        ("75.000%", "25.000%"),
        ("0.000%", "12.500%"),
        ("12.500%", "37.500%"),
    ]


def test_picture_is_titled_described_and_has_no_style():
    drawn = picture(Bar("Personale <b>", (1, 2, 3)))
    root = ET.fromstring(drawn.svg)  # noqa: S314 (our own drawing)
    title, description = root.find("title"), root.find("desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert (title.text, description.text) == ("Budget", "Per voce.")
    assert "style=" not in drawn.svg
    assert "Personale &lt;b&gt;" in drawn.svg


def test_table_of_a_picture_has_its_sums():
    drawn = picture(Bar("Personale", (50, 25, 25)), Bar("Servizi", (Decimal("12.50"), 0, Decimal("37.50"))))
    assert drawn.head == ("Voce", "Certificato", "Chiesto", "Disponibile", "Totale")
    assert drawn.rows == (
        ("Personale", "€\u00a050,00", "€\u00a025,00", "€\u00a025,00", "€\u00a0100,00"),
        ("Servizi", "€\u00a012,50", "€\u00a00,00", "€\u00a037,50", "€\u00a050,00"),
        ("Totale", "€\u00a062,50", "€\u00a025,00", "€\u00a062,50", "€\u00a0150,00"),
    )


def test_narrow_parts_bear_no_figure_but_say_it_on_hover():
    drawn = picture(Bar("Personale", (90, 10, 0)))
    root = ET.fromstring(drawn.svg)  # noqa: S314 (our own drawing)
    figures = [text.text for text in root.iter("text") if "picture-figure" in text.get("class", "")]
    assert figures == ["€\u00a090"]
    assert [title.text for title in root.iter("title")][1:] == ["Certificato: €\u00a090,00", "Chiesto: €\u00a010,00"]


def test_picture_of_nothing_draws_no_part():
    drawn = picture(Bar("Personale", (0, 0, 0)))
    assert 'height="24"' not in drawn.svg
    assert picture().rows == ()


@pytest.mark.parametrize("amounts", [(1, 2), (1, 2, -3)])
def test_bar_with_wrong_amounts_is_refused(amounts: tuple[int, ...]):
    with pytest.raises(ValueError, match="needs 3 amounts, none negative"):
        picture(Bar("Personale", amounts))


def test_tones_are_told_apart_without_colour():
    assert len({fill for fill, _ink in TONES.values()}) == len(TONES)
