# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Sending a form as a browser does: opened first, then sent with its hidden fields and what the person changed."""

from html.parser import HTMLParser
from typing import Any

from django import forms
from django.http import HttpResponse
from django.test import Client


def send(client: Client, url: str, **changes: Any) -> HttpResponse:
    """Open the form of a page, change some of its fields and send it. None takes a field away."""
    return client.post(url, filled(client.get(url), **changes))


def filled(page: HttpResponse, **changes: Any) -> dict[str, Any]:
    """Read what the form of a page would send, with some fields changed."""
    reader = FormReader()
    reader.feed(page.content.decode())
    data: dict[str, Any] = {**reader.fields, **changes}
    return {name: value for name, value in data.items() if value is not None}


def fields_out_of_order(answer: HttpResponse) -> tuple[list[str], list[str]] | None:
    """Give the fields of the form of a page as they are checked and as they are read, where the two differ."""
    form = answer.context.get("form") if getattr(answer, "context", None) else None
    if not isinstance(form, forms.BaseForm):
        return None
    content = answer.content.decode()
    places = {field.name: content.find(f'name="{field.html_name}') for field in form.visible_fields()}
    checked = [name for name, place in places.items() if place >= 0]
    read = sorted(checked, key=lambda name: places[name])
    return (checked, read) if checked != read else None


class FormReader(HTMLParser):
    """Reads what each POST form of a page sends as it is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.own: list[dict[str, Any]] = []
        self._is_in_main = False
        self._is_inside = False
        self._select: tuple[str, bool] | None = None
        self._options: list[tuple[str, bool]] = []
        self._area: tuple[str, list[str]] | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """What the page's own form sends: the one with a key, or the last of its content."""
        return next((form for form in self.forms if "chiave" in form), (self.own or self.forms)[-1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect fields with the value they are shown with."""
        given = dict(attrs)
        name, value, kind = given.get("name") or "", given.get("value"), given.get("type") or "text"
        if tag == "main":
            self._is_in_main = True
        elif tag == "form":
            self.begin(is_post=given.get("method") == "post")
        elif not self._is_inside or "disabled" in given:
            return
        elif tag == "select":
            self._select, self._options = (name, "multiple" in given), []
        elif tag == "option":
            self._options.append((value or "", "selected" in given))
        elif tag == "textarea":
            self._area = (name, [])
        elif tag == "input" and name and kind in {"checkbox", "radio"}:
            if "checked" in given:
                self.add(name, "on" if value is None else value)
        elif tag == "input" and name and kind not in {"file", "submit", "button"}:
            self.add(name, value or "")

    def begin(self, *, is_post: bool) -> None:
        """Begin a form: those that are not sent by POST are passed over."""
        self._is_inside = is_post
        if is_post:
            self.forms.append({})
        if is_post and self._is_in_main:
            self.own.append(self.forms[-1])

    def handle_data(self, data: str) -> None:
        """Collect the text of a text area."""
        if self._area is not None:
            self._area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        """Close a text area, a choice or a form. A choice of one with nothing chosen sends its first option."""
        if tag == "main":
            self._is_in_main = False
        elif tag == "form":
            self._is_inside = False
        elif tag == "textarea" and self._area is not None:
            self.add(self._area[0], "".join(self._area[1]).removeprefix("\n"))
            self._area = None
        elif tag == "select" and self._select is not None:
            name, is_multiple = self._select
            chosen = [value for value, is_chosen in self._options if is_chosen]
            if not chosen and not is_multiple and self._options:
                chosen = [self._options[0][0]]
            for value in chosen:
                self.add(name, value)
            self._select = None

    def add(self, name: str, value: str) -> None:
        """Keep a value; a name met twice has a list."""
        form = self.forms[-1]
        if name in form:
            form[name] = [*(form[name] if isinstance(form[name], list) else [form[name]]), value]
        else:
            form[name] = value
