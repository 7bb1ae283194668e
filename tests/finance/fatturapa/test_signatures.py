# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Signed invoices: taken out of every envelope, refused when they were changed after signing."""

import time

import pytest
from asn1crypto import cms
from lxml import etree

from incas.finance.fatturapa import InvoiceRefused, ReadInvoice, SignatureStatus, Signer, read_invoice
from tests.finance.fatturapa.samples import ordinary, plain
from tests.finance.fatturapa.sealing import (
    BY_XPATH,
    ENVELOPED,
    EXCLUSIVE,
    FILTERED,
    INCLUSIVE,
    SIGNED_AT,
    Envelope,
    armoured,
    enveloped,
    in_base64,
    in_pieces,
    person,
)


def read(data: bytes) -> ReadInvoice:
    """Read a file whatever its name."""
    return read_invoice(data, name="fattura.xml.p7m")


def refusal_of(data: bytes) -> InvoiceRefused:
    """Read a file that must be refused."""
    with pytest.raises(InvoiceRefused) as refused:
        read(data)
    return refused.value


SHAPES = {
    "der": lambda der: der,
    "ber": in_pieces,
    "base64": in_base64,
    "base64, LF": lambda der: in_base64(der, line_end=b"\n"),
    "base64, CR LF": lambda der: in_base64(der, line_end=b"\r\n"),
    "base64 of BER": lambda der: in_base64(in_pieces(der), line_end=b"\r\n"),
    "base64 without padding": lambda der: in_base64(der).rstrip(b"="),
    "base64 twice": lambda der: in_base64(in_base64(der, line_end=b"\n")),
    "PEM": armoured,
    "PEM of CMS": lambda der: armoured(der, name="CMS"),
    "something after": lambda der: der + b"\r\n\x00",
    "mark before": lambda der: b"\xef\xbb\xbf" + in_base64(der),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_signed_file_is_read_in_every_shape(shape):
    data = plain()

    invoice = read(shape(Envelope().around(data)))

    assert invoice.signature is SignatureStatus.INTACT
    assert invoice.xml == data
    assert [document.number for document in invoice.documents] == ["FE/2026/17"]


def test_the_signer_is_named_by_the_certificate():
    invoice = read(Envelope().around(plain()))

    assert invoice.signer == Signer(
        "PROVA INVENTATA", "TINIT-NVNPRV80A01H501X", "PROVA INVENTATA", "1234abcd", SIGNED_AT
    )


KINDS = {
    "sha1": Envelope(digest="sha1"),
    "sha384": Envelope(digest="sha384"),
    "sha512": Envelope(digest="sha512"),
    "pss": Envelope(pss=True),
    "pss with sha512": Envelope(pss=True, digest="sha512"),
    "bare": Envelope(has_attributes=False),
    "PKCS #7": Envelope(has_fingerprint_of_certificate=False),
    "curve": Envelope(signers=[person("CURVA INVENTATA", curve=True)]),
    "two": Envelope(signers=[person(), person("SECONDA INVENTATA")]),
}


@pytest.mark.parametrize("envelope", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("shape", [SHAPES["der"], SHAPES["ber"]], ids=["der", "ber"])
def test_every_kind_of_signature_is_intact(envelope, shape):
    invoice = read(shape(envelope.around(plain())))

    assert invoice.signature is SignatureStatus.INTACT
    assert len(invoice.signers) == len(envelope.signers)


@pytest.mark.parametrize("envelope", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("shape", [SHAPES["der"], SHAPES["ber"]], ids=["der", "ber"])
def test_a_content_changed_under_any_kind_is_refused(envelope, shape):
    refusal = refusal_of(shape(envelope.around(plain()).replace(b">122.00<", b">922.00<")))

    assert refusal.signature is SignatureStatus.BROKEN
    assert "modificato dopo la firma" in refusal.reason


def test_a_changed_value_is_refused():
    signed = bytearray(Envelope().around(plain()))
    signed[-1] ^= 1

    assert refusal_of(bytes(signed)).signature is SignatureStatus.BROKEN


def test_bytes_added_to_a_signed_file_are_refused():
    refusal = refusal_of(Envelope().around(plain()).replace(b">Roma<", b">Romagna<", 1))

    assert refusal.signature is SignatureStatus.BROKEN
    assert "busta della firma è danneggiata" in refusal.reason


def test_changed_attributes_are_refused():
    signed = Envelope().around(plain()).replace(b"260402093000Z", b"200402093000Z")

    assert refusal_of(signed).signature is SignatureStatus.BROKEN


def test_another_name_on_the_certificate_is_refused():
    signed = Envelope().around(plain()).replace(b"PROVA INVENTATA", b"ALTRA INVENTATA")

    assert refusal_of(signed).signature is SignatureStatus.BROKEN


def test_one_broken_signature_of_two_refuses():
    info = cms.ContentInfo.load(Envelope(signers=[person(), person("SECONDA INVENTATA")]).around(plain()))
    last = info["content"]["signer_infos"][1]
    last["signature"] = bytes(256)

    assert refusal_of(info.dump(force=True)).signature is SignatureStatus.BROKEN


def test_a_file_signed_twice_names_both():
    inner = Envelope().around(plain())

    invoice = read(in_base64(Envelope(signers=[person("SECONDA INVENTATA")]).around(in_base64(inner))))

    assert invoice.signature is SignatureStatus.INTACT
    assert [signer.name for signer in invoice.signers] == ["SECONDA INVENTATA", "PROVA INVENTATA"]
    assert invoice.xml == plain()


def test_a_broken_signature_under_an_intact_one_is_refused():
    inner = Envelope().around(plain()).replace(b">122.00<", b">922.00<")

    assert refusal_of(Envelope().around(inner)).signature is SignatureStatus.BROKEN


def test_endless_envelopes_are_refused():
    data = plain()
    for _ in range(12):
        data = Envelope().around(data)

    assert "troppi strati" in refusal_of(data).reason


@pytest.mark.parametrize(
    "envelope",
    [Envelope(has_certificates=False), Envelope(digest_identifier="1.2.3.4.5"), Envelope(signers=[])],
    ids=["no certificate", "unknown digest", "no signer"],
)
def test_what_cannot_be_evaluated_is_unknown_and_taken(envelope):
    invoice = read(envelope.around(plain()))

    assert invoice.signature is SignatureStatus.UNKNOWN
    assert invoice.documents[0].number == "FE/2026/17"


def test_a_signature_without_certificate_is_broken_all_the_same_when_the_content_is_not_its_own():
    signed = Envelope(has_certificates=False).around(plain()).replace(b">122.00<", b">922.00<")

    assert refusal_of(signed).signature is SignatureStatus.BROKEN


def test_a_signature_apart_from_its_content_says_what_to_upload():
    refusal = refusal_of(Envelope(has_content=False).around(plain()))

    assert refusal.signature is SignatureStatus.UNKNOWN
    assert "caricare il file XML" in refusal.reason


@pytest.mark.parametrize("shape", [SHAPES["der"], SHAPES["ber"], SHAPES["base64"]], ids=["der", "ber", "base64"])
@pytest.mark.parametrize("kept", [0.3, 0.7, 0.98])
def test_a_truncated_envelope_is_told_so(shape, kept):
    signed = shape(Envelope().around(plain()))

    assert "incompleto" in refusal_of(signed[: int(len(signed) * kept) // 4 * 4]).reason


def test_an_encrypted_file_is_told_so():
    data = cms.ContentInfo(
        {
            "content_type": "encrypted_data",
            "content": {
                "version": "v0",
                "encrypted_content_info": {
                    "content_type": "data",
                    "content_encryption_algorithm": {"algorithm": "aes256_cbc", "parameters": bytes(16)},
                    "encrypted_content": bytes(32),
                },
            },
        }
    ).dump()

    assert "cifrato" in refusal_of(data).reason


@pytest.mark.parametrize(
    "data",
    [
        b"\x30\x80" * 5_000,
        b"\x30\x84\xff\xff\xff\xff" + b"\x00" * 50,
        b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x00\x00\x00\x00",
        b"\x30\x03\x02\x01\x05",
        b"\x30\x00",
        b"\x30" + b"\xff" * 100,
        b"\x30\x82\x01\x00" + b"\x1f" * 300,
        bytes.fromhex("3010060b2a864886f70d0109100102a0010c"),
    ],
)
def test_garbage_that_begins_as_an_envelope_is_refused(data):
    assert refusal_of(data).reason


@pytest.mark.parametrize(
    ("content", "said"), [(b"<html/>", "html"), (b"%PDF-1.7", "PDF"), (b"ciao", "non è una fattura")]
)
def test_the_status_of_an_envelope_survives_the_refusal_of_what_is_in_it(content, said):
    refusal = refusal_of(Envelope().around(content))

    assert (refusal.signature, said in refusal.reason) == (SignatureStatus.INTACT, True)


TRANSFORMS = {"enveloped": ENVELOPED, "filter": FILTERED, "xpath": BY_XPATH}


@pytest.mark.parametrize("form", [INCLUSIVE, EXCLUSIVE], ids=["inclusive", "exclusive"])
@pytest.mark.parametrize("transforms", TRANSFORMS.values(), ids=TRANSFORMS)
@pytest.mark.parametrize("curve", [False, True], ids=["rsa", "curve"])
def test_a_signature_inside_the_xml_is_intact(form, transforms, curve):
    before = '<?xml-stylesheet type="text/xsl" href="a.xsl"?>\n<!-- nota -->\n'
    who = person("CURVA INVENTATA", curve=True) if curve else person()
    signed = enveloped(plain(before=before), signer=who, transforms=transforms, form=form)

    invoice = read(signed)

    assert invoice.signature is SignatureStatus.INTACT
    assert [(signer.name, signer.signed_at) for signer in invoice.signers] == [(who.name, SIGNED_AT)]


@pytest.mark.parametrize("transforms", TRANSFORMS.values(), ids=TRANSFORMS)
@pytest.mark.parametrize(
    ("written", "changed"),
    [
        (b">122.00<", b">922.00<"),
        (b"09:30:00Z", b"08:30:00Z"),
        (b"xmlenc#sha256", b"xmlenc#sha512"),
        (b"<Numero>", b"<Numero>A"),
    ],
)
def test_a_document_changed_under_its_own_signature_is_refused(transforms, written, changed):
    refusal = refusal_of(enveloped(plain(), transforms=transforms).replace(written, changed))

    assert refusal.signature is SignatureStatus.BROKEN


@pytest.mark.parametrize("first", [FILTERED, ENVELOPED], ids=["says so", "does not"])
def test_two_signatures_inside_the_xml_are_both_judged(first):
    once = enveloped(plain(), transforms=first)
    twice = enveloped(once, signer=person("SECONDA INVENTATA"), identifier="altre")

    invoice = read(twice)

    assert invoice.signature is SignatureStatus.INTACT
    assert [signer.name for signer in invoice.signers] == ["PROVA INVENTATA", "SECONDA INVENTATA"]
    assert refusal_of(twice.replace(b">122.00<", b">922.00<")).signature is SignatureStatus.BROKEN


def test_a_signature_moved_to_something_else_is_refused():
    data = plain(inside='<Nota Id="nota">1</Nota>')

    assert refusal_of(enveloped(data).replace(b'URI=""', b'URI="#nota"')).signature is SignatureStatus.BROKEN


def test_a_signature_that_covers_only_a_part_is_unknown():
    part = etree.fromstring(plain(inside='<Nota Id="nota">1</Nota>')).find("Nota")

    signed = enveloped(plain(inside='<Nota Id="nota">1</Nota>'), uri="#nota", over=part)

    assert read(signed).signature is SignatureStatus.UNKNOWN


@pytest.mark.parametrize(
    "changes",
    [
        {"uri": "http://127.0.0.1:9/fattura.xml"},
        {"uri": "#manca"},
        {"transforms": '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>'},
        {"transforms": FILTERED.replace("/descendant::ds:Signature", "//Numero")},
        {"method": "http://www.w3.org/2000/09/xmldsig#hmac-sha1"},
        {"has_certificate": False},
    ],
    ids=["elsewhere", "missing", "stylesheet", "another filter", "shared secret", "no certificate"],
)
def test_a_signature_that_is_not_evaluated_is_unknown_and_taken(changes):
    assert read(enveloped(plain(), **changes)).signature is SignatureStatus.UNKNOWN


@pytest.mark.parametrize(
    "many",
    [" ".join(f'a{n}=""' for n in range(20_000)), " ".join(f'xmlns:a{n}="u{n}"' for n in range(2_000))],
    ids=["attributes", "namespaces"],
)
def test_a_signature_that_would_take_forever_is_unknown(many):
    signed = enveloped(plain()).replace(b"</p:", f"<Nota {many}/></p:".encode())

    started = time.process_time()

    assert read(signed).signature is SignatureStatus.UNKNOWN
    assert time.process_time() - started < 1


def test_a_changed_document_is_refused_even_when_its_value_cannot_be_evaluated():
    signed = enveloped(plain(), method="http://www.w3.org/2000/09/xmldsig#hmac-sha1").replace(b">122.00<", b">922.00<")

    assert refusal_of(signed).signature is SignatureStatus.BROKEN


def test_an_empty_signature_is_unknown():
    empty = '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>'

    assert read(plain(inside=empty)).signature is SignatureStatus.UNKNOWN


def test_fields_inside_a_signature_are_not_those_of_the_invoice():
    data = enveloped(plain())
    smuggled = data.replace(b"<ds:Object>", b"<ds:Object><FatturaElettronicaBody/></ds:Object><ds:Object>")

    assert len(read(smuggled).documents) == 1


def test_a_signed_file_in_another_encoding_is_intact():
    text = ordinary(declaration='<?xml version="1.0" encoding="windows-1252"?>').replace("Officine", "Però")

    invoice = read(Envelope().around(enveloped(text.encode("windows-1252"))))

    assert (invoice.signature, len(invoice.signers)) == (SignatureStatus.INTACT, 2)
    assert invoice.documents[0].supplier.name == "Però dell'Invenzione S.r.l."
