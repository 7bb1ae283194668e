# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Documents as accessible PDF: tagged (PDF/UA-1, ISO 14289-1) and fit to be kept (PDF/A-2a, ISO 19005-2).

A template is a file `typst/<name>.typ` of an app; it may import from any other (`/documents/typst/sheet.typ`). The data
reaches it as one JSON text, never as source: nothing in it can be run. Fonts are those that come with the packages,
never the machine's.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import typst
from django.apps import apps

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
UNPRINTABLE = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character that no font of ours draws (an ideogram in a supplier's name): PDF/A forbids an empty box."""
_ATTEMPTS = 4
_NOT_DRAWN = re.compile(r'(?:the text|the codepoint) `"((?:\\u\{[0-9a-f]+\}|\\?.)+?)"`', re.IGNORECASE)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}", re.IGNORECASE)
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of reading: they could make a name read as another."""


class DocumentNotMade(Exception):
    """The template and the data do not make a valid document; the message is typst's, for who writes templates."""


def render(template_name: str, data: Mapping[str, Any], *, at: datetime | None = None) -> bytes:
    """Make the PDF of `<app>/<template>` (`documents/receipt`) with data that JSON can carry.

    Amounts and dates come already written in Italian. `at` is the date written in the file: with it the same data gives
    the same bytes. A document that would not be valid PDF/UA-1 and PDF/A-2a raises DocumentNotMade instead.
    """
    app, _slash, name = template_name.partition("/")
    source = Path(apps.get_app_config(app).path) / "typst" / f"{name}.typ"
    printable = _cleaned(data)
    for _attempt in range(_ATTEMPTS):
        try:
            return _compiled(source, printable, at)
        except typst.TypstError as error:
            missing = _not_drawn(error.diagnostic)
            if not missing:
                raise DocumentNotMade(error.diagnostic) from error
            printable = _without(printable, missing)
    raise DocumentNotMade(f"{template_name}: characters without a glyph")


def _compiled(source: Path, data: Any, at: datetime | None) -> bytes:
    return typst.compile(
        source,
        root=_root(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        package_path=_root() / "documents" / "typst",
        package_cache_path=_root() / "documents" / "typst",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
        pdf_standards=[*STANDARDS],
        timestamp=int(at.timestamp()) if at else None,
    )


def _root() -> Path:
    """The folder beyond which a template reads nothing: that of all our apps."""
    return Path(apps.get_app_config("core").path).parent


@cache
def _fonts() -> typst.Fonts:
    """Titillium Web of the design system; for other alphabets the fonts inside typst (Libertinus, DejaVu Sans Mono)."""
    titillium = files("bootstrap_italia_template") / "static" / "fonts" / "Titillium_Web"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(titillium)])


def _cleaned(value: Any) -> Any:
    """Replace, in every text, what is no character to print.

    Controls, halves of surrogate pairs, private and unassigned ones.
    """
    match value:
        case str():
            return "".join(_printable(mark) for mark in value)
        case Mapping():
            return {key: _cleaned(item) for key, item in value.items()}
        case Sequence():
            return [_cleaned(item) for item in value]
    return value


def _printable(mark: str) -> str:
    if mark in _DIRECTIONS:
        return ""
    category = unicodedata.category(mark)
    if category == "Cc":
        return mark if mark == "\n" else " "
    return UNPRINTABLE if category in {"Cs", "Co", "Cn"} else mark


def _not_drawn(diagnostic: str) -> set[str]:
    """Read in typst's refusal which characters no font draws."""
    written = "".join(_NOT_DRAWN.findall(diagnostic))
    return set(_ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), written)) - {UNPRINTABLE}


def _without(value: Any, missing: set[str]) -> Any:
    match value:
        case str():
            return "".join(UNPRINTABLE if mark in missing else mark for mark in value)
        case Mapping():
            return {key: _without(item, missing) for key, item in value.items()}
        case list():
            return [_without(item, missing) for item in value]
    return value
