# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is published holds nothing of what it hides; what cannot be protected is refused without telling a count."""

import copy
import pickle

import pytest

from incas.privacy.safe_tables import (
    SUPPRESSED,
    CannotProtect,
    Dimension,
    Shown,
    Table,
    TablesRefused,
    ThresholdTooLow,
    protect,
)
from incas.privacy.safe_tables.alternatives import Alternatives
from tests.privacy.safe_tables.samples import split, table

OUTCOME = split("esito", 3)


@pytest.mark.parametrize("threshold", [2, 1, 0, -5])
def test_a_threshold_under_three_is_refused(threshold):
    with pytest.raises(ThresholdTooLow):
        protect([table((10, 20), (30, 40))], threshold=threshold)


def test_a_threshold_of_three_shows_what_five_hides():
    counts = table((3, 20, 30), (12, 8, 9))

    assert protect([counts], threshold=3).cell("persone", comune="comune1", esito="esito1") == Shown(3)
    assert protect([counts]).cell("persone", comune="comune1", esito="esito1") is SUPPRESSED


def test_two_tables_that_differ_only_where_they_are_hidden_publish_the_same():
    first = Table("persone", (OUTCOME,), {("esito1",): 2, ("esito2",): 1})
    second = Table("persone", (OUTCOME,), {("esito1",): 1, ("esito2",): 2})

    one, other = protect([first]), protect([second])

    assert one == other
    assert repr(one) == repr(other)
    assert pickle.dumps(one) == pickle.dumps(other)
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 – made on the line above
    assert copy.deepcopy(one).cell("persone") is SUPPRESSED


def test_a_hidden_cell_is_one_and_the_same():
    assert pickle.loads(pickle.dumps(SUPPRESSED)) is SUPPRESSED  # noqa: S301 – made on this line
    assert copy.deepcopy(SUPPRESSED) is SUPPRESSED


def test_a_table_does_not_show_its_counts_when_printed():
    assert "4321" not in repr(Table("persone", (OUTCOME,), {("esito1",): 4321}))


def test_a_cell_that_was_not_published_is_not_found():
    with pytest.raises(KeyError):
        protect([table((10, 20), (30, 40))]).cell("persone", settore="edilizia")


@pytest.mark.parametrize("count", [-1, 2.0, True, "3"])
def test_a_count_that_is_no_whole_number_is_refused_without_telling_it(count):
    with pytest.raises(TablesRefused) as refused:
        Table("persone", (OUTCOME,), {("esito1",): count})

    assert str(count) not in str(refused.value)


def test_a_count_where_nobody_can_be_is_refused():
    with pytest.raises(TablesRefused):
        Table("persone", (OUTCOME,), {("esito1",): 3}, frozenset({("esito1",)}))


def test_a_category_unknown_to_the_dimension_is_refused():
    with pytest.raises(TablesRefused):
        Table("persone", (OUTCOME,), {("altro",): 3})


def test_no_dimension_four_dimensions_and_one_twice_are_refused():
    four = tuple(split(name, 2) for name in "abcd")
    for dimensions in ((), four, (OUTCOME, OUTCOME)):
        with pytest.raises(TablesRefused):
            Table("persone", dimensions, {})


@pytest.mark.parametrize(
    ("categories", "groups"),
    [
        ((), {}),
        (("a", "a"), {}),
        (("a", "b"), {"a": ("a", "b")}),
        (("a", "b"), {"g": ("a",)}),
        (("a", "b"), {"g": ("a", "b"), "h": ("b",)}),
    ],
)
def test_a_dimension_that_does_not_split_a_population_is_refused(categories, groups):
    with pytest.raises(TablesRefused):
        Dimension("luogo", categories, groups)


def test_two_tables_that_tell_a_shared_total_differently_are_refused_without_telling_it():
    one = Table("persone", (OUTCOME,), {("esito1",): 4321})
    other = Table("persone", (split("settore", 2),), {("settore1",): 1234})

    with pytest.raises(TablesRefused) as refused:
        protect([one, other])

    assert not {"4321", "1234"} & set(str(refused.value).split())


def test_two_tables_that_split_a_dimension_differently_are_refused():
    one = Table("persone", (OUTCOME,), {("esito1",): 10})
    other = Table("persone", (split("esito", 2), split("settore", 2)), {("esito1", "settore1"): 10})

    with pytest.raises(TablesRefused):
        protect([one, other])


def test_tables_of_different_populations_stand_apart():
    persons = Table("persone", (OUTCOME,), {("esito1",): 10, ("esito2",): 20, ("esito3",): 30})
    closed = Table("chiusure", (OUTCOME,), {("esito1",): 1, ("esito2",): 2, ("esito3",): 30})

    protected = protect([persons, closed])

    assert protected.cell("persone") == Shown(60)
    assert protected.cell("chiusure", esito="esito1") is SUPPRESSED


def test_nothing_is_published_where_no_alternative_was_found(monkeypatch):
    monkeypatch.setattr(Alternatives, "cheapest", lambda *_args, **_options: None)

    with pytest.raises(CannotProtect):
        protect([table((3, 20), (30, 40))])


def test_no_tables_publish_nothing():
    assert protect([]).share_hidden == 0


@pytest.mark.parametrize(
    ("before", "is_shown"), [(100, True), (99, False), (96, False), (95, True), (101, False), (105, True)]
)
def test_a_count_that_moved_by_few_since_it_was_shown_is_hidden(before, is_shown):
    one = table((40, 60))
    protected = protect([one], before={one.key((None, None)): before})

    assert protected.is_shown(one.key((None, None))) is is_shown


def test_what_moved_by_few_cannot_be_told_from_the_rest():
    one = table((20, 30), (40, 50))
    moved = one.key(("comune1", "esito1"))
    protected = protect([one], before={moved: 18})

    hidden = [key for key in map(one.key, one.coordinates) if not protected.is_shown(key)]
    assert moved in hidden
    assert len(hidden) >= 4
