# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""No reader of what is published can tell a small count, nor that a group is all alike."""

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incas.privacy.safe_tables import SUPPRESSED, Dimension, Protected, Shown, Table, protect
from tests.privacy.safe_tables.auditor import broken_promises, every_truth
from tests.privacy.safe_tables.samples import any_table, linked_tables, split, table

thorough = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WIDE = table(*[[(row * 37 + column * 23 + row * column * 5) % 61 for column in range(12)] for row in range(9)])


def drawn(protected: Protected, of: Table) -> str:
    """Write a table of two dimensions as its readers see it."""
    width = len(of.dimensions[1].nodes)
    cells = [str(cell.value) if isinstance(cell, Shown) else "·" for _where, cell in protected.cells(of)]
    return " / ".join(" ".join(cells[start : start + width]) for start in range(0, len(cells), width))


def test_a_table_without_small_counts_is_shown_whole():
    plain = table((10, 20, 30), (7, 8, 9))

    assert drawn(protect([plain]), plain) == "10 20 30 60 / 7 8 9 24 / 17 28 39 84"


def test_a_small_count_is_hidden_with_three_more_where_totals_stay():
    small = table((3, 20, 30), (12, 8, 9), (40, 50, 60))

    assert drawn(protect([small]), small) == "· · 30 53 / · · 9 29 / 40 50 60 150 / 55 78 99 232"


def test_two_small_counts_in_a_row_do_not_protect_each_other_when_their_sum_is_small_too():
    small = table((1, 1, 30), (12, 8, 9), (40, 50, 60))

    protected = protect([small])

    assert sum(protected.cell("persone", comune="comune1", esito=f"esito{n}") is SUPPRESSED for n in (1, 2, 3)) == 3
    assert broken_promises([small], protected, threshold=5) == []


def test_a_small_total_is_hidden_like_any_count():
    small = table((2, 1), (50, 60))

    assert protect([small]).cell("persone", comune="comune1") is SUPPRESSED


def test_a_population_under_the_threshold_is_hidden_whole_but_its_zeros_over_nothing():
    small = Table("persone", (split("esito", 2),), {("esito1",): 2, ("esito2",): 1})

    assert [cell for _where, cell in protect([small]).cells(small)] == [SUPPRESSED] * 3


def test_an_empty_table_is_shown_as_empty():
    empty = table((0, 0), (0, 0))

    assert drawn(protect([empty]), empty) == "0 0 0 / 0 0 0 / 0 0 0"


def test_a_row_all_in_one_category_does_not_tell_that_its_members_are_alike():
    uniform = table((0, 12, 0), (20, 30, 40), (50, 60, 70))

    protected = protect([uniform])

    assert protected.cell("persone", comune="comune1", esito="esito2") is SUPPRESSED
    assert broken_promises([uniform], protected, threshold=5) == []


def test_a_row_all_in_one_category_is_shown_where_the_category_reveals_nothing():
    comune, outcome = split("comune", 2, revealing=False), split("esito", 2, revealing=False)
    uniform = Table("persone", (comune, outcome), {("comune1", "esito1"): 12, ("comune2", "esito2"): 20})

    assert drawn(protect([uniform]), uniform) == "12 0 12 / 0 20 20 / 12 20 32"


def test_a_row_with_one_possible_category_is_no_group_alike():
    comune, outcome = split("comune", 2, revealing=False), split("esito", 2)
    counts = {("comune1", "esito1"): 12, ("comune2", "esito1"): 20, ("comune2", "esito2"): 30}
    certain = Table("persone", (comune, outcome), counts, frozenset({("comune1", "esito2")}))

    assert drawn(protect([certain]), certain) == "12 0 12 / 20 30 50 / 32 30 62"


def test_zeros_are_hidden_like_small_counts_where_asked():
    zero = table((0, 20, 30), (12, 8, 9), (40, 50, 60))

    assert drawn(protect([zero]), zero) == "0 20 30 50 / 12 8 9 29 / 40 50 60 150 / 52 78 99 229"
    hidden = protect([zero], hides_zeros=True)
    assert hidden.cell("persone", comune="comune1", esito="esito1") is SUPPRESSED
    assert broken_promises([zero], hidden, threshold=5, zeros=True) == []


def test_a_complement_of_shown_cells_is_never_small():
    small = table((48, 1, 1), (30, 20, 10), (25, 35, 45))

    protected = protect([small])

    total = protected.cell("persone", comune="comune1")
    main = protected.cell("persone", comune="comune1", esito="esito1")
    assert SUPPRESSED in (total, main)


def test_a_comune_does_not_learn_another_ones_count_by_taking_its_own_away():
    small = table((3, 20, 30), (4, 8, 9), (40, 50, 60))
    apart = table((3, 20, 30), (4, 8, 9), (40, 50, 60), insiders=True)

    assert broken_promises([apart], protect([small]), threshold=5) != []
    assert broken_promises([apart], protect([apart]), threshold=5) == []


