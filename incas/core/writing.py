# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Amounts, dates and sizes as Italians write them. Plain string work: a list page calls these hundreds of times."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.timezone import get_default_timezone

MONTHS = (
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split()  # noqa: SIM905 (reads better)
)
EURO = frozenset({None, "", "EUR"})
"""How a document says that its amounts are in euro; most say nothing."""
NOTHING = "–"
"""What stands for a value that is not there: a missing amount is not zero."""
_NBSP = "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"
_ITALIAN = str.maketrans(",.", ".,")
_UNITS = ("byte", "kB", "MB", "GB", "TB")


def amount(value: Decimal | int | str | None) -> str:
    """Write an amount without its currency: `12.345,67`, `−12,00`."""
    if value is None or value == "":
        return NOTHING
    number = value if isinstance(value, (Decimal, int)) else Decimal(value)
    written = f"{abs(number):,.2f}".translate(_ITALIAN)
    return f"{_MINUS}{written}" if number < 0 else written


def euro(value: Decimal | int | str | None) -> str:
    """Write an amount in euro: `€ 12.345,67`, `−€ 12,00`. The space does not break."""
    if value is None or value == "":
        return NOTHING
    number = value if isinstance(value, (Decimal, int)) else Decimal(value)
    written = f"€{_NBSP}{abs(number):,.2f}".translate(_ITALIAN)
    return f"{_MINUS}{written}" if number < 0 else written


def money(value: Decimal | int | str | None, currency: str | None) -> str:
    """Write an amount in its currency: in euro as `euro` does, in another by its ISO 4217 code: `CHF 12.345,67`."""
    if currency in EURO or value is None or value == "":
        return euro(value)
    return euro(value).replace("€", str(currency))


def percentage(value: Decimal | int | None, places: int | None = None) -> str:
    """Write a percentage given in hundredths: 12.5 is `12,5%`. Trailing zeros go, unless `places` asks for them."""
    if value is None:
        return NOTHING
    written = f"{abs(value):,.{2 if places is None else places}f}"
    if places is None:
        written = written.rstrip("0").rstrip(".")
    return f"{_MINUS if value < 0 else ''}{written.translate(_ITALIAN)}%"


def _local(value: date | datetime) -> date | datetime:
    return value.astimezone(get_default_timezone()) if isinstance(value, datetime) and value.tzinfo else value


def day(value: date | datetime | None) -> str:
    """Write a day in figures: `17/02/2026`."""
    if value is None:
        return NOTHING
    at = _local(value)
    return f"{at.day:02d}/{at.month:02d}/{at.year}"


ELIDED_DAYS = frozenset({8, 11})
"""Days that begin with a vowel when they are said."""


def long_day(value: date | datetime | None, after: str = "") -> str:
    """Write a day in words: `17 febbraio 2026`, `1º marzo 2026`; `after` a word, `il 7 marzo 2026`, `dall'8 marzo`.

    The word is `il`, or one that ends as `dal`, `al`, `del`.
    """
    if value is None:
        return _joined(after, 0, NOTHING)
    at = _local(value)
    return _joined(after, at.day, f"{'1º' if at.day == 1 else at.day} {MONTHS[at.month - 1]} {at.year}")


def _joined(after: str, day: int, written: str) -> str:
    """Put a word before a day, shortened before a vowel."""
    if not after:
        return written
    if day not in ELIDED_DAYS:
        return f"{after} {written}"
    return f"l'{written}" if after == "il" else f"{after}l'{written}"


def instant(value: datetime | None, after: str = "") -> str:
    """Write an instant in Italian time: `23 novembre 2026, ore 10:42`; `after` a word as `long_day`."""
    if value is None:
        return _joined(after, 0, NOTHING)
    at = value.astimezone(get_default_timezone())
    written = f"{'1º' if at.day == 1 else at.day} {MONTHS[at.month - 1]} {at.year}"
    return _joined(after, at.day, f"{written}, ore {at.hour}:{at.minute:02d}")


def size(value: int | None) -> str:
    """Write the size of a file, in thousands: `812 byte`, `1,2 MB`."""
    if value is None:
        return NOTHING
    number, unit = float(value), 0
    while number >= 1000 and unit < len(_UNITS) - 1:  # noqa: PLR2004 (a thousand)
        number, unit = number / 1000, unit + 1
    written = f"{number:.0f}" if unit == 0 or number >= 100 else f"{number:.1f}".removesuffix(".0")  # noqa: PLR2004 (three figures)
    return f"{written.translate(_ITALIAN)}{_NBSP}{_UNITS[unit]}"


def whole(value: int | None) -> str:
    """Write a whole number: `1.204`."""
    return NOTHING if value is None else f"{value:,}".translate(_ITALIAN)


def count(number: int, words: str) -> str:
    """Write a number with its noun, `"spesa,spese"`: `1 spesa`, `12 spese`, `1.204 spese`."""
    one, many = words.split(",")
    return f"{whole(number)} {one if number == 1 else many}"
