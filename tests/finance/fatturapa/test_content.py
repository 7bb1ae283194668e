# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A document as JSON and back, its identity, its codes in Italian."""

import hashlib
import json
from dataclasses import replace

import pytest

from incas.finance.fatturapa import Document, from_content, identity_key, read_invoice, to_content
from incas.finance.fatturapa.labels import DOCUMENT_TYPES, NATURES, TAX_REGIMES, label
from tests.finance.fatturapa.samples import (
    CIG,
    CUP,
    Body,
    Company,
    Row,
    attachment,
    line,
    plain,
    reference,
    simplified,
    tag,
    text,
    withholding,
)


def rich() -> Document:
    """Read a document with something everywhere."""
    extra = (
        tag("CodiceArticolo", text("CodiceTipo", "EAN"), text("CodiceValore", "1"))
        + tag("ScontoMaggiorazione", text("Tipo", "SC"), text("Importo", "1.00000000"))
        + tag(
            "AltriDatiGestionali",
            text("TipoDato", "CUP"),
            text("RiferimentoTesto", CUP),
            text("RiferimentoData", "2026-01-01"),
        )
    )
    payment = tag("DettaglioPagamento", text("ImportoPagamento", "1.00"), text("DataScadenzaPagamento", "2026-05-01"))
    body = Body(
        rows=[Row(due="S"), Row("1.00", "0.00", "0.00", nature="N1", rounding="0.01")],
        lines=line(1, extra=extra) + line(2),
        withholdings=withholding("20.00"),
        facts=tag("DatiBollo", text("BolloVirtuale", "SI")) + tag("DatiCassaPrevidenziale", text("TipoCassa", "TC01")),
        references=reference(cup=CUP, cig=CIG, day="2026-02-01", lines=(1, 2)),
        payments=tag("DatiPagamento", text("CondizioniPagamento", "TP02"), payment),
        attachments=attachment(),
    )
    return read_invoice(plain(body), name="f.xml").documents[0]


def test_content_is_plain_json_and_gives_the_document_back():
    document = rich()

    content = json.loads(json.dumps(to_content(document)))

    assert from_content(content) == document
    assert to_content(from_content(content)) == content


def test_a_simplified_document_goes_and_comes_back_too():
    document = read_invoice(simplified().encode(), name="s.xml").documents[0]

    assert from_content(json.loads(json.dumps(to_content(document)))) == document


def test_what_comes_back_computes_the_same():
    document = rich()

    back = from_content(to_content(document))

    assert (back.total, back.vat, back.withheld, back.payable) == (
        document.total,
        document.vat,
        document.withheld,
        document.payable,
    )
    assert (back.cup, back.cig) == (document.cup, document.cig)


def test_attachments_are_listed_without_their_bytes():
    (listed,) = to_content(rich())["attachments"]

    assert listed == {
        "name": "relazione.pdf",
        "format": "PDF",
        "compression": None,
        "description": None,
        "size": 14,
        "sha256": hashlib.sha256(b"%PDF-1.7 finto").hexdigest(),
    }


def test_size_and_fingerprint_of_an_attachment_come_back():
    document = rich()

    (back,) = from_content(to_content(document)).attachments

    assert (back.size, back.sha256, back.content) == (14, document.attachments[0].sha256, b"")


def test_content_of_another_version_is_read():
    content = to_content(rich())
    del content["issued_by"]
    del content["format"]
    content["novita"] = 1

    assert from_content(content) == replace(rich(), format=None)


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"number": "fe/2026/17"}, True),
        ({"number": " FE/2026/ 17"}, True),
        ({"total": "1.00"}, True),
        ({"number": "FE/2026/18"}, False),
        ({"day": "2026-03-30"}, False),
        ({"kind": "TD04"}, False),
    ],
)
def test_the_same_document_is_known_in_another_file(changes, same):
    first = read_invoice(plain(), name="a.xml").documents[0]
    second = read_invoice(plain(Body(**changes), prefix="ns1"), name="b.xml").documents[0]

    assert (identity_key(first) == identity_key(second)) is same


@pytest.mark.parametrize(
    ("supplier", "key"),
    [
        (Company(), "IT01234567897|TD01|FE/2026/17|2026-03-31"),
        (Company(vat=None, tax_code="NVNPRV80A01H501X"), "NVNPRV80A01H501X|TD01|FE/2026/17|2026-03-31"),
        (Company(vat=None, name="Ditta di Prova"), "DITTADIPROVA|TD01|FE/2026/17|2026-03-31"),
    ],
)
def test_a_supplier_is_its_vat_its_code_or_its_name(supplier, key):
    assert identity_key(read_invoice(plain(supplier=supplier), name="a.xml").documents[0]) == key


def test_codes_are_told_in_italian_and_unknown_ones_as_they_are():
    assert label(DOCUMENT_TYPES, "TD04") == "Nota di credito"
    assert label(NATURES, "N6.9") == "Inversione contabile, altri casi"
    assert label(TAX_REGIMES, "RF19") == "Forfettario"
    assert label(DOCUMENT_TYPES, "TD77") == "TD77"
    assert label(DOCUMENT_TYPES, None) == ""