def test_a_total_shared_by_two_tables_is_hidden_in_both():
    comune, outcome, sector = split("comune", 3, revealing=False), split("esito", 2), split("settore", 3)
    by_outcome = Table(
        "persone",
        (comune, outcome),
        {
            (f"comune{n}", f"esito{m}"): count
            for n, m, count in [(1, 1, 2), (1, 2, 1), (2, 1, 20), (2, 2, 30), (3, 1, 9), (3, 2, 14)]
        },
    )
    by_sector = Table(
        "persone",
        (comune, sector),
        {
            (f"comune{n}", f"settore{m}"): count
            for n, m, count in [(1, 1, 3), (2, 1, 25), (2, 2, 10), (2, 3, 15), (3, 1, 6), (3, 2, 7), (3, 3, 10)]
        },
    )

    protected = protect([by_outcome, by_sector])

    first = dict(protected.cells(by_outcome))
    second = dict(protected.cells(by_sector))
    for name in (*comune.categories, None):
        assert first[name, None] == second[name, None]
    assert first["comune1", None] is SUPPRESSED
    assert broken_promises([by_outcome, by_sector], protected, threshold=5) == []


def test_a_subtotal_of_a_region_protects_and_is_protected():
    comune = Dimension(
        "comune", ("A", "B", "C", "D"), groups={"nord": ("A", "B"), "sud": ("C", "D")}, is_revealing=False
    )
    rows = {"A": (3, 20), "B": (10, 20), "C": (30, 40), "D": (50, 60)}
    grouped = Table(
        "persone",
        (comune, split("esito", 2)),
        {(k, f"esito{n}"): row[n - 1] for k, row in rows.items() for n in (1, 2)},
    )

    protected = protect([grouped])

    assert protected.cell("persone", comune="A", esito="esito1") is SUPPRESSED
    assert protected.cell("persone", comune="B", esito="esito1") is SUPPRESSED
    assert broken_promises([grouped], protected, threshold=5) == []


@thorough
@given(any_table(structural=True), st.integers(3, 8), st.booleans())
def test_no_count_of_a_table_is_told_more_narrowly_than_promised(drawn_table, threshold, zeros):
    protected = protect([drawn_table], threshold=threshold, hides_zeros=zeros)

    assert broken_promises([drawn_table], protected, threshold=threshold, zeros=zeros) == []


@thorough
@given(any_table(insiders=True))
def test_no_insider_tells_a_count_of_a_peer_more_narrowly_than_promised(drawn_table):
    assert broken_promises([drawn_table], protect([drawn_table]), threshold=5) == []


@settings(thorough, max_examples=15)
@given(any_table(dimensions=3, most=3))
def test_no_count_of_a_table_of_three_dimensions_is_told_more_narrowly_than_promised(drawn_table):
    assert broken_promises([drawn_table], protect([drawn_table]), threshold=5) == []


@thorough
@given(any_table(dimensions=1, most=6))
def test_no_count_of_a_list_is_told_more_narrowly_than_promised(drawn_table):
    assert broken_promises([drawn_table], protect([drawn_table]), threshold=5) == []


@thorough
@given(linked_tables())
def test_no_count_of_linked_tables_is_told_more_narrowly_than_promised(tables):
    assert broken_promises(tables, protect(tables), threshold=5) == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=4, max_size=4))
def test_trying_every_table_that_agrees_finds_every_value_of_a_small_count_possible(counts):
    tiny = table(counts[:2], counts[2:])
    protected = protect([tiny], threshold=3)

    for place, count in tiny.counts.items():
        if 0 < count < 3:
            possible = {truth[place] for truth in every_truth(tiny, protected, most=7)}
            assert possible.issuperset(range(4))


@thorough
@given(any_table())
def test_no_hidden_cell_but_small_counts_could_be_shown_again(drawn_table):
    protected = protect([drawn_table])

    for coordinates, cell in protected.cells(drawn_table):
        key = drawn_table.key(coordinates)
        value = sum(drawn_table.counts.get(place, 0) for place in drawn_table.places(coordinates))
        if cell is SUPPRESSED and not 0 < value < 5:
            with_it = Protected({**protected._cells, key: Shown(value)}, 5)
            assert broken_promises([drawn_table], with_it, threshold=5) != []


@settings(max_examples=15, deadline=None)
@given(st.one_of(linked_tables(), st.just([WIDE])), st.randoms())
def test_the_same_tables_in_another_order_are_protected_alike(tables, chance):
    def shuffled(one: Table) -> Table:
        axes = chance.choice(list(permutations(range(len(one.dimensions)))))
        split_by = tuple(
            Dimension(
                each.name, tuple(chance.sample(each.categories, len(each.categories))), is_revealing=each.is_revealing
            )
            for each in (one.dimensions[axis] for axis in axes)
        )
        places = chance.sample(sorted(one.counts), len(one.counts))
        return Table(
            one.population, split_by, {tuple(place[axis] for axis in axes): one.counts[place] for place in places}
        )

    again = protect([shuffled(each) for each in chance.sample(tables, len(tables))])

    assert again == protect(tables)


@pytest.mark.parametrize("columns", [20, 60])
def test_a_wide_table_is_protected(columns):
    wide = table(*[[(row * 7 + column * 11 + row * column) % 13 for column in range(columns)] for row in range(10)])

    protected = protect([wide])

    assert protected.share_hidden < 0.6
    assert broken_promises([wide], protected, threshold=5) == []
