# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Load the territories of Italy, and bring them up to date with ISTAT's own list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from incas.audit.operations import record
from incas.core.kinds import print_number
from incas.organisations.choices import AreaKind
from incas.organisations.istat import IstatComune, bundled, read_istat
from incas.organisations.istat_changes import Change, Changes, Key, Place, changes_between, places_in
from incas.organisations.lives import POPULATION_ON, Life, read_lives, read_populations, read_successors
from incas.organisations.models import Territory
from incas.organisations.places import searchable

BATCH = 2_000
BATCH_OF_UPDATES = 200
"""Fewer: each row of an update is compared with every other of its batch."""
TOLD = 10
"""How many names an error tells."""
SUSPICIOUS_SHARE = 30
"""A list that lacks more than one Comune in so many is not the whole list."""
_LOCK = 0x54455252
"""Key of the advisory lock under which territories change: the letters TERR."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many territories there are after a load: those of today by level, and the Comuni of the past."""

    regions: int
    provinces: int
    comuni: int
    suppressed: int


@transaction.atomic
def load_territories(*, at: datetime) -> Loaded:
    """Load the reference data that come with the packages: the list of ISTAT, the lives of the Comuni, their residents.

    It adds what is missing and changes nothing that is there: a list loaded since is never undone. Takes a few seconds.
    Source: see `istat` and `lives`.
    """
    _lock()
    lives, residents = read_lives(), read_populations()
    known = Territory.objects.select_related("parent").order_by(F("valid_until").asc(nulls_last=True))
    _create(changes_between(known, places_in(read_istat(bundled()))), lives=lives, residents=residents)
    _complete(lives, residents)
    _settle()
    return _counted(at.date())


class ListDoubtful(Exception):
    """The list would undo what is known: it is older, or a part of it is missing; the message says so in Italian."""


@transaction.atomic
def update_from_istat(*, rows: Iterable[IstatComune], on: date, at: datetime, may_reopen: bool = False) -> Changes:
    """Make the territories what a list of ISTAT says they are from a day on; give what was changed.

    What is new begins on that day, what is no longer in the list ends on it. A new name or code goes beside the old
    one, kept for the search. The same list again changes nothing. Raises ListDoubtful when it names Comuni that are
    known to be suppressed (unless `may_reopen`), or lacks more than one Comune in thirty.
    """
    _lock()
    changes = compared_with(rows, on=on)
    _refuse_doubtful(changes, may_reopen=may_reopen)
    for territory in changes.reopened:
        territory.valid_until = None
        territory.save(update_fields=["valid_until"])
        record(territory, "reactivated", by=None, at=at)
    for change in changes.changed:
        record(
            change.territory, "changed", by=None, at=at,
            before={name: str(old) for name, (old, _new) in change.fields.items()},
            after={name: str(new) for name, (_old, new) in change.fields.items()},
        )  # fmt: skip
    _create(changes, born_on=on)
    for change in changes.changed:
        _change(change, changes.known)
    for territory in changes.closed:
        territory.valid_until = on
        territory.save(update_fields=["valid_until"])
        record(territory, "ended", by=None, at=at, after={"valid_until": on.isoformat()})
    _settle()
    return changes


def compared_with(rows: Iterable[IstatComune], *, on: date) -> Changes:
    """Tell what `update_from_istat` would change, and change nothing."""
    current = Territory.objects.current(on).select_related("parent")
    past = Territory.objects.filter(kind=AreaKind.COMUNE, valid_until__lte=on).select_related("parent")
    return changes_between(current, places_in(rows), {item.belfiore_code: item for item in past})


