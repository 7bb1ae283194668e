# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A change of a family, whatever it is: locked, checked at its end, told to who must look again, undone if asked.

The trail of a family says what kind of change was made and which rows it touched, never of whom nor from what to what:
what rows were is in the history that triggers write, sealed where it was sealed.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Final

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.models import Entry
from incas.audit.operations import record
from incas.cases.choices.family import FamilyChange
from incas.cases.identities import IdentityContent
from incas.cases.kinship import FamilyRefused
from incas.cases.law import pilot_rules
from incas.cases.models import Family, Identity, ParentLink, PastRow, Person, Union
from incas.cases.operations.families.reviews import review_bonds
from incas.cases.queries.families import FamilyRows, HolderBond, bonds_of, rows_of
from incas.cases.queries.members import contents_of
from incas.cases.refusals import Refused
from incas.privacy.keyfiles import KeyDestroyed, KeysMissing
from incas.privacy.sealing import SealBroken

VERB: Final = "family_changed"
CHANGED_AGAIN: Final = 30
"""How many changes back one may go."""
MODELS: Final[dict[str, type[models.Model]]] = {
    model._meta.db_table: model for model in (Person, Identity, ParentLink, Union)
}
"""Tables of a family, those that others refer to first."""
KEPT: Final = frozenset({"id", "case_id", "is_holder", "verified_outcome", "verified_reason", "verified_by_id"})
"""Columns of a row still there that undoing leaves as they are: other operations write them."""


class FamilyChangeRefused(Refused):
    """The family cannot be so; the message says why and what to do, in Italian, and names nobody."""


class Change:
    """A change under way: the rows it adds and those it touches, by table and code.

    `births_field` is the field of the form beside which a child older than a parent is told.
    """

    def __init__(self, family: Family, *, today: date, births_field: str) -> None:
        self.family = family
        self.today = today
        self.births_field = births_field
        self.added: list[str] = []
        self.touched: list[str] = []
        self.undoes: int | None = None

    def add(self, row: Person | Identity | ParentLink | Union) -> None:
        """Store a new row."""
        row.save()
        self.added.append(named(row))

    def touch(self, *rows: Person | Identity | ParentLink | Union) -> None:
        """Say that rows are about to be changed or deleted."""
        self.touched += [named(row) for row in rows]

    def told(self) -> dict[str, object]:
        """Give what the trail says of the rows: those added, and what the others were (keys of their history)."""
        past = [_last_past(name) for name in self.touched]
        undoes = {} if self.undoes is None else {"undoes": self.undoes}
        return {"added": self.added, "past": [key for key in past if key is not None], **undoes}


@contextmanager
def changing(
    *, family: Family, what: FamilyChange, by: User, at: datetime, births_field: str = "birth_date"
) -> Iterator[Change]:
    """Change a family alone, check it at the end, ask for a review where a bond that counts changed, write the trail.

    Raises FamilyChangeRefused where the family would contradict itself; nothing is stored then. A change that added
    and touched nothing leaves no trail.
    """
    with transaction.atomic():
        family = _locked(family)
        rules = pilot_rules(timezone.localdate(at))
        before = _bonds_as_they_were(family, at=at)
        change = Change(family, today=rules.on, births_field=births_field)
        yield change
        if not change.added and not change.touched:
            return
        rows = rows_of(family)
        require_births_in_order(rows, contents_of(family, by), field=change.births_field)
        try:
            after = bonds_of(rows, rules)
            rows.engine()
        except FamilyRefused as refusal:
            raise FamilyChangeRefused(
                _("Così una persona risulterebbe antenata di sé: controllare chi è genitore di chi."), "parent"
            ) from refusal
        review_bonds(rows=rows, before=before, after=after, by=by, at=at)
        record(family, VERB, by=by, at=at, after={"change": what, **change.told()})


def undoable(family: Family) -> Entry | None:
    """Give the newest change of a family not undone that may be: none before two families became one or parted."""
    undone: set[int] = set()
    for entry in Entry.objects.about(family).filter(verb=VERB)[:CHANGED_AGAIN]:
        if entry.after["change"] in {FamilyChange.JOINED, FamilyChange.LEFT}:
            return None
        if (key := entry.after.get("undoes")) is not None:
            undone.add(key)
        elif entry.pk not in undone:
            return entry
    return None


