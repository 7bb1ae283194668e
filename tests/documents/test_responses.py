# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt

import pytest
from django.http import HttpRequest

from incas.documents import vault
from incas.documents.models import StoredFile
from incas.documents.queries import FileDamaged
from incas.documents.responses import bytes_response, file_response, safe_name

pytestmark = pytest.mark.django_db  # a response that closes looks after the connection
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def kept(content: bytes, media_type: str = "application/pdf") -> StoredFile:
    stored = vault.keep(content)
    return StoredFile(sha256=stored.sha256, size=stored.size, media_type=media_type, stored_at=NOON)


def test_file_response_is_an_attachment_that_cannot_run():
    response = file_response(kept(b"<script>"), name="perché «sì».xml")
    assert response.getvalue() == b"<script>"
    response.close()
    assert dict(response.headers) == {
        "Content-Type": "application/pdf",
        "Content-Length": "8",
        "Content-Disposition": "attachment; filename*=utf-8''perch%C3%A9%20%C2%ABs%C3%AC%C2%BB.xml",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }


def test_file_response_keeps_its_own_policy_through_the_middleware():
    from csp.middleware import CSPMiddleware  # noqa: PLC0415 (needs settings)

    request = HttpRequest()
    answered = CSPMiddleware(lambda _request: file_response(kept(b"x"), name="x.pdf"))(request)
    assert answered["Content-Security-Policy"] == "sandbox; default-src 'none'"
    answered.close()


def test_bytes_response_follows_the_same_rules():
    response = bytes_response(b"%PDF", name="ricevuta.pdf", media_type="application/pdf")
    assert response.getvalue() == b"%PDF"
    assert response["Content-Disposition"] == 'attachment; filename="ricevuta.pdf"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_file_response_of_missing_bytes_is_refused():
    file = kept(b"persa")
    vault.place(file.sha256).unlink()
    with pytest.raises(FileDamaged):
        file_response(file, name="x")


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("fattura.xml", "fattura.xml"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Temp\\a.pdf", "C__Temp_a.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("fattura\u202efdp.exe", "fattura fdp.exe"),
        ("CON.txt", "_CON.txt"),
        ("  .  ", "file"),
        ("", "file"),
        ("à" * 300 + ".p7m", "à" * 176 + ".p7m"),
        ("n" * 300, "n" * 180),
    ],
)
def test_safe_name_can_be_saved_anywhere(given, safe):
    assert safe_name(given) == safe
