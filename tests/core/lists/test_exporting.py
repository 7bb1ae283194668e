# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import python_calamine
from django.test import Client

from incas.core import exports
from incas.core.kinds import Kind
from incas.core.models import Job
from tests.core.site import EXPORTS
from tests.lists import read

MakeJob = Callable[..., Job]
NOON = datetime(2026, 2, 17, 11, tzinfo=UTC)


def test_csv_is_what_excel_reads_in_italian(site: Client, make_job: MakeJob):
    make_job(title="Forlì; «prova»", done=1, total=1500, started_at=NOON, created_at=NOON)
    content = read(site, "/lavori/?esporta=csv").decode()
    assert content == (
        "\ufeffTitolo;Fatti;Tipo;Inizio;Giorno;Quota;Costo;Stato;Fallita\r\n"
        '"Forlì; «prova»";1;prova;17/02/2026 12:00;17/02/2026;0;1500,00;In attesa;no\r\n'
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_csv_text_never_becomes_a_formula(site: Client, make_job: MakeJob, start: str):
    make_job(title=f"{start}1+1")
    rows = list(csv.reader(io.StringIO(read(site, "/lavori/?esporta=csv").decode(), newline=""), delimiter=";"))
    assert rows[1][0] == f"'{start}1+1"


def test_xlsx_cells_are_typed(site: Client, make_job: MakeJob):
    make_job(title="=1+1", done=1, total=4, started_at=NOON, created_at=NOON)
    make_job(title="B", created_at=NOON)
    book = python_calamine.load_workbook(io.BytesIO(read(site, "/lavori/?esporta=xlsx")))
    assert book.get_sheet_by_index(0).to_python() == [
        ["Titolo", "Fatti", "Tipo", "Inizio", "Giorno", "Quota", "Costo", "Stato", "Fallita"],
        ["=1+1", 1.0, "prova", datetime(2026, 2, 17, 12, 0), date(2026, 2, 17), 0.25, 4.0, "In attesa", "no"],  # noqa: DTZ001 (spreadsheets know no zone)
        ["B", 0.0, "prova", "", date(2026, 2, 17), 0.0, 0.0, "In attesa", "no"],
    ]


def test_files_hold_exactly_what_is_filtered_in_its_order(site: Client, make_job: MakeJob):
    for number in range(12):
        make_job(title=f"Sì {number:02d}")
    make_job(title="No")
    lines = read(site, "/lavori/?cerca=si&ordine=-title&esporta=csv").decode().splitlines()
    assert [line.split(";")[0] for line in lines[1:]] == [f"Sì {number:02d}" for number in range(11, -1, -1)]


def test_xlsx_tells_its_criteria(site: Client, make_job: MakeJob):
    make_job()
    book = python_calamine.load_workbook(io.BytesIO(read(site, "/lavori/?cerca=lav&state=waiting&esporta=xlsx")))
    assert book.sheet_names == ["Lavori", "Criteri"]
    said = book.get_sheet_by_name("Criteri").to_python()
    assert said[0] == ["Criterio", "Valore"]
    assert said[1][0] == "Estratto il"
    assert said[2:] == [["Ricerca", "lav"], ["Stato", "In attesa"]]


def test_export_calls_the_hook_that_leaves_a_trail(site: Client, make_job: MakeJob):
    EXPORTS.clear()
    make_job()
    read(site, "/lavori/?esporta=csv")
    assert EXPORTS == [("csv", 1)]


@pytest.mark.parametrize("day", [date(1900, 2, 27), date(1900, 3, 1), date(1948, 1, 1), date(2028, 2, 29)])
def test_xlsx_reads_back_the_day_that_was_written(day: date):
    file = exports.written_xlsx([exports.Sheet("Giorni", [exports.Field("Giorno", Kind.DATE)], [[day]])])
    with file:
        assert python_calamine.load_workbook(file).get_sheet_by_index(0).to_python() == [["Giorno"], [day]]


def test_table_beyond_a_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(exports, "ROWS_PER_SHEET", 2)
    sheet = exports.Sheet("Conti: [tutti]", [exports.Field("N", Kind.INTEGER)], [[n] for n in range(5)])
    with exports.written_xlsx([sheet]) as file:
        book = python_calamine.load_workbook(io.BytesIO(file.read()))
    assert [book.get_sheet_by_index(n).to_python() for n in range(3)] == [
        [["N"], [0.0], [1.0]],
        [["N"], [2.0], [3.0]],
        [["N"], [4.0]],
    ]


def test_amounts_of_a_csv_have_a_comma_and_two_decimals():
    sheet = exports.Sheet("X", [exports.Field("€", Kind.MONEY)], [[Decimal("-1234567.5")], [None]])
    assert "".join(exports.csv_lines(sheet)) == '\ufeff€\r\n-1234567,50\r\n""\r\n'
