# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What kind of file some bytes are, told by the bytes. What the sender declares counts only where bytes cannot tell.

The answer is for people and for reports: a file is served as an attachment whatever it says (`responses`). Types that a
browser would run (HTML, SVG, scripts) are never given.
"""

import re
from base64 import b64decode
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

OPAQUE = "application/octet-stream"
PDF = "application/pdf"
XML = "application/xml"
ZIP = "application/zip"
SIGNED = "application/pkcs7-mime"
TEXT = "text/plain"
CSV = "text/csv"
JSON = "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODT = "application/vnd.oasis.opendocument.text"
OLD_OFFICE = "application/x-ole-storage"
"""A document or a spreadsheet of the years before 2007 (DOC, XLS): the bytes do not tell which."""
EMAIL = "message/rfc822"

_STARTS = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
    (b"{\\rtf", "application/rtf"),
)
_ZIPPED = (
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", ODS),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", ODT),
    (b"xl/", XLSX),
    (b"word/", DOCX),
)
_PHOTO = re.compile(rb".{4}ftyp(heic|heix|mif1)", re.DOTALL)
"""How a photograph of recent telephones begins (HEIC)."""
_HEADER_OF_MAIL = re.compile(rb"[A-Za-z-]+:[ \t]")
_MARKS_OF_MAIL = (b"\nreceived:", b"\nmessage-id:", b"\nmime-version:")
"""A message of certified mail, saved as EML: its first line is a header, and one of these follows."""
_MARKUP_THAT_RUNS = (b"<!doctype html", b"<html", b"<svg", b"<script")
_PKCS7_SIGNED = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
"""Object identifier 1.2.840.113549.1.7.2, signed data (RFC 5652), as DER writes it."""

TEXTUAL = frozenset({TEXT, CSV, JSON, XML})
DECLARABLE = TEXTUAL | {SIGNED}
"""What a sender's word is enough for, when the bytes tell nothing else.

Text of some kind, a signed envelope in Base64.
"""


def told_by(head: bytes) -> str:
    """Tell the media type from the first bytes of a file; an empty text when they do not tell."""
    for start, media_type in _STARTS:
        if head.startswith(start):
            return media_type
    if head.startswith(b"PK\x03\x04"):
        return next((media_type for mark, media_type in _ZIPPED if mark in head), ZIP)
    if _is_signed(head) or _is_signed(_unfolded(head)):
        return SIGNED
    if _PHOTO.match(head):
        return "image/heic"
    text = _text(head)
    if _HEADER_OF_MAIL.match(text) and any(mark in b"\n" + text.lower() for mark in _MARKS_OF_MAIL):
        return EMAIL
    if text.startswith(b"<?xml") and not any(mark in text.lower() for mark in _MARKUP_THAT_RUNS):
        return XML
    return ""


def _is_signed(head: bytes) -> bool:
    return head[:1] == b"\x30" and _PKCS7_SIGNED in head[:32]


def _unfolded(head: bytes) -> bytes:
    """Give the first bytes of what is written in Base64; nothing where it is not."""
    letters = b"".join(head[:80].split())[:64]
    return b64decode(letters) if re.fullmatch(rb"MI[A-Za-z0-9+/]{42,62}", letters) and len(letters) % 4 == 0 else b""


def is_paper(head: bytes, declared: str) -> bool:
    """Tell whether a file is of a kind that an office keeps as a paper: neither plain text nor of no known kind."""
    return settle(head, declared) not in {OPAQUE, TEXT, CSV, JSON}


def _text(head: bytes) -> bytes:
    """Give the first bytes as ASCII-like text, whether they were UTF-8 with its mark or UTF-16."""
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return head.decode("utf-16", errors="replace").encode()
    return head.removeprefix(BOM_UTF8).lstrip()


def settle(head: bytes, declared: str) -> str:
    """Decide the media type to keep: the bytes', else the declared one where it is harmless, else opaque."""
    told = told_by(head)
    if told:
        return told
    plain = declared.partition(";")[0].strip().lower()
    if plain not in DECLARABLE or (plain in TEXTUAL and b"\x00" in head):
        return OPAQUE
    runs = any(mark in head.lower() for mark in _MARKUP_THAT_RUNS)
    return TEXT if runs and plain != TEXT else plain
