# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from datetime import date

from incas.dashboard.months import Square, months_from

TODAY = date(2026, 11, 23)


def test_months_are_this_one_and_the_next_across_the_year():
    assert [month.name for month in months_from(TODAY, [])] == ["novembre 2026", "dicembre 2026"]
    assert [month.name for month in months_from(date(2026, 12, 31), [])] == ["dicembre 2026", "gennaio 2027"]
    assert [month.name for month in months_from(date(2027, 1, 31), [])] == ["gennaio 2027", "febbraio 2027"]


def test_months_mark_today_and_the_days_when_something_falls_due():
    november, december = months_from(
        TODAY, [date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 1), date(2027, 3, 1)]
    )
    squares = [square for month in (november, december) for week in month.weeks for square in week]
    assert [square for square in squares if square.is_today] == [Square(23, 0, is_today=True)]
    assert [(square.number, square.due) for square in squares if square.due] == [(30, 1), (1, 2)]


def test_months_begin_on_monday_and_leave_blank_what_is_not_theirs():
    november = months_from(TODAY, [])[0]
    assert [square.number for square in november.weeks[0]] == [0, 0, 0, 0, 0, 0, 1]
    assert [len(week) for week in november.weeks] == [7] * 6