def _refuse_doubtful(changes: Changes, *, may_reopen: bool) -> None:
    if changes.reopened and not may_reopen:
        names = ", ".join(item.name for item in changes.reopened[:TOLD])
        raise ListDoubtful(
            _("L'elenco è più vecchio dei dati: contiene Comuni già soppressi (%(names)s).") % {"names": names}
        )
    closed = sum(item.kind == AreaKind.COMUNE for item in changes.closed)
    if closed * SUSPICIOUS_SHARE > len(changes.known) + closed:
        raise ListDoubtful(
            _("L'elenco è incompleto: mancano %(count)s Comuni di oggi.") % {"count": print_number(closed)}
        )


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _settle() -> None:
    """Bring the index of names and the statistics up to date, so that the next search already uses them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('territory_search')")
        cursor.execute("ANALYZE organisations_territory")


def _create(
    changes: Changes,
    *,
    lives: Mapping[str, Life] = MappingProxyType({}),
    residents: Mapping[str, int] = MappingProxyType({}),
    born_on: date | None = None,
) -> None:
    """Make the new territories, a level at a time since each stands on the one above; they become known."""
    for kind in AreaKind:
        places = [place for place in changes.new if place.kind == kind]
        made = [_made(place, changes.known, lives.get(place.belfiore), born_on) for place in places]
        for territory in made:
            territory.population = residents.get(territory.belfiore_code)
        for place, territory in zip(places, Territory.objects.bulk_create(made, BATCH), strict=True):
            changes.known[place.key] = territory


def _made(place: Place, known: Mapping[Key, Territory], life: Life | None, born_on: date | None) -> Territory:
    names = [place.told["name"], place.told["other_name"]]
    aliases = [name for name in (life.name, *life.aliases) if name not in names] if life else []
    return Territory(
        **place.told,
        kind=place.kind,
        belfiore_code=place.belfiore,
        parent=known[place.above] if place.above else None,
        former_codes=list(place.former_codes),
        aliases=aliases,
        valid_from=life.valid_from if life else born_on,
        valid_until=life.valid_until if life else None,
        search_name=searchable(*names, aliases=aliases),
    )


def _change(change: Change, known: dict[Key, Territory]) -> None:
    territory, place = change.territory, change.place
    if "name" in change.fields and territory.name not in territory.aliases:
        territory.aliases.append(territory.name)
    if "istat_code" in change.fields and territory.istat_code and territory.istat_code not in territory.former_codes:
        territory.former_codes.append(territory.istat_code)
    for name, value in place.told.items():
        setattr(territory, name, value)
    if place.above:
        territory.parent = known[place.above]
    territory.search_name = searchable(territory.name, territory.other_name, aliases=territory.aliases)
    territory.save()


def _complete(lives: Mapping[str, Life], residents: Mapping[str, int]) -> None:
    """Add what the lives of the Comuni tell and the list does not: those of the past, those born since, residents."""
    provinces = {
        province.plate: province
        for province in Territory.objects.filter(kind=AreaKind.PROVINCE).order_by("-valid_until")
    }
    comuni = {item.belfiore_code: item for item in Territory.objects.filter(kind=AreaKind.COMUNE)}
    unknown = (life for code, life in lives.items() if code not in comuni and life.plate in provinces)
    missing = [_past(life, provinces[life.plate]) for life in unknown]
    for territory in missing:
        territory.population = residents.get(territory.belfiore_code)
    comuni |= {item.belfiore_code: item for item in Territory.objects.bulk_create(missing, BATCH)}
    _link(comuni)
    _populate(comuni, residents)


def _past(life: Life, province: Territory) -> Territory:
    """A Comune that only the lives know: suppressed, or too young for the list; its ISTAT code is not known."""
    return Territory(
        kind=AreaKind.COMUNE,
        name=life.name,
        other_name=life.other_name,
        belfiore_code=life.belfiore,
        plate=life.plate,
        nuts_code=province.nuts_code,
        zone=province.zone,
        parent=province,
        valid_from=life.valid_from,
        valid_until=life.valid_until,
        aliases=list(life.aliases),
        search_name=searchable(life.name, life.other_name, aliases=life.aliases),
    )


def _link(comuni: dict[str, Territory]) -> None:
    """Link the suppressed Comuni to those that took their territory."""
    link = Territory.successors.through
    link.objects.bulk_create(
        [
            link(from_territory_id=comuni[old].pk, to_territory_id=comuni[new].pk)
            for old, new in read_successors().items()
            if old in comuni and new in comuni
        ],
        ignore_conflicts=True,
    )


def _populate(comuni: Mapping[str, Territory], residents: Mapping[str, int]) -> None:
    """Give their residents to those still without; a Comune born later by merger has those of the ones it joins."""
    joined: defaultdict[str, list[int | None]] = defaultdict(list)
    for old, new in read_successors().items():
        joined[new].append(residents.get(old))
    filled = []
    for code, territory in comuni.items():
        if territory.population is None and (known := _residents(territory, residents.get(code), joined[code])):
            territory.population = known
            filled.append(territory)
    Territory.objects.bulk_update(filled, ["population"], BATCH_OF_UPDATES)


def _residents(territory: Territory, known: int | None, parts: list[int | None]) -> int | None:
    """Its own, or the sum of those of all the Comuni it joined since they were counted; None when any is not known."""
    is_younger = territory.valid_from is not None and territory.valid_from >= POPULATION_ON
    if known is None and is_younger and parts and None not in parts:
        return sum(filter(None, parts))
    return known


def _counted(today: date) -> Loaded:
    current = Territory.objects.current(today)
    count = {kind: current.filter(kind=kind).count() for kind in AreaKind}
    past = (
        Territory.objects.filter(kind=AreaKind.COMUNE).exclude(Q(valid_until=None) | Q(valid_until__gt=today)).count()
    )
    return Loaded(count[AreaKind.REGION], count[AreaKind.PROVINCE], count[AreaKind.COMUNE], past)
