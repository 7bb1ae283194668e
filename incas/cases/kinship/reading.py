# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A family read from JSON: {holder, persons: [{id}], parents: [{parent, child, kind}], unions: [{a, b, kind, ended}]}.

A person is called by a text of up to 100 characters that can be printed, or by a whole number. `sex` of a person may be
"F" or "M": anything else is unknown. `ended` may be left out while a union lasts. Other keys are not looked at. JSON is
taken strictly (RFC 8259): no key twice in an object, of which one would be lost without a word; no NaN, no Infinity.
The mark that some programs put before UTF-8 is passed over.
"""

import json
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from incas.cases.kinship.family import Family, ParentKind, ParentLink, Person, Sex, Union, UnionEnd, UnionKind
from incas.cases.kinship.refusals import FamilyRefused, PersonId

MAX_BYTES = 10 * 1024 * 1024
MAX_ID_LENGTH = 100
Choice = TypeVar("Choice", bound=StrEnum)


def read_family(data: bytes) -> tuple[Family, PersonId]:
    """Give the family and its holder. Raises FamilyRefused, which says where in the file something is wrong."""
    if len(data) > MAX_BYTES:
        raise FamilyRefused(f"Il file supera i {MAX_BYTES // 1024**2} MB: non è la descrizione di una famiglia.")
    content = _parsed(data)
    family = Family(
        persons=[_person(row, where) for row, where in _rows(content, "persons")],
        parents=[_parent(row, where) for row, where in _rows(content, "parents")],
        unions=[_union(row, where) for row, where in _rows(content, "unions")],
    )
    holder = _id(content, "holder", "nel file")
    if holder not in family.persons:
        raise FamilyRefused(f"Il titolare «{holder}» non è fra le persone della famiglia.", persons=[holder])
    return family, holder


def _parsed(data: bytes) -> Mapping[str, Any]:
    if not data.removeprefix(BOM_UTF8).strip():
        raise FamilyRefused("Il file è vuoto.")
    try:
        content = json.loads(data, object_pairs_hook=_without_repetitions, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise FamilyRefused(f"Il file non è JSON ben scritto (riga {error.lineno}, colonna {error.colno}).") from None
    except UnicodeDecodeError:
        raise FamilyRefused("Il file non è un testo in UTF-8: salvarlo di nuovo in quella codifica.") from None
    except RecursionError:
        raise FamilyRefused("Il file ha troppi elenchi o oggetti uno dentro l'altro.") from None
    except ValueError:  # Python reads no whole number of more than 4,300 figures
        raise FamilyRefused("Il file contiene un numero troppo lungo.") from None
    if not isinstance(content, dict):
        raise FamilyRefused("Il file deve contenere un oggetto JSON con holder, persons, parents, unions.")
    return content


def _without_repetitions(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its pairs; refuse a key that is there twice."""
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise FamilyRefused(f"Nel file la chiave {_quoted(twice)} è scritta due volte nello stesso oggetto.")
    return made


def _no_number(word: str) -> NoReturn:
    raise FamilyRefused(f"Il file contiene {word}, che non è un numero.")


def _quoted(text: str) -> str:
    """Quote what the file says, in short, if it can be printed."""
    short = text if len(text) <= MAX_ID_LENGTH else f"{text[:MAX_ID_LENGTH]}…"
    return f"«{short}»" if text.isprintable() else "che non si può stampare"


def _rows(content: Mapping[str, Any], name: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    rows = content.get(name)
    if not isinstance(rows, list):
        raise FamilyRefused(f"Nel file manca l'elenco «{name}» (può essere vuoto, []).")
    for number, row in enumerate(rows, start=1):
        where = f"in «{name}», alla voce {number}"
        if not isinstance(row, dict):
            raise FamilyRefused(f"Manca un oggetto JSON {where}.")
        yield row, where


def _person(row: Mapping[str, Any], where: str) -> Person:
    sex = row.get("sex")
    return Person(_id(row, "id", where), Sex(sex) if sex in list(Sex) else None)


def _parent(row: Mapping[str, Any], where: str) -> ParentLink:
    return ParentLink(_id(row, "parent", where), _id(row, "child", where), _choice(ParentKind, row, "kind", where))


def _union(row: Mapping[str, Any], where: str) -> Union:
    ended = None if row.get("ended") is None else _choice(UnionEnd, row, "ended", where)
    return Union(_id(row, "a", where), _id(row, "b", where), _choice(UnionKind, row, "kind", where), ended)


def _id(row: Mapping[str, Any], key: str, where: str) -> PersonId:
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise FamilyRefused(f"Manca «{key}», o non è un testo o un numero intero, {where}.")
    if len(str(value)) > MAX_ID_LENGTH:
        raise FamilyRefused(f"Il valore di «{key}» supera {MAX_ID_LENGTH} caratteri, {where}.")
    if not str(value).isprintable():
        raise FamilyRefused(f"Il valore di «{key}» contiene caratteri che non si stampano, {where}.")
    return value


def _choice(choices: type[Choice], row: Mapping[str, Any], key: str, where: str) -> Choice:
    value = row.get(key)
    if value not in list(choices):
        said = (
            f"il valore {_quoted(value)} non è previsto"
            if isinstance(value, str)
            else "il valore manca, o non è un testo,"
        )
        raise FamilyRefused(f"Per «{key}» {said} {where}: usare {', '.join(choices)}.")
    return choices(value)
