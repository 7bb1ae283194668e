# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Finding, in what somebody is about to write, what would tell who a case is: a name, a fiscal code, a code."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final

from incas.cases.models import Case
from incas.cases.models.base import ALPHABET, CODE_LENGTH
from incas.cases.tenancy import whole_platform

NAMES: Final = ("first_name", "last_name")
SHORT: Final = 3
"""A name shorter than this is looked for as it is written: *Li* is no *li*."""
_CODE: Final = re.compile(rf"\b[{ALPHABET}]{{{CODE_LENGTH}}}\b")


def tells_identity(text: str, identities: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether a text holds a word of the name, or the fiscal code, of one of these identities (`Identity.sealed`).

    Names are compared by whole words, whatever case and accents; codes whatever the spaces within.
    """
    written, plain = set(_words(text)), set(_words(_plain(text)))
    compact = re.sub(r"\s", "", text).upper()
    for identity in identities:
        names = [word for field in NAMES for word in _words(str(identity.get(field, "")))]
        if any(word in written if len(word) < SHORT else _plain(word) in plain for word in names):
            return True
        tax_code = str(identity.get("tax_code", "")).upper()
        if tax_code and tax_code in compact:
            return True
    return False


def names_a_case(text: str) -> bool:
    """Tell whether a text holds the code of a case. A word in capitals with no figure in it is looked up. One query."""
    found = codes_in(text)
    if any(any(mark.isdecimal() for mark in code) for code in found):
        return True
    with whole_platform(reason="whether a word is the code of a case"):
        return bool(found) and Case.objects.unscoped(reason="a code is looked up").filter(code__in=found).exists()


def codes_in(text: str) -> list[str]:
    """Find what is written as the code of a case, whatever its capitals; a word in capitals may look like one."""
    return _CODE.findall(text.upper())


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.replace("'", "").replace("’", ""))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))
