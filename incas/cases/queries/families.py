# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Families as the kinship engine reads them, and what a person is to the holder. The caller has obtained the person."""

from datetime import date

from incas.cases import kinship
from incas.cases.choices.cases import Sex
from incas.cases.choices.pilot import LawRule
from incas.cases.kinship import Kinship, Outcome
from incas.cases.law import pilot_rules
from incas.cases.models import Case, Family, Person

_SEXES = {Sex.FEMALE: kinship.Sex.FEMALE, Sex.MALE: kinship.Sex.MALE}


def engine_family(family: Family) -> kinship.Family:
    """Read a family for the engine; persons are named by their codes. Three queries. Raises FamilyRefused."""
    persons = list(family.persons.order_by("pk").values_list("pk", "code", "sex"))
    codes = {key: code for key, code, _sex in persons}
    return kinship.Family(
        [kinship.Person(code, _SEXES.get(Sex(sex))) for _key, code, sex in persons],
        [
            kinship.ParentLink(codes[parent], codes[child], kinship.ParentKind(kind))
            for parent, child, kind in family.parent_links.order_by("pk").values_list("parent", "child", "kind")
        ],
        [
            kinship.Union(codes[one], codes[other], kinship.UnionKind(kind), kinship.UnionEnd(ended) if ended else None)
            for one, other, kind, ended in family.unions.order_by("pk").values_list("one", "other", "kind", "ended")
        ],
    )


def holder_of(family: Family) -> Person | None:
    """Give the holder of a family, if somebody is. One query."""
    return family.persons.filter(is_holder=True).select_related("case").first()


def holder_case_of(case: Case) -> Case | None:
    """Give the case of the holder of the family of a case, where there is one. Two queries."""
    person = Person.objects.scoped().filter(case=case).select_related("family").first()
    holder = holder_of(person.family) if person is not None else None
    return holder.case if holder is not None else None


def kinship_of_person(person: Person, on: date) -> Kinship | None:
    """Compute what a person is to the holder of their family, under the rules of a day; None where nobody is holder.

    Six queries at most. Raises FamilyRefused for a family that contradicts itself.
    """
    holder = holder_of(person.family)
    if holder is None:
        return None
    limit = pilot_rules(on).one(LawRule.KINSHIP_LIMIT)
    return kinship.kinship_of(engine_family(person.family), holder.code, limit)[person.code]


def kinship_outcome(person: Person, on: date) -> Outcome | None:
    """Tell whether a person is among the holder's relatives that count: computed, or as a person verified it.

    Only what must be verified is decided by a person (`verified_outcome`): a contested bond, and the spouse where the
    rules of the day do not count spouses. None where the family has no holder.
    """
    found = kinship_of_person(person, on)
    if found is None:
        return None
    outcome = found.outcome
    if outcome is Outcome.SPOUSE and not pilot_rules(on).is_on(LawRule.SPOUSE_COUNTS):
        outcome = Outcome.TO_VERIFY
    if outcome is Outcome.TO_VERIFY and person.verified_outcome:
        return Outcome(person.verified_outcome)
    return outcome
