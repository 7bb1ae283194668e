# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Tables as files that Italian offices open with a double click.

XLSX has typed cells; CSV is as Excel reads it in Italian. Rows are taken one at a time from whatever iterator gives
them, so memory does not grow with their number. No text can become a formula: a spreadsheet that runs what a supplier
wrote in an invoice would be an attack on who opens it.
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from incas.core.kinds import Kind, print_boolean

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

XLSX = "xlsx"
CSV = "csv"
FORMATS = (XLSX, CSV)
ROWS_PER_SHEET = 1_000_000
CELL_LIMIT = 32_767
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER_FORMATS = {
    Kind.MONEY: '"€" #,##0.00',
    Kind.INTEGER: "#,##0",
    Kind.NUMBER: "#,##0.######",
    Kind.PERCENT: "0.00%",
    Kind.DATE: "dd/mm/yyyy",
    Kind.INSTANT: "dd/mm/yyyy hh:mm",
}
WIDTHS = {
    Kind.MONEY: 16,
    Kind.INTEGER: 10,
    Kind.NUMBER: 12,
    Kind.PERCENT: 9,
    Kind.DATE: 12,
    Kind.INSTANT: 17,
    Kind.BOOLEAN: 6,
}
TEXT_WIDTH = 28
DAY_ZERO = date(1899, 12, 30).toordinal()
FIRST_SURE_DAY = 61
"""From 1 March 1900 on, spreadsheets number days alike; before, some believe in a 29 February 1900."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an exported table: its head, its kind, how wide it is (characters; 0: by kind)."""

    label: "StrOrPromise"
    kind: Kind = Kind.TEXT
    width: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a workbook. `rows` are sequences of typed values, in the order of the fields."""

    title: str
    fields: Sequence[Field]
    rows: Iterable[Sequence[Any]]


def xlsx_response(name: str, sheets: Sequence[Sheet]) -> FileResponse:
    """Answer with a workbook called `name`.xlsx."""
    return FileResponse(written_xlsx(sheets), as_attachment=True, filename=f"{name}.xlsx")


def csv_response(name: str, sheet: Sheet) -> StreamingHttpResponse:
    """Answer with a CSV called `name`.csv, sent while it is read."""
    response = StreamingHttpResponse(csv_lines(sheet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def written_xlsx(sheets: Sequence[Sheet]) -> IO[bytes]:
    """Write a workbook to a temporary file, rewound. Beyond a million rows a table goes on in a further sheet."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it, and closing removes it)
    write_book(xlsxwriter.Workbook(file, AS_TEXT | {"constant_memory": True}), sheets)
    file.seek(0)
    return file


