# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Amounts as exact decimals: read strictly, added without rounding, shown with two places."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from incas.finance.fatturapa.refusals import InvoiceRefused

ZERO = Decimal(0)
CENT = Decimal("0.01")
HUNDRED = Decimal(100)
EXACT = Context(prec=200, rounding=ROUND_HALF_UP)
"""Wide enough that no sum or product of what can be read is ever rounded."""

_XS_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,20}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})")
"""The format has at most 11 digits and 8 decimals; some programs write 30 decimals."""


def parse_amount(text: str, field: str) -> Decimal:
    """Read an xs:decimal without white space around it. Raises InvoiceRefused naming the field."""
    try:
        return _number(text)
    except ValueError:
        reason = (
            f"Il campo {field} non contiene un numero valido (cifre con il punto decimale): "
            "chiedere al fornitore di correggere la fattura."
        )
        raise InvoiceRefused(reason) from None


@lru_cache(maxsize=4_096)
def _number(text: str) -> Decimal:
    """Rates, quantities and prices come again and again, within a file and from file to file."""
    if _XS_DECIMAL.fullmatch(text):
        return Decimal(text)
    raise ValueError


def total_of(amounts: Iterable[Decimal]) -> Decimal:
    """Exact sum, whatever the number of digits."""
    total = ZERO
    for amount in amounts:
        total = EXACT.add(total, amount)
    return total


def to_cents(amount: Decimal) -> Decimal:
    """Round half up to two places; zero has no sign."""
    rounded = amount.quantize(CENT, context=EXACT)
    return rounded or abs(rounded)


def vat_within(gross: Decimal, rate: Decimal) -> Decimal:
    """VAT contained in an amount that includes it, to the cent, at a percentage rate from zero up."""
    if rate < ZERO:
        raise InvoiceRefused("Il campo Aliquota è negativo: chiedere al fornitore una copia corretta della fattura.")
    return to_cents(EXACT.divide(EXACT.multiply(gross, rate), EXACT.add(HUNDRED, rate)))


def share_of(amount: Decimal, percentage: Decimal) -> Decimal:
    """A percentage of an amount, to the cent."""
    return to_cents(EXACT.divide(EXACT.multiply(amount, percentage), HUNDRED))


def as_text(amount: Decimal) -> str:
    """Two decimals and a point, as `1234.50`."""
    return str(to_cents(amount))
