# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Until which day figures are published: the end of a quarter that is over, once services had time to write."""

from datetime import date, timedelta
from typing import Final

SETTLED_AFTER: Final = timedelta(days=15)
"""How long after the end of a quarter its figures are computed: what is late by more waits for the next one."""


def last_settled_quarter(today: date) -> date:
    """Give the last day of the latest quarter that ended at least fifteen days ago."""
    day = today - SETTLED_AFTER + timedelta(days=1)
    first_month = 3 * ((day.month - 1) // 3) + 1
    return date(day.year, first_month, 1) - timedelta(days=1)


def next_publication(today: date) -> date:
    """Give the day on which the figures of the quarter after the latest settled one are computed."""
    end = last_settled_quarter(today)
    month = end.month + 4
    following = date(end.year + (month - 1) // 12, (month - 1) % 12 + 1, 1) - timedelta(days=1)
    return following + SETTLED_AFTER
