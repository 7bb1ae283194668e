# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""How long kinship takes to compute, against a bare breadth-first walk of the same family.

Run with `python -m benchmarks.kinship`. Families are invented: couples of a generation, up to four children each, who
marry somebody of another family of the same generation; every tenth union ended by divorce, every tenth child adopted.
What is in proportion to persons keeps the same time a person; each figure is the best of many interleaved rounds.
"""

import random
import time
from collections import deque
from collections.abc import Callable

from incas.cases.kinship import Family, ParentKind, ParentLink, Person, PersonId, Union, UnionEnd, kinship_of

SIZES = (50, 500, 2_000)
ROUNDS = 15


def invented(size: int) -> Family:
    """Make a family of so many persons, always the same."""
    chance = random.Random(size)  # noqa: S311 - invented people, not secrets
    single = list(range(max(2, size // 20) * 2))
    links: list[ParentLink] = []
    unions: list[Union] = []
    count = len(single)
    while count < size:
        chance.shuffle(single)
        born: list[int] = []
        for a, b in zip(single[::2], single[1::2], strict=False):
            unions.append(Union(a, b, ended=UnionEnd.DIVORCE if chance.random() < 0.1 else None))
            for _ in range(min(chance.randint(1, 4), size - count)):
                kind = ParentKind.MINOR_ADOPTION if chance.random() < 0.1 else ParentKind.BIRTH
                links += [ParentLink(a, count, kind), ParentLink(b, count, kind)]
                born.append(count)
                count += 1
        single = born
    return Family([Person(at) for at in range(count)], links, unions)


def walked(family: Family, holder: PersonId) -> int:
    """Count whom one reaches by any link: what nothing that looks at everybody can do without."""
    seen, waiting = {holder}, deque([holder])
    while waiting:
        person = waiting.popleft()
        for other in (
            *(link.parent for link in family.parents_of(person)),
            *(link.child for link in family.children_of(person)),
            *(union.other(person) for union in family.unions_of(person)),
        ):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return len(seen)


def main() -> None:
    """Measure and print; the holder is in the middle of the family."""
    families = [invented(size) for size in SIZES]
    bare, whole = [float("inf")] * len(SIZES), [float("inf")] * len(SIZES)
    for _ in range(ROUNDS):
        for at, family in enumerate(families):
            holder = len(family.persons) // 2
            bare[at] = min(bare[at], _seconds(walked, family, holder))
            whole[at] = min(whole[at], _seconds(kinship_of, family, holder))
    print(f"{'persons':>8} {'walk ms':>9} {'kinship ms':>11} {'ratio':>6} {'a person, to the first':>23}")
    for at, size in enumerate(SIZES):
        share = whole[at] / size / (whole[0] / SIZES[0])
        print(f"{size:8,} {1e3 * bare[at]:9.2f} {1e3 * whole[at]:11.2f} {whole[at] / bare[at]:6.1f} {share:23.2f}")


def _seconds(work: Callable[[Family, PersonId], object], family: Family, holder: PersonId) -> float:
    started = time.perf_counter()
    work(family, holder)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
