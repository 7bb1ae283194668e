# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The lines of a family tree: between the two of a union, and from parents to children, none on top of another."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from incas.cases.family_picture.places import BOX_WIDTH, Unit
from incas.cases.kinship import Family, ParentKind, PersonId, Union

BOX_HEIGHT = 86
MARGIN = 6
ROW_GAP = 30
TRACK = 12
"""Between two lines of a gap that run beside one another."""
BRACKET = 10
ENTRY = 14
"""Between the ends of two lines on the same box."""
STRAIGHT = BOX_WIDTH / 3
"""How far from its middle the only line of an only child may enter the box, rather than bend."""


@dataclass(frozen=True, slots=True)
class UnionLine:
    """The line of a union: its corners, and the point where it is struck or children begin."""

    union: Union
    corners: tuple[tuple[float, float], ...]
    middle: tuple[float, float]


@dataclass(frozen=True, slots=True)
class ParentLine:
    """The lines of parents and children: each a run of corners."""

    kind: ParentKind
    runs: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that is drawn, in pixels: the left top corner of each box, and the lines."""

    width: float
    height: float
    boxes: dict[PersonId, tuple[float, float]]
    unions: tuple[UnionLine, ...]
    parents: tuple[ParentLine, ...]


def drawing_of(
    family: Family, rows: dict[PersonId, int], middles: dict[PersonId, int], units: Sequence[Unit]
) -> Drawing:
    """Lay boxes and lines out; a gap between rows is as high as its lines need."""
    return _Layout(family, rows, middles, units).drawing()


class _Layout:
    """A drawing under way."""

    def __init__(
        self, family: Family, rows: dict[PersonId, int], middles: dict[PersonId, int], units: Sequence[Unit]
    ) -> None:
        self.rows, self.middles, self.units = rows, middles, units
        self.row_count = max(rows.values()) + 1
        self.unions = list({frozenset((union.a, union.b)): union for union in _lasting_last(family.unions)}.values())
        self.brackets = self._brackets()
        self.entries = self._entries(family)
        self.is_entered_twice = {
            child: count > 1 for child, count in Counter(child for child, _at in self.entries).items()
        }
        self.tracks = self._tracks()
        self.tops = self._tops()

    def drawing(self) -> Drawing:
        """Put it all together."""
        lines = {frozenset((union.a, union.b)): self._union_line(union) for union in self.unions}
        return Drawing(
            width=max(self.middles.values()) + BOX_WIDTH / 2 + 2 * MARGIN,
            height=self.tops[-1] + BOX_HEIGHT + MARGIN + self._brackets_below(self.row_count - 1) * BRACKET,
            boxes={person: (self._x(person) - BOX_WIDTH / 2, self._top(person)) for person in self.rows},
            unions=tuple(lines.values()),
            parents=tuple(self._parent_line(unit, lines) for unit in self.units),
        )

    def _x(self, person: PersonId) -> float:
        return self.middles[person] + MARGIN

    def _top(self, person: PersonId) -> float:
        return self.tops[self.rows[person]]

    def _bottom(self, person: PersonId) -> float:
        return self._top(person) + BOX_HEIGHT

    def _are_beside(self, union: Union) -> bool:
        return not any(
            min(self.middles[union.a], self.middles[union.b])
            < self.middles[other]
            < max(self.middles[union.a], self.middles[union.b])
            for other, row in self.rows.items()
            if row == self.rows[union.a]
        )

    def _brackets(self) -> dict[Union, int]:
        """Give a level of its own to each union of two who stand on a row apart from one another."""
        levels: dict[Union, int] = {}
        for union in self.unions:
            row = self.rows[union.a]
            if row == self.rows[union.b] and not self._are_beside(union):
                levels[union] = 1 + sum(self.rows[other.a] == row for other in levels)
        return levels

    def _brackets_below(self, row: int) -> int:
        return sum(self.rows[union.a] == row for union in self.brackets)

    def _entries(self, family: Family) -> dict[tuple[PersonId, int], float]:
        """Give where the line of each unit enters each child, by the child and the place of the unit."""
        entries = {}
        for child in family.persons:
            above = [at for at, unit in enumerate(self.units) if child in unit.children]
            for place, at in enumerate(above):
                entries[child, at] = self._x(child) + (place - (len(above) - 1) / 2) * ENTRY
        return entries

    def _tracks(self) -> list[int]:
        """Give each unit a track in the gap below its parents, so that lines that run beside do not touch."""
        tracks = [0] * len(self.units)
        taken: dict[tuple[int, int], float] = {}
        spans = [self._span(at) for at in range(len(self.units))]
        for at in sorted(range(len(self.units)), key=spans.__getitem__):
            left, right = spans[at]
            row = self._row_below(self.units[at])
            while taken.get((row, tracks[at]), -1.0) >= left - ENTRY / 2:
                tracks[at] += 1
            taken[row, tracks[at]] = right
        return tracks

    def _row_below(self, unit: Unit) -> int:
        return max(self.rows[parent] for parent in unit.parents)

    def _span(self, at: int) -> tuple[float, float]:
        unit = self.units[at]
        points = [self._x(parent) for parent in unit.parents] if len(unit.parents) == 1 else self._anchors(unit)
        points = [*points, *(self.entries[child, at] for child in unit.children)]
        return min(points), max(points)

    def _anchors(self, unit: Unit) -> list[float]:
        """Give where lines leave the parents: between the two when united on one row, else below each."""
        if self._union_of(unit):
            return [sum(self._x(parent) for parent in unit.parents) / 2]
        return [self._x(parent) for parent in unit.parents]

    def _union_of(self, unit: Unit) -> Union | None:
        for union in self.unions:
            if {union.a, union.b} == set(unit.parents) and self.rows[union.a] == self.rows[union.b]:
                return union
        return None

    def _tops(self) -> list[float]:
        tops = [float(MARGIN)]
        for row in range(self.row_count - 1):
            used = [track for unit, track in zip(self.units, self.tracks, strict=True) if self._row_below(unit) == row]
            gap = ROW_GAP + TRACK * max(used, default=0) + BRACKET * self._brackets_below(row)
            tops.append(tops[-1] + BOX_HEIGHT + gap)
        return tops

    def _union_line(self, union: Union) -> UnionLine:
        one, other = sorted((union.a, union.b), key=self.middles.__getitem__)
        left, right = self._x(one), self._x(other)
        if union in self.brackets:
            low = self._bottom(one) + self.brackets[union] * BRACKET
            corners = ((left, self._bottom(one)), (left, low), (right, low), (right, self._bottom(other)))
            return UnionLine(union, corners, ((left + right) / 2, low))
        ends = (left + BOX_WIDTH / 2, right - BOX_WIDTH / 2) if self.rows[one] == self.rows[other] else (left, right)
        heights = self._top(one) + BOX_HEIGHT / 2, self._top(other) + BOX_HEIGHT / 2
        middle = (sum(ends) / 2, sum(heights) / 2)
        return UnionLine(union, tuple(zip(ends, heights, strict=True)), middle)

    def _is_almost_above(self, x: float, unit: Unit) -> bool:
        """Say whether a line can go straight down: the child is one, below, and no other line enters their box."""
        child, *others = unit.children
        return not others and not self.is_entered_twice[child] and abs(x - self._x(child)) < STRAIGHT

    def _parent_line(self, unit: Unit, lines: dict[frozenset[PersonId], UnionLine]) -> ParentLine:
        at = self.units.index(unit)
        row = self._row_below(unit)
        bus = self.tops[row] + BOX_HEIGHT + self._brackets_below(row) * BRACKET + ROW_GAP / 2 + self.tracks[at] * TRACK
        if self._union_of(unit):
            starts = [lines[frozenset(unit.parents)].middle]
        else:
            starts = [(self._x(parent), self._bottom(parent)) for parent in unit.parents]
        ends = [(self.entries[child, at], self._top(child)) for child in unit.children]
        if len(starts) == 1 and self._is_almost_above(starts[0][0], unit):
            return ParentLine(unit.kind, ((starts[0], (starts[0][0], ends[0][1])),))
        across = [x for x, _y in (*starts, *ends)]
        return ParentLine(
            unit.kind,
            (
                *((start, (start[0], bus)) for start in starts),
                ((min(across), bus), (max(across), bus)),
                *(((end[0], bus), end) for end in ends),
            ),
        )


def _lasting_last(unions: Iterable[Union]) -> list[Union]:
    """Put the unions that last after the others: of two between the same persons, that one is drawn."""
    return sorted(unions, key=lambda union: union.ended is None)
