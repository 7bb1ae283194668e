# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Typed values through JSON: what goes out to a page comes back as the same Decimal, date or key."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import models

PACKERS: dict[type, tuple[str, Callable[[Any], Any]]] = {
    bool: ("b", bool),
    int: ("i", int),
    float: ("f", float),
    str: ("s", str),
    Decimal: ("d", str),
    datetime: ("m", datetime.isoformat),
    date: ("t", date.isoformat),
    time: ("h", time.isoformat),
    timedelta: ("p", timedelta.total_seconds),
    UUID: ("u", str),
}
UNPACKERS: dict[str, Callable[[Any], Any]] = {
    "b": bool,
    "i": int,
    "f": float,
    "s": str,
    "d": Decimal,
    "m": datetime.fromisoformat,
    "t": date.fromisoformat,
    "h": time.fromisoformat,
    "p": lambda seconds: timedelta(seconds=seconds),
    "u": UUID,
    "l": lambda items: [unpacked(item) for item in items],
    "j": dict,
}


def packed(value: Any) -> list[Any] | None:
    """Turn a value into what JSON carries, with the letter of its type. A row is its key, a file its name.

    Raises TypeError for what has no letter: better at once than as text later.
    """
    if value is None:
        return None
    if isinstance(value, models.Model):
        value = value.pk
    elif isinstance(value, File):
        value = value.name or ""
    if isinstance(value, Mapping):
        return ["j", dict(value)]
    if isinstance(value, list | tuple | set | models.QuerySet):
        return ["l", sorted((packed(item) for item in value), key=str)]
    kind = next((kind for kind in PACKERS if isinstance(value, kind)), None)
    if kind is None:
        message = f"{type(value).__name__} cannot be packed"
        raise TypeError(message)
    letter, pack = PACKERS[kind]
    return [letter, pack(value)]


def unpacked(item: Any) -> Any:
    """Turn what `packed` made back into the value."""
    return None if item is None else UNPACKERS[item[0]](item[1])
