# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""XML from strangers: every encoding is read, everything that could hurt is refused."""

import time

import pytest

from incas.finance.fatturapa import InvoiceRefused, read_invoice
from incas.finance.fatturapa.markup import MAX_DEPTH, MAX_FILE_BYTES, MAX_TEXT
from tests.finance.fatturapa.samples import Body, Company, attachment, ordinary, plain, text

ACCENTED = "Società Però & C. – È così"


def written_in(encoding: str, *, declared: str | None = None, name: str = ACCENTED) -> bytes:
    """Write an invoice whose supplier has accents, in an encoding that it declares, or declares otherwise."""
    declaration = f'<?xml version="1.0" encoding="{declared or encoding}"?>\n'
    return ordinary(supplier=Company(name=name), declaration=declaration).encode(encoding)


def supplier_of(data: bytes) -> str | None:
    """Read the name with the accents."""
    return read_invoice(data, name="f.xml").documents[0].supplier.name


def reason_of(data: bytes) -> str:
    """Read a file that must be refused."""
    with pytest.raises(InvoiceRefused) as refused:
        read_invoice(data, name="f.xml")
    return refused.value.reason


@pytest.mark.parametrize(
    "encoding", ["UTF-8", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1252", "cp850", "mac-roman"]
)
def test_every_declared_encoding_is_read(encoding):
    name = ACCENTED if encoding != "cp850" else "Società Però"

    assert supplier_of(written_in(encoding, name=name)) == name


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "iso-8859-15", "latin1", "ISO_8859-1"])
def test_western_encodings_are_read_under_all_their_names(encoding):
    assert supplier_of(written_in(encoding, name="Società Però")) == "Società Però"


def test_the_euro_of_windows_is_an_euro():
    assert supplier_of(written_in("windows-1252", name="Euro € Srl")) == "Euro € Srl"


def test_a_byte_order_mark_is_no_text():
    assert supplier_of(written_in("utf-8-sig", declared="UTF-8")) == ACCENTED


def test_a_mark_without_declaration_is_enough():
    data = ordinary(supplier=Company(name=ACCENTED), declaration="")

    assert supplier_of(data.encode("utf-16")) == ACCENTED
    assert supplier_of(data.encode("utf-8-sig")) == ACCENTED
    assert supplier_of(data.encode()) == ACCENTED


def test_utf_16_declared_by_a_file_of_bytes_is_utf_8():
    assert supplier_of(written_in("utf-8", declared="utf-16")) == ACCENTED


@pytest.mark.parametrize("before", [b"\n\n  ", b"\xef\xbb\xbf\r\n"])
def test_space_before_and_after_is_nothing(before):
    assert supplier_of(before + written_in("utf-8") + b"\r\n\x00\x00") == ACCENTED


@pytest.mark.parametrize("declared", ["utf-7", "unicode_escape", "rot13", "punycode", "base64", "nessuna", "idna"])
def test_an_encoding_that_no_invoice_has_is_refused_by_name(declared):
    data = ordinary(declaration=f'<?xml version="1.0" encoding="{declared}"?>').encode()

    assert declared in reason_of(data)


def test_bytes_that_are_not_of_the_declared_encoding_are_refused():
    assert "codifica" in reason_of(written_in("windows-1252", declared="UTF-8"))
    assert "codifica" in reason_of(ordinary().encode().replace(b"UTF-8", b"windows-1252").replace(b"Via", b"V\x81a"))


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>\n"
)


