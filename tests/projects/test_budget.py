# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The budget as a table, and what the rules say of it."""

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from incas.programmes.choices import Severity
from incas.programmes.rulebook import CeilingRule
from incas.projects.budget import Budget, Package
from tests.programmes.rulebooks import rulebook

PACKAGES = (Package(1, "WP1", "Primo"), Package(2, "WP2", "Secondo"))
amounts = st.decimals(min_value=0, max_value=10**7, places=2)


def budget(lines: Mapping[tuple[str, int], str | int | Decimal], **changes: object) -> Budget:
    """Make a budget of amounts by code of item and key of package."""
    book = rulebook(**changes)
    return Budget(
        book, PACKAGES, {(book.item(code).pk, package): Decimal(amount) for (code, package), amount in lines.items()}
    )


def test_table_sums_rows_columns_and_items_that_contain_others():
    table = budget({("A.1", 1): "100.10", ("A.2", 2): "50.05", ("B", 1): "49.85"})
    assert [(row.item.code, row.cells, row.total) for row in table.rows][:4] == [
        ("A", (Decimal("100.10"), Decimal("50.05")), Decimal("150.15")),
        ("A.1", (Decimal("100.10"), Decimal("0.00")), Decimal("100.10")),
        ("A.2", (Decimal("0.00"), Decimal("50.05")), Decimal("50.05")),
        ("B", (Decimal("49.85"), Decimal("0.00")), Decimal("49.85")),
    ]
    assert [total for _package, total in table.footer] == [Decimal("149.95"), Decimal("50.05")]
    assert table.total == Decimal("200.00")
    assert table.rows[3].share == Decimal("24.925")


@given(st.dictionaries(st.tuples(st.sampled_from(["A.1", "A.2", "B", "C", "D"]), st.sampled_from([1, 2])), amounts))
def test_rows_columns_and_total_agree(lines):
    table = budget(lines)
    top = [row for row in table.rows if row.item.depth == 0]
    assert sum((row.total for row in top), Decimal(0)) == table.total
    assert sum((total for _package, total in table.footer), Decimal(0)) == table.total
    assert sum(table.by_item.values(), Decimal(0)) == table.total


def test_empty_budget_is_missing():
    (finding,) = budget({}).findings()
    assert (finding.severity, finding.what) == (Severity.MISSING, "Il piano finanziario è vuoto.")


def test_budget_within_the_rules_has_no_findings():
    lines = {("A.1", 1): 40, ("B", 1): 30, ("C", 2): 30, ("D", 1): 7}
    assert budget(lines).findings() == ()


def test_ceiling_passed_is_told_with_its_source_and_by_how_much():
    (finding,) = budget({("A.1", 1): "60000", ("B", 2): "40000"}).findings()
    assert finding.severity == Severity.WRONG
    assert finding.what == "La voce «A Voce A» è a €\xa060.000,00 e il suo massimale è €\xa050.000,00."
    assert finding.why == "La voce «A Voce A» non può superare il 50% del totale."
    assert finding.source == "art. 7"
    assert finding.todo == "Togliere €\xa020.000,00 dalla voce, o aumentare le altre."


def test_following_the_advice_on_a_ceiling_brings_it_within():
    (finding,) = budget({("A.1", 1): "60000", ("B", 2): "40000"}).findings()
    assert finding.todo.startswith("Togliere €\xa020.000,00 ")
    assert budget({("A.1", 1): "40000", ("B", 2): "40000"}).findings() == ()


def test_ceiling_without_a_source_names_the_rules():
    ceilings = (CeilingRule("B", Decimal(10), ("A",), ""),)
    (finding,) = budget({("A.1", 1): 100, ("B", 2): "10.01"}, ceilings=ceilings).findings()
    assert finding.source == "Regole dell'avviso AVV-1, versione 1"


def test_ceiling_exactly_reached_is_within():
    assert budget({("A.1", 1): "0.01", ("B", 2): "0.01"}).findings() == ()


def test_flat_rate_is_budgeted_within_what_it_comes_to():
    lines = {("A.1", 1): 40, ("B", 1): 30, ("C", 2): 30}
    assert budget(lines | {("D", 1): "7.00"}).findings() == ()
    (finding,) = budget(lines | {("D", 1): "7.01"}).findings()
    assert finding.what == "La voce «D Voce D» è a €\xa07,01 e il suo tasso forfettario arriva a €\xa07,00."
    assert finding.todo == "Togliere €\xa00,01 dalla voce."


def test_package_without_amounts_is_doubtful():
    (finding,) = budget({("B", 1): 1}).findings()
    assert (finding.severity, finding.stops) == (Severity.DOUBT, False)
    assert finding.what == "Il pacchetto WP2 Secondo non ha nessun importo."
