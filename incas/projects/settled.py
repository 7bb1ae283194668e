# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Which periods of projects have been claimed already. Claims live in an app above, which says so here."""

from collections.abc import Callable, Collection, Iterable
from datetime import date

SettledPeriods = Callable[[Collection[int]], Iterable[tuple[int, date]]]
PROVIDERS: list[SettledPeriods] = []


def register_settled_periods(provider: SettledPeriods) -> None:
    """Say which periods need no claim any more: of the projects with these keys, pairs of key and last day of a period.

    A provider runs one query.
    """
    PROVIDERS.append(provider)


def settled_periods(projects: Collection[int]) -> frozenset[tuple[int, date]]:
    """Gather the periods of these projects that have been claimed: key of the project and last day of the period."""
    return frozenset(pair for provider in PROVIDERS for pair in provider(projects))
