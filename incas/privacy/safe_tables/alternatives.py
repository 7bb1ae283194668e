# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Finding other tables that agree with everything shown: what makes a hidden value uncertain.

An alternative is a change to every cell, in whole numbers, that leaves all sums true and no count negative. Where it
moves only hidden cells, no reader can tell it from the truth. HiGHS finds the cheapest by linear programming; what it
finds is checked again in whole numbers, so that nothing rests on its tolerances.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray

from incas.privacy.safe_tables.demands import Demand
from incas.privacy.safe_tables.system import System

Change = NDArray[np.int64]

UNBOUNDED: Final = highspy.kHighsInf
HIDDEN_COST: Final = 0.01  # of a cell already hidden: not nothing, so that a change does not wander
NEAR_WHOLE: Final = 1e-5
TURNS: Final = 4
"""How often the linear question is asked, at slightly other costs, before the slow one in whole numbers."""
MOST_NODES: Final = 50
"""Of a search in whole numbers whether a cell may be shown again: past that it stays hidden. Time would not be a
deterministic limit."""


class _QuietHighs(highspy.Highs):
    """The solver, told to keep quiet before it first speaks, which is when it is made."""

    def enableCallbacks(self) -> None:  # noqa: N802 – the solver's own name
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # the solver's own


class Alternatives:
    """The system as a linear program, kept between questions.

    Each cell has two columns, what it gains and what it loses; a row for each sum, and a last one for the demand asked.
    """

    def __init__(self, system: System, weights: Sequence[float]) -> None:
        self.values = np.array(system.values, dtype=np.int64)
        self.size = len(self.values)
        self._demand_row = len(system.sums)
        # No two cells cost the same: the cheapest change is one, whatever the solver's version and machine.
        uneven = [[1 + _fraction(f"{turn} {key}") / 8 for key in system.keys] for turn in range(TURNS)]
        self.costs = np.array(weights) * np.array(uneven)
        self.hidden = np.zeros(self.size, dtype=bool)
        self._columns = np.arange(2 * self.size, dtype=np.int32)
        self._balance = _balance_of(system)
        self._solver = _QuietHighs()  # type: ignore[no-untyped-call]  # nor has this types
        for option, value in (("threads", 1), ("random_seed", 0), ("presolve", "off")):
            self._solver.setOptionValue(option, value)
        self._solver.passModel(self._program())
        self._asked: tuple[int, ...] = ()

    def hide(self, cells: Iterable[int]) -> None:
        """Count these cells as hidden already: changing them costs next to nothing."""
        self.hidden[list(cells)] = True

    def cheapest(
        self, demand: Demand, *, upwards: bool, known: NDArray[np.bool_], only_hidden: bool = False
    ) -> Change | None:
        """Find the change that costs least and takes the demand to its upper or lower end, or None.

        The cells marked `known` stand still; with `only_hidden` so do those that are not hidden.
        """
        still = known | ~self.hidden if only_hidden else known
        self._set_bounds(still)
        self._solver.setOptionValue("mip_max_nodes", MOST_NODES if only_hidden else highspy.kHighsIInf)
        self._ask(demand, upwards=upwards)
        change = self._solve()
        if change is None or change[still].any() or not self._holds(change, demand, upwards=upwards):
            return None
        return change

    def _holds(self, change: Change, demand: Demand, *, upwards: bool) -> bool:
        """Whether, in whole numbers, sums stay true, no count is negative, and the demand is at its end or beyond."""
        values = self.values + change
        total = int(values[list(demand.cells)].sum())
        return (
            (total >= demand.high if upwards else total <= demand.low)
            and bool((values >= 0).all())
            and not (self._balance @ change).any()
        )

    def _program(self) -> highspy.HighsLp:
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = 2 * self.size, self._demand_row + 1
        program.col_cost_ = np.zeros(2 * self.size)
        program.col_lower_, program.col_upper_ = np.zeros(2 * self.size), np.full(2 * self.size, UNBOUNDED)
        program.row_lower_ = np.append(np.zeros(self._demand_row), -UNBOUNDED)
        program.row_upper_ = np.append(np.zeros(self._demand_row), UNBOUNDED)
        both = np.hstack((self._balance, -self._balance))
        rows, columns = np.nonzero(both)
        starts = np.searchsorted(rows, np.arange(self._demand_row + 2))
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = starts.astype(np.int32)
        program.a_matrix_.index_ = columns.astype(np.int32)
        program.a_matrix_.value_ = both[rows, columns].astype(np.float64)
        return program

    def _set_bounds(self, still: NDArray[np.bool_]) -> None:
        gains = np.where(still, 0.0, UNBOUNDED)
        losses = np.where(still, 0.0, self.values)
        count = 2 * self.size
        self._solver.changeColsBounds(count, self._columns, np.zeros(count), np.concatenate((gains, losses)))

    def _set_costs(self, turn: int) -> None:
        costs = np.where(self.hidden, HIDDEN_COST, 1.0) * self.costs[turn]
        self._solver.changeColsCost(2 * self.size, self._columns, np.concatenate((costs, costs)))

    def _ask(self, demand: Demand, *, upwards: bool) -> None:
        for cell in self._asked:
            self._weigh(cell, 0.0)
        for cell in demand.cells:
            self._weigh(cell, 1.0)
        self._asked = demand.cells
        now = int(self.values[list(demand.cells)].sum())
        lower, upper = (demand.high - now, UNBOUNDED) if upwards else (-UNBOUNDED, demand.low - now)
        self._solver.changeRowBounds(self._demand_row, lower, upper)

    def _weigh(self, cell: int, by: float) -> None:
        self._solver.changeCoeff(self._demand_row, cell, by)
        self._solver.changeCoeff(self._demand_row, cell + self.size, -by)

    def _solve(self) -> Change | None:
        for turn in range(TURNS):
            self._set_costs(turn)
            found = self._run()
            if found is None or self._is_whole(found):
                return _rounded(found)
        self._set_costs(0)
        self._demand_whole(True)
        found = self._run()
        self._demand_whole(False)
        return _rounded(found)

    def _demand_whole(self, whole: bool) -> None:  # noqa: FBT001 – it reads as a switch
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        kinds = np.full(len(self._columns), int(kind), dtype=np.uint8)
        self._solver.changeColsIntegrality(len(kinds), self._columns, kinds)

    def _run(self) -> NDArray[np.float64] | None:
        self._solver.run()
        if self._solver.getInfo().primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
            return None
        columns: NDArray[np.float64] = np.array(self._solver.getSolution().col_value)
        return columns[: self.size] - columns[self.size :]

    def _is_whole(self, change: NDArray[np.float64]) -> bool:
        return bool((np.abs(change - np.rint(change)) < NEAR_WHOLE).all())


def _rounded(change: NDArray[np.float64] | None) -> Change | None:
    return None if change is None else np.rint(change).astype(np.int64)


def _balance_of(system: System) -> NDArray[np.int64]:
    """Give a row for each sum: its parts less its total."""
    rows = np.zeros((len(system.sums), len(system.keys)), dtype=np.int64)
    for row, each in enumerate(system.sums):
        rows[row, list(each.parts)] = 1
        rows[row, each.total] -= 1
    return rows


def _fraction(name: str) -> float:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) / 2**32
