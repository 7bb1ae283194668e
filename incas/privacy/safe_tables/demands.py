# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What must stay uncertain: small counts, and groups whose members would all be known to share a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from incas.privacy.safe_tables.system import System
from incas.privacy.safe_tables.tables import Key

NOTHING_BEFORE: Final[Mapping[Key, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Demand:
    """The sum of some cells must be able to be as low as `low` and as high as `high`, for all a reader can tell."""

    cells: tuple[int, ...]
    low: int
    high: int


def demands_of(
    system: System, *, threshold: int, hides_zeros: bool, before: Mapping[Key, int] = NOTHING_BEFORE
) -> tuple[Demand, ...]:
    """List what must stay uncertain, in the order in which it is seen to.

    A count from 1 to under the threshold must be able to be zero and to reach the threshold: not even that somebody is
    there is told. Where one part alone makes up a revealing total, the others together, which are zero, must be able to
    reach it too. With `hides_zeros` every zero that is not structural is treated as a small count. A count that moved
    by less than the threshold since it was shown `before` must be able to have stayed, and to have moved by it.
    """
    least = 0 if hides_zeros else 1
    small = {Demand((cell,), 0, threshold) for cell, value in enumerate(system.values) if least <= value < threshold}
    uniform = {
        Demand(tuple(part for part in each.parts if not system.values[part]), 0, threshold)
        for each in system.sums
        if each.is_revealing and len(each.parts) > 1 and sum(system.values[part] > 0 for part in each.parts) == 1
    }
    moved = {
        Demand((cell,), old, old + threshold) if value > old else Demand((cell,), max(old - threshold, 0), old)
        for cell, (key, value) in enumerate(zip(system.keys, system.values, strict=True))
        if (old := before.get(key)) is not None and 0 < abs(value - old) < threshold
    }
    return tuple(sorted(small | uniform | moved, key=lambda demand: (-len(demand.cells), demand.cells)))
