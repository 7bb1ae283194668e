# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""One FatturaElettronicaBody as a document, in the ordinary or in the simplified format."""

from collections.abc import Iterator
from datetime import date

from incas.finance.fatturapa.document import Attachment, Document, PaymentTerm, StampDuty, WelfareFund, Withholding
from incas.finance.fatturapa.fields import (
    amount,
    child,
    children,
    code,
    day,
    integer,
    is_yes,
    only_code,
    required_amount,
    text,
    texts,
)
from incas.finance.fatturapa.lines import (
    read_discounts,
    read_lines,
    read_simplified_lines,
    read_simplified_vat_rows,
    read_vat_rows,
)
from incas.finance.fatturapa.markup import Node
from incas.finance.fatturapa.parties import Header
from incas.finance.fatturapa.references import read_references
from incas.finance.fatturapa.refusals import InvoiceRefused


def read_body(body: Node, header: Header, *, is_simplified: bool) -> Document:
    """Read one document.

    Required, because mandatory in every version of the format and without them there is nothing to name or to pay:
    type, number, day; in the ordinary format taxable and VAT of each row of the summary (see `read_vat_rows`), in
    the simplified one the amount of each line. Raises InvoiceRefused when one is missing, or any field is not what
    it should be.
    """
    general = child(body, "DatiGenerali")
    facts = child(general, "DatiGeneraliDocumento")
    goods = children(body, "DatiBeniServizi")
    lines = read_simplified_lines(goods) if is_simplified else read_lines(goods)
    vat_rows = read_simplified_vat_rows(goods) if is_simplified else read_vat_rows(goods)
    if not vat_rows:
        reason = "Mancano gli importi (riepilogo IVA): chiedere al fornitore una copia corretta della fattura."
        raise InvoiceRefused(reason)
    only_code(facts, "ImportoTotaleDocumento")
    return Document(
        format=header.format,
        is_simplified=is_simplified,
        type=_required_code(facts, "TipoDocumento", "il tipo del documento"),
        number=_required_code(facts, "Numero", "il numero del documento"),
        date=_required_day(facts),
        currency=only_code(facts, "Divisa"),
        supplier=header.supplier,
        customer=header.customer,
        vat_rows=vat_rows,
        stated_total=amount(facts, "ImportoTotaleDocumento"),
        rounding=amount(facts, "Arrotondamento"),
        discounts=read_discounts(facts),
        reason=" ".join(texts(facts, "Causale")) or None,
        lines=lines,
        withholdings=tuple(_withholding(node) for node in children(facts, "DatiRitenuta")),
        stamp_duty=_stamp_duty(facts),
        welfare_funds=tuple(_welfare_fund(node) for node in children(facts, "DatiCassaPrevidenziale")),
        payments=tuple(_payments(body)),
        references=read_references(general, lines),
        attachments=tuple(_attachment(node) for node in children(body, "Allegati")),
        tax_representative=header.tax_representative,
        issuer=header.issuer,
        issued_by=header.issued_by,
        recipient_code=header.recipient_code,
        transmission_number=header.transmission_number,
    )


def _required_code(facts: Node, name: str, what: str) -> str:
    written = only_code(facts, name)
    if written is None:
        reason = f"Manca {what} ({name}): chiedere al fornitore una copia corretta della fattura."
        raise InvoiceRefused(reason)
    return written


def _required_day(facts: Node) -> date:
    _required_code(facts, "Data", "la data del documento")
    issued_on = day(facts, "Data")
    assert issued_on is not None  # noqa: S101 - the line above has read it
    return issued_on


def _withholding(node: Node) -> Withholding:
    return Withholding(
        code(node, "TipoRitenuta"),
        required_amount(node, "ImportoRitenuta", "ritenuta"),
        amount(node, "AliquotaRitenuta"),
        code(node, "CausalePagamento"),
    )


def _stamp_duty(facts: Node) -> StampDuty | None:
    """DatiBollo of the ordinary format; the simplified one only says that the duty is virtual."""
    node = child(facts, "DatiBollo")
    if node:
        return StampDuty(is_yes(node, "BolloVirtuale"), amount(node, "ImportoBollo"))
    return StampDuty(is_yes(facts, "BolloVirtuale")) if "BolloVirtuale" in facts else None


def _welfare_fund(node: Node) -> WelfareFund:
    return WelfareFund(
        code(node, "TipoCassa"),
        amount(node, "AlCassa"),
        amount(node, "ImportoContributoCassa"),
        amount(node, "ImponibileCassa"),
        amount(node, "AliquotaIVA"),
        is_yes(node, "Ritenuta"),
        code(node, "Natura"),
        text(node, "RiferimentoAmministrazione"),
    )


def _attachment(node: Node) -> Attachment:
    return Attachment(
        text(node, "NomeAttachment") or "allegato",
        text(node, "FormatoAttachment"),
        text(node, "AlgoritmoCompressione"),
        text(node, "DescrizioneAttachment"),
        text(node, "Attachment") or "",
    )


def _payments(body: Node) -> Iterator[PaymentTerm]:
    for block in children(body, "DatiPagamento"):
        conditions = code(block, "CondizioniPagamento")
        for node in children(block, "DettaglioPagamento"):
            yield PaymentTerm(
                conditions,
                code(node, "ModalitaPagamento"),
                amount(node, "ImportoPagamento"),
                day(node, "DataScadenzaPagamento"),
                day(node, "DataRiferimentoTerminiPagamento"),
                integer(node, "GiorniTerminiPagamento"),
                text(node, "Beneficiario"),
                code(node, "IBAN"),
                code(node, "BIC"),
                text(node, "IstitutoFinanziario"),
                code(node, "CodicePagamento"),
            )
