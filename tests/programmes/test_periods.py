# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Days and periods: exact examples, and what holds of every project."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incas.programmes.periods import Window, claim_periods, days_after, months_after

A_DAY = timedelta(days=1)
projects = st.tuples(st.dates(date(2020, 1, 1), date(2060, 12, 31)), st.integers(min_value=0, max_value=366 * 6)).map(
    lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))
)
cadences = st.integers(min_value=1, max_value=24)


@given(project=projects, cadence=cadences)
def test_periods_cover_the_project_exactly(project, cadence):
    starts_on, ends_on = project
    periods = claim_periods(starts_on, ends_on, cadence_months=cadence, claim_days=30, final_claim_days=60)
    assert periods[0].first == starts_on
    assert periods[-1].last == ends_on
    assert all(before.last + A_DAY == after.first for before, after in itertools.pairwise(periods))
    assert all(period.first <= period.last for period in periods)
    assert [period.number for period in periods] == list(range(1, len(periods) + 1))
    assert [period.is_final for period in periods] == [False] * (len(periods) - 1) + [True]


@given(project=projects, cadence=cadences, offset=st.integers(min_value=0, max_value=366 * 6))
def test_every_day_of_the_project_is_in_one_period(project, cadence, offset):
    starts_on, ends_on = project
    day = starts_on + timedelta(days=offset % ((ends_on - starts_on).days + 1))
    periods = claim_periods(starts_on, ends_on, cadence_months=cadence, claim_days=30, final_claim_days=60)
    assert sum(day in period for period in periods) == 1


@given(project=projects, cadence=cadences)
def test_every_period_but_the_last_lasts_its_months(project, cadence):
    starts_on, ends_on = project
    periods = claim_periods(starts_on, ends_on, cadence_months=cadence, claim_days=30, final_claim_days=60)
    for number, period in enumerate(periods[1:], start=1):
        assert period.first == months_after(starts_on, number * cadence)


def test_two_years_by_quarters():
    periods = claim_periods(date(2026, 2, 17), date(2028, 2, 12), cadence_months=3, claim_days=30, final_claim_days=60)
    assert len(periods) == 8
    assert (periods[0].first, periods[0].last, periods[0].due_on) == (
        date(2026, 2, 17),
        date(2026, 5, 16),
        date(2026, 6, 15),
    )
    assert (periods[-1].first, periods[-1].last, periods[-1].due_on) == (
        date(2027, 11, 17),
        date(2028, 2, 12),
        date(2028, 4, 12),
    )


def test_start_on_the_last_of_the_month_does_not_drift():
    periods = claim_periods(date(2026, 1, 31), date(2026, 6, 30), cadence_months=1, claim_days=0, final_claim_days=0)
    assert [period.first for period in periods] == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
        date(2026, 5, 31),
        date(2026, 6, 30),
    ]


def test_project_of_one_day_has_one_period():
    (period,) = claim_periods(date(2026, 1, 1), date(2026, 1, 1), cadence_months=3, claim_days=30, final_claim_days=5)
    assert (period.first, period.last, period.due_on, period.is_final) == (
        date(2026, 1, 1),
        date(2026, 1, 1),
        date(2026, 1, 6),
        True,
    )


@pytest.mark.parametrize(("ends_on", "cadence"), [(date(2025, 12, 31), 3), (date(2026, 12, 31), 0)])
def test_no_periods_of_what_ends_before_it_starts_or_has_no_cadence(ends_on, cadence):
    with pytest.raises(ValueError, match="at least a month"):
        claim_periods(date(2026, 1, 1), ends_on, cadence_months=cadence, claim_days=30, final_claim_days=60)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 3, 15), 0, date(2026, 3, 15)),
    ],
)
def test_months_after(day, months, expected):
    assert months_after(day, months) == expected


def test_days_after_stops_at_the_ends_of_the_calendar():
    assert days_after(date(2026, 2, 27), 2) == date(2026, 3, 1)
    assert days_after(date(9999, 12, 1), 60) == date.max
    assert days_after(date(1, 1, 2), -60) == date.min


def test_window_includes_both_ends():
    window = Window(date(2026, 1, 1), date(2026, 1, 31))
    assert date(2026, 1, 1) in window
    assert date(2026, 1, 31) in window
    assert date(2025, 12, 31) not in window
    assert date(2026, 2, 1) not in window
