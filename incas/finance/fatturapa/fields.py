# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Fields of a node as values: text, codes, amounts, days. What is not there is None; what is wrong names its field.

A record is read by a plan: the names of its fields in the order of the record, each with what reads it and what stands
for it when it is missing. Most fields are missing from most invoices: a plan walks those that are there.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias, TypeVar

from incas.finance.fatturapa.amounts import parse_amount
from incas.finance.fatturapa.markup import Node
from incas.finance.fatturapa.refusals import InvoiceRefused

MAX_CODE: Final = 200
"""Characters of a number or of a code; the format has at most 100."""

MAX_DIGITS: Final = 18
"""Of a whole number; the format has at most 4."""

EMPTY: Final[Node] = {}

Value: TypeAlias = "str | Node | list[str | Node]"


class Plan:
    """How a node becomes the fields of a record: name, reader, what stands for it when missing."""

    __slots__ = ("_readers", "_when_missing")

    def __init__(self, *fields: tuple[str, Callable[[Any, str], Any], Any]) -> None:
        self._when_missing = [otherwise for _, _, otherwise in fields]
        self._readers = {name: (place, read) for place, (name, read, _) in enumerate(fields)}

    def read(self, node: Node) -> list[Any]:
        """Give the fields of a node in the order of the plan."""
        fields = self._when_missing.copy()
        readers = self._readers
        for name, value in node.items():
            if name in readers:
                place, read = readers[name]
                fields[place] = read(value, name)
        return fields


_Record = TypeVar("_Record")
_XS_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")


def child(node: Node, name: str) -> Node:
    """First child of that name that has fields of its own, an empty node when there is none."""
    if name not in node:
        return EMPTY
    value = node[name]
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        return next((item for item in value if isinstance(item, dict)), EMPTY)
    return EMPTY


def children(node: Node, name: str) -> Sequence[Node]:
    """Every child of that name that has fields of its own."""
    value = node.get(name)
    return () if value is None else _nodes(value)


def text(node: Node, name: str) -> str | None:
    """First text of that name."""
    value = node.get(name)
    return None if value is None else as_text(value, name)


def code(node: Node, name: str) -> str | None:
    """First text of that name, short enough to be a number or a code."""
    value = node.get(name)
    return None if value is None else as_code(value, name)


def only_code(node: Node, name: str) -> str | None:
    """Read a code that may be there once: two of them would let two programs read two different documents."""
    if isinstance(node.get(name), list):
        reason = f"Il campo {name} è ripetuto: la fattura è ambigua. Chiedere al fornitore una copia corretta."
        raise InvoiceRefused(reason)
    return code(node, name)


def amount(node: Node, name: str) -> Decimal | None:
    """First number of that name."""
    value = node.get(name)
    return None if value is None else as_amount(value, name)


def required_amount(node: Node, name: str, where: str) -> Decimal:
    """Read a number without which the document has no meaning."""
    value = amount(node, name)
    if value is None:
        raise missing(name, where)
    return value


def missing(name: str, where: str) -> InvoiceRefused:
    """Tell a field without which the document has no meaning."""
    return InvoiceRefused(f"Manca il campo {name} ({where}): chiedere al fornitore una copia corretta della fattura.")


def as_text(value: Value, _name: str) -> str | None:
    """Text; the first, where there are several."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return next((item for item in value if isinstance(item, str)), None)
    return None


def as_texts(value: Value, _name: str) -> tuple[str, ...]:
    """Every text."""
    items = value if isinstance(value, list) else [value]
    return tuple([item for item in items if isinstance(item, str)])


def as_code(value: Value, name: str) -> str | None:
    """Text short enough to be a number or a code."""
    written = value if isinstance(value, str) else as_text(value, name)
    if written is not None and len(written) > MAX_CODE:
        reason = f"Il campo {name} è più lungo di {MAX_CODE} caratteri: la fattura non è valida."
        raise InvoiceRefused(reason)
    return written


def as_capitals(value: Value, name: str) -> str | None:
    """Code that is compared in capitals: fiscal codes, CUP, CIG."""
    written = as_code(value, name)
    return written.upper() if written else None


def as_amount(value: Value, name: str) -> Decimal | None:
    """Number."""
    written = value if isinstance(value, str) else as_text(value, name)
    return None if written is None else parse_amount(written, name)


def as_day(value: Value, name: str) -> date | None:
    """Day; a time zone is allowed (xs:date), and does not move it."""
    written = as_text(value, name)
    if written is None:
        return None
    match = _XS_DATE.fullmatch(written)
    try:
        if match:
            return date.fromisoformat(match[1])
    except ValueError:
        pass
    reason = f"Il campo {name} non contiene una data valida (AAAA-MM-GG): chiedere al fornitore una copia corretta."
    raise InvoiceRefused(reason)


def as_whole(value: Value, name: str) -> int | None:
    """Whole number."""
    written = value if isinstance(value, str) else as_text(value, name)
    return None if written is None else _whole(written, name)


def as_wholes(value: Value, name: str) -> tuple[int, ...]:
    """Every whole number."""
    return tuple([_whole(written, name) for written in as_texts(value, name)])


def as_yes(value: Value, name: str) -> bool:
    """Whether it says SI."""
    return as_text(value, name) == "SI"


def records(record: Callable[..., _Record], plan: Plan) -> Callable[[Value, str], tuple[_Record, ...]]:
    """Give what reads every node of a name as a record."""

    def read(value: Value, _name: str) -> tuple[_Record, ...]:
        return tuple([record(*plan.read(node)) for node in _nodes(value)])

    return read


def _nodes(value: Value) -> Sequence[Node]:
    if isinstance(value, dict):
        return (value,)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else ()


def _whole(written: str, name: str) -> int:
    if not (written.isascii() and written.isdecimal() and len(written) <= MAX_DIGITS):
        reason = (
            f"Il campo {name} non contiene un numero intero: chiedere al fornitore una copia corretta della fattura."
        )
        raise InvoiceRefused(reason)
    return int(written)
