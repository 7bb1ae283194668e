# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""From facts to what may be published: every table protected together, and nothing else kept.

What is published holds shown values alone (None: suppressed): no count that was hidden is in it, under any name.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from statistics import mean, median
from typing import Any, Final

from incas.cases.choices.pilot import LawRule
from incas.cases.law import pilot_rules
from incas.cases.models import PilotService
from incas.cases.statistics.facts import read_facts
from incas.cases.statistics.indicators import INDICATORS, Indicator, ValueKind
from incas.cases.statistics.kinds import known_kinds, shown_kinds, table_of, told_kinds
from incas.cases.statistics.tallies import OVERALL, Tally, tally
from incas.cases.tenancy import whole_platform
from incas.privacy.safe_tables import (
    Amounts,
    Dimension,
    PPercent,
    Protected,
    ProtectedAmounts,
    Shown,
    Suppressed,
    Table,
    protect,
    protect_amounts,
)
from incas.privacy.safe_tables.tables import Key

POPULATION: Final = "cases"
COMUNE: Final = "comune"
COST_RULE: Final = PPercent(Decimal(10))


def compute_figures(until: date, *, earlier: Iterable[dict[str, Any]] = ()) -> dict[str, Any]:
    """Count the cases opened by a day and give what may be published, as JSON can carry it.

    `earlier` are the contents published before, the oldest first: a count that moved by less than the threshold since
    it was last shown is hidden, so that no two publications tell of one person by their difference. Raises
    CannotProtect: then nothing is published.
    """
    with whole_platform(reason="figures of the pilot leave protected"):
        kinds = known_kinds()
        counted = tally(read_facts(until), kinds)
        bodies = [str(key) for key in PilotService.objects.order_by("body_id").values_list("body_id", flat=True)]
        threshold = pilot_rules(until).one(LawRule.CELL_THRESHOLD)
    if not bodies:
        return {"threshold": threshold, "tables": {}, "kinds": []}
    tables = [_table(each, counted, bodies) for each in INDICATORS.values()]
    tables += [table_of(kind, POPULATION, counted.counts[kind.axis]) for kind in kinds]
    protected = protect(tables, threshold=threshold, before=_last_shown(earlier))
    telling = _Telling(counted, bodies, protected)
    return {
        "threshold": threshold,
        "tables": {slug: telling.told(indicator) for slug, indicator in INDICATORS.items()},
        "kinds": told_kinds(kinds, POPULATION, protected),
    }


def _dimensions(indicator: Indicator, bodies: list[str]) -> tuple[Dimension, ...]:
    split = Dimension(indicator.slug, indicator.keys, is_revealing=indicator.is_revealing)
    if not indicator.by_comune:
        return (split,)
    return (Dimension(COMUNE, tuple(bodies), is_revealing=False, has_insiders=True), split)


def _table(indicator: Indicator, counted: Tally, bodies: list[str]) -> Table:
    return Table(POPULATION, _dimensions(indicator, bodies), counted.counts[indicator.slug])


class _Telling:
    """Writes protected tables down: rows of the pilot and of each Comune, categories in their order, total last."""

    def __init__(self, counted: Tally, bodies: list[str], protected: Protected) -> None:
        self.counted = counted
        self.bodies = bodies
        self.protected = protected
        self.costs = self._costs()

    def told(self, indicator: Indicator) -> dict[str, Any]:
        """Write one table."""
        rows = (OVERALL, *self.bodies) if indicator.by_comune else (OVERALL,)
        return {
            "categories": list(indicator.keys),
            "rows": {row: self._cells(indicator, row) for row in rows},
            "values": {
                kind.value: {row: self._value(kind, indicator, row) for row in rows} for kind in indicator.values
            },
        }

    def _cells(self, indicator: Indicator, row: str) -> list[int | None]:
        where = {COMUNE: row} if row else {}
        parts = [self.protected.cell(POPULATION, **where, **{indicator.slug: key}) for key in indicator.keys]
        return [_plain(cell) for cell in (*parts, self.protected.cell(POPULATION, **where))]

    def _value(self, kind: ValueKind, indicator: Indicator, row: str) -> str | None:
        """Give a mean or a median of the measured cases of a row; only where their count may be told and is enough."""
        where = {indicator.slug: indicator.measured} | ({COMUNE: row} if row else {})
        if kind is ValueKind.MEAN_EURO:
            return _written(self.costs.mean(POPULATION, **where))
        measured = self.counted.values[indicator.slug, row, int(kind is ValueKind.MEAN_AFTER)]
        if not measured:
            return None
        told = (median if kind is ValueKind.MEDIAN_DAYS else mean)(measured.elements())
        return _written(self.protected.measure(round(Decimal(told), 1), POPULATION, **where))

    def _costs(self) -> ProtectedAmounts:
        """Protect the sums of costs: none that tells of one person."""
        amounts = Amounts(POPULATION, _dimensions(INDICATORS["cost"], self.bodies), self.counted.costs)
        return protect_amounts([amounts], self.protected, rule=COST_RULE)


def _written(figure: Shown[Decimal] | Suppressed) -> str | None:
    return None if isinstance(figure, Suppressed) else str(figure.value)


def _plain(cell: Shown[int] | Suppressed) -> int | None:
    return None if isinstance(cell, Suppressed) else cell.value


def _last_shown(earlier: Iterable[dict[str, Any]]) -> dict[Key, int]:
    """Give, of each cell ever shown, the value it was last shown with."""
    found: dict[Key, int] = {}
    for content in earlier:
        for slug, told in content["tables"].items():
            for row, cells in told["rows"].items():
                comune = ((COMUNE, row),) if row else ()
                parts = [((slug, key),) for key in told["categories"]] + [()]
                for part, value in zip(parts, cells, strict=True):
                    if value is not None:
                        found[POPULATION, tuple(sorted((*comune, *part)))] = value
        found |= shown_kinds(content, POPULATION)
    return found
