# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Files sent to a browser: to be saved, never shown or run in the platform's name."""

import re
import unicodedata

from django.http import FileResponse
from django.utils.http import content_disposition_header

from incas.documents.models import StoredFile
from incas.documents.queries import open_stored

NAME_LIMIT = 180
_RESERVED = re.compile(r'[\\/:*?"<>|]')
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def file_response(file: StoredFile, *, name: str) -> FileResponse:
    """Answer with a stored file under the name its sender gave it. Always an attachment; sandboxed should it be opened.

    Who may have it is for the view to tell: this asks nothing.
    """
    response = FileResponse(open_stored(file), content_type=file.media_type)
    response["Content-Length"] = str(file.size)
    return harmless(response, name)


def bytes_response(content: bytes, *, name: str, media_type: str) -> FileResponse:
    """Answer with a document just made (a PDF), under the same rules."""
    response = FileResponse([content], content_type=media_type)
    response["Content-Length"] = str(len(content))
    return harmless(response, name)


def harmless(response: FileResponse, name: str) -> FileResponse:
    """Set the headers that keep a file from being run or guessed at, and its name (RFC 6266, RFC 5987)."""
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=safe_name(name)) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def safe_name(name: str) -> str:
    """Make a file name that any system can save: no folders, no control marks, no device names.

    Its length is bounded. Letters with accents stay. The extension survives the cut.
    """
    visible = "".join(
        " " if unicodedata.category(mark).startswith("C") else mark for mark in unicodedata.normalize("NFC", name)
    )
    plain = re.sub(r"\s+", " ", _RESERVED.sub("_", visible)).strip(" .")
    if not plain:
        return "file"
    if _DEVICES.match(plain):
        plain = f"_{plain}"
    stem, point, extension = plain.rpartition(".")
    if not point or len(extension) > 10:  # noqa: PLR2004 (longer than any extension in use)
        return plain[:NAME_LIMIT]
    return f"{stem[: NAME_LIMIT - len(extension) - 1]}.{extension}"
