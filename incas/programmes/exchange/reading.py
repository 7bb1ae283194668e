# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A rule set read from JSON.

What comes in was written by others: its size is bounded, every value is checked, and the refusal says where and why.
Codes, percentages and kinds are all it holds: nothing in it is ever run.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from incas.organisations.choices import Role
from incas.programmes.choices import (
    DEEPEST,
    CostKind,
    EvidenceKind,
    PhaseKind,
    Requirement,
    RuleSetState,
    Section,
    Silence,
    TrancheKind,
    VatRule,
)
from incas.programmes.exchange.writing import FORMAT, FORMAT_VERSION
from incas.programmes.rulebook import CeilingRule, Item, Paper, PhaseRule, Rulebook, TrancheRule

LARGEST = 1_000_000
MOST_ROWS = 500
MOST_DAYS = 3_650
PERCENT_PLACES = 2

EnumT = TypeVar("EnumT", bound=Enum)
RowT = TypeVar("RowT")


class FileRefused(Exception):
    """The file is no rule set, or holds what no rule set may; the message says where and why, in Italian."""


class Reader:
    """A value of the file and where it stands in it, so that a refusal can say so."""

    def __init__(self, value: Any, place: str) -> None:
        self.value, self.place = value, place

    def refuse(self, why: str) -> FileRefused:
        """Make the refusal of this value."""
        return FileRefused(_("%(place)s: %(why)s") % {"place": self.place or _("Il file"), "why": why})

    def get(self, key: str) -> "Reader":
        """Go into a value of an object; it must be there."""
        if not isinstance(self.value, Mapping):
            raise self.refuse(_("deve essere un oggetto."))
        place = f"{self.place}.{key}" if self.place else key
        if key not in self.value:
            raise Reader(None, place).refuse(_("manca."))
        return Reader(self.value[key], place)

    def rows(self) -> Iterator["Reader"]:
        """Walk a list, of at most 500 values."""
        if not isinstance(self.value, list):
            raise self.refuse(_("deve essere un elenco."))
        if len(self.value) > MOST_ROWS:
            raise self.refuse(_("ha più di %(most)s righe.") % {"most": MOST_ROWS})
        for number, value in enumerate(self.value, start=1):
            yield Reader(value, f"{self.place}[{number}]")

    def text(self, longest: int, *, is_needed: bool = False) -> str:
        """Read a text."""
        if not isinstance(self.value, str) or "\x00" in self.value:
            raise self.refuse(_("deve essere un testo."))
        text = self.value.strip()
        if len(text) > longest:
            raise self.refuse(_("supera %(longest)s caratteri.") % {"longest": longest})
        if is_needed and not text:
            raise self.refuse(_("non può essere vuoto."))
        return text

    def codes(self) -> tuple[str, ...]:
        """Read a list of codes of items."""
        return tuple(row.text(12, is_needed=True) for row in self.rows())

    def whole(self, least: int, most: int) -> int:
        """Read a whole number within bounds."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not least <= self.value <= most:
            raise self.refuse(
                _("deve essere un numero intero da %(least)s a %(most)s.") % {"least": least, "most": most}
            )
        return self.value

    def percent(self, *, is_positive: bool) -> Decimal:
        """Read a percentage from 0 to 100, with at most two decimals, written as text or as a whole number."""
        refusal = self.refuse(_('deve essere una percentuale, per esempio "12.50".'))
        if isinstance(self.value, bool) or not isinstance(self.value, str | int):
            raise refusal
        try:
            percent = Decimal(self.value)
        except InvalidOperation:
            raise refusal from None
        exponent = percent.as_tuple().exponent
        if not isinstance(exponent, int) or exponent < -PERCENT_PLACES:  # a letter: not a finite number
            raise refusal
        if not 0 <= percent <= 100 or (is_positive and not percent):  # noqa: PLR2004 (per cent)
            raise self.refuse(_("deve essere una percentuale fino a 100."))
        return percent

    def one_of(self, kinds: type[EnumT]) -> EnumT:
        """Read one of a closed list of words."""
        try:
            return kinds(self.value)
        except ValueError:
            words = ", ".join(str(kind.value) for kind in kinds)
            raise self.refuse(_("deve essere una di queste parole: %(words)s.") % {"words": words}) from None

    def yes_or_no(self) -> bool:
        """Read true or false."""
        if not isinstance(self.value, bool):
            raise self.refuse(_("deve essere true o false."))
        return self.value


def from_json(content: bytes) -> Rulebook:
    """Read a rulebook from JSON, as a draft that belongs to no call yet. Raises FileRefused."""
    if len(content) > LARGEST:
        raise FileRefused(_("Il file supera 1 MB: non è una serie di regole."))
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise FileRefused(_("Il file non è JSON leggibile.")) from None
    root = Reader(data, "")
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise FileRefused(_("Il file non contiene una serie di regole di questa piattaforma."))
    if data.get("format_version") != FORMAT_VERSION:
        raise FileRefused(_("Il file è di una versione del formato che questa piattaforma non conosce."))
    items = _read_items(root.get("items"))
    codes = {item.code for item in items}
    period, cadence, requirements = root.get("period"), root.get("cadence"), root.get("codes")
    return Rulebook(
        pk=0,
        call_pk=0,
        call_code=root.get("call").get("code").text(30),
        call_title=root.get("call").get("title").text(250),
        version=root.get("version").whole(1, 32_767),
        state=RuleSetState.DRAFT,
        published_at=None,
        note=root.get("source").text(20_000),
        document_days_before_start=period.get("document_days_before_start").whole(0, MOST_DAYS),
        document_days_after_end=period.get("document_days_after_end").whole(0, MOST_DAYS),
        payment_days_after_end=period.get("payment_days_after_end").whole(0, MOST_DAYS),
        cadence_months=cadence.get("months").whole(1, 24),
        claim_days=cadence.get("claim_days").whole(0, MOST_DAYS),
        final_claim_days=cadence.get("final_claim_days").whole(0, MOST_DAYS),
        cup_rule=requirements.get("cup").one_of(Requirement),
        cig_rule=requirements.get("cig").one_of(Requirement),
        vat_rule=requirements.get("vat").one_of(VatRule),
        move_tolerance_percent=root.get("moves").get("tolerance_percent").percent(is_positive=False),
        written_sections=frozenset(Section),
        items=items,
        ceilings=tuple(_read_ceiling(row, codes) for row in root.get("ceilings").rows()),
        papers=_once(
            root.get("evidence"), lambda row: _read_paper(row, codes), lambda paper: (paper.asked_by, paper.kind)
        ),
        tranches=tuple(_read_tranche(row) for row in root.get("tranches").rows()),
        phases=_once(root.get("phases"), _read_phase, lambda phase: phase.kind),
    )


def _once(rows: Reader, read: Callable[[Reader], RowT], key: Callable[[RowT], object]) -> tuple[RowT, ...]:
    """Read rows of which no two may have the same key."""
    found: dict[object, RowT] = {}
    for row in rows.rows():
        value = read(row)
        if key(value) in found:
            raise row.refuse(_("è già scritta in una riga precedente."))
        found[key(value)] = value
    return tuple(found.values())


def _read_items(rows: Reader) -> tuple[Item, ...]:
    """Read the tree: each item after the one that contains it, no code twice, at most four levels."""
    depths: dict[str, int] = {}
    parents: set[str] = set()
    read: list[tuple[str, str, Reader]] = []
    for row in rows.rows():
        code = row.get("code").text(12, is_needed=True)
        parent = row.get("parent").text(12) if row.get("parent").value is not None else ""
        if code in depths:
            raise row.refuse(_("il codice %(code)s è già di un'altra voce.") % {"code": code})
        if parent and parent not in depths:
            raise row.refuse(_("la voce %(code)s che la contiene non c'è, o viene dopo.") % {"code": parent})
        depths[code] = depths[parent] + 1 if parent else 0
        if depths[code] >= DEEPEST:
            raise row.refuse(_("è oltre il quarto livello."))
        parents.add(parent)
        read.append((code, parent, row))
    return tuple(_read_item(row, code, parent, depths[code], code not in parents) for code, parent, row in read)


def _read_item(row: Reader, code: str, parent: str, depth: int, is_leaf: bool) -> Item:  # noqa: FBT001 (as Item has it)
    rate = row.get("flat_rate")
    return Item(
        pk=0,
        code=code,
        name=row.get("name").text(200, is_needed=True),
        description=row.get("description").text(5_000),
        kind=CostKind.REAL if rate.value is None else CostKind.FLAT_RATE,
        parent=parent,
        depth=depth,
        is_leaf=is_leaf,
        percent=None if rate.value is None else rate.get("percent").percent(is_positive=True),
        base=() if rate.value is None else rate.get("base").codes(),
    )


def _read_code(row: Reader, codes: set[str]) -> str:
    """Read the code of an item of the file."""
    code = row.text(12, is_needed=True)
    if code not in codes:
        raise row.refuse(_("la voce %(code)s non c'è.") % {"code": code})
    return code


def _read_ceiling(row: Reader, codes: set[str]) -> CeilingRule:
    return CeilingRule(
        _read_code(row.get("item"), codes),
        row.get("percent").percent(is_positive=True),
        row.get("base").codes(),
        row.get("note").text(250),
    )


def _read_paper(row: Reader, codes: set[str]) -> Paper:
    return Paper(
        kind=row.get("kind").one_of(EvidenceKind),
        is_required=row.get("required").yes_or_no(),
        note=row.get("note").text(250),
        asked_by=_read_code(row.get("item"), codes),
    )


def _read_tranche(row: Reader) -> TrancheRule:
    return TrancheRule(
        row.get("kind").one_of(TrancheKind),
        row.get("percent").percent(is_positive=True),
        row.get("spent_percent").percent(is_positive=False),
        row.get("note").text(250),
    )


def _read_phase(row: Reader) -> PhaseRule:
    return PhaseRule(
        row.get("kind").one_of(PhaseKind),
        row.get("role").one_of(Role),
        row.get("days").whole(1, MOST_DAYS),
        row.get("silence").one_of(Silence),
    )
