# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""`incas inspect-invoices`: one line of JSON a file, whatever the file."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from incas.__main__ import main
from incas.finance.fatturapa.inspecting import inspect_paths
from tests.finance.fatturapa.samples import CIG, CUP, Body, Company, Row, plain, reference, simplified, withholding
from tests.finance.fatturapa.sealing import Envelope


def inspect(*paths: object) -> list[dict[str, Any]]:
    """Read the lines for some paths."""
    return [json.loads(line) for line in inspect_paths(str(path) for path in paths)]


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    """Write one ordinary invoice."""
    path = tmp_path / "fattura.xml"
    path.write_bytes(plain())
    return path


def test_an_accepted_file_has_exactly_its_keys(tmp_path):
    path = tmp_path / "fattura.xml"
    references = reference(cup=CUP, cig=CIG) + reference(cup="C22C22000000002")
    body = Body(rows=[Row(due="S")], withholdings=withholding("20.00"), references=references)
    path.write_bytes(plain(body, supplier=Company(tax_code="01234567897")))

    assert inspect(path) == [
        {
            "file": str(path),
            "status": "accepted",
            "reason": None,
            "signature": "none",
            "documents": [
                {
                    "type": "TD01",
                    "number": "FE/2026/17",
                    "date": "2026-03-31",
                    "currency": "EUR",
                    "supplier": {
                        "name": "Officine dell'Invenzione S.r.l.",
                        "vat": "01234567897",
                        "tax_code": "01234567897",
                    },
                    "customer": {"name": "Comune di Borgo Inventato", "vat": None, "tax_code": "80012345678"},
                    "total": "122.00",
                    "vat": "22.00",
                    "withheld": "20.00",
                    "payable": "80.00",
                    "split_payment": True,
                    "cup": [CUP, "C22C22000000002"],
                    "cig": [CIG],
                }
            ],
        }
    ]


def test_a_rejected_file_has_the_same_keys(tmp_path):
    path = tmp_path / "lettera.txt"
    path.write_text("Gentile cliente")

    (report,) = inspect(path)

    assert list(report) == ["file", "status", "reason", "signature", "documents"]
    assert (report["status"], report["signature"], report["documents"]) == ("rejected", "none", [])
    assert "non è una fattura" in report["reason"]


@pytest.mark.parametrize(
    ("written", "told"),
    [("122", "122.00"), ("0.005", "0.01"), ("-0.001", "0.00"), ("1.005", "1.01"), ("1234.5", "1234.50")],
)
def test_amounts_have_two_decimals(tmp_path, written, told):
    path = tmp_path / "f.xml"
    path.write_bytes(plain(Body(total=written)))

    assert inspect(path)[0]["documents"][0]["total"] == told


def test_the_name_of_a_file_says_nothing_of_it(tmp_path):
    signed, unsigned, archive = (tmp_path / name for name in ("a.xml", "b.p7m", "c.pdf"))
    signed.write_bytes(Envelope().around(plain()))
    unsigned.write_bytes(simplified().encode())
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("d", plain())

    assert [(Path(report["file"]).name, report["signature"]) for report in inspect(signed, unsigned, archive)] == [
        ("a.xml", "intact"),
        ("b.p7m", "none"),
        ("d", "none"),
    ]


def test_a_tampered_file_is_rejected_as_broken(tmp_path):
    path = tmp_path / "f.p7m"
    path.write_bytes(Envelope().around(plain()).replace(b">122.00<", b">922.00<"))

    (report,) = inspect(path)

    assert (report["status"], report["signature"], report["documents"]) == ("rejected", "broken", [])


def test_each_file_of_an_archive_has_its_line(tmp_path):
    path = tmp_path / "lotto.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("b/uno.xml", plain(Body(number="1")))
        packed.writestr("rotto.xml", b"<p:Fattura")
        packed.writestr("../fuori.xml", plain())
        packed.writestr("due.p7m", Envelope().around(plain(Body(number="2"))))

    reports = inspect(path)

    assert [(report["file"], report["status"]) for report in reports] == [
        (f"{path}/b/uno.xml", "accepted"),
        (f"{path}/rotto.xml", "rejected"),
        (f"{path}/../fuori.xml", "rejected"),
        (f"{path}/due.p7m", "accepted"),
    ]


