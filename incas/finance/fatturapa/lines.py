# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Lines and VAT summary of a body, in the ordinary and in the simplified format."""

from collections.abc import Sequence

from incas.finance.fatturapa.amounts import ZERO, total_of, vat_within
from incas.finance.fatturapa.document import Discount, Line, OtherDatum, VatRow
from incas.finance.fatturapa.fields import amount, child, children, code, day, integer, is_yes, required_amount, text
from incas.finance.fatturapa.markup import Node


def read_lines(goods: Sequence[Node]) -> tuple[Line, ...]:
    """Lines of the ordinary format (DettaglioLinee)."""
    return tuple(_line(node) for block in goods for node in children(block, "DettaglioLinee"))


def read_vat_rows(goods: Sequence[Node]) -> tuple[VatRow, ...]:
    """Rows of the VAT summary of the ordinary format (DatiRiepilogo).

    Taxable and VAT are required; a VAT that is missing where the rate is zero is zero.
    """
    return tuple(_vat_row(node) for block in goods for node in children(block, "DatiRiepilogo"))


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


def read_discounts(node: Node) -> tuple[Discount, ...]:
    """Discounts and surcharges (ScontoMaggiorazione) of a line or of the whole document."""
    if "ScontoMaggiorazione" not in node:
        return ()
    return tuple(
        Discount(code(discount, "Tipo"), amount(discount, "Percentuale"), amount(discount, "Importo"))
        for discount in children(node, "ScontoMaggiorazione")
    )


def _line(node: Node) -> Line:
    return Line(
        integer(node, "NumeroLinea"),
        code(node, "TipoCessionePrestazione"),
        _item_codes(node),
        text(node, "Descrizione"),
        amount(node, "Quantita"),
        text(node, "UnitaMisura"),
        day(node, "DataInizioPeriodo"),
        day(node, "DataFinePeriodo"),
        amount(node, "PrezzoUnitario"),
        read_discounts(node),
        amount(node, "PrezzoTotale"),
        amount(node, "AliquotaIVA"),
        is_yes(node, "Ritenuta"),
        code(node, "Natura"),
        text(node, "RiferimentoAmministrazione"),
        _other_data(node),
    )


def _item_codes(node: Node) -> tuple[tuple[str | None, str | None], ...]:
    if "CodiceArticolo" not in node:
        return ()
    return tuple((text(item, "CodiceTipo"), text(item, "CodiceValore")) for item in children(node, "CodiceArticolo"))


def _other_data(node: Node) -> tuple[OtherDatum, ...]:
    if "AltriDatiGestionali" not in node:
        return ()
    return tuple(
        OtherDatum(
            text(datum, "TipoDato"),
            text(datum, "RiferimentoTesto"),
            amount(datum, "RiferimentoNumero"),
            day(datum, "RiferimentoData"),
        )
        for datum in children(node, "AltriDatiGestionali")
    )


def _vat_row(node: Node) -> VatRow:
    rate = amount(node, "AliquotaIVA")
    tax = amount(node, "Imposta")
    if tax is None:
        tax = ZERO if rate == ZERO else required_amount(node, "Imposta", "riepilogo IVA")
    return VatRow(
        rate,
        code(node, "Natura"),
        required_amount(node, "ImponibileImporto", "riepilogo IVA"),
        tax,
        code(node, "EsigibilitaIVA"),
        amount(node, "SpeseAccessorie"),
        amount(node, "Arrotondamento"),
        text(node, "RiferimentoNormativo"),
    )


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
