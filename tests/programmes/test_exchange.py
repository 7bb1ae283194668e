# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Rule sets as files: what goes out comes back the same, and what is wrong is refused saying where."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incas.programmes.choices import EvidenceKind, Requirement, Section, VatRule
from incas.programmes.exchange import FileRefused, from_json, to_json, to_sheets
from incas.programmes.rulebook import CeilingRule, Paper
from tests.programmes.rulebooks import item, rulebook

percents = st.decimals(min_value="0.01", max_value=100, places=2)


def without_keys(book):
    """Take away what a file does not carry: keys of rows, and which sections a person saved."""
    items = tuple(replace(one, pk=0) for one in book.items)
    return replace(book, pk=0, call_pk=0, items=items, written_sections=frozenset(Section))


def changed(path: str, value: object) -> bytes:
    """Write a rulebook as JSON with one value changed; the path has dots, and figures for places in a list."""
    data: Any = json.loads(to_json(rulebook()))
    target = data
    *steps, last = path.split(".")
    for step in steps:
        target = target[int(step)] if step.isdecimal() else target[step]
    if value is ...:
        del target[last]
    else:
        target[int(last) if last.isdecimal() else last] = value
    return json.dumps(data).encode()


def test_what_goes_out_comes_back_the_same():
    book = rulebook(note="Avviso «Città», § 4")
    assert from_json(to_json(book).encode()) == without_keys(book)


@given(
    percent=percents,
    days=st.integers(0, 3650),
    cup=st.sampled_from(Requirement),
    vat=st.sampled_from(VatRule),
    note=st.text(st.characters(exclude_categories=["C"]), max_size=200).map(str.strip),
)
def test_any_value_comes_back_the_same(percent, days, cup, vat, note):
    book = rulebook(
        ceilings=(CeilingRule("A", percent, ("B",), note),),
        move_tolerance_percent=percent,
        claim_days=days,
        cup_rule=cup,
        vat_rule=vat,
        note=note,
    )
    assert from_json(to_json(book).encode()) == without_keys(book)


def test_percentages_are_text_and_stay_exact():
    data = json.loads(to_json(rulebook(move_tolerance_percent=Decimal("12.5"))))
    assert data["moves"] == {"tolerance_percent": "12.50"}


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("format", "altro", "Il file non contiene una serie di regole di questa piattaforma."),
        ("format_version", 2, "Il file è di una versione del formato che questa piattaforma non conosce."),
        ("period", ..., "period: manca."),
        ("period", [], "period: deve essere un oggetto."),
        ("items", {}, "items: deve essere un elenco."),
        ("cadence.months", 0, "cadence.months: deve essere un numero intero da 1 a 24."),
        ("cadence.months", True, "cadence.months: deve essere un numero intero da 1 a 24."),
        (
            "moves.tolerance_percent",
            "12.505",
            'moves.tolerance_percent: deve essere una percentuale, per esempio "12.50".',
        ),
        (
            "moves.tolerance_percent",
            "NaN",
            'moves.tolerance_percent: deve essere una percentuale, per esempio "12.50".',
        ),
        ("moves.tolerance_percent", 12.5, 'moves.tolerance_percent: deve essere una percentuale, per esempio "12.50".'),
        ("moves.tolerance_percent", "100.01", "moves.tolerance_percent: deve essere una percentuale fino a 100."),
        ("ceilings.0.percent", "0", "ceilings[1].percent: deve essere una percentuale fino a 100."),
        ("ceilings.0.item", "Z", "ceilings[1].item: la voce Z non c'è."),
        ("ceilings.0.note", "x" * 251, "ceilings[1].note: supera 250 caratteri."),
        ("items.0.code", "B", "items[2]: la voce A che la contiene non c'è, o viene dopo."),
        ("items.3.code", "A", "items[4]: il codice A è già di un'altra voce."),
        ("items.0.name", " ", "items[1].name: non può essere vuoto."),
        ("items.0.name", "a\x00", "items[1].name: deve essere un testo."),
        ("evidence.1.item", "A", ""),
        ("codes.vat", "mai", "codes.vat: deve essere una di queste parole: if_unrecoverable, always, never."),
        ("phases.1.kind", "first_check", "phases[2]: è già scritta in una riga precedente."),
        ("tranches.0.kind", [], "tranches[1].kind: deve essere una di queste parole: advance, interim, balance."),
        ("evidence.0.required", 1, "evidence[1].required: deve essere true o false."),
        ("ceilings", [{}] * 501, "ceilings: ha più di 500 righe."),
    ],
)
def test_what_is_wrong_is_refused_saying_where(path, value, told):
    content = changed(path, value)
    if not told:
        assert from_json(content).papers[1].asked_by == "A"
        return
    with pytest.raises(FileRefused) as refusal:
        from_json(content)
    assert str(refusal.value) == told


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b"null", b"{}", b"[" * 100_000])
def test_what_is_no_rule_set_is_refused(content):
    with pytest.raises(FileRefused):
        from_json(content)


def test_file_beyond_a_megabyte_is_not_even_read():
    with pytest.raises(FileRefused, match="1 MB"):
        from_json(b" " * 1_000_001)


def test_tree_beyond_the_fourth_level_is_refused():
    codes = ["a", "b", "c", "d", "e"]
    deep = tuple(item(code, parent, leaf=code == "e") for code, parent in zip(codes, ["", *codes], strict=False))
    content = to_json(rulebook(items=deep, ceilings=(), papers=())).encode()
    with pytest.raises(FileRefused, match="oltre il quarto livello"):
        from_json(content)


def test_spreadsheet_has_a_table_for_each_subject():
    sheets = {sheet.title: [tuple(row) for row in sheet.rows] for sheet in to_sheets(rulebook())}
    assert list(sheets) == ["Regole", "Voci di costo", "Massimali", "Quote", "Documenti richiesti", "Controlli"]
    assert ("Periodo ammissibile", "Pagamenti: giorni dopo la fine", "60 giorni") in sheets["Regole"]
    assert sheets["Massimali"] == [("A Voce A", Decimal(50), "totale", "art. 7")]
    assert sheets["Voci di costo"][5][3:6] == ("Tasso forfettario", Decimal(7), "«A Voce A», «B Voce B» e «C Voce C»")
    assert [row[1] for row in sheets["Quote"]] == [50, 30, 20]
    assert sheets["Documenti richiesti"][0] == ("A.1 Voce A.1", "Cedolino", True, "")
    assert sheets["Controlli"][0] == (
        "Controllo di primo livello",
        "Referente territoriale",
        30,
        "Nessun effetto: si sollecita",
    )


def test_papers_are_laid_out_with_what_the_items_above_ask():
    papers = (Paper(EvidenceKind.F24, is_required=False, note="se dovuto", asked_by="A"),)
    rows = next(sheet.rows for sheet in to_sheets(rulebook(papers=papers)) if sheet.title == "Documenti richiesti")
    assert [tuple(row) for row in rows] == [
        ("A.1 Voce A.1", "Modello F24", False, "se dovuto"),
        ("A.2 Voce A.2", "Modello F24", False, "se dovuto"),
    ]