def xlsx_in_memory(sheets: Sequence[Sheet], *, mark: str) -> bytes:
    """Write a workbook that never touches the disk, `mark` in its properties and at the foot of each printed page."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, AS_TEXT | {"in_memory": True})
    book.set_properties({"comments": mark})
    write_book(book, sheets, foot=mark)
    return file.getvalue()


def write_book(book: xlsxwriter.Workbook, sheets: Sequence[Sheet], *, foot: str = "") -> None:
    """Write the tables of a workbook, `foot` at the foot of each page when printed, and close it."""
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {kind: book.add_format({"num_format": code}) for kind, code in NUMBER_FORMATS.items()}
    for sheet in sheets:
        write_sheet(book, sheet, head, formats)
    for page in book.worksheets():
        page.set_footer(f"&C{foot.replace('&', '&&')}" if foot else "")
    book.close()


def write_sheet(book: xlsxwriter.Workbook, sheet: Sheet, head: Format, formats: dict[Kind, Format]) -> None:
    """Write one table, its head frozen and filterable, on as many sheets as it needs."""
    writers = [(place, WRITERS[field.kind], formats.get(field.kind)) for place, field in enumerate(sheet.fields)]
    page, line, number = begun(book, sheet, head, 1), 0, 1
    for row in sheet.rows:
        if line == ROWS_PER_SHEET:
            page.autofilter(0, 0, line, len(sheet.fields) - 1)
            number += 1
            page, line = begun(book, sheet, head, number), 0
        line += 1
        for place, write, style in writers:
            if (value := row[place]) is not None:
                write(page, line, place, value, style)
    page.autofilter(0, 0, line, len(sheet.fields) - 1)


def begun(book: xlsxwriter.Workbook, sheet: Sheet, head: Format, number: int) -> Worksheet:
    """Begin a sheet: widths, head, frozen first line."""
    title = sheet.title if number == 1 else f"{sheet.title[:26]} {number}"
    page = book.add_worksheet("".join(" " if mark in "[]:*?/\\" else mark for mark in title)[:31])
    page.freeze_panes(1, 0)
    for place, field in enumerate(sheet.fields):
        page.set_column(place, place, field.width or WIDTHS.get(field.kind, TEXT_WIDTH))
        page.write_string(0, place, str(field.label), head)
    return page


Writer = Callable[[Worksheet, int, int, Any, Format | None], object]


def write_text(page: Worksheet, line: int, place: int, value: Any, style: Format | None) -> None:
    """Write text as text, whatever it looks like."""
    page.write_string(line, place, str(value)[:CELL_LIMIT], style)


def write_number(page: Worksheet, line: int, place: int, value: Decimal | float, style: Format | None) -> None:
    """Write a number."""
    page.write_number(line, place, float(value), style)


def write_percent(page: Worksheet, line: int, place: int, value: Decimal | float, style: Format | None) -> None:
    """Write a percentage given from 0 to 100 as spreadsheets keep it, from 0 to 1."""
    page.write_number(line, place, float(value) / 100, style)


def write_date(page: Worksheet, line: int, place: int, value: date, style: Format | None) -> None:
    """Write a day: as its number when it has one beyond doubt, which is quicker."""
    number = value.toordinal() - DAY_ZERO
    if number < FIRST_SURE_DAY:
        page.write_datetime(line, place, value, style)
    else:
        page.write_number(line, place, number, style)


def write_instant(page: Worksheet, line: int, place: int, value: datetime, style: Format | None) -> None:
    """Write an instant in local time: spreadsheets know no time zone."""
    page.write_datetime(line, place, timezone.make_naive(value), style)


def write_boolean(page: Worksheet, line: int, place: int, value: bool, style: Format | None) -> None:  # noqa: FBT001 (a cell)
    """Write yes or no."""
    page.write_string(line, place, print_boolean(value), style)


WRITERS: dict[Kind, Writer] = {
    Kind.TEXT: write_text,
    Kind.INTEGER: write_number,
    Kind.NUMBER: write_number,
    Kind.MONEY: write_number,
    Kind.PERCENT: write_percent,
    Kind.DATE: write_date,
    Kind.INSTANT: write_instant,
    Kind.BOOLEAN: write_boolean,
}


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """Hand the line back."""
        return text


def csv_lines(sheet: Sheet) -> Iterator[str]:
    """Give the lines of a CSV: byte-order mark, semicolons, decimal commas, text that cannot become a formula."""
    writer = csv.writer(Echo(), delimiter=";", quoting=csv.QUOTE_MINIMAL)
    yield "\ufeff" + writer.writerow([harmless(str(field.label)) for field in sheet.fields])
    tellers = [TELLERS[field.kind] for field in sheet.fields]
    batch: list[str] = []
    for row in sheet.rows:
        batch.append(
            writer.writerow(["" if value is None else tell(value) for tell, value in zip(tellers, row, strict=True)])
        )
        if len(batch) == 200:  # noqa: PLR2004 (lines sent together: a line at a time would cost more than its content)
            yield "".join(batch)
            batch.clear()
    yield "".join(batch)


def harmless(text: Any) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula."""
    text = str(text)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def with_comma(value: Decimal | float) -> str:
    """Write a number with a decimal comma and no thousands separator."""
    return str(value).replace(".", ",")


TELLERS: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: harmless,
    Kind.INTEGER: str,
    Kind.NUMBER: with_comma,
    Kind.MONEY: lambda value: f"{value:.2f}".replace(".", ","),
    Kind.PERCENT: with_comma,
    Kind.DATE: lambda value: value.strftime("%d/%m/%Y"),
    Kind.INSTANT: lambda value: timezone.localtime(value).strftime("%d/%m/%Y %H:%M"),
    Kind.BOOLEAN: lambda value: _("sì") if value else _("no"),
}