@pytest.mark.parametrize(
    "before",
    [
        BOMB,
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x PUBLIC "-//A//B//IT" "x.dtd">',
        '<!DOCTYPE x [<!ENTITY s SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p.dtd"> %p;]>',
        "<!DOCTYPE x>",
        "<!DOCTYPE x []>",
        "<!-- prima --><?altro istruzione?>\n<!DOCTYPE x []>",
        '<?xml-stylesheet href="a.xsl"?> <!DOCTYPE p:FatturaElettronica>',
        "<!ENTITY a 'b'>",
        "<!doctype x>",
        "<!-- a -- b --><!DOCTYPE x []>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
def test_any_declaration_of_type_or_entity_is_refused(before, encoding):
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>\n'
    data = ordinary(declaration=declaration, before=before).encode(encoding)

    assert "DOCTYPE" in reason_of(data)


@pytest.mark.parametrize("used", ["&b;", "&s;", "&xxe;"])
def test_an_entity_that_nobody_declares_is_refused(used):
    assert "entità" in reason_of(plain().replace(b"FE/2026/17", used.encode()))


def test_the_predefined_entities_are_text():
    assert read_invoice(plain(Body(number="<&>\"'1")), name="f").documents[0].number == "<&>\"'1"


def test_what_looks_like_a_declaration_inside_text_is_text():
    data = plain().replace(b"Servizio d'esempio n. 1", b"<![CDATA[<!DOCTYPE html><!ENTITY x 'y'>]]>")

    assert read_invoice(data, name="f").documents[0].lines[0].description == "<!DOCTYPE html><!ENTITY x 'y'>"


def test_an_inclusion_from_outside_is_refused():
    inside = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'

    assert "XInclude" in reason_of(plain(inside=inside))


def test_a_location_of_the_schema_is_never_followed():
    location = 'versione="FPA12" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a http://127.0.0.1:9/"'

    assert supplier_of(plain().replace(b'versione="FPA12"', location.encode()))


@pytest.mark.parametrize("depth", [MAX_DEPTH, 300, 5_000, 200_000])
def test_nesting_beyond_bounds_is_refused(depth):
    reason = reason_of(plain(inside="<a>" * depth + "</a>" * depth))

    assert "livelli" in reason or "profondità" in reason or "troppi elementi" in reason


def test_nesting_within_bounds_is_taken():
    depth = MAX_DEPTH - 2

    assert supplier_of(plain(inside="<a>" * depth + "</a>" * depth))


@pytest.mark.parametrize("length", [MAX_TEXT + 1, 1_000_000, 12_000_000])
def test_a_huge_field_is_refused(length):
    reason = reason_of(plain(Body(facts=text("Causale", "x" * length))))

    assert "Causale" in reason or "lunghezza" in reason


def test_a_huge_attribute_does_no_harm():
    written = b'versione="' + b"x" * 12_000_000 + b'"'

    document = read_invoice(plain(version=None).replace(b"xmlns:p", written + b" xmlns:p"), name="f").documents[0]

    assert document.format == "x" * 200


def test_a_large_attachment_is_taken():
    content = bytes(range(256)) * 40_000

    document = read_invoice(plain(Body(attachments=attachment("grande.pdf", content))), name="f").documents[0]

    assert document.attachments[0].content == content


def test_a_file_beyond_bounds_is_refused():
    assert "30 MB" in reason_of(plain() + b" " * MAX_FILE_BYTES)


@pytest.mark.parametrize(
    "inside",
    ["<a/>" * 1_100_000, "<a " + " ".join(f'b{n}=""' for n in range(120_000)) + "/>"],
    ids=["elements", "attributes"],
)
def test_too_many_parts_are_refused_before_they_fill_the_memory(inside):
    started = time.process_time()

    assert "troppi elementi" in reason_of(plain(inside=inside))
    assert time.process_time() - started < 5


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_told_so(kept):
    data = plain()

    assert "incompleto" in reason_of(data[: int(len(data) * kept)])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "vuoto"),
        (b" \r\n\t", "vuoto"),
        (b"\xef\xbb\xbf", "vuoto"),
        (b"Gentile cliente, in allegato la fattura.", "non è una fattura"),
        (b"%PDF-1.7\n%...", "PDF"),
        (b"\xff\xd8\xff\xe0", "immagine"),
        (b"PK\x03\x04....", "ZIP"),
        (b'{"fattura": 1}', "non è una fattura"),
        (b"<a><b></a>", "ben formato"),
        (b"<a/><b/>", "ben formato"),
        (b"<html><body>Errore 404</body></html>", "html"),
        (b"\x00\x01\x02\x03" * 100, "non è una fattura"),
        (b"<" * 1000, "ben formato"),
    ],
)
def test_what_is_not_an_invoice_is_named(data, said):
    assert said in reason_of(data)
