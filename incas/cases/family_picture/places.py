# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Where each person of a family tree stands along the row: few lines cross, children are below their parents.

Rows are swept up and down: each bunch of people united on a row is drawn towards its parents, then its children;
bunches keep their distance by the least squares (pool adjacent violators).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from incas.cases.kinship import Family, ParentKind, PersonId

BOX_WIDTH = 132
UNION_GAP = 32
"""Between the two of a union, where its line is."""
BUNCH_GAP = 16
SWEEPS = 12


@dataclass(frozen=True, slots=True)
class Unit:
    """The children somebody, or two people together, are parents of in the same way."""

    parents: tuple[PersonId, ...]
    kind: ParentKind
    children: tuple[PersonId, ...]


def units_of(family: Family) -> list[Unit]:
    """Gather children by parents and kind."""
    gathered: dict[tuple[tuple[PersonId, ...], ParentKind], list[PersonId]] = {}
    for child in family.persons:
        by_kind: dict[ParentKind, list[PersonId]] = {}
        for link in family.parents_of(child):
            by_kind.setdefault(link.kind, []).append(link.parent)
        for kind, parents in by_kind.items():
            gathered.setdefault((tuple(sorted(parents, key=str)), kind), []).append(child)
    return [Unit(parents, kind, tuple(children)) for (parents, kind), children in gathered.items()]


def places_of(family: Family, rows: dict[PersonId, int], units: Sequence[Unit]) -> dict[PersonId, int]:
    """Give the middle of each person's box in whole pixels, the leftmost at half a box."""
    placing = _Placing(family, rows, units)
    best, fewest = dict(placing.middles), placing.crossings()
    for sweep in range(SWEEPS):
        placing.sweep(down=sweep % 2 == 0, may_swap=True)
        if (crossings := placing.crossings()) < fewest:
            best, fewest = dict(placing.middles), crossings
    placing.restore(best)
    for sweep in range(SWEEPS):
        placing.sweep(down=sweep % 2 == 0, may_swap=False)
    left = min(placing.middles.values()) - BOX_WIDTH / 2
    return {person: round(middle - left) for person, middle in placing.middles.items()}


class _Placing:
    """A tree being laid out: bunches on rows, and the middles of boxes as they are now."""

    def __init__(self, family: Family, rows: dict[PersonId, int], units: Sequence[Unit]) -> None:
        self.units, self.row_of = units, rows
        self.middles: dict[PersonId, float] = {}
        self.rows: list[list[list[PersonId]]] = [[] for _ in range(max(rows.values()) + 1)]
        for bunch in _bunches(family, rows):
            self.rows[rows[bunch[0]]].append(bunch)
        self.above: dict[PersonId, list[Unit]] = {person: [] for person in family.persons}
        self.below: dict[PersonId, list[Unit]] = {person: [] for person in family.persons}
        for unit in units:
            for child in unit.children:
                self.above[child].append(unit)
            for parent in unit.parents:
                self.below[parent].append(unit)
        for row in self.rows:
            self._place(row, [0.0] * len(row))

    def sweep(self, *, down: bool, may_swap: bool) -> None:
        for row in self.rows if down else reversed(self.rows):
            wanted = [self._middle(bunch) + self._pull(bunch, up=down, both=not may_swap) for bunch in row]
            if may_swap:
                order = sorted(range(len(row)), key=wanted.__getitem__)
                row[:] = [self._turned(row[at]) for at in order]
                wanted = [wanted[at] for at in order]
            self._place(row, wanted)

    def restore(self, middles: dict[PersonId, float]) -> None:
        self.middles = dict(middles)
        for row in self.rows:
            for bunch in row:
                bunch.sort(key=middles.__getitem__)
            row.sort(key=lambda bunch: middles[bunch[0]])

    def crossings(self) -> int:
        """Count pairs of lines that cross between two rows; lines run from the parents' middle to a child."""
        by_row: dict[int, list[tuple[float, float]]] = {}
        for unit in self.units:
            lines = by_row.setdefault(self.row_of[unit.parents[0]], [])
            lines += [(self._anchor(unit), self.middles[child]) for child in unit.children]
        return sum(
            (one[0] - other[0]) * (one[1] - other[1]) < 0
            for row in by_row.values()
            for at, one in enumerate(row)
            for other in row[at + 1 :]
        )

    def _anchor(self, unit: Unit) -> float:
        return sum(self.middles[parent] for parent in unit.parents) / len(unit.parents)

    def _middle(self, bunch: list[PersonId]) -> float:
        return (self.middles[bunch[0]] + self.middles[bunch[-1]]) / 2

    def _pull(self, bunch: list[PersonId], *, up: bool, both: bool) -> float:
        """Give how far a bunch would move to be below its parents, above its children, or between the two."""
        pulls = []
        for person in bunch:
            if up or both:
                pulls += [self._anchor(unit) - self.middles[person] for unit in self.above[person]]
            if both or not up:
                pulls += [
                    self.middles[child] - self._anchor(unit) for unit in self.below[person] for child in unit.children
                ]
        return sum(pulls) / len(pulls) if pulls else 0.0

    def _turned(self, bunch: list[PersonId]) -> list[PersonId]:
        """Turn a bunch round when the parents of its first stand to the right of the parents of its last."""
        anchored = [sum(map(self._anchor, self.above[person])) / len(self.above[person])
                    for person in bunch if self.above[person]]  # fmt: skip
        return bunch[::-1] if len(anchored) > 1 and anchored[0] > anchored[-1] else bunch

    def _place(self, row: list[list[PersonId]], wanted: list[float]) -> None:
        widths = [len(bunch) * (BOX_WIDTH + UNION_GAP) - UNION_GAP for bunch in row]
        starts = [0.0]
        for one, other in pairwise(widths):
            starts.append(starts[-1] + (one + other) / 2 + BUNCH_GAP)
        shifts = _rising([middle - start for middle, start in zip(wanted, starts, strict=True)])
        for bunch, width, start, shift in zip(row, widths, starts, shifts, strict=True):
            for at, person in enumerate(bunch):
                self.middles[person] = start + shift - width / 2 + BOX_WIDTH / 2 + at * (BOX_WIDTH + UNION_GAP)


def _rising(values: list[float]) -> list[float]:
    """Give the nearest values, by the least squares, that never fall."""
    pools: list[tuple[float, int]] = []
    for value in values:
        total, count = value, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            total, count = total + pools[-1][0], count + pools.pop()[1]
        pools.append((total, count))
    return [total / count for total, count in pools for _ in range(count)]


def _bunches(family: Family, rows: dict[PersonId, int]) -> Iterator[list[PersonId]]:
    """Gather who is united on a row, each beside the other of the union as long as there is a side free."""
    seen: set[PersonId] = set()
    for first in sorted(family.persons, key=lambda person: -len(family.unions_of(person))):
        if first in seen:
            continue
        seen.add(first)
        bunch, waiting = [first], [first]
        while waiting:
            person = waiting.pop(0)
            unions = sorted(
                family.unions_of(person), key=lambda union: (union.started_on is not None, str(union.started_on))
            )
            for union in unions:
                other = union.other(person)
                if other not in seen and rows[other] == rows[person]:
                    seen.add(other)
                    waiting.append(other)
                    bunch.insert(0 if bunch[0] == person != bunch[-1] else len(bunch), other)
        yield bunch
