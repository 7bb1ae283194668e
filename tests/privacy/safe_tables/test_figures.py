# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Percentages, means and sums of money are told only where they tell nothing of one person."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incas.privacy.safe_tables import (
    SUPPRESSED,
    Amounts,
    Dominance,
    PPercent,
    Protected,
    Shown,
    Table,
    TablesRefused,
    protect,
    protect_amounts,
)
from tests.privacy.safe_tables.auditor import Auditor, places
from tests.privacy.safe_tables.samples import split, table

COMUNE, OUTCOME = split("comune", 3, revealing=False), split("esito", 3)
TEN_PERCENT = PPercent(Decimal(10))


def persons_of(amounts: Amounts) -> Table:
    """Count the persons whose amounts these are."""
    counts = {place: len(each) for place, each in amounts.persons.items()}
    return Table(amounts.population, amounts.dimensions, counts, amounts.structural)


def euro(*amounts: str) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


def even_amounts(**rows: list[Decimal]) -> Amounts:
    """Give ten persons of 100 euro everywhere, but for the cells named, as `comune1_esito1`."""
    everywhere = {(one, other): euro("100.00") * 10 for one in COMUNE.categories for other in OUTCOME.categories}
    named = {tuple(name.split("_")): amounts for name, amounts in rows.items()}
    return Amounts("persone", (COMUNE, OUTCOME), everywhere | named)


def test_a_percentage_is_told_where_part_and_whole_are_shown():
    protected = protect([table((10, 20), (30, 40))])

    assert protected.percentage("persone", along="esito", comune="comune1", esito="esito1") == Shown(Decimal("33.3"))
    assert protected.percentage("persone", along="comune", comune="comune1") == Shown(Decimal("30.0"))


@pytest.mark.parametrize("esito", ["esito1", "esito2"])
def test_neither_a_percentage_nor_its_complement_is_told_of_a_small_count(esito):
    protected = protect([table((48, 2), (30, 40))])

    assert protected.percentage("persone", along="esito", comune="comune1", esito=esito) is SUPPRESSED


def test_there_is_no_percentage_of_nobody():
    protected = protect([table((0, 0), (30, 40))])

    assert protected.percentage("persone", along="esito", comune="comune1", esito="esito1") is SUPPRESSED


def test_a_mean_is_told_where_the_persons_are_enough():
    protected = protect([table((5, 20, 3), (30, 40, 6), (0, 10, 20))])

    assert protected.measure(Decimal("2.5"), "persone", comune="comune1") == Shown(Decimal("2.5"))
    assert protected.measure(Decimal("2.5"), "persone", comune="comune1", esito="esito3") is SUPPRESSED
    assert protected.measure(Decimal("2.5"), "persone", comune="comune3", esito="esito1") is SUPPRESSED


def test_sums_and_means_of_many_alike_are_shown():
    amounts = even_amounts()

    protected = protect_amounts([amounts], protect([persons_of(amounts)]), rule=TEN_PERCENT)

    assert protected.cell("persone") == Shown(Decimal("9000.00"))
    assert protected.mean("persone", comune="comune1", esito="esito2") == Shown(Decimal("100.00"))


def test_a_sum_that_one_person_makes_up_is_hidden_though_many_are_counted():
    amounts = even_amounts(comune1_esito1=euro("5000.00", *["1.00"] * 9))
    counts = protect([persons_of(amounts)])

    protected = protect_amounts([amounts], counts, rule=TEN_PERCENT)

    assert counts.cell("persone", comune="comune1", esito="esito1") == Shown(10)
    assert protected.cell("persone", comune="comune1", esito="esito1") is SUPPRESSED
    assert protected.mean("persone", comune="comune1", esito="esito1") is SUPPRESSED
    assert too_narrow(amounts, protected, {("comune1", "esito1"): 50000}) == []


def test_the_largest_amounts_dominate_by_the_rule_asked():
    amounts = even_amounts(comune1_esito1=euro("450.00", "400.00", *["18.75"] * 8))
    counts = protect([persons_of(amounts)])

    assert protect_amounts([amounts], counts, rule=Dominance(1, Decimal(50))).cell(
        "persone", comune="comune1", esito="esito1"
    ) == Shown(Decimal("1000.00"))
    assert (
        protect_amounts([amounts], counts, rule=Dominance(2, Decimal(80))).cell(
            "persone", comune="comune1", esito="esito1"
        )
        is SUPPRESSED
    )


def test_a_sum_is_hidden_where_its_count_is():
    amounts = even_amounts(comune1_esito1=euro("100.00") * 3)
    counts = protect([persons_of(amounts)])

    protected = protect_amounts([amounts], counts, rule=TEN_PERCENT)

    for where, count in counts.cells(persons_of(amounts)):
        if count is SUPPRESSED:
            assert dict(protected.cells(amounts.table))[where] is SUPPRESSED
    assert too_narrow(amounts, protected, {("comune1", "esito1"): 3000}) == []


def test_sums_over_what_was_not_counted_are_not_shown():
    amounts = even_amounts()
    others = protect([table((10, 20), (30, 40), population="altri")])

    assert protect_amounts([amounts], others, rule=TEN_PERCENT).share_hidden == 1


@pytest.mark.parametrize("amount", ["-1.00", "0.001"])
def test_amounts_below_zero_or_with_parts_of_a_cent_are_refused(amount):
    with pytest.raises(TablesRefused):
        _ = even_amounts(comune1_esito1=euro(amount)).table


def test_amounts_are_not_told_when_printed():
    assert "4321" not in repr(even_amounts(comune1_esito1=euro("4321.00")))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.integers(1, 500_000), max_size=8), min_size=9, max_size=9))
def test_no_sum_that_tells_of_one_person_is_told_within_its_margin(drawn):
    cells = [(one, other) for one in COMUNE.categories for other in OUTCOME.categories]
    persons = {cell: [Decimal(cents) / 100 for cents in amounts] for cell, amounts in zip(cells, drawn, strict=True)}
    amounts = Amounts("persone", (COMUNE, OUTCOME), persons)

    protected = protect_amounts([amounts], protect([persons_of(amounts)]), rule=TEN_PERCENT)

    few = {cell: sum(each) // 10 for cell, each in zip(cells, drawn, strict=True) if 0 < len(each) < 5}
    lone = {
        cell: max(each) // 10 - sum(sorted(each)[:-2])
        for cell, each in zip(cells, drawn, strict=True)
        if len(each) >= 5 and max(each) // 10 > sum(sorted(each)[:-2])
    }
    assert too_narrow(amounts, protected, few | lone) == []


def too_narrow(amounts: Amounts, protected, margins: dict[tuple[str, ...], int]) -> list[object]:
    """List the combinations that can be told from what is shown to less than the margin, in cents, each side."""
    sums = amounts.table
    shown = {
        sums.key(where): Shown(int(cell.value * 100)) if isinstance(cell, Shown) else SUPPRESSED
        for where, cell in protected.cells(sums)
    }
    auditor = Auditor([sums], Protected(shown, 5), known={})
    found: list[object] = []
    for place, margin in margins.items():
        least, most = auditor.bounds(places(0, sums, place))
        value = sums.counts[place]
        if least > max(value - margin, 0) or most < value + margin:
            found.append((place, least, value, most))
    return found
