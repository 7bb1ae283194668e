# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import pytest

from incas.organisations.choices import Zone
from incas.organisations.istat import IstatComune, IstatFileWrong, bundled, read_istat
from tests.organisations.istat_file import HEAD, istat_file, line

CARBONIA = line("B745", "Carbonia", "111009", capital="1", once="92089")


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-8", "utf-8-sig"])
def test_read_istat_reads_a_line_whatever_the_encoding(encoding):
    assert read_istat(istat_file([CARBONIA], encoding=encoding)) == [
        IstatComune(
            code="111009", name="Carbonia", other_name="", belfiore="B745", is_capital=True, former_codes=("092089",),
            province_code="111", unit_code="111", unit_name="Sud Sardegna", unit_kind="1", plate="SU",
            region_code="20", region_name="Sardegna", zone=Zone.ISLANDS, nuts2="ITG2", nuts3="ITG2H",
        )
    ]  # fmt: skip


def test_read_istat_finds_columns_in_any_order_and_parts_double_names():
    heads = [cell.strip('"').replace("\n", " ") for cell in HEAD]
    cells = line("D312", "Doberdò", "031005", other_name="Doberdob").split(";")
    left_out = {"Denominazione in italiano", "Denominazione altra lingua"}
    wanted = [place for place, head in enumerate(heads) if head not in left_out]
    turned = [";".join(row[place] for place in reversed(wanted)) for row in (heads, cells)]
    (read,) = read_istat("\n".join(turned).encode())
    assert (read.name, read.other_name, read.code, read.nuts3) == ("Doberdò", "Doberdob", "031005", "ITG2H")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Il file è vuoto."),
        (b"nome;cognome\nAda;Prova\n", "Non è l'elenco dei Comuni dell'ISTAT"),
        (istat_file([]), "non contiene Comuni"),
        (istat_file([CARBONIA[:40]]), "La riga 2 è incompleta."),
        (istat_file([CARBONIA, CARBONIA]), "Il codice 111009 compare due volte."),
        (istat_file([CARBONIA, line("B745", "Altra", "111010")]), "Il codice B745 compare due volte."),
        (istat_file([line("B74", "Corta", "111010")]), "La riga 2 non ha codici leggibili."),
    ],
)
def test_read_istat_says_what_is_wrong(content, reason):
    with pytest.raises(IstatFileWrong, match=reason):
        read_istat(content)


def test_the_bundled_list_is_the_whole_country():
    rows = read_istat(bundled())
    assert 7_890 <= len(rows) <= 7_905
    assert len({row.region_code for row in rows}) == 20
    assert 107 <= len({row.province_code for row in rows}) <= 110
    assert sum(row.is_capital for row in rows) == 109
