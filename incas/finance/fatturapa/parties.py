# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who is in the header of a file. Ordinary and simplified format write the same facts in different places."""

from typing import Final

from incas.finance.fatturapa.document import Address, Party, record
from incas.finance.fatturapa.fields import (
    EMPTY,
    MAX_CODE,
    Plan,
    as_capitals,
    as_code,
    as_text,
    child,
    code,
    text,
)
from incas.finance.fatturapa.markup import Node
from incas.finance.fatturapa.refusals import InvoiceRefused

_NAMES: Final = Plan(("Denominazione", as_text, None), ("Nome", as_text, None), ("Cognome", as_text, None))
_VAT: Final = Plan(("IdPaese", as_capitals, None), ("IdCodice", as_capitals, None))
_REGISTRY: Final = Plan(("CodiceFiscale", as_capitals, None), ("RegimeFiscale", as_code, None))
_CONTACTS: Final = Plan(("Email", as_text, None), ("Telefono", as_text, None))
_ADDRESS: Final = Plan(
    ("Indirizzo", as_text, None),
    ("NumeroCivico", as_text, None),
    ("CAP", as_text, None),
    ("Comune", as_text, None),
    ("Provincia", as_text, None),
    ("Nazione", as_text, None),
)


@record
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
    names = child(registry, "Anagrafica") or others
    if "Denominazione" not in names and "Nome" not in names and "Cognome" not in names:
        names = registry
    business_name, first_name, last_name = _NAMES.read(names)
    country, vat_code = _VAT.read(child(registry, "IdFiscaleIVA"))
    tax_code, regime = _REGISTRY.read(registry)
    email, phone = _CONTACTS.read(child(node, "Contatti"))
    return Party(
        business_name,
        first_name,
        last_name,
        country,
        vat_code,
        tax_code,
        regime or code(node, "RegimeFiscale"),
        _address(child(node, "Sede") or child(others, "Sede")),
        email,
        phone,
        text(node, "RiferimentoAmministrazione"),
    )


def _address(node: Node) -> Address | None:
    return None if node is EMPTY else Address(*_ADDRESS.read(node))
