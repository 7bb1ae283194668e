# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from incas.core import writing
from incas.core.fields import EuroField, read_number

CENTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("12345.67"), "€\u00a012.345,67"),
        (Decimal(0), "€\u00a00,00"),
        (Decimal("-0.5"), "−€\u00a00,50"),
        (Decimal(-1234567), "−€\u00a01.234.567,00"),
        (1000, "€\u00a01.000,00"),
        ("12.5", "€\u00a012,50"),
        (None, "–"),
    ],
)
def test_euro_is_written_as_italians_do(value: object, written: str):
    assert writing.euro(value) == written


@given(CENTS)
def test_amount_written_is_read_back_the_same(value: Decimal):
    assert read_number(writing.amount(value)) == value
    assert EuroField(max_digits=14).clean(writing.amount(value)) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [(Decimal("12.50"), "12,5%"), (Decimal(100), "100%"), (0, "0%"), (Decimal("-3.25"), "−3,25%"), (None, "–")],
)
def test_percentage_drops_the_zeros_it_does_not_need(value: object, written: str):
    assert writing.percentage(value) == written


def test_percentage_keeps_the_places_asked_for():
    assert writing.percentage(Decimal(62), places=1) == "62,0%"


def test_days_are_written_in_words_and_in_figures():
    assert writing.long_day(date(2026, 2, 17)) == "17 febbraio 2026"
    assert writing.long_day(date(2026, 3, 1)) == "1º marzo 2026"
    assert writing.day(date(2026, 2, 7)) == "07/02/2026"
    assert (writing.day(None), writing.long_day(None), writing.instant(None)) == ("–", "–", "–")


@pytest.mark.parametrize(
    ("day", "after", "written"),
    [
        (7, "il", "il 7 marzo 2026"),
        (8, "il", "l'8 marzo 2026"),
        (11, "dal", "dall'11 marzo 2026"),
        (11, "del", "dell'11 marzo 2026"),
        (1, "Dal", "Dal 1º marzo 2026"),
        (18, "al", "al 18 marzo 2026"),
    ],
)
def test_word_before_a_day_is_shortened_before_a_vowel(day: int, after: str, written: str):
    assert writing.long_day(date(2026, 3, day), after) == written
    assert writing.instant(datetime(2026, 3, day, 9, 5, tzinfo=UTC), after) == f"{written}, ore 10:05"


def test_instant_is_told_in_italian_time_summer_and_winter():
    assert writing.instant(datetime(2026, 11, 23, 9, 42, tzinfo=UTC)) == "23 novembre 2026, ore 10:42"
    assert writing.instant(datetime(2026, 7, 31, 22, 5, tzinfo=UTC)) == "1º agosto 2026, ore 0:05"
    assert writing.long_day(datetime(2026, 7, 31, 22, 5, tzinfo=UTC)) == "1º agosto 2026"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0\u00a0byte"),
        (999, "999\u00a0byte"),
        (1_234, "1,2\u00a0kB"),
        (48_213, "48,2\u00a0kB"),
        (2_000_000, "2\u00a0MB"),
        (348_000_000, "348\u00a0MB"),
        (None, "–"),
    ],
)
def test_size_of_a_file_is_told_in_three_figures(value: int | None, written: str):
    assert writing.size(value) == written


def test_count_agrees_with_its_noun():
    assert [writing.count(number, "spesa,spese") for number in (0, 1, 2, 1204)] == [
        "0 spese",
        "1 spesa",
        "2 spese",
        "1.204 spese",
    ]


def test_numbers_without_a_filter_stay_bare_since_they_may_be_keys():
    assert Template('<a id="{{ n }}">{{ n|intero }}</a>').render(Context({"n": 1204})) == '<a id="1204">1.204</a>'


def test_filters_are_at_hand_in_every_template():
    source = (
        "{{ a|euro }} {{ a|importo }} {{ p|percentuale }} {{ d|data }} {{ d|data_lunga }} {{ t|istante }} "
        '{{ n|dimensione }} {{ n|parole:"riga,righe" }}'
    )
    values = {
        "a": Decimal(5),
        "p": Decimal("7.5"),
        "d": date(2026, 2, 17),
        "t": datetime(2026, 2, 17, 9, tzinfo=UTC),
        "n": 1,
    }
    assert Template(source).render(Context(values)) == (
        "€\u00a05,00 5,00 7,5% 17/02/2026 17 febbraio 2026 17 febbraio 2026, ore 10:00 1\u00a0byte 1 riga"
    )
