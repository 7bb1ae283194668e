# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Choosing what to hide, so that every demand holds before every reader, at little loss."""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from incas.privacy.safe_tables.alternatives import Alternatives, Change
from incas.privacy.safe_tables.demands import Demand
from incas.privacy.safe_tables.system import System

Question = tuple[int, int, int]
"""Which end of a demand (0 low, 1 high), before which reader, which demand."""

UNANSWERED: Final = -1


class CannotProtect(Exception):
    """No set of hidden cells was found that holds every demand: nothing may be published."""


def cells_to_hide(
    system: System, demands: tuple[Demand, ...], weights: tuple[float, ...], *, hidden: frozenset[int] = frozenset()
) -> frozenset[int]:
    """Choose the cells to hide, those `hidden` already among them: none of the others could do without a demand broken.

    First every question gets the cheapest alternative table that answers it, and what that moves is hidden; then, from
    the cell that is worth most, each is shown again if other alternatives do without it. Raises CannotProtect.
    """
    choice = _Choice(system, demands, weights, hidden)
    choice.answer_all()
    choice.show_again()
    return frozenset(int(cell) for cell in np.flatnonzero(choice.alternatives.hidden))


class _Choice:
    """What is hidden so far, and the alternative table that answers each question."""

    def __init__(
        self, system: System, demands: tuple[Demand, ...], weights: tuple[float, ...], hidden: frozenset[int]
    ) -> None:
        self.demands = demands
        self.alternatives = Alternatives(system, weights)
        self.forced = hidden | {demand.cells[0] for demand in demands if len(demand.cells) == 1}
        self.alternatives.hide(self.forced)
        self.known = _marks((frozenset(), *system.insiders), len(system.keys))
        self._cells = _marks((demand.cells for demand in demands), len(system.keys)).astype(np.int64)
        self._lows = np.array([demand.low for demand in demands], dtype=np.int64)
        self._highs = np.array([demand.high for demand in demands], dtype=np.int64)
        every = frozenset(range(len(system.keys)))
        concerned = [[peers.issuperset(demand.cells) for demand in demands] for peers in (every, *system.others)]
        self.asked = np.array(concerned, dtype=bool)[None] & ~self._ends_met(self.alternatives.values)[:, None]
        self.answers = np.full(self.asked.shape, UNANSWERED)
        self.changes: list[Change] = []

    def answer_all(self) -> None:
        for question in self._open(self.asked):
            if self.answers[question] == UNANSWERED:
                change = self._alternative(question, only_hidden=False)
                if change is None:
                    raise CannotProtect
                self.alternatives.hide(np.flatnonzero(change))
                self._keep(change, self.asked)

    def show_again(self) -> None:
        free = [int(cell) for cell in np.flatnonzero(self.alternatives.hidden) if int(cell) not in self.forced]
        for cell in sorted(free, key=lambda cell: (-self.alternatives.costs[0, cell], cell)):
            before = self.answers.copy()
            moving = np.array([change[cell] != 0 for change in self.changes], dtype=bool)
            concerned = self.asked & moving[self.answers]
            self.answers[concerned] = UNANSWERED
            self.alternatives.hidden[cell] = False
            if not self._answer_anew(concerned):
                self.alternatives.hidden[cell] = True
                self.answers = before

    def _answer_anew(self, concerned: NDArray[np.bool_]) -> bool:
        for question in self._open(concerned):
            if self.answers[question] == UNANSWERED:
                change = self._alternative(question, only_hidden=True)
                if change is None:
                    return False
                self._keep(change, concerned)
        return True

    def _alternative(self, question: Question, *, only_hidden: bool) -> Change | None:
        upwards, reader, demand = question
        return self.alternatives.cheapest(
            self.demands[demand], upwards=bool(upwards), known=self.known[reader], only_hidden=only_hidden
        )

    def _keep(self, change: Change, among: NDArray[np.bool_]) -> None:
        """Answer with one alternative every open question it answers."""
        unseen = ~(self.known & (change != 0)).any(axis=1)
        answered = unseen[None, :, None] & self._ends_met(self.alternatives.values + change)[:, None]
        self.answers[among & answered & (self.answers == UNANSWERED)] = len(self.changes)
        self.changes.append(change)

    def _ends_met(self, values: Change) -> NDArray[np.bool_]:
        sums = self._cells @ values
        return np.stack((sums <= self._lows, sums >= self._highs))

    @staticmethod
    def _open(among: NDArray[np.bool_]) -> list[Question]:
        return sorted((int(end), int(reader), int(demand)) for end, reader, demand in np.argwhere(among))


def _marks(groups: Iterable[Iterable[int]], size: int) -> NDArray[np.bool_]:
    rows = [list(group) for group in groups]
    marks = np.zeros((len(rows), size), dtype=bool)
    for row, cells in enumerate(rows):
        marks[row, cells] = True
    return marks
