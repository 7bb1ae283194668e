# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Invented electronic invoices, in every shape a test may ask for. Nobody in them exists."""

import base64
from dataclasses import dataclass, field
from decimal import Decimal
from xml.sax.saxutils import escape

NAMESPACE = "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"
SIMPLIFIED_NAMESPACE = "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.0"
CUP = "J51B26000010001"
CIG = "A0123456F9"


def tag(name: str, *content: str | None) -> str:
    """Write an element around content that is already XML; nothing at all where the content is None."""
    if content == (None,):
        return ""
    return f"<{name}>{''.join(part or '' for part in content)}</{name}>"


def text(name: str, content: object) -> str:
    """Write an element around plain text; nothing at all where it is None."""
    return "" if content is None else tag(name, escape(str(content)))


@dataclass
class Company:
    """A supplier or a customer."""

    name: str | None = "Officine dell'Invenzione S.r.l."
    country: str | None = "IT"
    vat: str | None = "01234567897"
    tax_code: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    regime: str | None = "RF01"

    def identifiers(self) -> str:
        """Write VAT identifier and fiscal code."""
        vat = tag("IdFiscaleIVA", text("IdPaese", self.country), text("IdCodice", self.vat)) if self.vat else ""
        return vat + text("CodiceFiscale", self.tax_code)

    def names(self) -> str:
        """Write the name, in the way it is known."""
        return text("Denominazione", self.name) + text("Nome", self.first_name) + text("Cognome", self.last_name)

    def registry(self) -> str:
        """Write DatiAnagrafici of the ordinary format."""
        regime = text("RegimeFiscale", self.regime)
        return tag("DatiAnagrafici", self.identifiers(), tag("Anagrafica", self.names()), regime)


SEAT = tag(
    "Sede",
    text("Indirizzo", "Via dell'Esempio"),
    text("NumeroCivico", "1"),
    text("CAP", "00100"),
    text("Comune", "Roma"),
    text("Provincia", "RM"),
    text("Nazione", "IT"),
)
TOWN = Company(name="Comune di Borgo Inventato", vat=None, tax_code="80012345678", regime=None)


@dataclass
class Row:
    """A row of the VAT summary; what is None is left out."""

    taxable: str | None = "100.00"
    tax: str | None = "22.00"
    rate: str | None = "22.00"
    nature: str | None = None
    due: str | None = "I"
    rounding: str | None = None

    def xml(self) -> str:
        """Write DatiRiepilogo."""
        return tag(
            "DatiRiepilogo",
            text("AliquotaIVA", self.rate),
            text("Natura", self.nature),
            text("Arrotondamento", self.rounding),
            text("ImponibileImporto", self.taxable),
            text("Imposta", self.tax),
            text("EsigibilitaIVA", self.due),
        )


def line(number: int = 1, *, total: str = "100.00", rate: str = "22.00", extra: str = "") -> str:
    """Write a line of the ordinary format."""
    return tag(
        "DettaglioLinee",
        text("NumeroLinea", number),
        text("Descrizione", f"Servizio d'esempio n. {number}"),
        text("Quantita", "1.00"),
        text("PrezzoUnitario", total),
        text("PrezzoTotale", total),
        text("AliquotaIVA", rate),
        extra,
    )


def withholding(amount: str, kind: str = "RT02", rate: str = "4.00") -> str:
    """Write one DatiRitenuta."""
    return tag(
        "DatiRitenuta",
        text("TipoRitenuta", kind),
        text("ImportoRitenuta", amount),
        text("AliquotaRitenuta", rate),
        text("CausalePagamento", "A"),
    )


def reference(
    kind: str = "DatiContratto",
    document: str | None = "CTR-1",
    *,
    cup: str | None = None,
    cig: str | None = None,
    day: str | None = None,
    lines: tuple[int, ...] = (),
) -> str:
    """Write a related document with its codes."""
    return tag(
        kind,
        *(text("RiferimentoNumeroLinea", number) for number in lines),
        text("IdDocumento", document),
        text("Data", day),
        text("CodiceCUP", cup),
        text("CodiceCIG", cig),
    )


def attachment(name: str = "relazione.pdf", content: bytes = b"%PDF-1.7 finto", *, encoded: str | None = None) -> str:
    """Write an attachment, or whatever `encoded` says it should look like."""
    written = base64.encodebytes(content).decode() if encoded is None else encoded
    return tag(
        "Allegati", text("NomeAttachment", name), text("FormatoAttachment", "PDF"), tag("Attachment", "\n", written)
    )


