# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""An electronic invoice as data: what one body of a FatturaPA file says, and what follows from it.

Everything is kept as written (codes of later versions included); amounts are exact `Decimal`, in the currency of the
document. Source: Agenzia delle Entrate, technical specifications of the FatturaPA format 1.2.x (ordinary) and 1.0.x
(simplified).
"""

import binascii
import hashlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar, dataclass_transform

from incas.finance.fatturapa.amounts import ZERO, share_of, total_of

CREDIT_NOTES = frozenset({"TD04", "TD08"})
"""Credit note, ordinary and simplified. TD05 and TD09 are debit notes and keep their sign."""

SPLIT_PAYMENT = "S"
"""EsigibilitaIVA of VAT that the customer pays to the Treasury."""

_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(declared: type[_Class]) -> type[_Class]:
    """Make a dataclass that nobody changes: the type checker refuses to.

    Freezing it at run time as well costs an eighth of the time of reading an invoice.
    """
    return dataclass(slots=True)(declared)


@record
class Address:
    """Sede, as written."""

    street: str | None = None
    number: str | None = None
    postal_code: str | None = None
    city: str | None = None
    province: str | None = None
    country: str | None = None


@record
class Party:
    """Supplier, customer or third party. Nothing is required but, for the supplier, some identity."""

    business_name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    country: str | None = None
    """IdPaese of the VAT identifier."""
    vat_code: str | None = None
    """IdCodice of the VAT identifier, as written."""
    tax_code: str | None = None
    tax_regime: str | None = None
    address: Address | None = None
    email: str | None = None
    phone: str | None = None
    administrative_reference: str | None = None

    @property
    def name(self) -> str | None:
        """Business name, else first and last name."""
        if self.business_name:
            return self.business_name
        return " ".join(part for part in (self.first_name, self.last_name) if part) or None

    @property
    def vat(self) -> str | None:
        """VAT identifier with its country, as `IT01234567890` (a country already in the code is not repeated)."""
        if not self.vat_code:
            return None
        country = self.country or ""
        code = self.vat_code.upper()
        return code if country and code.startswith(country) and len(code) > len(country) + 7 else country + code


@record
class OtherDatum:
    """AltriDatiGestionali of a line: whatever supplier and customer agreed to write."""

    kind: str | None = None
    text: str | None = None
    number: Decimal | None = None
    day: date | None = None


@record
class Discount:
    """ScontoMaggiorazione: `SC` takes away, `MG` adds; a percentage, an amount, or both."""

    kind: str | None = None
    percentage: Decimal | None = None
    amount: Decimal | None = None


@record
class Line:
    """A line of goods or services. In the simplified format `total` includes VAT."""

    number: int | None = None
    kind: str | None = None
    item_codes: tuple[tuple[str | None, str | None], ...] = ()
    """Pairs of CodiceTipo and CodiceValore."""
    description: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    unit_price: Decimal | None = None
    discounts: tuple[Discount, ...] = ()
    total: Decimal | None = None
    vat_rate: Decimal | None = None
    is_subject_to_withholding: bool = False
    nature: str | None = None
    administrative_reference: str | None = None
    other_data: tuple[OtherDatum, ...] = ()


@record
class VatRow:
    """A row of the VAT summary: one rate, or one nature of what bears no VAT.

    `taxable` already contains ancillary expenses and the rounding of the row (SdI check 00422), so neither is ever
    added again. In the simplified format the row is derived from the line it belongs to.
    """

    rate: Decimal | None
    nature: str | None
    taxable: Decimal
    tax: Decimal
    due: str | None = None
    """EsigibilitaIVA: I at once, D deferred, S split payment (the customer pays the VAT to the Treasury)."""
    ancillary_expenses: Decimal | None = None
    rounding: Decimal | None = None
    legal_reference: str | None = None


@record
class Withholding:
    """DatiRitenuta: an amount the customer keeps back and pays for the supplier (tax, or social contribution)."""

    kind: str | None
    amount: Decimal
    rate: Decimal | None = None
    reason: str | None = None


@record
class StampDuty:
    """DatiBollo. When it is charged to the customer it is a line of its own: it never adds to the total."""

    is_virtual: bool
    amount: Decimal | None = None


@record
class WelfareFund:
    """DatiCassaPrevidenziale. Its contribution is already in the VAT summary."""

    kind: str | None
    rate: Decimal | None = None
    amount: Decimal | None = None
    taxable: Decimal | None = None
    vat_rate: Decimal | None = None
    is_subject_to_withholding: bool = False
    nature: str | None = None
    administrative_reference: str | None = None


@record
class PaymentTerm:
    """One instalment of DatiPagamento."""

    conditions: str | None = None
    method: str | None = None
    amount: Decimal | None = None
    due_on: date | None = None
    terms_from: date | None = None
    terms_days: int | None = None
    beneficiary: str | None = None
    iban: str | None = None
    bic: str | None = None
    bank: str | None = None
    code: str | None = None


@record
class Reference:
    """A document this one refers to, with the CUP and CIG written beside it.

    `kind` is the name of the element it comes from (`DatiOrdineAcquisto`, `DatiContratto`, `DatiConvenzione`,
    `DatiRicezione`, `DatiFattureCollegate`, `FatturaPrincipale`, `DatiFatturaRettificata`, `DatiDDT`), or
    `AltriDatiGestionali` for a code written beside a line. Without line numbers it regards the whole document.
    """

    kind: str
    document: str | None = None
    day: date | None = None
    item: str | None = None
    agreement: str | None = None
    cup: str | None = None
    cig: str | None = None
    lines: tuple[int, ...] = ()
    note: str | None = None


@record
class Attachment:
    """A file carried inside the invoice: data, that nothing here opens or expands.

    It is decoded when asked for: most readers of an invoice never look at it. A Base64 that cannot be read does not
    refuse the invoice: `content` is then empty and `sha256` null.
    """

    name: str
    format: str | None = None
    compression: str | None = None
    description: str | None = None
    encoded: str = field(default="", repr=False, compare=False)
    """Base64 as written."""
    listed: tuple[int, str | None] | None = field(default=None, repr=False, compare=False)
    """Size and SHA-256, where they are all that is known of it (see `from_content`)."""

    @property
    def content(self) -> bytes:
        """The file itself."""
        return self._decoded() or b""

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self.listed[0] if self.listed else len(self.content)

    @property
    def sha256(self) -> str | None:
        """Fingerprint of the file, null when it cannot be read."""
        if self.listed:
            return self.listed[1]
        content = self._decoded()
        return None if content is None else hashlib.sha256(content).hexdigest()

    def _decoded(self) -> bytes | None:
        try:
            return binascii.a2b_base64(self.encoded.encode("ascii").translate(None, b" \t\r\n"), strict_mode=True)
        except ValueError:
            return None


@record
class Document:
    """One body of an electronic invoice together with the header it shares with the others of its file."""

    format: str | None
    """`FPA12`, `FPR12`, `FSM10`, or whatever a later version writes."""
    is_simplified: bool
    type: str
    number: str
    date: date
    currency: str | None
    supplier: Party
    customer: Party
    vat_rows: tuple[VatRow, ...]
    stated_total: Decimal | None = None
    """ImportoTotaleDocumento, where written."""
    rounding: Decimal | None = None
    """Arrotondamento of the whole document."""
    discounts: tuple[Discount, ...] = ()
    """Discounts on the whole document."""
    reason: str | None = None
    """Every Causale, joined by a space."""
    lines: tuple[Line, ...] = ()
    withholdings: tuple[Withholding, ...] = ()
    stamp_duty: StampDuty | None = None
    welfare_funds: tuple[WelfareFund, ...] = ()
    payments: tuple[PaymentTerm, ...] = ()
    references: tuple[Reference, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    tax_representative: Party | None = None
    """Who represents a foreign supplier in Italy."""
    issuer: Party | None = None
    """The third party that issued it, if any."""
    issued_by: str | None = None
    """SoggettoEmittente: CC the customer, TZ a third party."""
    recipient_code: str | None = None
    transmission_number: str | None = None

    @property
    def is_credit_note(self) -> bool:
        """It lowers what is owed."""
        return self.type in CREDIT_NOTES

    @property
    def computed_total(self) -> Decimal:
        """Total as the VAT summary gives it: taxable plus VAT, discounts and rounding of the whole document applied.

        Signed as `total` is.
        """
        computed = self._summary_total()
        return -abs(computed) if self.is_credit_note else computed

    @property
    def total(self) -> Decimal:
        """Total of the document, VAT included: the stated one, else the computed one.

        Negative for a credit note, whichever sign its file uses (both are found; the format asks for positive).
        """
        if self.stated_total is None:
            return self.computed_total
        return -abs(self.stated_total) if self.is_credit_note else self.stated_total

    @property
    def has_other_total(self) -> bool:
        """The stated total is not the one its own VAT summary gives."""
        return self.total != self.computed_total

    @property
    def taxable(self) -> Decimal:
        """Sum of the taxable amounts of the summary, signed as `total` is."""
        return self._signed(total_of(row.taxable for row in self.vat_rows))

    @property
    def vat(self) -> Decimal:
        """All the VAT of the summary, whoever pays it, signed as `total` is."""
        return self._signed(total_of(row.tax for row in self.vat_rows))

    @property
    def split_vat(self) -> Decimal:
        """The VAT that the customer pays to the Treasury (art. 17-ter DPR 633/1972), signed as `total` is."""
        return self._signed(total_of(row.tax for row in self.vat_rows if row.due == SPLIT_PAYMENT))

    @property
    def is_split_payment(self) -> bool:
        """Some row of the summary is under split payment."""
        return any(row.due == SPLIT_PAYMENT for row in self.vat_rows)

    @property
    def withheld(self) -> Decimal:
        """What the customer keeps back, taxes and social contributions together; negative for a credit note."""
        amount = total_of(row.amount for row in self.withholdings)
        return -abs(amount) if self.is_credit_note else amount

    @property
    def payable(self) -> Decimal:
        """What the supplier is to be paid: total less VAT under split payment less withholdings.

        ImportoTotaleDocumento is gross of both, so both are taken away from it. Payment instalments are not used:
        they may regard only a part.
        """
        return total_of((self.total, -self.split_vat, -self.withheld))

    @property
    def cup(self) -> tuple[str, ...]:
        """Every CUP written in the document, in order, each once."""
        return tuple(dict.fromkeys(reference.cup for reference in self.references if reference.cup))

    @property
    def cig(self) -> tuple[str, ...]:
        """Every CIG written in the document, in order, each once."""
        return tuple(dict.fromkeys(reference.cig for reference in self.references if reference.cig))

    def _summary_total(self) -> Decimal:
        rows = total_of(amount for row in self.vat_rows for amount in (row.taxable, row.tax))
        for discount in self.discounts:
            amount = discount.amount
            if amount is None:
                amount = share_of(rows, discount.percentage or ZERO)
            rows = total_of((rows, -amount if discount.kind == "SC" else amount))
        return total_of((rows, self.rounding or ZERO))

    def _signed(self, amount: Decimal) -> Decimal:
        """Give a sum over the summary the sign of `total`: one row of a credit note may go against the others."""
        return -amount if self.is_credit_note and self._summary_total() > 0 else amount
