# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What protecting tables of counts costs: cells lost for each small count, and time against hiding small counts alone.

Run with `python -m benchmarks.safe_tables`; no database. Counts are invented, drawn from a seed, many of them small.
Targets: 10 × 20 well under a second, 10 × 60 under a few.
"""

import random
import time
from collections.abc import Callable, Iterator
from itertools import product

from incas.privacy.safe_tables import SUPPRESSED, Dimension, Table, protect
from incas.privacy.safe_tables.demands import demands_of
from incas.privacy.safe_tables.system import system_of

THRESHOLD = 5
ROUNDS = 3


def a_table(*sizes: int, mean: float, insiders: bool = False, seed: int = 1) -> Table:
    """Draw a table; the first dimension is of Comuni, each of which may know its own counts."""
    chance = random.Random(seed)  # noqa: S311 – invented counts
    dimensions = tuple(
        Dimension(
            name,
            tuple(f"{name}{number}" for number in range(size)),
            is_revealing=name != "comune",
            has_insiders=insiders and name == "comune",
        )
        for name, size in zip(("comune", "voce", "periodo"), sizes, strict=False)
    )
    places = product(*(dimension.categories for dimension in dimensions))
    return Table("persone", dimensions, {place: int(chance.expovariate(1 / mean)) for place in places})


def samples() -> Iterator[tuple[str, list[Table]]]:
    """Give what is measured."""
    for sizes in ((10, 8), (10, 20), (10, 60)):
        for mean in (2, 6, 20):
            yield f"{sizes[0]} × {sizes[1]}, mean {mean}", [a_table(*sizes, mean=mean)]
    yield "10 × 20, mean 6, insiders", [a_table(10, 20, mean=6, insiders=True)]
    yield "10 × 60, mean 6, insiders", [a_table(10, 60, mean=6, insiders=True)]
    yield "10 × 6 × 4, mean 6", [a_table(10, 6, 4, mean=6)]
    whole = a_table(10, 8, 5, mean=4)
    yield "10 × 8 and 10 × 5, linked", [over(whole, (0, 1)), over(whole, (0, 2))]


def over(whole: Table, axes: tuple[int, ...]) -> Table:
    """Sum a table over the dimensions not named."""
    counts: dict[tuple[str, ...], int] = {}
    for place, count in whole.counts.items():
        kept = tuple(place[axis] for axis in axes)
        counts[kept] = counts.get(kept, 0) + count
    return Table(whole.population, tuple(whole.dimensions[axis] for axis in axes), counts)


def measure(name: str, tables: list[Table]) -> None:
    """Print cells, small, hidden, hidden for each small one, seconds of processor, times hiding small ones alone."""
    system = system_of(tables)
    small = {demand.cells for demand in demands_of(system, threshold=THRESHOLD, hides_zeros=False)}
    primary = _best(lambda: demands_of(system_of(tables), threshold=THRESHOLD, hides_zeros=False))
    protected = protect(tables, threshold=THRESHOLD)
    whole = _best(lambda: protect(tables, threshold=THRESHOLD))
    hidden = {table.key(where) for table in tables for where, cell in protected.cells(table) if cell is SUPPRESSED}
    few = sum(len(cells) == 1 for cells in small)
    print(
        f"{name:28} {len(system.keys):6} {few:6} {len(hidden):7} {len(hidden) / len(system.keys):6.0%} "
        f"{len(hidden) / max(few, 1):8.2f} {whole:8.2f} {whole / primary:8.0f}"
    )


def _best(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def main() -> None:
    """Measure everything."""
    print(f"{'':28} {'cells':>6} {'small':>6} {'hidden':>7} {'share':>6} {'a small':>8} {'seconds':>8} {'/primary':>8}")
    for name, tables in samples():
        measure(name, tables)


if __name__ == "__main__":
    main()
