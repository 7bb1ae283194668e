# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who a person is: what is sealed of it, and the fingerprints by which it is found again without being opened.

A name is compared by its words, without case, accents, apostrophes and order: *NDIAYE Awa* is *Awa N'Diaye*.
Fingerprints are of one Comune (`privacy.sealing.blind_index`): those of two Comuni cannot be compared.
"""

import re
import unicodedata
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Final, NamedTuple, Self

from stdnum.it import codicefiscale

from incas.cases.choices.cases import AgeBand, Sex
from incas.cases.choices.countries import COUNTRY_NAMES
from incas.cases.models import Identity
from incas.privacy.sealing import blind_index

NAME_PLACE: Final = "cases_identity.name_index"
WORD_PLACE: Final = "cases_identity.token_index"
TAX_CODE_PLACE: Final = "cases_identity.tax_code_index"
OLDEST: Final = 110
"""No person taken charge of is older, in years: what is written is a slip."""
PERSONAL_TAX_CODE: Final = 16
"""Characters of the fiscal code of a person; a provisional one has 11 figures and tells nothing."""

_STROKES: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_BANDS: Final = ((18, AgeBand.MINOR), (25, AgeBand.YOUNG), (35, AgeBand.ADULT), (50, AgeBand.MIDDLE))


class Fingerprints(NamedTuple):
    """By what an identity is found: whole name, single words and year of birth, fiscal code (None: not known)."""

    name: bytes
    tokens: tuple[bytes, ...]
    year: bytes | None
    tax_code: bytes | None


@dataclass(frozen=True, slots=True)
class IdentityContent:
    """What an identity holds. Only a name is needed, and it may be an alias; `birth_year` where the day is not known.

    `citizenship` is a code of `choices.countries`. The rest is as it was written.
    """

    first_name: str
    last_name: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    birth_place: str = ""
    citizenship: str = ""
    tax_code: str = ""
    document: str = ""
    phone: str = ""
    contact: str = ""
    address: str = ""

    @classmethod
    def opened(cls, sealed: dict[str, Any]) -> Self:
        """Read what an identity holds (`Identity.sealed`)."""
        known = {field.name: sealed[field.name] for field in fields(cls) if field.name in sealed}
        if "birth_date" in known:
            known["birth_date"] = date.fromisoformat(known["birth_date"])
        return cls(**{"first_name": ""} | known)

    def to_seal(self) -> dict[str, Any]:
        """Write it as it is sealed: what is not known is left out."""
        known = {name: value for name, value in asdict(self).items() if value not in {None, ""}}
        if self.birth_date is not None:
            known["birth_date"] = self.birth_date.isoformat()
        return known

    @property
    def full_name(self) -> str:
        """Name and surname."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def year(self) -> int | None:
        """The year of birth, however it is known."""
        return self.birth_date.year if self.birth_date else self.birth_year

    @property
    def country(self) -> str:
        """The name of the citizenship."""
        return COUNTRY_NAMES.get(self.citizenship, "")

    def fingerprints(self, *, body_id: int) -> Fingerprints:
        """Give its fingerprints within one Comune. Raises KeyDestroyed, KeysMissing."""
        words = words_of(self.full_name)
        year = self.year
        return Fingerprints(
            name=name_fingerprint(self.full_name, body_id=body_id),
            tokens=tuple(blind_index(word, body_id=body_id, place=WORD_PLACE) for word in words),
            year=blind_index(str(year), body_id=body_id, place=WORD_PLACE) if year else None,
            tax_code=tax_code_fingerprint(self.tax_code, body_id=body_id) if self.tax_code else None,
        )


def words_of(name: str) -> list[str]:
    """Give the words of a name in one way of writing: no case, accents or marks; in order, each once."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("'", "").replace("’", ""))
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark)).translate(_STROKES)
    return sorted(set(re.findall(r"[^\W_]+", letters)))


def name_fingerprint(name: str, *, body_id: int) -> bytes:
    """Give the fingerprint of a whole name, whatever the order of its words."""
    return blind_index(" ".join(words_of(name)), body_id=body_id, place=NAME_PLACE)


def tax_code_fingerprint(tax_code: str, *, body_id: int) -> bytes:
    """Give the fingerprint of a fiscal code written compact and in capitals."""
    return blind_index(tax_code, body_id=body_id, place=TAX_CODE_PLACE)


def write_content(identity: Identity, content: IdentityContent) -> None:
    """Put a content in an identity, with its fingerprints; saving is the caller's."""
    found = content.fingerprints(body_id=identity.body_id)
    identity.sealed = content.to_seal()
    identity.name_index = found.name
    identity.tax_code_index = found.tax_code
    identity.token_index = [*found.tokens, *([found.year] if found.year else [])]


def age_band(content: IdentityContent, *, on: date) -> AgeBand:
    """Give the band of the age on a day; of a year alone, that of the age reached within the year."""
    if content.birth_date is not None:
        born = content.birth_date
        age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    elif content.birth_year is not None:
        age = on.year - content.birth_year
    else:
        return AgeBand.UNKNOWN
    return next((band for limit, band in _BANDS if age < limit), AgeBand.SENIOR)


def tells_birth(tax_code: str) -> bool:
    """Tell whether a fiscal code says the day of birth and the sex: that of a person, not a provisional one."""
    return len(tax_code) == PERSONAL_TAX_CODE


def is_of_day(tax_code: str, day: date) -> bool:
    """Tell whether a person's fiscal code is of who was born on a day. Its year has two figures."""
    said = codicefiscale.get_birth_date(tax_code)
    return (said.year % 100, said.month, said.day) == (day.year % 100, day.month, day.day)


def is_of_year(tax_code: str, year: int) -> bool:
    """Tell whether a person's fiscal code is of who was born in a year."""
    return codicefiscale.get_birth_date(tax_code).year % 100 == year % 100


def is_of_sex(tax_code: str, sex: Sex) -> bool:
    """Tell whether a person's fiscal code is of a sex; one that is not known is never wrong.

    The day of women is written plus 40. A figure may be replaced by a letter where two persons would have the same
    code (D.M. 12 March 1974): the tens of the day are then read from the letter.
    """
    tens = tax_code[9]
    figure = int(tens) if tens.isdecimal() else "LMNPQRSTUV".index(tens)
    told = Sex.FEMALE if figure >= 4 else Sex.MALE  # noqa: PLR2004 (40 and beyond)
    return sex in {Sex.UNKNOWN, told}
