# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Families as the kinship engine reads them, and what each person is to the holder. The caller has obtained them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from incas.cases import kinship
from incas.cases.choices.cases import Sex
from incas.cases.choices.pilot import LawRule
from incas.cases.kinship import Kinship, Outcome
from incas.cases.law import PilotRules, pilot_rules
from incas.cases.models import Case, Family, ParentLink, Person, Union

_SEXES = {Sex.FEMALE: kinship.Sex.FEMALE, Sex.MALE: kinship.Sex.MALE}


@dataclass(frozen=True, slots=True)
class FamilyRows:
    """The rows of a family, each kind in the order it was written."""

    family: Family
    persons: Sequence[Person]
    parents: Sequence[ParentLink]
    unions: Sequence[Union]

    @property
    def holder(self) -> Person | None:
        """The holder of the permit, if somebody is."""
        return next((person for person in self.persons if person.is_holder), None)

    def case_of(self, person: Person) -> Case | None:
        """Give the case where a bond is looked at: the person's own, else the holder's."""
        return person.case or (self.holder.case if self.holder else None)

    def engine(self) -> kinship.Family:
        """Give the family as the engine reads it: persons are called by their codes. Raises FamilyRefused."""
        codes = {person.pk: person.code for person in self.persons}
        return kinship.Family(
            [kinship.Person(person.code, _SEXES.get(Sex(person.sex))) for person in self.persons],
            [
                kinship.ParentLink(codes[link.parent_id], codes[link.child_id], kinship.ParentKind(link.kind))
                for link in self.parents
            ],
            [
                kinship.Union(
                    codes[union.one_id],
                    codes[union.other_id],
                    kinship.UnionKind(union.kind),
                    kinship.UnionEnd(union.ended) if union.ended else None,
                    union.started_on,
                )
                for union in self.unions
            ],
        )


@dataclass(frozen=True, slots=True)
class HolderBond:
    """What a person is to the holder: as computed (`answer`), and as it counts (`outcome`: verified, by the rules)."""

    person: Person
    answer: Kinship
    outcome: Outcome

    @property
    def is_verified(self) -> bool:
        """Whether the outcome is what a person decided."""
        return bool(self.person.verified_outcome) and self.outcome == self.person.verified_outcome

    @property
    def is_the_same_as(self) -> tuple[object, ...]:
        """What must not change for a decision on the bond to hold."""
        answer = self.answer
        return answer.kind, answer.line, answer.degree, answer.outcome, answer.reason


def rows_of(family: Family) -> FamilyRows:
    """Read a family. Three queries."""
    return FamilyRows(
        family,
        list(family.persons.select_related("case", "verified_by").order_by("pk")),
        list(family.parent_links.order_by("pk")),
        list(family.unions.order_by("pk")),
    )


def engine_family(family: Family) -> kinship.Family:
    """Read a family for the engine; persons are named by their codes. Three queries. Raises FamilyRefused."""
    return rows_of(family).engine()


def bonds_of(rows: FamilyRows, rules: PilotRules) -> dict[int, HolderBond]:
    """Tell what each person is to the holder, by key; nothing where nobody is holder. Raises FamilyRefused."""
    holder = rows.holder
    if holder is None:
        return {}
    answers = kinship.kinship_of(rows.engine(), holder.code, rules.one(LawRule.KINSHIP_LIMIT))
    return {
        person.pk: HolderBond(person, answers[person.code], _counted(answers[person.code], person, rules))
        for person in rows.persons
    }


def holder_of(family: Family) -> Person | None:
    """Give the holder of a family, if somebody is. One query."""
    return family.persons.filter(is_holder=True).select_related("case").first()


def person_of(case: Case) -> Person | None:
    """Give the person of a case with their family, where there is one. One query."""
    return Person.objects.scoped().filter(case=case).select_related("family").first()


def holder_case_of(case: Case) -> Case | None:
    """Give the case of the holder of the family of a case, where there is one. Two queries."""
    person = person_of(case)
    holder = holder_of(person.family) if person is not None else None
    return holder.case if holder is not None else None


def bonds_to_verify(case: Case, on: date) -> list[Person]:
    """List the persons whose bond waits for a decision in a case; of who is deceased nobody is asked.

    Five queries. Raises FamilyRefused for a family that contradicts itself.
    """
    person = person_of(case)
    if person is None:
        return []
    rows = rows_of(person.family)
    bonds = bonds_of(rows, pilot_rules(on)).values()
    waiting = [bond.person for bond in bonds if bond.outcome is Outcome.TO_VERIFY and not bond.person.is_deceased]
    return [one for one in waiting if rows.case_of(one) == case]


def kinship_of_person(person: Person, on: date) -> Kinship | None:
    """Compute what a person is to the holder of their family, under the rules of a day; None where nobody is holder.

    Four queries. Raises FamilyRefused for a family that contradicts itself.
    """
    found = bonds_of(rows_of(person.family), pilot_rules(on)).get(person.pk)
    return found.answer if found is not None else None


def kinship_outcome(person: Person, on: date) -> Outcome | None:
    """Tell whether a person is among the holder's relatives that count: computed, or as a person verified it.

    None where the family has no holder. Four queries. Raises FamilyRefused.
    """
    found = bonds_of(rows_of(person.family), pilot_rules(on)).get(person.pk)
    return found.outcome if found is not None else None


def _counted(answer: Kinship, person: Person, rules: PilotRules) -> Outcome:
    """Give the outcome that counts.

    Only what must be verified is decided by a person (`verified_outcome`): a contested bond, and the spouse where the
    rules of the day do not count spouses.
    """
    outcome = answer.outcome
    if outcome is Outcome.SPOUSE and not rules.is_on(LawRule.SPOUSE_COUNTS):
        outcome = Outcome.TO_VERIFY
    if outcome is Outcome.TO_VERIFY and person.verified_outcome:
        return Outcome(person.verified_outcome)
    return outcome
