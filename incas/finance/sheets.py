# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""An electronic invoice laid out to be read: sections of data and tables, in the words of the format.

What the file leaves out is left out here too: an empty section or column is not drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from incas.core import writing
from incas.finance.fatturapa import Document, labels
from incas.finance.fatturapa.document import Address, Discount, Party, StampDuty

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Section:
    """Labels and values, one under the other."""

    title: str
    rows: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; figures are aligned to the right."""

    label: "str | Promise"
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal things."""

    title: str
    heads: list[Head]
    rows: list[list[str]]

    @property
    def cells(self) -> list[list[tuple[Head, str]]]:
        """Each row with its heads beside it, as a page on a phone needs them."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole page of an invoice."""

    sections: list[Section]
    tables: list[Table]


def sheet_of(document: Document) -> Sheet:
    """Lay out an invoice: who, what, lines, VAT, withholdings, payments, references."""
    sections = [_supplier(document), _party(_("Committente"), document.customer), _general(document)]
    tables = [
        _lines(document),
        _vat(document),
        _withholdings(document),
        _welfare(document),
        _payments(document),
        _references(document),
    ]
    return Sheet(
        sections=[section for section in sections if section.rows],
        tables=[_without_empty_columns(table) for table in tables if table.rows],
    )


def _section(title: str, rows: Iterable[tuple[str, str | None]]) -> Section:
    return Section(title, [(label, value) for label, value in rows if value])


def _party(title: str, party: Party) -> Section:
    return _section(
        title,
        [
            (_("Denominazione"), party.name),
            (_("Partita IVA"), party.vat),
            (_("Codice fiscale"), party.tax_code),
            (_("Regime fiscale"), party.tax_regime and labels.label(labels.TAX_REGIMES, party.tax_regime)),
            (_("Sede"), _address(party.address) if party.address else None),
        ],
    )


def _supplier(document: Document) -> Section:
    section = _party(_("Fornitore"), document.supplier)
    if document.issuer and document.issuer.name:
        section.rows.append((_("Emessa da"), document.issuer.name))
    if document.tax_representative and document.tax_representative.name:
        section.rows.append((_("Rappresentante fiscale"), document.tax_representative.name))
    return section


def _address(address: Address) -> str:
    street = " ".join(part for part in (address.street, address.number) if part)
    place = " ".join(part for part in (address.postal_code, address.city) if part)
    province = f"({address.province})" if address.province else ""
    country = address.country if address.country not in {None, "IT"} else ""
    return ", ".join(part for part in (street, f"{place} {province}".strip(), country) if part)


def _general(document: Document) -> Section:
    stamp = document.stamp_duty
    return _section(
        _("Documento"),
        [
            (_("Tipo"), labels.label(labels.DOCUMENT_TYPES, document.type)),
            (_("Numero"), document.number),
            (_("Data"), writing.long_day(document.date)),
            (_("Causale"), document.reason),
            (_("Divisa"), document.currency if document.currency not in {None, "EUR"} else None),
            (
                _("Totale indicato nel file"),
                writing.money(document.stated_total, document.currency) if document.stated_total is not None else None,
            ),
            *((_("Sconto o maggiorazione"), _discount(discount, document.currency)) for discount in document.discounts),
            (_("Arrotondamento"), writing.money(document.rounding, document.currency) if document.rounding else None),
            (_("Bollo"), _stamp(stamp, document.currency) if stamp else None),
            (_("Formato"), document.format),
        ],
    )


def _stamp(stamp: StampDuty, currency: str | None) -> str:
    return writing.money(stamp.amount, currency) if stamp.amount is not None else _("assolto")


def _discount(discount: Discount, currency: str | None) -> str:
    """Write what is taken away from the document, or added to it: an amount, else a percentage."""
    sign = "−" if discount.kind == "SC" else "+"
    if discount.amount is not None:
        return f"{sign} {writing.money(discount.amount, currency)}"
    return f"{sign} {_rate(discount.percentage, None)}"


