# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Bonds of a family: who is parent of whom, who is or was united with whom, and bonds told by how one is called."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.cases.choices.cases import Sex
from incas.cases.choices.family import COMPOSED, Binding, FamilyChange, ParentKind, UnionEnd, UnionKind
from incas.cases.models import Family, ParentLink, Person, Union
from incas.cases.operations.families.changes import Change, FamilyChangeRefused, changing

BIRTH_PARENTS: Final = 2
LinkT = TypeVar("LinkT", ParentLink, Union)


@dataclass(frozen=True, slots=True)
class UnionFacts:
    """What is known of a union: since when, how and when it ended (`ended` empty: it lasts)."""

    kind: UnionKind = UnionKind.MARRIAGE
    started_on: date | None = None
    ended: UnionEnd | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Bond:
    """How a person is bound to another, `of`.

    `through`: the person in between, of a bond that goes through somebody (None: somebody not in the family yet).
    `parents`: of a sibling, the parents the two share (none: one not in the family yet); of a child, the other parent.
    """

    binding: Binding
    of: Person
    through: Person | None = None
    parent_kind: ParentKind = ParentKind.BIRTH
    parents: Sequence[Person] = ()
    union: UnionFacts = UnionFacts()


def bind(change: Change, person: Person, bond: Bond) -> None:
    """Bind a person, inside a change of their family; persons in between who are not there are made as links.

    Raises FamilyChangeRefused.
    """
    first, last = COMPOSED.get(bond.binding, (None, bond.binding))
    of, parents = bond.of, bond.parents
    if first is not None:
        of = bond.through or _made(change, first, of)
        parents = parents if last == Binding.CHILD else parents_of(of)
    if last == Binding.CHILD:
        for parent in (of, *parents):
            _add_parent(change, parent, person, bond.parent_kind)
    elif last == Binding.PARENT:
        _add_parent(change, person, of, bond.parent_kind)
    elif last == Binding.SIBLING:
        _add_sibling(change, person, of, parents)
    else:
        _add_union(change, person, of, bond.union, today=change.today)


@transaction.atomic
def add_parent(*, family: Family, parent: Person, child: Person, kind: ParentKind, by: User, at: datetime) -> None:
    """Say that one person of a family is the parent of another. Said already, it changes nothing.

    Raises FamilyChangeRefused.
    """
    with changing(family=family, what=FamilyChange.PARENT_ADDED, by=by, at=at, births_field="child") as change:
        if not ParentLink.objects.scoped().filter(parent=parent, child=child, kind=kind).exists():
            _add_parent(change, parent, child, kind)


@transaction.atomic
def change_parent(*, link: ParentLink, kind: ParentKind, by: User, at: datetime) -> ParentLink:
    """Correct how one became the parent of another. Raises FamilyChangeRefused."""
    with changing(family=link.family, what=FamilyChange.PARENT_CHANGED, by=by, at=at) as change:
        link = _still_there(ParentLink.objects.scoped().filter(pk=link.pk).select_related("child").first())
        if link.kind != kind:
            _require_place(link.child, kind)
            change.touch(link)
            link.kind = kind
            link.save(update_fields=["kind"])
    return link


@transaction.atomic
def add_union(*, family: Family, one: Person, other: Person, facts: UnionFacts, by: User, at: datetime) -> None:
    """Say that two persons of a family are, or were, united. Raises FamilyChangeRefused."""
    with changing(family=family, what=FamilyChange.UNION_ADDED, by=by, at=at) as change:
        _add_union(change, one, other, facts, today=timezone.localdate(at))


@transaction.atomic
def change_union(*, union: Union, facts: UnionFacts, by: User, at: datetime) -> Union:
    """Correct a union, or say how and when it ended. Raises FamilyChangeRefused."""
    with changing(family=union.family, what=FamilyChange.UNION_CHANGED, by=by, at=at) as change:
        union = _still_there(Union.objects.scoped().filter(pk=union.pk).first())
        if facts == facts_of(union):
            return union
        _require_sound(facts, today=timezone.localdate(at))
        _require_one_union(union.one_id, union.other_id, facts, besides=union)
        change.touch(union)
        _put_facts(union, facts)
        union.save()
    return union


@transaction.atomic
def remove_link(*, link: ParentLink | Union, by: User, at: datetime) -> None:
    """Take a bond away; the two persons stay. Gone already, it changes nothing."""
    what = FamilyChange.PARENT_REMOVED if isinstance(link, ParentLink) else FamilyChange.UNION_REMOVED
    with changing(family=link.family, what=what, by=by, at=at) as change:
        if type(link)._base_manager.filter(pk=link.pk).exists():
            change.touch(link)
            link.delete()


def links_of(person: Person) -> Iterator[ParentLink | Union]:
    """Give the bonds of a person."""
    yield from ParentLink.objects.scoped().filter(Q(parent=person) | Q(child=person))
    yield from Union.objects.scoped().filter(Q(one=person) | Q(other=person))


