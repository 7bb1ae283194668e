# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A reader who wants to know what is hidden, and has nothing but what was published.

It shares no code with the engine and lays the question out differently: the unknowns are the combinations of categories
alone, whole and not negative; every published cell, total or not, is an equation among them; the least and the most of
any sum of them are asked of a solver in whole numbers. `every_truth` does without a solver, by trying everything.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import highspy

from incas.privacy.safe_tables import Protected, Shown, Table
from incas.privacy.safe_tables.tables import Coordinates

Place = tuple[int, tuple[str, ...]]
Bounds = tuple[int, float]
BOUNDLESS = float("inf")
MOST_OF_A_NETWORK = 2


def equations(tables: Sequence[Table], protected: Protected) -> Iterator[tuple[frozenset[Place], int]]:
    """Give each published cell as the combinations it sums, and what they come to."""
    for number, table in enumerate(tables):
        yield from ((frozenset({(number, place)}), 0) for place in table.structural)
        for coordinates, cell in protected.cells(table):
            if isinstance(cell, Shown):
                yield places(number, table, coordinates), cell.value


def places(number: int, table: Table, coordinates: Coordinates) -> frozenset[Place]:
    """Give the combinations a cell of a table sums."""
    leaves = [each.leaves(node) for each, node in zip(table.dimensions, coordinates, strict=True)]
    return frozenset((number, place) for place in product(*leaves))


class Auditor:
    """Asks what sums of combinations may come to, given what was published and, for an insider, what it knows."""

    def __init__(self, tables: Sequence[Table], protected: Protected, *, known: Mapping[frozenset[Place], int]) -> None:
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        # One table of two dimensions has whole extremes anyway (its sums are a network): the quicker question will do.
        whole = len(tables) > 1 or len(tables[0].dimensions) > MOST_OF_A_NETWORK
        unknown = self.solver.addIntegral if whole else self.solver.addVariable
        every = [(number, place) for number, table in enumerate(tables) for place in all_places(table)]
        self.unknowns = {place: unknown(lb=0) for place in every}
        for where, value in (*equations(tables, protected), *known.items()):
            self.solver.addConstr(self._sum(where) == value)
        cells: dict[object, frozenset[Place]] = {}
        for number, table in enumerate(tables):
            for coordinates in table.coordinates:
                where = places(number, table, coordinates)
                first = cells.setdefault(table.key(coordinates), where)
                if first != where:
                    self.solver.addConstr(self._sum(where) - self._sum(first) == 0)

    def bounds(self, where: frozenset[Place]) -> Bounds:
        """Give the least and the most some combinations together may be."""
        return int(self._ask(where, highspy.ObjSense.kMinimize)), self._ask(where, highspy.ObjSense.kMaximize)

    def _sum(self, where: frozenset[Place]) -> highspy.highs_linear_expression:
        return highspy.Highs.qsum(self.unknowns[place] for place in sorted(where))

    def _ask(self, where: frozenset[Place], sense: highspy.ObjSense) -> float:
        self.solver.setObjective(self._sum(where), sense)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status in {highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
            return BOUNDLESS
        assert status == highspy.HighsModelStatus.kOptimal, status
        return round(self.solver.getInfo().objective_function_value)


def all_places(table: Table) -> list[tuple[str, ...]]:
    return list(product(*(dimension.categories for dimension in table.dimensions)))


def value_of(table: Table, coordinates: Coordinates) -> int:
    return sum(table.counts.get(place, 0) for _number, place in places(0, table, coordinates))


def broken_promises(
    tables: Sequence[Table], protected: Protected, *, threshold: int, zeros: bool = False
) -> list[object]:
    """List the hidden counts, and groups alike, that somebody can tell more narrowly than promised."""
    found: list[object] = []
    for reader, known in readers(tables):
        auditor = Auditor(tables, protected, known=known)
        for number, table in enumerate(tables):
            for coordinates in table.coordinates:
                if reader is not None and not is_of_a_peer(table, coordinates, reader):
                    continue
                where = places(number, table, coordinates)
                if (0 if zeros else 1) <= value_of(table, coordinates) < threshold and not is_structural(table, where):
                    least, most = auditor.bounds(where)
                    if least > 0 or most < threshold:
                        found.append((reader, coordinates, least, most))
                groups = alike(number, table, coordinates, reader)
                found += [(reader, coordinates) for others in groups if auditor.bounds(others)[1] < threshold]
    return found


def is_structural(table: Table, where: frozenset[Place]) -> bool:
    return all(place in table.structural for _number, place in where)


def readers(tables: Sequence[Table]) -> Iterator[tuple[tuple[str, str] | None, dict[frozenset[Place], int]]]:
    """Give everybody, then each insider, with the combinations they know of themselves."""
    yield None, {}
    insiders = {
        (dimension.name, category)
        for table in tables
        for dimension in table.dimensions
        if dimension.has_insiders
        for category in dimension.categories
    }
    for name, category in sorted(insiders):
        known: dict[frozenset[Place], int] = {}
        for number, table in enumerate(tables):
            for place in all_places(table):
                if (name, category) in zip((each.name for each in table.dimensions), place, strict=True):
                    known[frozenset({(number, place)})] = table.counts.get(place, 0)
        yield (name, category), known


def is_of_a_peer(table: Table, coordinates: Coordinates, reader: tuple[str, str]) -> bool:
    name, category = reader
    for dimension, node in zip(table.dimensions, coordinates, strict=True):
        if dimension.name == name:
            return node in dimension.categories and node != category
    return False


def alike(
    number: int, table: Table, coordinates: Coordinates, reader: tuple[str, str] | None
) -> Iterator[frozenset[Place]]:
    """Where a total is made of one part alone, give the combinations of the other parts."""
    for axis, dimension in enumerate(table.dimensions):
        children = table.dimensions[axis].categories if coordinates[axis] is None else None
        if dimension.groups or children is None or not dimension.is_revealing:
            continue
        if reader is not None and dimension.name == reader[0]:
            continue
        parts = [(*coordinates[:axis], child, *coordinates[axis + 1 :]) for child in children]
        possible = [part for part in parts if not is_structural(table, places(number, table, part))]
        full = [part for part in possible if value_of(table, part)]
        if len(full) == 1 and len(possible) > 1:
            others = frozenset(place for part in possible if part not in full for place in places(number, table, part))
            yield others


def every_truth(table: Table, protected: Protected, *, most: int) -> Iterator[dict[tuple[str, ...], int]]:
    """Give every table of counts up to `most` that agrees with what was published. For tiny tables."""
    spots = [place for place in all_places(table) if place not in table.structural]
    told = list(equations([table], protected))
    for counts in product(range(most + 1), repeat=len(spots)):
        truth = dict(zip(spots, counts, strict=True))
        if all(sum(truth.get(place, 0) for _number, place in where) == value for where, value in told):
            yield truth