@dataclass
class Body:
    """A document of the ordinary format; what is None is left out."""

    kind: str | None = "TD01"
    number: str | None = "FE/2026/17"
    day: str | None = "2026-03-31"
    currency: str | None = "EUR"
    total: str | None = "122.00"
    rows: list[Row] = field(default_factory=lambda: [Row()])
    lines: str = field(default_factory=line)
    withholdings: str = ""
    facts: str = ""
    """More elements of DatiGeneraliDocumento."""
    references: str = ""
    payments: str = ""
    attachments: str = ""

    def xml(self) -> str:
        """Write FatturaElettronicaBody."""
        facts = tag(
            "DatiGeneraliDocumento",
            text("TipoDocumento", self.kind),
            text("Divisa", self.currency),
            text("Data", self.day),
            text("Numero", self.number),
            self.withholdings,
            text("ImportoTotaleDocumento", self.total),
            self.facts,
        )
        goods = tag("DatiBeniServizi", self.lines, *(row.xml() for row in self.rows))
        general = tag("DatiGenerali", facts, self.references)
        return tag("FatturaElettronicaBody", general, goods, self.payments, self.attachments)


def ordinary(
    *bodies: Body,
    supplier: Company | None = None,
    customer: Company | None = None,
    version: str | None = "FPA12",
    prefix: str = "p",
    namespace: str | None = NAMESPACE,
    declaration: str = '<?xml version="1.0" encoding="UTF-8"?>\n',
    before: str = "",
    inside: str = "",
) -> str:
    """Write a file of the ordinary format, with as many documents as are given, or one."""
    transmission = tag(
        "DatiTrasmissione",
        tag("IdTrasmittente", text("IdPaese", "IT"), text("IdCodice", "01234567897")),
        text("ProgressivoInvio", "00017"),
        text("FormatoTrasmissione", version),
        text("CodiceDestinatario", "ABC123"),
    )
    parties = tag("CedentePrestatore", (supplier or Company()).registry(), SEAT) + tag(
        "CessionarioCommittente", (customer or TOWN).registry(), SEAT
    )
    header = tag("FatturaElettronicaHeader", transmission, parties)
    content = header + "".join(body.xml() for body in bodies or (Body(),)) + inside
    return declaration + before + _root("FatturaElettronica", content, prefix, namespace, version)


def simplified(
    *items: tuple[str | None, str | None, str | None],
    kind: str = "TD07",
    number: str = "S-9",
    supplier: Company | None = None,
    customer: Company | None = None,
    others: str = "",
) -> str:
    """Write a file of the simplified format; an item is its gross amount, its VAT and its rate."""
    who = supplier or Company()
    buyer = customer or TOWN
    named = tag("AltriDatiIdentificativi", buyer.names(), SEAT) if buyer.names() else ""
    header = tag(
        "FatturaElettronicaHeader",
        tag("DatiTrasmissione", text("ProgressivoInvio", "1"), text("FormatoTrasmissione", "FSM10")),
        tag("CedentePrestatore", who.identifiers(), who.names(), SEAT, text("RegimeFiscale", who.regime)),
        tag("CessionarioCommittente", tag("IdentificativiFiscali", buyer.identifiers()), named),
    )
    facts = tag(
        "DatiGeneraliDocumento",
        text("TipoDocumento", kind),
        text("Divisa", "EUR"),
        text("Data", "2026-04-01"),
        text("Numero", number),
    )
    goods = "".join(
        tag(
            "DatiBeniServizi",
            text("Descrizione", "Materiale d'esempio"),
            text("Importo", gross),
            tag("DatiIVA", text("Imposta", tax), text("Aliquota", rate)),
        )
        for gross, tax, rate in items or (("122.00", "22.00", "22.00"),)
    )
    body = tag("FatturaElettronicaBody", tag("DatiGenerali", facts, others), goods)
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    root = _root("FatturaElettronicaSemplificata", header + body, "p", SIMPLIFIED_NAMESPACE, "FSM10")
    return declaration + root


def plain(*bodies: Body, **changes: object) -> bytes:
    """Write an ordinary file in UTF-8."""
    return ordinary(*bodies, **changes).encode()  # type: ignore[arg-type]


def rows_adding_to(total: str) -> list[Row]:
    """Give a summary of two rates that adds up to an amount with 22% and 10% VAT on equal taxables."""
    taxable = (Decimal(total) / Decimal("2.32")).quantize(Decimal("0.01"))
    first = (taxable * Decimal("0.22")).quantize(Decimal("0.01"))
    return [
        Row(str(taxable), str(first), "22.00"),
        Row(str(taxable), str(Decimal(total) - 2 * taxable - first), "10.00"),
    ]


def _root(name: str, content: str, prefix: str, namespace: str | None, version: str | None) -> str:
    qualified = f"{prefix}:{name}" if prefix else name
    declared = "" if namespace is None else f' xmlns{":" + prefix if prefix else ""}="{namespace}"'
    versioned = "" if version is None else f' versione="{version}"'
    return f"<{qualified}{declared}{versioned}>{content}</{qualified}>"