def parents_of(person: Person) -> list[Person]:
    """Give the parents of a person, by birth or adoption as a minor."""
    links = ParentLink.objects.scoped().filter(child=person).exclude(kind=ParentKind.ADULT_ADOPTION)
    return [link.parent for link in links.select_related("parent").order_by("pk")]


def facts_of(union: Union) -> UnionFacts:
    """Give what is known of a union."""
    ended = UnionEnd(union.ended) if union.ended else None
    return UnionFacts(UnionKind(union.kind), union.started_on, ended, union.ended_on)


def _made(change: Change, binding: Binding, of: Person) -> Person:
    """Make a person nobody knows yet, only a link, bound to another."""
    person = Person(body_id=of.body_id, family=change.family, sex=Sex.UNKNOWN)
    change.add(person)
    shared = parents_of(of) if binding == Binding.SIBLING else ()
    bind(change, person, Bond(binding, of, parents=shared))
    return person


def _add_sibling(change: Change, person: Person, of: Person, parents: Sequence[Person]) -> None:
    """Give two persons the parents they share; where none is known, one who is only a link."""
    for parent in parents or [_made(change, Binding.PARENT, of)]:
        _add_parent(change, parent, person, ParentKind.BIRTH)


def _add_parent(change: Change, parent: Person, child: Person, kind: ParentKind) -> None:
    if parent.pk == child.pk:
        raise FamilyChangeRefused(_("Una persona non è genitore di sé: scegliere due persone diverse."), "child")
    if ParentLink.objects.scoped().filter(parent=parent, child=child).exists():
        raise FamilyChangeRefused(_("Risulta già genitore di questa persona: correggere quel legame."), "parent")
    _require_place(child, kind)
    change.add(ParentLink(body_id=change.family.body_id, family=change.family, parent=parent, child=child, kind=kind))


def _require_place(child: Person, kind: ParentKind) -> None:
    """Raise FamilyChangeRefused for a third parent by birth."""
    by_birth = ParentLink.objects.scoped().filter(child=child, kind=ParentKind.BIRTH)
    if kind == ParentKind.BIRTH and by_birth.count() >= BIRTH_PARENTS:
        raise FamilyChangeRefused(
            _("Ci sono già due genitori per nascita: controllare se uno lo è per adozione, o fra chi è in comune."),
            "parent_kind",
        )


def _add_union(change: Change, one: Person, other: Person, facts: UnionFacts, *, today: date) -> None:
    if one.pk == other.pk:
        raise FamilyChangeRefused(_("Una persona non è unita a sé: scegliere due persone diverse."), "other")
    _require_sound(facts, today=today)
    _require_one_union(one.pk, other.pk, facts)
    union = Union(body_id=change.family.body_id, family=change.family, one=one, other=other)
    _put_facts(union, facts)
    change.add(union)


def _put_facts(union: Union, facts: UnionFacts) -> None:
    union.kind, union.started_on = facts.kind, facts.started_on
    union.ended, union.ended_on = facts.ended or "", facts.ended_on


def _require_sound(facts: UnionFacts, *, today: date) -> None:
    """Raise FamilyChangeRefused for days that cannot be, and for an end that the kind does not have."""
    if facts.started_on is not None and facts.started_on > today:
        raise FamilyChangeRefused(_("La data è nel futuro: controllare il giorno."), "started_on")
    if facts.ended_on is not None and facts.ended_on > today:
        raise FamilyChangeRefused(_("La data è nel futuro: controllare il giorno."), "ended_on")
    if facts.ended_on is not None and facts.ended is None:
        raise FamilyChangeRefused(_("C'è il giorno in cui è finita: dire come è finita."), "ended")
    if facts.started_on is not None and facts.ended_on is not None and facts.ended_on < facts.started_on:
        raise FamilyChangeRefused(
            _("L'unione risulta finita prima di cominciare: controllare le due date."), "ended_on"
        )
    if facts.kind == UnionKind.COHABITATION and facts.ended == UnionEnd.VOID:
        raise FamilyChangeRefused(_("Una convivenza non si dichiara nulla: scegliere come è finita."), "ended")


def _require_one_union(one: int, other: int, facts: UnionFacts, *, besides: Union | None = None) -> None:
    """Raise FamilyChangeRefused for two unions of the same two persons that both last."""
    if facts.ended is not None:
        return
    same = Union.objects.scoped().filter(Q(one=one, other=other) | Q(one=other, other=one), ended="", kind=facts.kind)
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    if same.exists():
        raise FamilyChangeRefused(_("Fra queste due persone c'è già un'unione in corso di questo tipo."), "union_kind")


def _still_there(link: LinkT | None) -> LinkT:
    if link is None:
        raise FamilyChangeRefused(_("Nel frattempo questo legame è stato tolto."))
    return link
