# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a list of ISTAT's would change in the territories kept, worked out before anything is written.

Regions are the same by code, provinces by code or (where the code changed) by name within the region, Comuni by
Belfiore code.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.core import writing
from incas.organisations.choices import AreaKind, UnitKind
from incas.organisations.istat import IstatComune
from incas.organisations.models import Territory

Key = tuple[str, ...]

LABELS = {
    "name": gettext_lazy("denominazione"),
    "other_name": gettext_lazy("denominazione in altra lingua"),
    "istat_code": gettext_lazy("codice ISTAT"),
    "plate": gettext_lazy("sigla"),
    "unit_code": gettext_lazy("codice dell'unità sovracomunale"),
    "unit_kind": gettext_lazy("tipo di unità"),
    "nuts_code": gettext_lazy("codice NUTS"),
    "zone": gettext_lazy("ripartizione"),
    "is_capital": gettext_lazy("capoluogo"),
    "parent": gettext_lazy("territorio di appartenenza"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A territory as the list tells it. `key` finds it again; `above` is the key of the one it belongs to."""

    kind: AreaKind
    key: Key
    above: Key
    told: dict[str, Any]
    belfiore: str = ""
    former_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A territory that stays, and what becomes of it: field → (before, after)."""

    territory: Territory
    place: Place
    fields: dict[str, tuple[Any, Any]]


@dataclass(slots=True)
class Changes:
    """Everything a list changes, level by level from the regions down.

    `known`: what each key of the list is already.
    """

    new: list[Place] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    reopened: list[Territory] = field(default_factory=list)
    closed: list[Territory] = field(default_factory=list)
    known: dict[Key, Territory] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether there is anything to do."""
        return bool(self.new or self.changed or self.reopened or self.closed)

    def told(self) -> Iterator[str]:
        """Tell each change in a line of Italian."""
        for place in self.new:
            yield _("Nuovo: %(kind)s %(name)s (%(code)s)") % {
                "kind": place.kind.label, "name": place.told["name"], "code": place.told["istat_code"],
            }  # fmt: skip
        for change in self.changed:
            fields = "; ".join(
                _("%(label)s da «%(old)s» a «%(new)s»") % {"label": LABELS[name], "old": old, "new": new}
                for name, (old, new) in change.fields.items()
            )
            kind = change.place.kind.label
            yield _("Cambia: %(kind)s %(name)s – %(fields)s") % {
                "kind": kind, "name": change.territory.name, "fields": fields,
            }  # fmt: skip
        for territory in self.reopened:
            yield _("Torna nell'elenco: Comune %(name)s (%(code)s), soppresso dal %(day)s") % {
                "name": territory.name, "code": territory.belfiore_code, "day": writing.day(territory.valid_until),
            }  # fmt: skip
        for territory in self.closed:
            yield _("Non è più nell'elenco: %(kind)s %(name)s (%(code)s)") % {
                "kind": AreaKind(territory.kind).label, "name": territory.name, "code": territory.istat_code,
            }  # fmt: skip


def places_in(rows: Iterable[IstatComune]) -> list[Place]:
    """Tell the territories a list speaks of: regions first, then provinces, then Comuni, each once."""
    rows = list(rows)
    regions: dict[str, list[IstatComune]] = {}
    provinces: dict[str, IstatComune] = {}
    for row in rows:
        regions.setdefault(row.region_code, []).append(row)
        provinces.setdefault(row.province_code, row)
    return [*map(_region, regions.values()), *map(_province, provinces.values()), *map(_comune, rows)]


def changes_between(
    current: Iterable[Territory], places: Iterable[Place], suppressed: Mapping[str, Territory] | None = None
) -> Changes:
    """Compare the territories of today, with their parents, with those of a list.

    `suppressed`: by Belfiore code, the Comuni of the past, should the list name one.
    """
    changes = Changes()
    suppressed = suppressed or {}
    left = {key: territory for territory in current for key in _keys_of(territory)}
    for place in places:
        territory = left.get(place.key) or left.get(_by_name(place))
        if territory is None and place.belfiore in suppressed:
            territory = suppressed[place.belfiore]
            changes.reopened.append(territory)
        if territory is None:
            changes.new.append(place)
            continue
        for key in _keys_of(territory):
            left.pop(key, None)
        changes.known[place.key] = territory
        fields = {name: pair for name, pair in _compared(territory, place, changes) if pair[0] != pair[1]}
        if fields:
            changes.changed.append(Change(territory, place, fields))
    closed = {territory.pk: territory for territory in left.values()}
    order = list(AreaKind)
    changes.closed = sorted(closed.values(), key=lambda item: (order.index(AreaKind(item.kind)), item.name))
    return changes


def _compared(territory: Territory, place: Place, changes: Changes) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Pair what is kept with what the list tells, field by field; the parent by its name."""
    for name, value in place.told.items():
        yield name, (getattr(territory, name), value)
    if place.above:
        above = changes.known.get(place.above)
        before = territory.parent.name if territory.parent else ""
        if above is None or above.pk != territory.parent_id:
            yield "parent", (before, above.name if above else _new_name(changes, place.above))


def _new_name(changes: Changes, key: Key) -> str:
    name: str = next(place.told["name"] for place in changes.new if place.key == key)
    return name + _(" (nuova)")


def _keys_of(territory: Territory) -> list[Key]:
    """The keys by which a territory of today may be found in a list."""
    if territory.kind == AreaKind.COMUNE:
        return [(AreaKind.COMUNE, territory.belfiore_code)]
    keys: list[Key] = [(territory.kind, territory.istat_code)]
    if territory.kind == AreaKind.PROVINCE and territory.parent:
        keys.append((territory.kind, territory.parent.istat_code, territory.name))
    return keys


def _by_name(place: Place) -> Key:
    return (place.kind, *place.above[1:], place.told["name"]) if place.kind == AreaKind.PROVINCE else place.key


def _split(name: str) -> tuple[str, str]:
    """Part a name in two languages: `Valle d'Aosta/Vallée d'Aoste`."""
    italian, _bar, other = name.partition("/")
    return italian.strip(), other.strip()


def _region(rows: list[IstatComune]) -> Place:
    """A region by its Comuni; where it is two NUTS 2 units (Trentino-Alto Adige) it has no one code."""
    row, units = rows[0], {row.nuts2 for row in rows}
    name, other_name = _split(row.region_name)
    told = {
        "name": name, "other_name": other_name, "istat_code": row.region_code, "zone": row.zone,
        "nuts_code": row.nuts2 if len(units) == 1 else "",
    }  # fmt: skip
    return Place(AreaKind.REGION, (AreaKind.REGION, row.region_code), (), told)


def _province(row: IstatComune) -> Place:
    name, other_name = _split(row.unit_name)
    told = {
        "name": name, "other_name": other_name, "istat_code": row.province_code, "zone": row.zone,
        "nuts_code": row.nuts3, "plate": row.plate, "unit_code": row.unit_code,
        "unit_kind": row.unit_kind if row.unit_kind in UnitKind.values else "",
    }  # fmt: skip
    return Place(AreaKind.PROVINCE, (AreaKind.PROVINCE, row.province_code), (AreaKind.REGION, row.region_code), told)


def _comune(row: IstatComune) -> Place:
    told = {
        "name": row.name, "other_name": row.other_name, "istat_code": row.code, "zone": row.zone,
        "nuts_code": row.nuts3, "plate": row.plate, "is_capital": row.is_capital,
    }  # fmt: skip
    return Place(
        AreaKind.COMUNE, (AreaKind.COMUNE, row.belfiore), (AreaKind.PROVINCE, row.province_code), told,
        row.belfiore, row.former_codes,
    )  # fmt: skip
