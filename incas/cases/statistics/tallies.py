# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Facts counted as they are read, and forgotten. What is counted is not protected yet: it stays in this package."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from incas.cases.statistics.facts import Facts
from incas.cases.statistics.indicators import INDICATORS, Indicator
from incas.cases.statistics.kinds import Kind

Place = tuple[str, ...]
"""Categories of a table, in the order of its dimensions."""
OVERALL: Final = ""
"""How the row of the whole pilot is named among those of the Comuni."""


@dataclass(slots=True)
class Tally:
    """What cases come to: counts by place, values by how often they come, costs of each person. Never printed."""

    counts: dict[str, Counter[Place]] = field(repr=False, default_factory=lambda: defaultdict(Counter))
    values: dict[tuple[str, str, int], Counter[Decimal]] = field(
        repr=False, default_factory=lambda: defaultdict(Counter)
    )
    """By indicator, row and place among the values of the indicator."""
    costs: dict[Place, list[Decimal]] = field(repr=False, default_factory=lambda: defaultdict(list))


def tally(facts: Iterable[Facts], kinds: Iterable[Kind]) -> Tally:
    """Count cases in every indicator and kind of measure."""
    kinds = list(kinds)
    counted = Tally()
    for each in facts:
        for indicator in INDICATORS.values():
            _add(counted, indicator, each)
        for kind in kinds:
            counted.counts[kind.axis][each.categories[kind.area_axis], "yes" if kind.key in each.kinds else "no"] += 1
    return counted


def place_of(indicator: Indicator, facts: Facts) -> Place:
    """Say where a case stands in the table of an indicator."""
    category = facts.categories[indicator.slug]
    return (str(facts.body_id), category) if indicator.by_comune else (category,)


def _add(counted: Tally, indicator: Indicator, facts: Facts) -> None:
    place = place_of(indicator, facts)
    counted.counts[indicator.slug][place] += 1
    if indicator.slug == "cost":
        counted.costs[place].append(facts.values["cost"][0])
    elif indicator.measured and facts.categories[indicator.slug] == indicator.measured:
        for row in (OVERALL, str(facts.body_id)):
            for number, value in enumerate(facts.values[indicator.slug]):
                counted.values[indicator.slug, row, number][value] += 1