def test_an_archive_that_cannot_be_opened_has_one_line(tmp_path):
    path = tmp_path / "rotto.zip"
    path.write_bytes(b"PK\x03\x04 e poi nulla")

    (report,) = inspect(path)

    assert (report["file"], report["status"]) == (str(path), "rejected")


def test_a_folder_is_walked_in_order_of_name(tmp_path):
    for name in ("b.xml", "a/2.xml", "a/1.xml", "c.xml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(plain())

    assert [os.path.relpath(report["file"], tmp_path) for report in inspect(tmp_path)] == [
        "a/1.xml",
        "a/2.xml",
        "b.xml",
        "c.xml",
    ]


def test_a_folder_that_leads_back_to_itself_ends(tmp_path, invoice):
    (tmp_path / "giro").symlink_to(tmp_path)

    assert [report["status"] for report in inspect(tmp_path)] == ["accepted", "rejected"]


def test_what_is_not_there_or_not_a_file_has_its_line(tmp_path):
    pipe = tmp_path / "tubo"
    os.mkfifo(pipe)
    (tmp_path / "rotto").symlink_to(tmp_path / "manca")

    reports = inspect(tmp_path / "manca.xml", pipe, tmp_path / "rotto", "nome\0nullo", "x" * 5000)

    assert [report["status"] for report in reports] == ["rejected"] * 5
    assert all(report["reason"] for report in reports)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_has_its_line(invoice):
    invoice.chmod(0)

    (report,) = inspect(invoice)

    assert "permessi" in report["reason"]


def test_a_file_too_big_is_not_read_whole(tmp_path):
    path = tmp_path / "enorme.xml"
    with path.open("wb") as out:
        out.truncate(3 * 1024**3)

    (report,) = inspect(path)

    assert "30 MB" in report["reason"]


def test_a_line_is_one_line_for_everybody(tmp_path):
    path = tmp_path / "f.xml"
    path.write_bytes(plain(supplier=Company(name="A\x85B\u2028C\u2029D è")))

    (line,) = inspect_paths([str(path)])

    assert len(line.decode().splitlines()) == 1
    assert "è" in line.decode()
    assert json.loads(line)["documents"][0]["supplier"]["name"] == "A\x85B\u2028C\u2029D è"


def test_a_name_that_is_not_text_is_told_all_the_same(tmp_path):
    path = os.fsencode(tmp_path) + b"/fattura-\xe8.xml"
    Path(os.fsdecode(path)).write_bytes(plain())

    (report,) = inspect(tmp_path)

    assert report["status"] == "accepted"
    assert os.fsencode(report["file"]) == path


def test_the_command_prints_lines_and_ends_well(invoice, capsysbinary):
    status = main(["inspect-invoices", str(invoice), "/non/esiste.xml"])

    lines = capsysbinary.readouterr().out.splitlines()
    assert status == 0
    assert [json.loads(line)["status"] for line in lines] == ["accepted", "rejected"]


def test_the_command_needs_a_path(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["inspect-invoices"])

    assert ended.value.code == 2
    assert "PATH" in capsys.readouterr().err


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """Run the command as a process of its own."""
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, check=False, env={**os.environ, **environment}, timeout=60
    )


def test_the_output_is_utf_8_whatever_the_locale(tmp_path):
    path = tmp_path / "f.xml"
    path.write_bytes(plain(supplier=Company(name="Però")))

    ended = run("-m", "incas", "inspect-invoices", str(path), LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert (ended.returncode, ended.stderr) == (0, b"")
    assert "Però" in ended.stdout.decode()


def test_the_command_never_imports_django_nor_needs_settings(invoice):
    code = (
        "import sys; from incas.__main__ import main; main(['inspect-invoices', sys.argv[1]]);"
        "bad = {'django', 'psycopg', 'cryptography'} & set(sys.modules); sys.exit(bool(bad))"
    )

    assert run("-c", code, str(invoice), DJANGO_SETTINGS_MODULE="").returncode == 0


def test_a_reader_that_stops_reading_is_no_trouble(invoice):
    command = f"{sys.executable} -m incas inspect-invoices {' '.join([str(invoice)] * 400)} | head -n 1"

    ended = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False, timeout=60)

    assert ended.stderr == b""
    assert json.loads(ended.stdout)["status"] == "accepted"
