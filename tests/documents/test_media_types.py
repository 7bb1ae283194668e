# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import io
import zipfile
from base64 import b64encode, encodebytes

import pytest

from incas.documents import media_types

SIGNED_DER = bytes.fromhex("3082100006092a864886f70d010702a0821000")
UTF16 = "<?xml version='1.0' encoding='UTF-16'?><a/>".encode("utf-16")


def zipped(name: str, content: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("head", "declared", "kept"),
    [
        (b"%PDF-1.7\n", "text/html", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "application/pdf", "image/png"),
        (b"\xff\xd8\xff\xe0", "", "image/jpeg"),
        (b"<?xml version='1.0'?><FatturaElettronica/>", "text/html", "application/xml"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "", "application/xml"),
        (UTF16, "application/xml", "application/xml"),
        (SIGNED_DER, "application/octet-stream", "application/pkcs7-mime"),
        (zipped("fatture/a.xml"), "application/x-zip", "application/zip"),
        (zipped("xl/workbook.xml"), "application/zip", media_types.XLSX),
        (zipped("mimetype", b"application/vnd.oasis.opendocument.text"), "", media_types.ODT),
        (b"a;b\r\n1;2", "text/csv; charset=utf-8", "text/csv"),
        (b"a;b\x00", "text/csv", "application/octet-stream"),
        (b"<html><script>alert(1)</script>", "text/html", "application/octet-stream"),
        (b"<svg onload=alert(1)>", "image/svg+xml", "application/octet-stream"),
        (b"<?xml version='1.0'?><svg onload='alert(1)'/>", "image/svg+xml", "application/octet-stream"),
        (b"<?xml version='1.0'?><svg onload='alert(1)'/>", "application/xml", "text/plain"),
        (b"alert(1)", "text/javascript", "application/octet-stream"),
        (b"MIAGCSqGSIb3DQEHAqCAMIA", "application/pkcs7-mime", "application/pkcs7-mime"),
        (b64encode(SIGNED_DER + bytes(60)), "", "application/pkcs7-mime"),
        (encodebytes(SIGNED_DER + bytes(60)), "application/octet-stream", "application/pkcs7-mime"),
        (b"MInuta della riunione del mese di maggio con i consulenti del progetto", "", "application/octet-stream"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "application/msword", media_types.OLD_OFFICE),
        (b"{\\rtf1\\ansi", "", "application/rtf"),
        (b"\x00\x00\x00\x18ftypheic", "", "image/heic"),
        (b"Return-Path: <a@example.invalid>\r\nReceived: from x\r\n", "", media_types.EMAIL),
        (b"Message-ID: <1@example.invalid>\r\nSubject: x", "", media_types.EMAIL),
        (b"Nota: da vedere\nreceived", "text/plain", "text/plain"),
        (b"", "", "application/octet-stream"),
    ],
)
def test_settle_believes_the_bytes_before_the_sender(head, declared, kept):
    assert media_types.settle(head, declared) == kept
