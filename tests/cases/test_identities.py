# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What an identity holds, and the fingerprints that find it. Nobody here exists."""

from datetime import date

import pytest

from incas.cases.choices.cases import AgeBand, Area, Sex
from incas.cases.choices.countries import AREA_OF, COUNTRY_NAMES, area_of
from incas.cases.identities import (
    IdentityContent,
    age_band,
    is_of_day,
    is_of_sex,
    is_of_year,
    tells_birth,
    words_of,
)
from incas.privacy.keys import prepare_keys

AWA = IdentityContent(
    first_name="Awa",
    last_name="N'Diaye-Prova",
    birth_date=date(1994, 5, 17),
    citizenship="SN",
    tax_code="NDYWAA94E57Z343A",
)


@pytest.fixture
def bodies(comune, other_comune):
    for body in (comune, other_comune):
        prepare_keys(body.pk)
    return comune.pk, other_comune.pk


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Awa N'Diaye", ["awa", "ndiaye"]),
        ("NDIAYE  Awa", ["awa", "ndiaye"]),
        ("José-María  Ñ", ["jose", "maria", "n"]),
        ("Łukasz Łukasz", ["lukasz"]),
        ("عائشة", ["عايشة"]),
        ("--", []),
    ],
)
def test_words_of_a_name_are_without_case_accents_and_order(name, words):
    assert words_of(name) == words


def test_identity_is_sealed_without_what_is_not_known():
    assert AWA.to_seal() == {
        "first_name": "Awa",
        "last_name": "N'Diaye-Prova",
        "birth_date": "1994-05-17",
        "citizenship": "SN",
        "tax_code": "NDYWAA94E57Z343A",
    }


def test_identity_reads_back_as_it_was_sealed():
    assert IdentityContent.opened(AWA.to_seal()) == AWA


def test_fingerprints_are_the_same_for_the_same_person_written_otherwise(bodies):
    again = IdentityContent(first_name="n'diaye prova", last_name="AWA", birth_year=1994)
    assert again.fingerprints(body_id=bodies[0])[:3] == AWA.fingerprints(body_id=bodies[0])[:3]


def test_fingerprints_of_two_comuni_have_nothing_in_common(bodies):
    here, there = (AWA.fingerprints(body_id=body_id) for body_id in bodies)
    assert {here.name, here.tax_code, here.year, *here.tokens} & {there.name, there.tax_code, *there.tokens} == set()


@pytest.mark.parametrize(
    ("day", "band"),
    [
        (date(2008, 6, 11), AgeBand.MINOR),
        (date(2008, 6, 10), AgeBand.YOUNG),
        (date(2001, 6, 11), AgeBand.YOUNG),
        (date(2001, 6, 10), AgeBand.ADULT),
        (date(1991, 6, 10), AgeBand.MIDDLE),
        (date(1976, 6, 10), AgeBand.SENIOR),
    ],
)
def test_age_band_is_that_of_the_age_on_the_day(day, band):
    assert age_band(IdentityContent("Prova", birth_date=day), on=date(2026, 6, 10)) == band


def test_age_band_of_a_year_is_that_of_the_age_reached_within_it():
    assert age_band(IdentityContent("Prova", birth_year=2008), on=date(2026, 1, 1)) == AgeBand.YOUNG
    assert age_band(IdentityContent("Prova"), on=date(2026, 1, 1)) == AgeBand.UNKNOWN


def test_every_country_has_a_name_and_a_part_of_the_world():
    assert len(COUNTRY_NAMES) > 190
    assert all(len(code) == 2 and name for code, name in COUNTRY_NAMES.items())
    assert set(AREA_OF.values()) == set(Area) - {Area.UNKNOWN}
    assert [area_of(code) for code in ("SN", "IN", "XA", "")] == [
        Area.WEST_AFRICA,
        Area.SOUTH_ASIA,
        Area.STATELESS,
        Area.UNKNOWN,
    ]


def test_fiscal_code_tells_birth_and_sex():
    assert is_of_day("RCCMNL83S18D969H", date(1983, 11, 18))
    assert not is_of_day("RCCMNL83S18D969H", date(1983, 11, 19))
    assert is_of_year("RCCMNL83S18D969H", 1983)
    assert is_of_sex("RCCMNL83S18D969H", Sex.MALE)
    assert not is_of_sex("RCCMNL83S18D969H", Sex.FEMALE)
    assert is_of_sex("CNTCHR83T41D969D", Sex.FEMALE)
    assert is_of_sex("CNTCHR83T41D969D", Sex.UNKNOWN)


def test_fiscal_code_of_two_alike_has_letters_for_figures():
    assert is_of_sex("CNTCHR83TQ1D969D", Sex.FEMALE)
    assert is_of_sex("RCCMNL83SM8D969H", Sex.MALE)


def test_provisional_fiscal_code_tells_nothing():
    assert not tells_birth("12345678903")
    assert tells_birth("RCCMNL83S18D969H")
