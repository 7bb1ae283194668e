# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Lines and VAT summary of a body, in the ordinary and in the simplified format."""

from collections.abc import Sequence
from typing import Final

from incas.finance.fatturapa.amounts import ZERO, total_of, vat_within
from incas.finance.fatturapa.document import Discount, Line, OtherDatum, VatRow
from incas.finance.fatturapa.fields import (
    Plan,
    Value,
    amount,
    as_amount,
    as_code,
    as_day,
    as_text,
    as_whole,
    as_yes,
    child,
    children,
    code,
    missing,
    records,
    required_amount,
    text,
)
from incas.finance.fatturapa.markup import Node


def read_lines(goods: Sequence[Node]) -> tuple[Line, ...]:
    """Lines of the ordinary format (DettaglioLinee)."""
    return tuple([Line(*_LINE.read(node)) for block in goods for node in children(block, "DettaglioLinee")])


def read_vat_rows(goods: Sequence[Node]) -> tuple[VatRow, ...]:
    """Rows of the VAT summary of the ordinary format (DatiRiepilogo).

    Taxable and VAT are required; a VAT that is missing where the rate is zero is zero.
    """
    return tuple([_vat_row(node) for block in goods for node in children(block, "DatiRiepilogo")])


def read_simplified_lines(goods: Sequence[Node]) -> tuple[Line, ...]:
    """Lines of the simplified format, whose amount includes VAT."""
    return tuple(
        Line(
            number=number,
            description=text(node, "Descrizione"),
            total=required_amount(node, "Importo", f"riga {number}"),
            vat_rate=amount(child(node, "DatiIVA"), "Aliquota"),
            nature=code(node, "Natura"),
        )
        for number, node in enumerate(goods, start=1)
    )


def read_simplified_vat_rows(goods: Sequence[Node]) -> tuple[VatRow, ...]:
    """VAT of the simplified format, one row a line: the written VAT, else what the rate says is within the amount."""
    return tuple(_simplified_vat_row(node, number) for number, node in enumerate(goods, start=1))


def _item_codes(value: Value, _name: str) -> tuple[tuple[str | None, str | None], ...]:
    items = children({"": value}, "")
    return tuple((text(item, "CodiceTipo"), text(item, "CodiceValore")) for item in items)


_DISCOUNT: Final = Plan(
    ("Tipo", as_code, None),
    ("Percentuale", as_amount, None),
    ("Importo", as_amount, None),
)
as_discounts: Final = records(Discount, _DISCOUNT)
"""Discounts and surcharges (ScontoMaggiorazione) of a line or of the whole document."""
_OTHER_DATUM: Final = Plan(
    ("TipoDato", as_text, None),
    ("RiferimentoTesto", as_text, None),
    ("RiferimentoNumero", as_amount, None),
    ("RiferimentoData", as_day, None),
)
_LINE: Final = Plan(
    ("NumeroLinea", as_whole, None),
    ("TipoCessionePrestazione", as_code, None),
    ("CodiceArticolo", _item_codes, ()),
    ("Descrizione", as_text, None),
    ("Quantita", as_amount, None),
    ("UnitaMisura", as_text, None),
    ("DataInizioPeriodo", as_day, None),
    ("DataFinePeriodo", as_day, None),
    ("PrezzoUnitario", as_amount, None),
    ("ScontoMaggiorazione", as_discounts, ()),
    ("PrezzoTotale", as_amount, None),
    ("AliquotaIVA", as_amount, None),
    ("Ritenuta", as_yes, False),
    ("Natura", as_code, None),
    ("RiferimentoAmministrazione", as_text, None),
    ("AltriDatiGestionali", records(OtherDatum, _OTHER_DATUM), ()),
)
_VAT_ROW: Final = Plan(
    ("AliquotaIVA", as_amount, None),
    ("Natura", as_code, None),
    ("ImponibileImporto", as_amount, None),
    ("Imposta", as_amount, None),
    ("EsigibilitaIVA", as_code, None),
    ("SpeseAccessorie", as_amount, None),
    ("Arrotondamento", as_amount, None),
    ("RiferimentoNormativo", as_text, None),
)


def _vat_row(node: Node) -> VatRow:
    rate, nature, taxable, tax, *others = _VAT_ROW.read(node)
    if tax is None and rate == ZERO:
        tax = ZERO
    if taxable is None or tax is None:
        raise missing("ImponibileImporto" if taxable is None else "Imposta", "riepilogo IVA")
    return VatRow(rate, nature, taxable, tax, *others)


def _simplified_vat_row(node: Node, number: int) -> VatRow:
    gross = required_amount(node, "Importo", f"riga {number}")
    vat = child(node, "DatiIVA")
    rate = amount(vat, "Aliquota")
    tax = amount(vat, "Imposta")
    if tax is None:
        tax = vat_within(gross, rate) if rate is not None else ZERO
    return VatRow(
        rate, code(node, "Natura"), total_of((gross, -tax)), tax, legal_reference=text(node, "RiferimentoNormativo")
    )
