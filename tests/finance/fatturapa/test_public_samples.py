# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The public sample invoices, where they are present, and the schema under the invented ones."""

from pathlib import Path

import pytest
from lxml import etree

from incas.finance.fatturapa import Document, read_invoice
from tests.finance.fatturapa.samples import (
    CIG,
    CUP,
    Body,
    Company,
    Row,
    line,
    plain,
    reference,
    rows_adding_to,
    simplified,
    withholding,
)

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "fixtures" / "fatturapa"

present = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the public samples are not beside the project")


def told(document: Document) -> tuple[object, ...]:
    """What makes a sample itself."""
    return (document.number, str(document.date), str(document.total), str(document.vat), document.cup, document.cig)


CODES = (("123ABC",), ("456DEF",))
EXPECTED = {
    "IT01234567890_FPA01.xml": [("123", "2017-01-18", "6.10", "1.10", *CODES)],
    "IT01234567890_FPA02.xml": [("123", "2017-01-18", "30.50", "5.50", *CODES)],
    "IT01234567890_FPA03.xml": [
        ("12", "2017-01-18", "30.50", "5.50", *CODES),
        ("456", "2017-01-20", "2440.00", "440.00", *CODES),
    ],
    "IT01234567890_FPR01.xml": [("123", "2014-12-18", "6.10", "1.10", *CODES)],
    "IT01234567890_FPR02.xml": [("123", "2014-12-18", "30.50", "5.50", (), ())],
    "IT01234567890_FPR03.xml": [
        ("123", "2014-12-18", "32.95", "5.95", (), ()),
        ("456", "2014-12-20", "2440.00", "440.00", (), ()),
    ],
    "IT01234567890_FPR04.xml": [("123", "2014-12-18", "6.10", "1.10", *CODES)],
}


@present
@pytest.mark.parametrize("name", EXPECTED)
def test_a_public_sample_is_read(name):
    invoice = read_invoice((SAMPLES / name).read_bytes(), name=name)

    assert [told(document) for document in invoice.documents] == EXPECTED[name]
    assert {document.supplier.vat for document in invoice.documents} == {"IT01234567890"}
    assert {document.customer.tax_code for document in invoice.documents} == {"09876543210"}


@present
def test_the_attachment_of_a_public_sample_is_the_picture_it_says():
    (document,) = read_invoice((SAMPLES / "IT01234567890_FPR04.xml").read_bytes(), name="x").documents

    (picture,) = document.attachments
    assert (picture.name, picture.size, picture.content[:4]) == ("LogoA.jpg", 9900, b"\xff\xd8\xff\xe0")


def schema(name: str) -> etree.XMLSchema:
    """Load a published schema, its reference to the one of signatures resolved beside it."""
    text = (SAMPLES / name).read_bytes()
    remote = b"http://www.w3.org/TR/2002/REC-xmldsig-core-20020212/xmldsig-core-schema.xsd"
    parser = etree.XMLParser(no_network=True)
    return etree.XMLSchema(etree.fromstring(text.replace(remote, b"xmldsig-core.xsd"), parser, base_url=f"{SAMPLES}/"))


@present
@pytest.mark.parametrize(
    "data",
    [
        plain(),
        plain(Body(number="1"), Body(number="2", kind="TD04", total=None)),
        plain(
            Body(
                withholdings=withholding("20.00") + withholding("1.00", "RT03"),
                rows=[Row(due="S"), Row("1.00", "0.00", "0.00", nature="N2.2", due=None, rounding="0.00")],
                lines=line(1) + line(2, total="12.34567890"),
                references=reference(cup=CUP, cig=CIG, day="2026-01-01", lines=(1, 2)),
            ),
            supplier=Company(tax_code="01234567897"),
        ),
        plain(Body(total="464.00", rows=rows_adding_to("464.00"))),
    ],
)
def test_invented_invoices_are_valid_as_published(data):
    schema("FatturaPA_v1.2.2.xsd").assertValid(etree.fromstring(data))


@present
def test_invented_simplified_invoices_differ_from_the_schema_only_by_what_they_leave_out():
    checked = schema("SVFSM10.xsd")

    checked.validate(etree.fromstring(simplified().encode()))

    assert all("IdTrasmittente" in error.message for error in checked.error_log)
