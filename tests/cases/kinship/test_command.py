# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""`incas kinship`: one line of JSON a person, or an error in Italian and nothing else."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from incas.__main__ import main
from incas.cases.kinship.reading import MAX_BYTES

KEYS = ["id", "relation", "kind", "line", "degree", "outcome", "path", "reason", "also"]


def content(**changed: object) -> dict[str, Any]:
    """Describe a couple with her mother, somebody once united with him, and a child."""
    return {
        "holder": "h",
        "persons": [{"id": name} for name in ("h", "s", "m", "x", "c")],
        "parents": [
            {"parent": "m", "child": "s", "kind": "birth"},
            {"parent": "h", "child": "c", "kind": "minor_adoption"},
        ],
        "unions": [
            {"a": "s", "b": "h", "kind": "marriage", "ended": None},
            {"a": "h", "b": "x", "kind": "civil_union", "ended": "divorce"},
        ],
        **changed,
    }


@pytest.fixture
def tell(tmp_path, capsysbinary):
    """Run the command on what is given, and give its status, lines and complaint."""

    def run(given: object, *options: str) -> tuple[int, list[dict[str, Any]], str]:
        path = tmp_path / "famiglia.json"
        path.write_bytes(given if isinstance(given, bytes) else json.dumps(given).encode())
        status = main(["kinship", str(path), *options])
        said = capsysbinary.readouterr()
        return status, [json.loads(line) for line in said.out.splitlines()], said.err.decode()

    return run


def test_each_person_has_a_line_with_exactly_its_keys(tell):
    status, lines, complaint = tell(content())

    assert (status, complaint) == (0, "")
    assert [list(line) for line in lines] == [KEYS] * 5
    assert [tuple(line.values())[:6] for line in lines] == [
        ("h", "titolare", "none", None, None, "none"),
        ("s", "coniuge", "spouse", None, None, "spouse"),
        ("m", "suocero/a (genitore del coniuge)", "affinity", "direct_ascending", 1, "within"),
        ("x", "ex parte dell'unione civile", "none", None, None, "none"),
        ("c", "figlio/a", "kinship", "direct_descending", 1, "within"),
    ]