@transaction.atomic
def undo_change(*, family: Family, entry_key: int, by: User, at: datetime) -> Family:
    """Put a family back as it was before its newest change, which `entry_key` names: what is no longer it, is refused.

    Undone already, it changes nothing. Raises FamilyChangeRefused where something else has come to depend on it.
    """
    family = _locked(family)
    entry = undoable(family)
    if _was_undone(family, entry_key):
        return family
    if entry is None or entry.pk != entry_key:
        raise FamilyChangeRefused(_("Nel frattempo la famiglia è cambiata ancora: guardare l'ultima modifica."))
    with changing(family=family, what=FamilyChange.UNDONE, by=by, at=at) as change:
        change.undoes = entry.pk
        for name in reversed(entry.after["added"]):
            _take_away(name, change)
        past = PastRow.objects.unscoped(reason="a family is put back").filter(pk__in=entry.after["past"])
        for row in sorted(past, key=lambda row: list(MODELS).index(row.table)):
            _put_back(row, change)
        _require_legible(family, by)
    return family


def named(row: models.Model) -> str:
    """Name a row as the trail does: table and code."""
    return f"{row._meta.db_table}:{row.code}"  # type: ignore[attr-defined]  # every row of a family has a code


def _locked(family: Family) -> Family:
    found = Family.objects.scoped().select_for_update(no_key=True).filter(pk=family.pk).first()
    if found is None:
        raise FamilyChangeRefused(_("Nel frattempo questa famiglia è stata unita a un'altra: riaprire il caso."))
    return found


def _bonds_as_they_were(family: Family, *, at: datetime) -> dict[int, HolderBond]:
    """Give the bonds of a family; none of a family that contradicts itself: it is being put right."""
    try:
        return bonds_of(rows_of(family), pilot_rules(timezone.localdate(at)))
    except FamilyRefused:
        return {}


def require_births_in_order(
    rows: FamilyRows, contents: Mapping[int, IdentityContent], *, field: str = "birth_date"
) -> None:
    """Raise FamilyChangeRefused, about a field, for a child born before a parent, or with them."""
    for link in rows.parents:
        parent, child = contents.get(link.parent_id), contents.get(link.child_id)
        if parent and child and not is_elder(parent, child):
            raise FamilyChangeRefused(
                _("Il figlio o la figlia risulta nato prima del genitore, o con lui: controllare le date di nascita."),
                field,
            )


def is_elder(parent: IdentityContent, child: IdentityContent) -> bool:
    """Tell whether one is born before the other, as far as is known: by day, else by year."""
    if parent.birth_date and child.birth_date:
        return parent.birth_date < child.birth_date
    return parent.year is None or child.year is None or parent.year < child.year


def _last_past(name: str) -> int | None:
    table, code = name.split(":")
    found = PastRow.objects.unscoped(reason="what a row of a family just was").filter(table=table, row=code)
    return found.order_by("-at", "-pk").values_list("pk", flat=True).first()


def _was_undone(family: Family, key: int) -> bool:
    return Entry.objects.about(family).filter(verb=VERB, after__undoes=key).exists()


def _found(name: str) -> models.Model | None:
    table, code = name.split(":")
    return MODELS[table]._base_manager.filter(code=code).first()


def _take_away(name: str, change: Change) -> None:
    row = _found(name)
    if row is None:
        return
    if isinstance(row, Person) and row.case_id is not None:
        raise FamilyChangeRefused(_("La persona aggiunta è stata presa in carico: non si può più annullare."))
    change.touch(row)  # type: ignore[arg-type]  # a row of MODELS
    row.delete()


def _put_back(past: PastRow, change: Change) -> None:
    """Write a row as it was, by the database's own reading of its history: sealed bytes stay sealed."""
    model = MODELS[past.table]
    row = model._base_manager.filter(code=past.row).first()
    if row is None:
        change.added.append(f"{past.table}:{past.row}")
    else:
        change.touch(row)  # type: ignore[arg-type]  # a row of MODELS
    quote = connection.ops.quote_name
    columns = [field.column for field in model._meta.concrete_fields if field.column]
    names = ", ".join(map(quote, columns))
    sets = ", ".join(f"{quote(column)} = EXCLUDED.{quote(column)}" for column in columns if column not in KEPT)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(past.table)} ({names})"  # noqa: S608 (names of our own columns)
            f" SELECT {names} FROM jsonb_populate_record(NULL::{quote(past.table)}, %s::jsonb)"
            f" ON CONFLICT (id) DO UPDATE SET {sets}",
            [json.dumps(past.before)],
        )


def _require_legible(family: Family, by: User) -> None:
    """Raise FamilyChangeRefused where an identity put back was sealed with a key that is no longer there."""
    try:
        contents_of(family, by)
    except (KeyDestroyed, KeysMissing, SealBroken) as error:
        raise FamilyChangeRefused(
            _("L'identità tolta non si legge più: le chiavi sono cambiate. Scriverla di nuovo.")
        ) from error
