# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Families written short.

"p>c" birth, "p>>c" adoption of a minor, "p>>>c" of an adult; "a=b" marriage, "a+b" civil union, "a~b" cohabitation,
with how it ended after a slash: "a=b/divorce". Capitals name a woman, a dot at the end a man: "ANNA>h."
"""

import re

from incas.cases.kinship import (
    Family,
    Kinship,
    ParentKind,
    ParentLink,
    Person,
    Sex,
    Union,
    UnionEnd,
    UnionKind,
    kinship_of,
)

PARENTS = {">": ParentKind.BIRTH, ">>": ParentKind.MINOR_ADOPTION, ">>>": ParentKind.ADULT_ADOPTION}
UNIONS = {"=": UnionKind.MARRIAGE, "+": UnionKind.CIVIL_UNION, "~": UnionKind.COHABITATION}


def person(name: str) -> Person:
    """Make a person from a name written as above."""
    return Person(name, Sex.FEMALE if name.isupper() else Sex.MALE if name.endswith(".") else None)


def family(*links: str) -> Family:
    """Make a family from its links; a name alone is a person without links."""
    persons: dict[str, Person] = {}
    parents, unions = [], []
    for written in links:
        first, sign, rest = re.fullmatch(r"([\w.]+)(?:([>=+~]+)(.+))?", written).groups()
        second, _slash, ended = (rest or "").partition("/")
        persons.update({name: person(name) for name in (first, second) if name})
        if sign in PARENTS:
            parents.append(ParentLink(first, second, PARENTS[sign]))
        elif sign:
            unions.append(Union(first, second, UNIONS[sign], UnionEnd(ended) if ended else None))
    return Family(persons.values(), parents, unions)


def of(who: str, *links: str, holder: str = "h", limit: int = 2) -> Kinship:
    """Compute what one is to the holder."""
    return kinship_of(family(*links), holder, limit)[who]
