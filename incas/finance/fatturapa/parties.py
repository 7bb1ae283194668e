# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who is in the header of a file. Ordinary and simplified format write the same facts in different places."""

from dataclasses import dataclass

from incas.finance.fatturapa.document import Address, Party
from incas.finance.fatturapa.fields import EMPTY, MAX_CODE, child, code, text
from incas.finance.fatturapa.markup import Node
from incas.finance.fatturapa.refusals import InvoiceRefused


@dataclass(frozen=True, slots=True)
class Header:
    """FatturaElettronicaHeader: what all the bodies of a file share."""

    format: str | None
    supplier: Party
    customer: Party
    tax_representative: Party | None
    issuer: Party | None
    issued_by: str | None
    recipient_code: str | None
    transmission_number: str | None


def read_header(header: Node, version: str | None) -> Header:
    """Read the header.

    The supplier must have a VAT identifier, a fiscal code or a name: without any of them nobody can be paid, and the
    file is refused. Nothing else is required.
    """
    transmission = child(header, "DatiTrasmissione")
    supplier = _party(child(header, "CedentePrestatore"))
    if not (supplier.vat_code or supplier.tax_code or supplier.name):
        reason = "Manca il fornitore (CedentePrestatore): chiedere al fornitore una copia corretta della fattura."
        raise InvoiceRefused(reason)
    return Header(
        format=code(transmission, "FormatoTrasmissione") or (version[:MAX_CODE] if version else None),
        supplier=supplier,
        customer=_party(child(header, "CessionarioCommittente")),
        tax_representative=_optional_party(header, "RappresentanteFiscale"),
        issuer=_optional_party(header, "TerzoIntermediarioOSoggettoEmittente"),
        issued_by=code(header, "SoggettoEmittente"),
        recipient_code=code(transmission, "CodiceDestinatario"),
        transmission_number=code(transmission, "ProgressivoInvio"),
    )


def _optional_party(header: Node, name: str) -> Party | None:
    node = child(header, name)
    return _party(node) if node else None


def _party(node: Node) -> Party:
    """Ordinary: all under DatiAnagrafici. Simplified: supplier beside its address, customer in two blocks."""
    registry = child(node, "DatiAnagrafici") or child(node, "IdentificativiFiscali") or node
    others = child(node, "AltriDatiIdentificativi") or node
    names = child(registry, "Anagrafica") or (registry if registry is not node else others)
    if not names.keys() & {"Denominazione", "Nome", "Cognome"}:
        names = others
    vat = child(registry, "IdFiscaleIVA")
    contacts = child(node, "Contatti")
    return Party(
        text(names, "Denominazione"),
        text(names, "Nome"),
        text(names, "Cognome"),
        _capitals(code(vat, "IdPaese")),
        _capitals(code(vat, "IdCodice")),
        _capitals(code(registry, "CodiceFiscale")),
        code(registry, "RegimeFiscale"),
        _address(child(node, "Sede") or child(others, "Sede")),
        text(contacts, "Email"),
        text(contacts, "Telefono"),
        text(node, "RiferimentoAmministrazione"),
    )


def _address(node: Node) -> Address | None:
    if node is EMPTY:
        return None
    return Address(
        text(node, "Indirizzo"),
        text(node, "NumeroCivico"),
        text(node, "CAP"),
        text(node, "Comune"),
        text(node, "Provincia"),
        text(node, "Nazione"),
    )


def _capitals(written: str | None) -> str | None:
    return written.upper() if written else None
