# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""An invoice laid out to be read."""

import pytest

from incas.finance.fatturapa import read_invoice
from incas.finance.sheets import Sheet, sheet_of
from tests.finance.fatturapa.samples import Body, line, plain, tag, text


def sheet(**changes: str) -> Sheet:
    """Lay out an invoice with these parts changed."""
    return sheet_of(read_invoice(plain(Body(**changes)), name="a.xml").documents[0])


def rows_of(laid_out: Sheet, title: str) -> list[tuple[str, str]]:
    """Give the labels and values of a section."""
    return next(section.rows for section in laid_out.sections if section.title == title)


@pytest.mark.parametrize(
    ("written", "shown"), [("5", "5,00"), ("2700.00", "2.700,00"), ("0.125", "0,125"), ("1.50000000", "1,50")]
)
def test_unit_price_has_two_decimals_at_least(written: str, shown: str):
    price = text("PrezzoUnitario", "100.00")
    goods = sheet(lines=line().replace(price, text("PrezzoUnitario", written))).tables[0]
    assert goods.rows[0][[str(head.label) for head in goods.heads].index("Prezzo unitario")] == shown


def test_discounts_and_rounding_of_the_document_are_shown():
    discount = tag("ScontoMaggiorazione", text("Tipo", "SC"), text("Importo", "10.00"))
    share = tag("ScontoMaggiorazione", text("Tipo", "MG"), text("Percentuale", "2.50"))
    shown = rows_of(sheet(facts=discount + share + text("Arrotondamento", "0.01")), "Documento")
    assert [row for row in shown if row[0] in {"Sconto o maggiorazione", "Arrotondamento"}] == [
        ("Sconto o maggiorazione", "− €\xa010,00"),
        ("Sconto o maggiorazione", "+ 2,5%"),
        ("Arrotondamento", "€\xa00,01"),
    ]