def _lines(document: Document) -> Table:
    heads = [
        Head(_("N.")),
        Head(_("Descrizione")),
        Head(_("Quantità"), is_figure=True),
        Head(_("Prezzo unitario"), is_figure=True),
        Head(_("IVA"), is_figure=True),
        Head(_("Importo"), is_figure=True),
    ]
    rows = [
        [
            str(line.number or ""),
            line.description or "",
            " ".join(part for part in (_number(line.quantity), line.unit) if part),
            _price(line.unit_price),
            _rate(line.vat_rate, line.nature),
            _money(line.total),
        ]
        for line in document.lines
    ]
    return Table(_("Beni e servizi"), heads, rows)


def _vat(document: Document) -> Table:
    heads = [
        Head(_("Aliquota")),
        Head(_("Imponibile"), is_figure=True),
        Head(_("Imposta"), is_figure=True),
        Head(_("Esigibilità")),
        Head(_("Riferimento normativo")),
    ]
    rows = [
        [
            _rate(row.rate, row.nature and labels.label(labels.NATURES, row.nature)),
            _money(row.taxable),
            _money(row.tax),
            labels.label(labels.VAT_DUE, row.due) if row.due else "",
            row.legal_reference or "",
        ]
        for row in document.vat_rows
    ]
    return Table(_("Riepilogo IVA"), heads, rows)


def _withholdings(document: Document) -> Table:
    heads = [
        Head(_("Ritenuta")),
        Head(_("Causale")),
        Head(_("Aliquota"), is_figure=True),
        Head(_("Importo"), is_figure=True),
    ]
    rows = [
        [
            labels.label(labels.WITHHOLDING_KINDS, item.kind) if item.kind else "",
            item.reason or "",
            _rate(item.rate, None),
            _money(item.amount),
        ]
        for item in document.withholdings
    ]
    return Table(_("Ritenute"), heads, rows)


def _welfare(document: Document) -> Table:
    heads = [Head(_("Cassa")), Head(_("Aliquota"), is_figure=True), Head(_("Contributo"), is_figure=True)]
    rows = [
        [
            labels.label(labels.WELFARE_FUNDS, fund.kind) if fund.kind else "",
            _rate(fund.rate, None),
            _money(fund.amount),
        ]
        for fund in document.welfare_funds
    ]
    return Table(_("Cassa previdenziale"), heads, rows)


def _payments(document: Document) -> Table:
    heads = [
        Head(_("Modalità")),
        Head(_("Scadenza")),
        Head(_("IBAN")),
        Head(_("Beneficiario")),
        Head(_("Importo"), is_figure=True),
    ]
    rows = [
        [
            labels.label(labels.PAYMENT_METHODS, term.method) if term.method else "",
            writing.day(term.due_on) if term.due_on else "",
            term.iban or "",
            term.beneficiary or "",
            _money(term.amount),
        ]
        for term in document.payments
    ]
    return Table(_("Pagamento"), heads, rows)


def _references(document: Document) -> Table:
    heads = [Head(_("Riferimento")), Head(_("Estremi")), Head(_("Data")), Head("CUP"), Head("CIG"), Head(_("Righe"))]
    rows = [
        [
            labels.label(labels.REFERENCE_KINDS, item.kind),
            item.document or "",
            writing.day(item.day) if item.day else "",
            item.cup or "",
            item.cig or "",
            ", ".join(str(line) for line in item.lines),
        ]
        for item in document.references
    ]
    return Table(_("Ordini, contratti e convenzioni"), heads, rows)


def _without_empty_columns(table: Table) -> Table:
    """Leave out the columns in which no row says anything."""
    kept = [place for place in range(len(table.heads)) if any(row[place] for row in table.rows)]
    return Table(
        table.title, [table.heads[place] for place in kept], [[row[place] for place in kept] for row in table.rows]
    )


def _money(amount: object) -> str:
    return writing.amount(amount) if amount is not None else ""  # type: ignore[arg-type]


def _number(value: object) -> str:
    return f"{value:,.8f}".rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,")) if value is not None else ""


def _price(value: Decimal | None) -> str:
    """Write a unit price with the decimals it has, two at least."""
    whole, _point, decimals = _number(value).partition(",")
    return f"{whole},{decimals:0<2}" if whole else ""


def _rate(rate: object, nature: str | None) -> str:
    if nature:
        return nature
    return writing.percentage(rate) if rate is not None else ""  # type: ignore[arg-type]
