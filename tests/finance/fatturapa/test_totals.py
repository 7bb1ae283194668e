# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is computed of an invoice: total, VAT, withholdings, what is payable, the sign of credit notes."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incas.finance.fatturapa import Document, read_invoice
from tests.finance.fatturapa.samples import Body, Row, plain, simplified, tag, text, withholding


def computed(*bodies: Body) -> Document:
    """Read the only document of a file."""
    return read_invoice(plain(*bodies), name="f.xml").documents[0]


def simple(*items: tuple[str | None, str | None, str | None], kind: str = "TD07") -> Document:
    """Read a simplified document."""
    return read_invoice(simplified(*items, kind=kind).encode(), name="s.xml").documents[0]


def amounts(document: Document) -> tuple[str, str, str, str]:
    """Total, VAT, withheld, payable."""
    return (str(document.total), str(document.vat), str(document.withheld), str(document.payable))


def test_the_stated_total_is_the_total():
    document = computed(Body(total="122.00"))

    assert amounts(document) == ("122.00", "22.00", "0", "122.00")
    assert document.has_other_total is False


def test_a_missing_total_comes_from_the_summary():
    rows = [Row("100.10", "22.02"), Row("50.00", "5.00", "10.00"), Row("3.00", "0.00", "0.00", nature="N1")]

    assert amounts(computed(Body(total=None, rows=rows))) == ("180.12", "27.02", "0", "180.12")


def test_a_stated_total_that_the_summary_does_not_give_is_kept_and_flagged():
    document = computed(Body(total="120.00"))

    assert (document.total, document.computed_total) == (Decimal("120.00"), Decimal("122.00"))
    assert document.has_other_total is True


def test_the_rounding_of_the_document_is_added_and_that_of_a_row_is_not():
    document = computed(Body(total=None, rows=[Row(rounding="0.40")], facts=text("Arrotondamento", "-0.02")))

    assert document.total == Decimal("121.98")


def test_discounts_on_the_whole_document_are_taken_in_turn():
    facts = tag("ScontoMaggiorazione", text("Tipo", "SC"), text("Percentuale", "10.00")) + tag(
        "ScontoMaggiorazione", text("Tipo", "MG"), text("Importo", "0.20")
    )

    assert computed(Body(total=None, facts=facts)).total == Decimal("110.00")


def test_a_stamp_adds_nothing_to_the_total():
    facts = tag("DatiBollo", text("BolloVirtuale", "SI"), text("ImportoBollo", "2.00"))

    assert computed(Body(total=None, facts=facts)).total == Decimal("122.00")


def test_split_payment_leaves_the_vat_to_the_treasury():
    document = computed(Body(rows=[Row(due="S")]))

    assert document.is_split_payment is True
    assert amounts(document) == ("122.00", "22.00", "0", "100.00")


def test_only_the_rows_under_split_payment_are_left():
    rows = [Row(due="S"), Row("100.00", "10.00", "10.00", due="I")]

    document = computed(Body(total=None, rows=rows))

    assert (document.split_vat, document.payable) == (Decimal("22.00"), Decimal("210.00"))


def test_every_withholding_lowers_what_is_payable():
    document = computed(Body(withholdings=withholding("20.00") + withholding("4.55", "RT03"), rows=[Row(due="S")]))

    assert amounts(document) == ("122.00", "22.00", "24.55", "75.45")


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_credit_note_is_negative_whichever_sign_it_is_written_with(sign):
    body = Body(
        kind="TD04",
        total=f"{sign}122.00",
        rows=[Row(f"{sign}100.00", f"{sign}22.00", due="S")],
        withholdings=withholding(f"{sign}20.00"),
    )

    assert amounts(computed(body)) == ("-122.00", "-22.00", "-20.00", "-80.00")


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_credit_note_without_total_is_negative_too(sign):
    document = computed(Body(kind="TD04", total=None, rows=[Row(f"{sign}100.00", f"{sign}22.00")]))

    assert amounts(document) == ("-122.00", "-22.00", "0", "-122.00")
    assert document.taxable == Decimal("-100.00")


def test_a_row_against_the_others_keeps_its_place_in_a_credit_note():
    rows = [Row("1000.00", "0.00", "0.00", nature="N4"), Row("-10.00", "-2.20")]

    document = computed(Body(kind="TD04", total=None, rows=rows))

    assert (document.total, document.vat) == (Decimal("-987.80"), Decimal("2.20"))


def test_a_credit_note_stated_positive_over_a_negative_summary_is_not_flagged():
    document = computed(Body(kind="TD04", total="122.00", rows=[Row("-100.00", "-22.00")]))

    assert (document.total, document.vat, document.has_other_total) == (Decimal("-122.00"), Decimal("-22.00"), False)


@pytest.mark.parametrize("kind", ["TD01", "TD05", "TD16", "TD17", "TD20"])
def test_other_documents_keep_their_sign(kind):
    document = computed(Body(kind=kind, total="-122.00", rows=[Row("-100.00", "-22.00")]))

    assert amounts(document) == ("-122.00", "-22.00", "0", "-122.00")


def test_a_simplified_amount_includes_its_vat():
    document = simple(("122.00", "22.00", "22.00"), ("10.00", "0.91", None))

    assert amounts(document) == ("132.00", "22.91", "0", "132.00")
    assert document.taxable == Decimal("109.09")


@pytest.mark.parametrize(
    ("gross", "rate", "vat"),
    [("122.00", "22.00", "22.00"), ("1.78", "22.00", "0.32"), ("100.00", "10.00", "9.09"), ("5.00", "0.00", "0.00")],
)
def test_a_simplified_rate_gives_the_vat_within_the_amount(gross, rate, vat):
    assert simple((gross, None, rate)).vat == Decimal(vat)


def test_a_simplified_credit_note_is_negative():
    assert amounts(simple(("63.90", "11.52", None), kind="TD08")) == ("-63.90", "-11.52", "0", "-63.90")


def test_a_negative_rate_has_no_meaning():
    with pytest.raises(Exception, match="Aliquota") as refused:
        simple(("122.00", None, "-100.00"))
    assert type(refused.value).__name__ == "InvoiceRefused"


cents = st.integers(min_value=-(10**13), max_value=10**13).map(lambda value: Decimal(value).scaleb(-2))


@settings(deadline=None)
@given(rows=st.lists(st.tuples(cents, cents), min_size=1, max_size=6))
def test_a_total_is_the_exact_sum_of_its_summary(rows):
    written = [Row(f"{taxable:f}", f"{tax:f}") for taxable, tax in rows]

    document = computed(Body(total=None, rows=written))

    assert document.total == sum((taxable + tax for taxable, tax in rows), Decimal(0))
    assert document.payable == document.total


@settings(deadline=None)
@given(rows=st.lists(st.tuples(cents, cents), min_size=1, max_size=6), withheld=cents)
def test_a_credit_note_is_never_positive_and_mirrors_its_file(rows, withheld):
    def note(sign: int) -> Document:
        written = [Row(f"{sign * taxable:f}", f"{sign * tax:f}", due="S") for taxable, tax in rows]
        return computed(Body(kind="TD04", total=None, rows=written, withholdings=withholding(f"{sign * withheld:f}")))

    positive, negative = note(1), note(-1)

    assert positive.total == negative.total <= 0
    assert positive.withheld == negative.withheld <= 0
    if positive.total:
        assert positive.payable == negative.payable
