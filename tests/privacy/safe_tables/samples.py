# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Invented tables: those a test writes by hand, and those Hypothesis draws."""

from collections.abc import Sequence
from itertools import product

from hypothesis import strategies as st

from incas.privacy.safe_tables import Dimension, Table

COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 40))


def split(name: str, size: int, *, insiders: bool = False, revealing: bool = True) -> Dimension:
    """Make a dimension of so many categories."""
    categories = tuple(f"{name}{number}" for number in range(1, size + 1))
    return Dimension(name, categories, has_insiders=insiders, is_revealing=revealing)


def table(*rows: Sequence[int], insiders: bool = False, population: str = "persone") -> Table:
    """Make a table of Comuni by outcomes from its rows."""
    comune, outcome = split("comune", len(rows), insiders=insiders, revealing=False), split("esito", len(rows[0]))
    places = product(comune.categories, outcome.categories)
    counts = dict(zip(places, (count for row in rows for count in row), strict=True))
    return Table(population, (comune, outcome), counts)


@st.composite
def any_table(
    draw: st.DrawFn, *, dimensions: int = 2, most: int = 5, insiders: bool = False, structural: bool = False
) -> Table:
    """Draw a table of two to `most` categories a dimension, small counts often."""
    split_by = tuple(
        split(name, draw(st.integers(2, most)), insiders=insiders and name == "a", revealing=draw(st.booleans()))
        for name in "abc"[:dimensions]
    )
    places = list(product(*(dimension.categories for dimension in split_by)))
    impossible = draw(st.frozensets(st.sampled_from(places), max_size=3)) if structural else frozenset()
    counts = {place: draw(COUNTS) for place in places if place not in impossible}
    return Table("persone", split_by, counts, impossible)


@st.composite
def linked_tables(draw: st.DrawFn) -> list[Table]:
    """Draw a population split by three dimensions, and give of it tables by two that share margins."""
    whole = draw(any_table(dimensions=3, most=3))
    pairs = draw(st.lists(st.sampled_from([(0, 1), (0, 2), (1, 2)]), min_size=2, max_size=3, unique=True))
    return [projected(whole, pair) for pair in pairs]


def projected(whole: Table, axes: tuple[int, ...]) -> Table:
    """Sum a table over the dimensions that are not named."""
    counts: dict[tuple[str, ...], int] = {}
    for place, count in whole.counts.items():
        kept = tuple(place[axis] for axis in axes)
        counts[kept] = counts.get(kept, 0) + count
    return Table(whole.population, tuple(whole.dimensions[axis] for axis in axes), counts)
