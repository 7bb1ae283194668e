# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a column of a list or of a spreadsheet holds, and how each kind is printed."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from incas.core import writing

ITALIAN_POINTS = str.maketrans(",.", ".,")


class Kind(StrEnum):
    """What a column holds: it decides how the value is printed, aligned and typed in a spreadsheet.

    MONEY is in euro, PERCENT goes from 0 to 100, INSTANT is aware and printed in Italian time.
    """

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    INSTANT = "instant"
    BOOLEAN = "boolean"


NUMERIC = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.PERCENT})


def print_number(value: Decimal | float) -> str:
    """Print a number with the decimals it has: `12.345`, `12.345,678`."""
    return f"{value:,}".translate(ITALIAN_POINTS)


def print_instant(value: datetime) -> str:
    """Print an instant as tables do: `17/02/2026, 10:42`."""
    local = localtime(value)
    return f"{writing.day(local)}, {local:%H:%M}"


def print_boolean(value: bool) -> str:  # noqa: FBT001 (the value itself is the argument)
    """Print yes or no."""
    return _("sì") if value else _("no")


PRINTERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: lambda value: value,
    Kind.INTEGER: print_number,
    Kind.NUMBER: print_number,
    Kind.MONEY: writing.euro,
    Kind.PERCENT: writing.percentage,
    Kind.DATE: writing.day,
    Kind.INSTANT: print_instant,
    Kind.BOOLEAN: print_boolean,
}
