# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a list shows: declared columns, made into functions that turn a row into values ready to print."""

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from incas.core import writing
from incas.core.kinds import NUMERIC, PRINTERS, Kind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Reader = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    `value` is where its value is found on the row: a path (`"invoice.number"`), a function of the row, or by default
    the attribute named `key`. `cell` says how to print it when its `kind` is not enough: a function of the row that
    gives text (escaped), safe HTML, or a value that draws itself (a Chip). `sort` names the fields that order by this
    column (none: it cannot be sorted by). `export` is a function of the row for the spreadsheet, where it must differ
    from `value`. `width` is in characters, in spreadsheets.
    """

    key: str
    label: "StrOrPromise"
    value: str | Reader = ""
    kind: Kind = Kind.TEXT
    cell: Reader | None = None
    sort: str | tuple[str, ...] = ()
    export: Reader | None = None
    is_shown: bool = True
    is_exported: bool = True
    width: int = 0
    read: Reader = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        value = self.value or self.key
        object.__setattr__(self, "read", value if callable(value) else path_reader(value))

    @property
    def sort_fields(self) -> tuple[str, ...]:
        """The fields this column orders by, first to last."""
        return (self.sort,) if isinstance(self.sort, str) else self.sort

    @property
    def exported(self) -> Reader:
        """The function that gives the typed value of the spreadsheet."""
        return self.export or self.read

    @property
    def alignment(self) -> str:
        """The class that aligns its cells: figures to the right."""
        return "num" if self.kind in NUMERIC else ""

    def printer(self) -> Callable[[Any], SafeString]:
        """Build the function that prints this column's cell of a row, escaped."""
        if self.cell is not None:
            cell = self.cell
            return lambda row: NOTHING[False] if (text := cell(row)) is None else conditional_escape(text)
        read, text_of, nothing = self.read, PRINTERS[self.kind], NOTHING[self.kind in NUMERIC]
        return lambda row: nothing if (value := read(row)) is None else conditional_escape(text_of(value))


NOTHING = {True: SafeString(writing.NOTHING), False: SafeString()}


def path_reader(path: str) -> Reader:
    """Build a function that follows a dotted path from a row; absent on the way gives None, a method is called."""
    get = attrgetter(path)
    parts = path.split(".")

    def read(row: Any) -> Any:
        try:
            value = get(row)
        except AttributeError:
            value = row
            for part in parts:
                if value is None:
                    return None
                value = getattr(value, part)
        return value() if callable(value) else value

    return read
