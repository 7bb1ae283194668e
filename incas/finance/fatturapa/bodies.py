# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""One FatturaElettronicaBody as a document, in the ordinary or in the simplified format."""

from collections.abc import Iterator
from typing import Final

from incas.finance.fatturapa.document import Attachment, Document, PaymentTerm, StampDuty, WelfareFund, Withholding
from incas.finance.fatturapa.fields import (
    Plan,
    Value,
    as_amount,
    as_code,
    as_day,
    as_text,
    as_texts,
    as_whole,
    as_yes,
    child,
    children,
    code,
    missing,
    records,
)
from incas.finance.fatturapa.lines import (
    as_discounts,
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
    _refuse_ambiguity(facts)
    issued_on, currency, stated_total, rounding, discounts, reasons, withholdings, stamp, funds = _FACTS.read(facts)
    if issued_on is None:
        raise missing("Data", "data del documento")
    return Document(
        header.format,
        is_simplified,
        _required_code(facts, "TipoDocumento", "tipo del documento"),
        _required_code(facts, "Numero", "numero del documento"),
        issued_on,
        currency,
        header.supplier,
        header.customer,
        vat_rows,
        stated_total,
        rounding,
        discounts,
        " ".join(reasons) or None,
        lines,
        withholdings,
        stamp,
        funds,
        tuple(_payments(body)),
        read_references(general, lines),
        _as_attachments(body["Allegati"], "Allegati") if "Allegati" in body else (),
        header.tax_representative,
        header.issuer,
        header.issued_by,
        header.recipient_code,
        header.transmission_number,
    )


def _refuse_ambiguity(facts: Node) -> None:
    """Refuse a document that two programs may read as two different ones."""
    for name in ("TipoDocumento", "Divisa", "Data", "Numero", "ImportoTotaleDocumento"):
        if isinstance(facts.get(name), list):
            reason = f"Il campo {name} è ripetuto: la fattura è ambigua. Chiedere al fornitore una copia corretta."
            raise InvoiceRefused(reason)


def _required_code(facts: Node, name: str, what: str) -> str:
    written = code(facts, name)
    if written is None:
        raise missing(name, what)
    return written


def _as_withholdings(value: Value, _name: str) -> tuple[Withholding, ...]:
    read = records(Withholding, _WITHHOLDING)(value, "")
    if any(withholding.amount is None for withholding in read):
        raise missing("ImportoRitenuta", "ritenuta")
    return read


def _as_stamp_duty(value: Value, _name: str) -> StampDuty:
    """DatiBollo of the ordinary format; the simplified one only says that the duty is virtual."""
    if isinstance(value, dict):
        return StampDuty(*_STAMP_DUTY.read(value))
    return StampDuty(as_yes(value, "BolloVirtuale"))


_WITHHOLDING: Final = Plan(
    ("TipoRitenuta", as_code, None),
    ("ImportoRitenuta", as_amount, None),
    ("AliquotaRitenuta", as_amount, None),
    ("CausalePagamento", as_code, None),
)
_STAMP_DUTY: Final = Plan(("BolloVirtuale", as_yes, False), ("ImportoBollo", as_amount, None))
_WELFARE_FUND: Final = Plan(
    ("TipoCassa", as_code, None),
    ("AlCassa", as_amount, None),
    ("ImportoContributoCassa", as_amount, None),
    ("ImponibileCassa", as_amount, None),
    ("AliquotaIVA", as_amount, None),
    ("Ritenuta", as_yes, False),
    ("Natura", as_code, None),
    ("RiferimentoAmministrazione", as_text, None),
)
_FACTS: Final = Plan(
    ("Data", as_day, None),
    ("Divisa", as_code, None),
    ("ImportoTotaleDocumento", as_amount, None),
    ("Arrotondamento", as_amount, None),
    ("ScontoMaggiorazione", as_discounts, ()),
    ("Causale", as_texts, ()),
    ("DatiRitenuta", _as_withholdings, ()),
    ("DatiBollo", _as_stamp_duty, None),
    ("DatiCassaPrevidenziale", records(WelfareFund, _WELFARE_FUND), ()),
)
_PAYMENT: Final = Plan(
    ("ModalitaPagamento", as_code, None),
    ("ImportoPagamento", as_amount, None),
    ("DataScadenzaPagamento", as_day, None),
    ("DataRiferimentoTerminiPagamento", as_day, None),
    ("GiorniTerminiPagamento", as_whole, None),
    ("Beneficiario", as_text, None),
    ("IBAN", as_code, None),
    ("BIC", as_code, None),
    ("IstitutoFinanziario", as_text, None),
    ("CodicePagamento", as_code, None),
)
_ATTACHMENT: Final = Plan(
    ("NomeAttachment", as_text, "allegato"),
    ("FormatoAttachment", as_text, None),
    ("AlgoritmoCompressione", as_text, None),
    ("DescrizioneAttachment", as_text, None),
    ("Attachment", as_text, ""),
)
_as_attachments: Final = records(Attachment, _ATTACHMENT)


def _payments(body: Node) -> Iterator[PaymentTerm]:
    for block in children(body, "DatiPagamento"):
        conditions = code(block, "CondizioniPagamento")
        for node in children(block, "DettaglioPagamento"):
            yield PaymentTerm(conditions, *_PAYMENT.read(node))
