# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Families stored for a test, from those written short (`tests.cases.kinship.families`); nobody here exists."""

from incas.accounts.models import User
from incas.cases import kinship
from incas.cases.choices.cases import Sex
from incas.cases.doors import scope_of
from incas.cases.identities import IdentityContent, write_content
from incas.cases.models import Case, Family, Identity, ParentLink, Person, Union
from incas.cases.queries.families import FamilyRows, rows_of
from incas.cases.tenancy import whole_platform
from tests.cases.kinship.families import family as written

SEXES = {kinship.Sex.FEMALE: Sex.FEMALE, kinship.Sex.MALE: Sex.MALE, None: Sex.UNKNOWN}


def person_of(case: Case) -> Person:
    """The person of a case, read anew."""
    with whole_platform(reason="a test"):
        return Person.objects.unscoped(reason="a test").select_related("family", "case").get(case=case)


def rows(case: Case) -> FamilyRows:
    """The family of a case, read anew."""
    with whole_platform(reason="a test"):
        return rows_of(person_of(case).family)


def store(family: Family, read: kinship.Family, known: dict[kinship.PersonId, Person]) -> dict[str, Person]:
    """Store what the engine would read; `known` are persons who are there already."""
    with whole_platform(reason="a test"):
        people = {
            name: known.get(name) or Person.objects.create(body_id=family.body_id, family=family, sex=SEXES[each.sex])
            for name, each in read.persons.items()
        }
        for link in read.parents:
            ParentLink.objects.create(
                body_id=family.body_id,
                family=family,
                parent=people[link.parent],
                child=people[link.child],
                kind=link.kind,
            )
        for union in read.unions:
            Union.objects.create(
                body_id=family.body_id,
                family=family,
                one=people[union.a],
                other=people[union.b],
                kind=union.kind,
                ended=union.ended or "",
            )
    return {str(name): person for name, person in people.items()}


def around(case: Case, *links: str) -> dict[str, Person]:
    """Store a family around the holder of a case, who is `h`: `around(case, "h>c", "h=s")`."""
    holder = person_of(case)
    return store(holder.family, written(*links, "h"), {"h": holder})


def name(person: Person, content: IdentityContent, *, user: User) -> None:
    """Say who a person is."""
    with scope_of(user):
        identity = Identity.objects.scoped().filter(person=person).first()
        identity = identity or Identity(body_id=person.body_id, person=person)
        write_content(identity, content)
        identity.save()
