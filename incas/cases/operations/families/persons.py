# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Persons of a family: added by how they are bound, corrected, taken away; two families made one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.cases import Sex
from incas.cases.choices.family import FamilyChange
from incas.cases.identities import IdentityContent, words_of, write_content
from incas.cases.models import Case, Family, Identity, Person
from incas.cases.operations.cases import ProbableDuplicates
from incas.cases.operations.families.bonds import Bond, bind, links_of
from incas.cases.operations.families.changes import VERB, Change, FamilyChangeRefused, changing
from incas.cases.queries.families import person_of
from incas.cases.queries.members import contents_of
from incas.cases.queries.persons import probable_matches


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of a person of a family. `content` None: nobody knows who they are, they are only a link."""

    content: IdentityContent | None
    sex: Sex = Sex.UNKNOWN
    is_deceased: bool = False


@transaction.atomic
def add_person(
    *, family: Family, facts: PersonFacts, bond: Bond, others: Collection[str] = (), by: User, at: datetime
) -> Person:
    """Add a person to a family by how they are bound; persons in between who are not there are made as links.

    Raises FamilyChangeRefused where the family would contradict itself or already has this person, and
    ProbableDuplicates where the Comune knows somebody alike whom nobody said to be another (`others`: their codes).
    """
    with changing(family=family, what=FamilyChange.PERSON_ADDED, by=by, at=at) as change:
        _require_new(facts.content, family, by=by)
        _require_nobody_alike(facts.content, family, others=others, by=by)
        person = Person(body_id=family.body_id, family=family, sex=facts.sex, is_deceased=facts.is_deceased)
        change.add(person)
        if facts.content is not None:
            _write_identity(change, person, facts.content)
        bind(change, person, bond)
    return person


@transaction.atomic
def bind_person(*, person: Person, bond: Bond, by: User, at: datetime) -> Person:
    """Bind a person who is already in the family. Raises FamilyChangeRefused."""
    with changing(family=person.family, what=FamilyChange.PERSON_BOUND, by=by, at=at, births_field="of") as change:
        bind(change, person, bond)
    return person


@transaction.atomic
def change_person(
    *, person: Person, facts: PersonFacts, others: Collection[str] = (), by: User, at: datetime
) -> Person:
    """Correct what is known of a person without a case; who they are, sealed. Raises as `add_person` does."""
    with changing(family=person.family, what=FamilyChange.PERSON_CHANGED, by=by, at=at) as change:
        person = _relative(person)
        identity = Identity.objects.scoped().filter(person=person).first()
        known = IdentityContent.opened(identity.sealed) if identity else None
        if (person.sex, person.is_deceased) != (facts.sex, facts.is_deceased):
            change.touch(person)
            person.sex, person.is_deceased = facts.sex, facts.is_deceased
            person.save(update_fields=["sex", "is_deceased"])
        if facts.content != known:
            _require_new(facts.content, person.family, by=by, besides=person)
            if facts.content is None or known is None or _prints(facts.content, person) != _prints(known, person):
                _require_nobody_alike(facts.content, person.family, others=others, by=by, besides=person)
            _rewrite_identity(change, person, identity, facts.content)
    return person


@transaction.atomic
def remove_person(*, person: Person, by: User, at: datetime) -> None:
    """Take a person away from their family, with the bonds that go through them. Gone already, it changes nothing.

    Raises FamilyChangeRefused for the holder and for who is taken charge of.
    """
    with changing(family=person.family, what=FamilyChange.PERSON_REMOVED, by=by, at=at) as change:
        found = Person.objects.scoped().filter(pk=person.pk).first()
        if found is None:
            return
        if found.is_holder or found.case_id is not None:
            raise FamilyChangeRefused(_("Chi è preso in carico resta nella famiglia: si tolgono solo gli altri."))
        change.touch(found, *Identity.objects.scoped().filter(person=found), *links_of(found))
        found.delete()


@transaction.atomic
def join_family(*, case: Case, holder_case: Case, by: User, at: datetime) -> Family:
    """Bring the family of a relative's case into the family of their holder: persons, bonds and all.

    In it already, it changes nothing. Raises FamilyChangeRefused for families of two Comuni, and where each has its
    holder. It is not undone: what came before it neither.
    """
    person, holder = person_of(case), person_of(holder_case)
    if person is None or holder is None:
        raise FamilyChangeRefused(_("I dati della persona sono stati cancellati."), "holder")
    if person.family_id == holder.family_id:
        return holder.family
    if person.body_id != holder.body_id:
        raise FamilyChangeRefused(_("Il caso del titolare è di un altro servizio."), "holder")
    if not holder.is_holder:
        raise FamilyChangeRefused(_("Questo caso non è di un titolare: serve il codice del suo."), "holder")
    old = Family.objects.scoped().select_for_update(no_key=True).get(pk=person.family_id)
    if old.persons.filter(is_holder=True).exists():
        raise FamilyChangeRefused(
            _("Ciascuna delle due famiglie ha un titolare: in una famiglia il titolare è uno solo."), "holder"
        )
    with changing(family=holder.family, what=FamilyChange.JOINED, by=by, at=at) as change:
        change.touch(*old.persons.all())
        for rows in (old.persons, old.parent_links, old.unions):
            rows.update(family=holder.family)
        record(old, VERB, by=by, at=at, after={"change": FamilyChange.JOINED})
        old.delete()
    return holder.family


def _relative(person: Person) -> Person:
    """Read again, locked, a person without a case: whoever has one is corrected in it."""
    found = Person.objects.scoped().select_for_update(no_key=True, of=("self",)).select_related("family")
    row = found.filter(pk=person.pk).first()
    if row is None:
        raise FamilyChangeRefused(_("Nel frattempo la persona è stata tolta dalla famiglia."))
    if row.case_id is not None:
        raise FamilyChangeRefused(_("La persona è presa in carico: i suoi dati si correggono nel suo caso."))
    return row


def _require_new(content: IdentityContent | None, family: Family, *, by: User, besides: Person | None = None) -> None:
    """Raise FamilyChangeRefused for who is in the family already: same fiscal code, or same name and day of birth."""
    if content is None:
        return
    for key, other in contents_of(family, by).items():
        if besides is not None and key == besides.pk:
            continue
        if content.tax_code and content.tax_code == other.tax_code:
            raise FamilyChangeRefused(_("Nella famiglia c'è già una persona con questo codice fiscale."), "tax_code")
        if content.birth_date is not None and content.birth_date == other.birth_date and _same_name(content, other):
            raise FamilyChangeRefused(
                _("Nella famiglia c'è già una persona con questo nome e questa data di nascita."), "first_name"
            )


def _same_name(one: IdentityContent, other: IdentityContent) -> bool:
    return words_of(one.full_name) == words_of(other.full_name)


def _require_nobody_alike(
    content: IdentityContent | None,
    family: Family,
    *,
    others: Collection[str],
    by: User,
    besides: Person | None = None,
) -> None:
    if content is None:
        return
    prints = content.fingerprints(body_id=family.body_id)
    matches = probable_matches(prints, body_id=family.body_id, by=by, besides=besides)
    if {match.code for match in matches} - set(others):
        raise ProbableDuplicates(matches)


def _prints(content: IdentityContent, person: Person) -> object:
    return content.fingerprints(body_id=person.body_id)


def _write_identity(change: Change, person: Person, content: IdentityContent) -> None:
    identity = Identity(body_id=person.body_id, person=person)
    write_content(identity, content)
    change.add(identity)


def _rewrite_identity(
    change: Change, person: Person, identity: Identity | None, content: IdentityContent | None
) -> None:
    if identity is None:
        if content is not None:
            _write_identity(change, person, content)
        return
    change.touch(identity)
    if content is None:
        identity.delete()
        return
    write_content(identity, content)
    identity.save()
