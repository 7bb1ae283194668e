# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
import io
from collections.abc import Iterator

import pikepdf
import pytest

from incas.documents.operations import issue_receipt
from incas.documents.pdf import DocumentNotMade, render
from incas.documents.receipt_sheet import receipt_pdf, receipt_response, snapshot_response

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
RECEIPT = {
    "title": "Ricevuta n. 2026/000001",
    "foot": "Ricevuta",
    "facts": [["Totale", "€\u00a012.345,67 – perché «sì»"]],
    "sha256": "ab" * 32,
    "explanation": "È l’impronta.",
    "verification": "Così.",
}


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def tags(node: pikepdf.Object) -> Iterator[str]:
    """Walk the structure tree of a PDF; give the kind of each element, in reading order."""
    kids = node.get("/K")
    if "/S" in node:
        yield str(node.S)
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and ("/S" in kid or kid is node):
            yield from tags(kid)


def glyphs(content: bytes) -> set[str]:
    """The characters that the fonts of a PDF map back to text."""
    found: set[str] = set()
    for page in opened(content).pages:
        for font in page.Resources.Font.values():
            cmap = font.ToUnicode.read_bytes().decode("latin-1")
            for line in cmap.splitlines():
                words = line.split()
                if len(words) == 2 and all(word.startswith("<") for word in words):
                    found |= set(bytes.fromhex(words[1].strip("<>")).decode("utf-16-be"))
    return found


def test_render_declares_pdf_ua_and_pdf_a():
    with opened(render("documents/receipt", RECEIPT)).open_metadata() as metadata:
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("1", "2", "A")
        assert metadata["dc:title"] == "Ricevuta n. 2026/000001"


def test_render_is_tagged_in_italian_with_its_title_shown():
    pdf = opened(render("documents/receipt", RECEIPT))
    assert str(pdf.Root.Lang) == "it-IT"
    assert bool(pdf.Root.MarkInfo.Marked) is True
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
    kinds = list(tags(pdf.Root.StructTreeRoot))
    assert kinds.count("/H1") == 2
    assert "/L" in kinds


def test_render_draws_italian_signs_in_titillium():
    content = render("documents/receipt", RECEIPT)
    assert set("€–éì«»È’") <= glyphs(content)
    fonts = {str(font.BaseFont) for page in opened(content).pages for font in page.Resources.Font.values()}
    assert {name.partition("+")[2].partition("-Identity")[0] for name in fonts} == {
        "TitilliumWeb-Regular", "TitilliumWeb-SemiBold", "TitilliumWeb-Bold", "DejaVuSansMono",
    }  # fmt: skip


def test_render_with_a_date_gives_the_same_bytes():
    assert render("documents/receipt", RECEIPT, at=NOON) == render("documents/receipt", RECEIPT, at=NOON)


@pytest.mark.parametrize(
    "text",
    [
        "漢字 S.p.A.",
        "Жук Ελλάς Łódź",
        "👩‍👧",
        "\ue000\ufffe\U000f0000",
        "a\x00b\x07",
        "\ud800",
        '#panic("eseguito")',
        '$x$ "',
        "سلام",
    ],
)
def test_render_takes_any_text_as_text(text):
    content = render("documents/receipt", {**RECEIPT, "verification": text})
    with opened(content).open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_render_says_when_a_template_lacks_its_data():
    with pytest.raises(DocumentNotMade, match="sha256"):
        render("documents/receipt", {key: value for key, value in RECEIPT.items() if key != "sha256"})


@pytest.fixture
def receipt(comune, finance_officer):
    return issue_receipt(subject=comune, what="Domanda inviata", snapshot={"totale": 1}, by=finance_officer, at=NOON)


def test_receipt_pdf_is_made_again_byte_for_byte(receipt):
    first = receipt_pdf(receipt, facts=[("Totale", "€\u00a01,00")])
    assert first == receipt_pdf(receipt, facts=[("Totale", "€\u00a01,00")])
    with opened(first).open_metadata() as metadata:
        assert metadata["dc:title"] == "Ricevuta n. 2026/000001"


def test_receipt_and_its_snapshot_are_named_alike(receipt):
    assert receipt_response(receipt)["Content-Disposition"] == 'attachment; filename="ricevuta-2026-000001.pdf"'
    snapshot = snapshot_response(receipt)
    assert snapshot["Content-Disposition"] == 'attachment; filename="ricevuta-2026-000001.json"'
    assert snapshot.getvalue() == b'{"totale":1}'
    snapshot.close()
