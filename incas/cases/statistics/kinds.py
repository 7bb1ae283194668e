# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Measures by kind: the detail of the common taxonomy, over the whole pilot.

A person may have measures of several kinds, so each kind is a table of its own, tied to that of its area: who had a
measure of the area but none of the kind is a cell too. By Comune as well it would take minutes to protect, and next to
nothing would be left to show.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from incas.cases.choices.programmes import ServiceArea
from incas.cases.models import MeasureKind
from incas.privacy.safe_tables import Dimension, Protected, Shown, Table
from incas.privacy.safe_tables.tables import Key

AREAS: Final = ServiceArea.values
WITH, OF_AREA_ONLY, WITHOUT = range(3)
"""Cells of a kind: persons with a measure of it, of its area alone, of neither."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of the common taxonomy: its key, its name in addresses and tables, its words, its area."""

    key: int
    slug: str
    name: str
    area: str

    @property
    def axis(self) -> str:
        """Name of the dimension that says who had a measure of it."""
        return f"kind_{self.slug}"

    @property
    def area_axis(self) -> str:
        """Name of the dimension, and of the indicator, of its area."""
        return f"area_{self.area}"

    @property
    def places(self) -> tuple[dict[str, str], ...]:
        """Say what each of its cells counts."""
        return (
            {self.area_axis: "yes", self.axis: "yes"},
            {self.area_axis: "yes", self.axis: "no"},
            {self.axis: "no"},
        )


def known_kinds() -> list[Kind]:
    """Give the kinds of the taxonomy, retired ones too, of the areas that have more than one. One query."""
    rows = MeasureKind.objects.order_by("position", "name").values_list("pk", "slug", "name", "area")
    kinds = sorted((Kind(*row) for row in rows), key=lambda kind: AREAS.index(kind.area))
    in_area = Counter(kind.area for kind in kinds)
    return [kind for kind in kinds if in_area[kind.area] > 1]


def table_of(kind: Kind, population: str, counts: Mapping[tuple[str, ...], int]) -> Table:
    """Lay the persons of a kind out by area and kind: with the kind and without the area there is nobody."""
    axes = tuple(Dimension(name, ("yes", "no"), is_revealing=False) for name in (kind.area_axis, kind.axis))
    return Table(population, axes, counts, structural=frozenset({("no", "yes")}))


def told_kinds(kinds: Iterable[Kind], population: str, protected: Protected) -> list[dict[str, Any]]:
    """Write the kinds down, area by area; None where a count is not shown.

    Who has a measure of an area has one of its kinds: one kind hidden alone could be told to have somebody from what
    the others leave uncovered. Then another is hidden with it.
    """
    by_area: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for kind in kinds:
        cells = [protected.cell(population, **where) for where in kind.places]
        told = [cell.value if isinstance(cell, Shown) else None for cell in cells]
        by_area[kind.area].append({"slug": kind.slug, "name": kind.name, "area": kind.area, "cells": told})
    for of_area in by_area.values():
        _hide_another(of_area)
    return [kind for of_area in by_area.values() for kind in of_area]


def _hide_another(of_area: list[dict[str, Any]]) -> None:
    shown = [kind for kind in of_area if kind["cells"][WITH] is not None]
    if len(of_area) - len(shown) == 1 and shown:
        least = min(shown, key=lambda kind: (not kind["cells"][WITH], kind["cells"][WITH], kind["slug"]))
        least["cells"] = [None] * len(least["cells"])


def shown_kinds(content: Mapping[str, Any], population: str) -> Iterator[tuple[Key, int]]:
    """Give what publications showed of each kind, by what it counts."""
    for told in content.get("kinds", ()):
        kind = Kind(0, told["slug"], told["name"], told["area"])
        for where, value in zip(kind.places, told["cells"], strict=True):
            if value is not None:
                yield (population, tuple(sorted(where.items()))), value
