# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import pytest

from incas.organisations.places import bounds_of, class_of, folded, searchable, told_class


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("L'Aquila", "l aquila"), ("L’Aquila", "l aquila"), ("Forlì-Cesena", "forli cesena"),
        ("  Sèn   Jan ", "sen jan"), ("Strauß", "strauss"), ("", ""), ("!?", ""),
    ],
)  # fmt: skip
def test_folded_writes_names_as_people_type_them(name, written):
    assert folded(name) == written


def test_searchable_has_every_name_with_and_without_its_apostrophe():
    assert searchable("L'Aquila", "", aliases=["Aquila degli Abruzzi", "L'Aquila"]) == (
        "| l aquila | laquila | ~ | aquila degli abruzzi |"
    )
    assert searchable("Bolzano", "Bozen") == "| bolzano | bozen |"


@pytest.mark.parametrize(
    ("population", "told"),
    [
        (0, "meno di 500 abitanti"), (499, "meno di 500 abitanti"), (500, "da 500 a 999 abitanti"),
        (999, "da 500 a 999 abitanti"), (20_000, "da 20.000 a 59.999 abitanti"), (500_000, "500.000 abitanti e oltre"),
        (2_748_109, "500.000 abitanti e oltre"),
    ],
)  # fmt: skip
def test_population_classes_are_those_of_the_law(population, told):
    place = class_of(population)
    assert told_class(place) == told
    start, end = bounds_of(place)
    assert start <= population
    assert end is None or population <= end
