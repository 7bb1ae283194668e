# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Electronic invoices for the demo: invented suppliers, amounts that add up, written as the format asks.

Source of the format: Agenzia delle Entrate, technical specifications of FatturaPA 1.2.x.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

NAMESPACE = "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"
HUNDRED = Decimal(100)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Supplier:
    """Who invoices; VAT numbers have a right check digit and belong to nobody."""

    name: str
    vat: str
    regime: str = "RF01"


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice of one line, in `currency`. `rate` 0 means exempt, for the reason in `nature`."""

    supplier: Supplier
    number: str
    day: date
    description: str
    taxable: Decimal
    rate: Decimal = Decimal(22)
    nature: str = ""
    is_split: bool = True
    withheld: Decimal = Decimal(0)
    kind: str = "TD01"
    cup: str = ""
    cig: str = ""
    refers_to: str = ""
    currency: str = "EUR"

    @property
    def tax(self) -> Decimal:
        """The VAT."""
        return (self.taxable * self.rate / HUNDRED).quantize(CENT)

    @property
    def total(self) -> Decimal:
        """Taxable amount and VAT."""
        return self.taxable + self.tax

    @property
    def file_name(self) -> str:
        """How the exchange system would have named it."""
        return f"IT{self.supplier.vat}_{self.number.replace('/', '')[-5:].rjust(5, '0')}.xml"


def element(name: str, *content: object) -> str:
    """Write an element; nothing when all it holds is empty."""
    inside = "".join(str(part) for part in content)
    return f"<{name}>{inside}</{name}>" if inside else ""


def words(name: str, content: object) -> str:
    """Write an element around plain text."""
    return element(name, escape(str(content)))


SEAT = element(
    "Sede",
    words("Indirizzo", "Via dell'Esempio 1"),
    words("CAP", "00100"),
    words("Comune", "Roma"),
    words("Provincia", "RM"),
    words("Nazione", "IT"),
)


def invoice_xml(invoice: Invoice, *, customer: str, tax_code: str) -> bytes:
    """Write the file of an invoice to a body."""
    header = element(
        "FatturaElettronicaHeader",
        element(
            "DatiTrasmissione",
            element("IdTrasmittente", words("IdPaese", "IT"), words("IdCodice", invoice.supplier.vat)),
            words("ProgressivoInvio", invoice.number[-5:].replace("/", "")),
            words("FormatoTrasmissione", "FPA12"),
            words("CodiceDestinatario", "DEMO00"),
        ),
        element("CedentePrestatore", _supplier(invoice.supplier), SEAT),
        element(
            "CessionarioCommittente",
            element(
                "DatiAnagrafici",
                words("CodiceFiscale", tax_code),
                element("Anagrafica", words("Denominazione", customer)),
            ),
            SEAT,
        ),
    )
    content = header + _body(invoice)
    root = f'<p:FatturaElettronica xmlns:p="{NAMESPACE}" versione="FPA12">{content}</p:FatturaElettronica>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'.encode()


def _supplier(supplier: Supplier) -> str:
    return element(
        "DatiAnagrafici",
        element("IdFiscaleIVA", words("IdPaese", "IT"), words("IdCodice", supplier.vat)),
        element("Anagrafica", words("Denominazione", supplier.name)),
        words("RegimeFiscale", supplier.regime),
    )


def _body(invoice: Invoice) -> str:
    withheld = element(
        "DatiRitenuta",
        words("TipoRitenuta", "RT01"),
        words("ImportoRitenuta", f"{invoice.withheld:.2f}"),
        words("AliquotaRitenuta", "20.00"),
        words("CausalePagamento", "A"),
    )
    facts = element(
        "DatiGeneraliDocumento",
        words("TipoDocumento", invoice.kind),
        words("Divisa", invoice.currency),
        words("Data", invoice.day.isoformat()),
        words("Numero", invoice.number),
        withheld if invoice.withheld else "",
        words("ImportoTotaleDocumento", f"{invoice.total:.2f}"),
        words("Causale", "Documento inventato per provare la piattaforma"),
    )
    contract = element(
        "DatiContratto",
        words("IdDocumento", "CTR-DEMO"),
        words("CodiceCUP", invoice.cup),
        words("CodiceCIG", invoice.cig),
    )
    linked = element("DatiFattureCollegate", words("IdDocumento", invoice.refers_to)) if invoice.refers_to else ""
    line = element(
        "DettaglioLinee",
        words("NumeroLinea", 1),
        words("Descrizione", invoice.description),
        words("Quantita", "1.00"),
        words("PrezzoUnitario", f"{invoice.taxable:.2f}"),
        words("PrezzoTotale", f"{invoice.taxable:.2f}"),
        words("AliquotaIVA", f"{invoice.rate:.2f}"),
        words("Natura", invoice.nature),
    )
    summary = element(
        "DatiRiepilogo",
        words("AliquotaIVA", f"{invoice.rate:.2f}"),
        words("Natura", invoice.nature),
        words("ImponibileImporto", f"{invoice.taxable:.2f}"),
        words("Imposta", f"{invoice.tax:.2f}"),
        words("EsigibilitaIVA", "S" if invoice.is_split and invoice.tax else "I"),
    )
    return element(
        "FatturaElettronicaBody",
        element("DatiGenerali", facts, contract, linked),
        element("DatiBeniServizi", line, summary),
    )
