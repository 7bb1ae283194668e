# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A document as JSON and back, nothing lost but the bytes of its attachments."""

from dataclasses import MISSING, Field, fields
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from incas.finance.fatturapa.document import Attachment, Document


def to_content(document: Document) -> dict[str, Any]:
    """Give a document as what JSON can carry: amounts and days as text, attachments with size and SHA-256."""
    return _record_to_content(document)


def from_content(content: dict[str, Any]) -> Document:
    """Build again the document that `to_content` gave; keys it does not know are ignored, missing ones are empty."""
    document: Document = _record_from_content(Document, content)
    return document


def _record_to_content(record: Any) -> dict[str, Any]:
    if isinstance(record, Attachment):
        names = ("name", "format", "compression", "description", "size", "sha256")
        return {name: getattr(record, name) for name in names}
    return {item.name: _to_content(getattr(record, item.name)) for item in fields(record)}


def _to_content(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_to_content(item) for item in value]
    return _record_to_content(value)


@cache
def _hints(record: type) -> list[tuple[Field[Any], Any]]:
    hints = get_type_hints(record)
    return [(item, hints[item.name]) for item in fields(record)]


def _record_from_content(record: type, content: dict[str, Any]) -> Any:
    if record is Attachment:
        return Attachment(
            content["name"],
            content.get("format"),
            content.get("compression"),
            content.get("description"),
            listed=(content.get("size", 0), content.get("sha256")),
        )
    values = {}
    for item, hint in _hints(record):
        if item.name in content:
            values[item.name] = _from_content(hint, content[item.name])
        elif item.default is MISSING:
            values[item.name] = None
    return record(**values)


def _from_content(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    if get_origin(hint) is tuple:
        items = kinds[:1] * len(value) if Ellipsis in kinds else kinds
        return tuple(_from_content(kind, item) for kind, item in zip(items, value, strict=True))
    kind = kinds[0] if kinds else hint
    if kind is Decimal:
        return Decimal(value)
    if kind is date:
        return date.fromisoformat(value)
    return value if kind in {str, int, bool} else _record_from_content(kind, value)
