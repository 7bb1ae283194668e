# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A family as the civil code sees it: persons, who is parent of whom, who is or was united with whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from incas.cases.kinship.refusals import FamilyRefused, PersonId

BIRTH_PARENTS = 2
SHOWN = 8
"""Persons of a cycle named in its message."""


class Sex(StrEnum):
    """The sex of the civil register: it chooses Italian words, and nothing else."""

    FEMALE = "F"
    MALE = "M"


class ParentKind(StrEnum):
    """How somebody became parent."""

    BIRTH = "birth"
    """In marriage or outside it: the same (art. 74 c.c.)."""
    MINOR_ADOPTION = "minor_adoption"
    """It creates kinship like birth (art. 74 c.c.), in special cases too (Corte cost. 79/2022)."""
    ADULT_ADOPTION = "adult_adoption"
    """It creates no kinship (arts 74 and 300 c.c.)."""


class UnionKind(StrEnum):
    """What unites two persons."""

    MARRIAGE = "marriage"
    CIVIL_UNION = "civil_union"
    COHABITATION = "cohabitation"


class UnionEnd(StrEnum):
    """How a union ended."""

    DEATH = "death"
    DIVORCE = "divorce"
    """For a civil union, its dissolution."""
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the family."""

    id: PersonId
    sex: Sex | None = None


@dataclass(frozen=True, slots=True)
class ParentLink:
    """One is parent of the other."""

    parent: PersonId
    child: PersonId
    kind: ParentKind = ParentKind.BIRTH


@dataclass(frozen=True, slots=True)
class Union:
    """Two persons united; `ended` is None while it lasts. The day it started orders the unions of a drawing."""

    a: PersonId
    b: PersonId
    kind: UnionKind = UnionKind.MARRIAGE
    ended: UnionEnd | None = None
    started_on: date | None = None

    def other(self, person: PersonId) -> PersonId:
        """Give the other of the two."""
        return self.b if person == self.a else self.a

    @property
    def binds(self) -> bool:
        """Whether it excludes another one today: a marriage or a civil union that lasts (art. 86 c.c.)."""
        return self.ended is None and self.kind is not UnionKind.COHABITATION


class Family:
    """Persons with their links, checked: every link is between two persons of the family and nobody descends from self.

    Raises FamilyRefused. The same link written twice counts once.
    """

    def __init__(
        self, persons: Iterable[Person], parents: Iterable[ParentLink] = (), unions: Iterable[Union] = ()
    ) -> None:
        self.persons: Mapping[PersonId, Person] = _by_id(persons)
        self.parents: Sequence[ParentLink] = tuple(dict.fromkeys(parents))
        self.unions: Sequence[Union] = tuple(dict.fromkeys(unions))
        self._parents_of: dict[PersonId, list[ParentLink]] = {person: [] for person in self.persons}
        self._children_of: dict[PersonId, list[ParentLink]] = {person: [] for person in self.persons}
        self._unions_of: dict[PersonId, list[Union]] = {person: [] for person in self.persons}
        for link in self.parents:
            self._add_parent(link)
        for union in self.unions:
            self._add_union(union)
        _refuse_cycles(self)

    def require(self, person: PersonId) -> None:
        """Raise FamilyRefused unless the person is of the family."""
        if person not in self.persons:
            raise FamilyRefused(f"La persona «{person}» non è fra quelle della famiglia.", persons=[person])

    def sex_of(self, person: PersonId) -> Sex | None:
        """Give the sex, when it is known."""
        return self.persons[person].sex

    def parents_of(self, person: PersonId) -> Sequence[ParentLink]:
        """Give the links to the parents, as they were written."""
        return self._parents_of[person]

    def children_of(self, person: PersonId) -> Sequence[ParentLink]:
        """Give the links to the children, as they were written."""
        return self._children_of[person]

    def unions_of(self, person: PersonId) -> Sequence[Union]:
        """Give every union of a person, ended ones too."""
        return self._unions_of[person]

    def _add_parent(self, link: ParentLink) -> None:
        self.require(link.parent)
        self.require(link.child)
        if link.parent == link.child:
            raise FamilyRefused(f"La persona «{link.child}» è indicata come genitore di sé.", persons=[link.child])
        others = self._parents_of[link.child]
        if any(other.parent == link.parent for other in others):
            raise FamilyRefused(
                f"«{link.parent}» è genitore di «{link.child}» in due modi diversi: lasciarne uno solo.",
                persons=[link.parent, link.child],
            )
        by_birth = [other for other in others if other.kind is ParentKind.BIRTH]
        if link.kind is ParentKind.BIRTH and len(by_birth) == BIRTH_PARENTS:
            raise FamilyRefused(
                f"La persona «{link.child}» ha più di due genitori per nascita: controllare chi lo è per adozione.",
                persons=[link.child],
            )
        others.append(link)
        self._children_of[link.parent].append(link)

    def _add_union(self, union: Union) -> None:
        self.require(union.a)
        self.require(union.b)
        if union.a == union.b:
            raise FamilyRefused(f"La persona «{union.a}» è indicata come unita a sé.", persons=[union.a])
        self._unions_of[union.a].append(union)
        self._unions_of[union.b].append(union)


def _by_id(persons: Iterable[Person]) -> dict[PersonId, Person]:
    known: dict[PersonId, Person] = {}
    for person in persons:
        if person.id in known:
            raise FamilyRefused(f"La persona «{person.id}» è scritta due volte.", persons=[person.id])
        known[person.id] = person
    return known


def _refuse_cycles(family: Family) -> None:
    """Take away, generation by generation, who has no parents left: those who remain descend from a cycle."""
    waiting = {person: len(family.parents_of(person)) for person in family.persons}
    ready = [person for person, parents in waiting.items() if not parents]
    while ready:
        for link in family.children_of(ready.pop()):
            waiting[link.child] -= 1
            if not waiting[link.child]:
                ready.append(link.child)
    if left := [person for person, parents in waiting.items() if parents]:
        cycle = _cycle_above(family, left[0], set(left))
        shown = " → ".join([f"«{person}»" for person in cycle[:SHOWN]] + ["…"] * (len(cycle) > SHOWN))
        raise FamilyRefused(
            f"La persona «{cycle[0]}» risulta antenata di sé: controllare chi è genitore di chi ({shown}).",
            persons=dict.fromkeys(cycle),
        )


def _cycle_above(family: Family, person: PersonId, left: set[PersonId]) -> list[PersonId]:
    """Climb among those left, each of whom has a parent left, until somebody comes twice; parents come first."""
    climbed: dict[PersonId, int] = {}
    while person not in climbed:
        climbed[person] = len(climbed)
        person = next(link.parent for link in family.parents_of(person) if link.parent in left)
    cycle = list(climbed)[climbed[person] :]
    return [person, *reversed(cycle)]
