# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""One way to write data as bytes, so that the same data always has the same fingerprint.

JSON (RFC 8259) in UTF-8, keys sorted, no spaces; exact decimals as text with at least two places, days and instants as
ISO 8601, instants in UTC. Numbers that are not exact are refused.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

PLACES = 2


def canonical(data: Mapping[str, Any]) -> bytes:
    """Write data in its one form.

    Raises TypeError for what has no exact form (floats, sets), ValueError for NaN and infinities.
    """
    plain = _plain(data)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _plain(value: Any) -> Any:  # noqa: PLR0911 (one way out a kind)
    match value:
        case None | bool():
            return value
        case Enum():
            return _plain(value.value)
        case str() | UUID() | Promise():
            return str(value)
        case int():
            return int(value)
        case Decimal():
            return exact(value)
        case datetime():
            return _instant(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {_key(key): _plain(item) for key, item in value.items()}
        case Sequence() if not isinstance(value, bytes | bytearray):
            return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def exact(value: Decimal) -> str:
    """Write a decimal in figures with at least two places and no idle zeros beyond.

    `1E+2` is `100.00`, `0.1250` is `0.125`.
    """
    if not value.is_finite():
        raise ValueError("an amount must be finite")
    whole, _point, places = f"{value:f}".partition(".")
    places = places.rstrip("0").ljust(PLACES, "0")
    zero = not (whole + places).strip("-0")
    return f"{whole.lstrip('-') if zero else whole}.{places}"


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise TypeError("an instant must have a time zone")
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError("a key must be text")
    return str(key)
