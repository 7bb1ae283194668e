# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages as a person meets them: a form opened, filled and sent with all that it carries; the words of an answer."""

import re
from html import unescape

from django.forms import BoundField
from django.http import HttpResponse
from django.test import Client


def fill(client: Client, url: str, **changes: object) -> HttpResponse:
    """Open a form, write what changes and send it with all that the page carries, as a browser does."""
    page = client.get(url)
    assert page.status_code == 200
    shown = {name: text for bound in page.context["form"] for name, text in texts_of(bound).items()}
    edit = page.context["edit"]
    return client.post(url, shown | {"chiave": str(edit.key), "versione": edit.base} | changes)


def texts_of(bound: BoundField) -> dict[str, object]:
    """Give what a field is sent as when nobody touches it."""
    widget = bound.field.widget
    if not hasattr(widget, "format_value"):
        return {}
    value = widget.format_value(bound.value())
    if isinstance(value, list) and not getattr(widget, "allow_multiple_selected", False):
        value = value[0] if value else None
    return {} if value in (None, "", []) else {bound.html_name: value}


def content_of(response: HttpResponse) -> bytes:
    """Read a file that is sent while it is read; at its end it is closed."""
    return b"".join(response.streaming_content)


def text_of(response: HttpResponse) -> str:
    """Give the words of a page, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())