def test_other_keys_are_not_looked_at_and_sex_chooses_words(tell):
    persons = [{"id": "h", "name": "Invented"}, {"id": 7, "sex": "F"}, {"id": "c", "sex": "?"}]
    links = [{"parent": "h", "child": child, "kind": "birth", "note": 1} for child in (7, "c")]

    _status, lines, _complaint = tell(content(persons=persons, parents=links, unions=[], more=True))

    assert [(line["id"], line["relation"]) for line in lines[1:]] == [(7, "figlia"), ("c", "figlio/a")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_mark_before_the_text_and_other_unicode_are_read(tell, encoding):
    status, lines, complaint = tell(json.dumps(content()).encode(encoding))

    assert (status, len(lines), complaint) == (0, 5, "")


def test_limit_may_be_another(tell):
    assert [line["outcome"] for line in tell(content(), "--limit", "0")[1]] == [
        "none", "spouse", "beyond", "none", "beyond",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (b"", "Il file è vuoto."),
        (b" \n", "Il file è vuoto."),
        (b"\xef\xbb\xbf\n", "Il file è vuoto."),
        (b"{\n  'holder'", "riga 2, colonna 3"),
        (b'{"holder": "\xe8"}', "non è un testo in UTF-8"),
        (b"[" * 100_000, "troppi elenchi o oggetti"),
        (b'{"a":' * 100_000, "troppi elenchi o oggetti"),
        (b'{"holder": ' + b"9" * 5_000 + b"}", "un numero troppo lungo"),
        (b'{"holder": NaN}', "contiene NaN, che non è un numero"),
        (b'{"note": [-Infinity]}', "contiene -Infinity, che non è un numero"),
        (b'{"persons": [], "holder": "h", "persons": []}', "la chiave «persons» è scritta due volte"),
        (b'{"persons": [{"id": "h", "id": "k"}]}', "la chiave «id» è scritta due volte"),
        (b'{"\\u001b": 1, "\\u001b": 2}', "la chiave che non si può stampare è scritta due volte"),
        (b"null", "un oggetto JSON con holder"),
        (b'"h"', "un oggetto JSON con holder"),
        (content(persons="h"), "manca l'elenco «persons»"),
        (content(unions=None), "manca l'elenco «unions»"),
        (content(holder={"id": "h"}), "Manca «holder»"),
        (content(unions=[[]]), "Manca un oggetto JSON in «unions», alla voce 1"),
        (content(unions=[{"a": "h", "b": "s", "kind": "marriage", "ended": False}]), "manca, o non è un testo,"),
        (content(parents=[{"parent": "m", "child": "s", "kind": "a\nb"}]), "il valore che non si può stampare"),
        (content(parents=[{"parent": "m", "child": "s", "kind": "x" * 101}]), f"il valore «{'x' * 100}…» non"),
        (b"[]", "un oggetto JSON con holder, persons, parents, unions"),
        (b" " * (MAX_BYTES + 1), "supera i 10 MB"),
        ({}, "manca l'elenco «persons»"),
        (content(persons={}), "manca l'elenco «persons»"),
        (content(persons=["h"]), "Manca un oggetto JSON in «persons», alla voce 1"),
        (content(persons=[{"id": "h"}, {"id": True}]), "non è un testo o un numero intero, in «persons», alla voce 2"),
        (content(persons=[{"id": ""}]), "Manca «id»"),
        (content(persons=[{"id": 1.5}]), "Manca «id»"),
        (content(persons=[{"id": "x" * 101}]), "supera 100 caratteri"),
        (content(persons=[{"id": "a\nb"}]), "caratteri che non si stampano"),
        (content(persons=[{"id": "\ud800"}]), "caratteri che non si stampano"),
        (content(persons=[{"id": "h"}] * 2, parents=[], unions=[]), "«h» è scritta due volte"),
        (content(holder="z"), "Il titolare «z» non è fra le persone"),
        (content(holder=None), "Manca «holder»"),
        (content(parents=[{"parent": "m", "child": "s", "kind": "foster"}]),
         "il valore «foster» non è previsto in «parents», alla voce 1: usare birth, minor_adoption, adult_adoption."),
        (content(parents=[{"parent": "m", "child": "s"}]), "Per «kind» il valore manca"),
        (content(parents=[{"parent": "m", "child": "s", "kind": ["birth"]}]), "Per «kind» il valore manca"),
        (content(parents=[{"parent": "m", "kind": "birth"}]), "Manca «child»"),
        (content(parents=[{"parent": "m", "child": "q", "kind": "birth"}]), "«q» non è fra quelle della famiglia"),
        (content(parents=[{"parent": "h", "child": "s", "kind": "birth"},
                          {"parent": "s", "child": "h", "kind": "birth"}]), "antenata di sé"),
        (content(unions=[{"a": "h", "b": "s", "kind": "marriage", "ended": "annulled"}]),
         "Per «ended» il valore «annulled» non è previsto"),
        (content(unions=[{"a": "h", "b": "h", "kind": "marriage", "ended": None}]), "unita a sé"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_italian_and_nothing_is_printed(tell, given, words):
    status, lines, complaint = tell(given)

    assert (status, lines) == (1, [])
    assert complaint.startswith("incas kinship: ")
    assert words in complaint
    assert complaint.count("\n") == 1


@pytest.mark.parametrize(
    ("path", "words"), [("/non/esiste.json", "non esiste"), ("/tmp", "cartella"), ("a\0", "disco")]
)
def test_a_path_that_leads_nowhere_is_told(capsys, path, words):
    assert main(["kinship", path]) == 1
    assert words in capsys.readouterr().err


def test_standard_input_is_read_for_a_dash(monkeypatch, capsysbinary):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(content()).encode())))

    assert main(["kinship", "-"]) == 0
    assert len(capsysbinary.readouterr().out.splitlines()) == 5


@pytest.mark.parametrize("words", [[], ["-", "--limit", "due"]])
def test_the_command_written_wrong_ends_with_two(words):
    with pytest.raises(SystemExit) as ended:
        main(["kinship", *words])

    assert ended.value.code == 2


def test_the_command_needs_neither_django_nor_settings_nor_a_locale(tmp_path):
    path = tmp_path / "famiglia.json"
    path.write_text(json.dumps(content(persons=[{"id": "h"}, {"id": "è"}], parents=[], unions=[])))
    code = (
        "import sys; from incas.__main__ import main; status = main(['kinship', sys.argv[1]]);"
        "sys.exit(status or bool({'django', 'psycopg'} & set(sys.modules)))"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "", "LC_ALL": "C", "PYTHONUTF8": "0"}

    ended = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=False, env=environment)

    assert (ended.returncode, ended.stderr) == (0, b"")
    assert '"id": "è"' in ended.stdout.decode()


def test_a_reader_that_stops_reading_is_no_trouble(tmp_path):
    path = Path(tmp_path / "famiglia.json")
    path.write_text(json.dumps(content(persons=[{"id": at} for at in range(5_000)], holder=0, parents=[], unions=[])))

    ended = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m incas kinship {path} | head -n 1"], capture_output=True, check=False
    )

    assert ended.stderr == b""
    assert json.loads(ended.stdout)["relation"] == "titolare"
