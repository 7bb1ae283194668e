# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Fields of a node as values: text, codes, amounts, days. What is not there is None; what is wrong names its field."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from incas.finance.fatturapa.amounts import parse_amount
from incas.finance.fatturapa.markup import Node
from incas.finance.fatturapa.refusals import InvoiceRefused

MAX_CODE = 200
"""Characters of a number or of a code; the format has at most 100."""

EMPTY: Node = {}

_XS_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_XS_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")


def child(node: Node, name: str) -> Node:
    """First child of that name that has fields of its own, an empty node when there is none."""
    value = node.get(name)
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        return next((item for item in value if isinstance(item, dict)), EMPTY)
    return EMPTY


def children(node: Node, name: str) -> Sequence[Node]:
    """Every child of that name that has fields of its own."""
    value = node.get(name)
    if value is None:
        return ()
    if isinstance(value, list):
        return [item for item in value if isinstance(item, dict)]
    return (value,) if isinstance(value, dict) else ()


def text(node: Node, name: str) -> str | None:
    """First text of that name."""
    value = node.get(name)
    if value.__class__ is str:
        return value  # type: ignore[return-value]  # the test above is the quick way to say isinstance
    if isinstance(value, list):
        return next((item for item in value if isinstance(item, str)), None)
    return None


def texts(node: Node, name: str) -> list[str]:
    """Every text of that name."""
    value = node.get(name)
    if value is None:
        return []
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str)]


def code(node: Node, name: str) -> str | None:
    """First text of that name, short enough to be a number or a code."""
    if name not in node:
        return None
    written = text(node, name)
    if written is not None and len(written) > MAX_CODE:
        reason = f"Il campo {name} è più lungo di {MAX_CODE} caratteri: la fattura non è valida."
        raise InvoiceRefused(reason)
    return written


def only_code(node: Node, name: str) -> str | None:
    """Read a code that may be there once: two of them would let two programs read two different documents."""
    if isinstance(node.get(name), list):
        reason = f"Il campo {name} è ripetuto: la fattura è ambigua. Chiedere al fornitore una copia corretta."
        raise InvoiceRefused(reason)
    return code(node, name)


def amount(node: Node, name: str) -> Decimal | None:
    """First number of that name."""
    if name not in node:
        return None
    written = text(node, name)
    return None if written is None else parse_amount(written, name)


def required_amount(node: Node, name: str, where: str) -> Decimal:
    """Read a number without which the document has no meaning."""
    value = amount(node, name)
    if value is None:
        reason = f"Manca il campo {name} ({where}): chiedere al fornitore una copia corretta della fattura."
        raise InvoiceRefused(reason)
    return value


def day(node: Node, name: str) -> date | None:
    """First xs:date of that name; a time zone is allowed, and does not move the day."""
    if name not in node:
        return None
    written = text(node, name)
    if written is None:
        return None
    match = _XS_DATE.fullmatch(written)
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    reason = f"Il campo {name} non contiene una data valida (AAAA-MM-GG): chiedere al fornitore una copia corretta."
    raise InvoiceRefused(reason)


def integer(node: Node, name: str) -> int | None:
    """First whole number of that name."""
    if name not in node:
        return None
    written = text(node, name)
    return None if written is None else _whole(written, name)


def integers(node: Node, name: str) -> tuple[int, ...]:
    """Every whole number of that name."""
    if name not in node:
        return ()
    return tuple([_whole(written, name) for written in texts(node, name)])


def is_yes(node: Node, name: str) -> bool:
    """Say whether the field says SI."""
    return text(node, name) == "SI"


def _whole(written: str, name: str) -> int:
    if not _XS_INTEGER.fullmatch(written):
        reason = (
            f"Il campo {name} non contiene un numero intero: chiedere al fornitore una copia corretta della fattura."
        )
        raise InvoiceRefused(reason)
    return int(written)
