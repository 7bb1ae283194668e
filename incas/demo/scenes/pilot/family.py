# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The family of a life: wife and child, taken charge of; in-laws; a former wife's father, whose bond is contested."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from incas.accounts.models import User
from incas.cases.choices.cases import Sex, Source
from incas.cases.choices.family import Binding, UnionEnd
from incas.cases.identities import IdentityContent
from incas.cases.models import Case, Person
from incas.cases.operations.cases import CaseFacts, NewReport
from incas.cases.operations.families.bonds import Bond, UnionFacts
from incas.cases.operations.families.charge import take_charge
from incas.cases.operations.families.persons import PersonFacts, add_person
from incas.demo.scenes.pilot.lives import RELATIVES, Life
from incas.demo.scenes.pilot.scene import Moment, Scene

TOLD_AFTER = 12
"""Days after the case was opened when the family was told."""
CONTESTED = 4
"""How many days ago the contested bond was."""
MARRIED, DIVORCED = timedelta(days=12 * 365), timedelta(days=15 * 365)


def family_of(life: Life, scene: Scene) -> Iterator[Moment]:
    """Tell the family, where the life has one."""
    if life.has_family:
        yield Moment(life.opened - TOLD_AFTER, scene.team.worker, _tell_family, hour=11)
        yield Moment(CONTESTED, scene.team.worker, _tell_contested, hour=11)


def _tell_family(*, case: Case, by: User, at: datetime) -> None:
    """Add wife and child, the wife's mother and brother."""
    holder = case.person
    add = partial(add_person, family=holder.family, by=by, at=at)
    wife, child = (_facts(one.who.first_name, one.who.last_name, one.who.born, one.who.sex) for one in RELATIVES)
    wed = UnionFacts(started_on=at.date() - MARRIED)
    spouse = add(facts=wife, bond=Bond(Binding.PARTNER, holder, union=wed))
    add(facts=child, bond=Bond(Binding.CHILD, holder, parents=[spouse]), others=[holder.code])
    mother = add(facts=_facts("Parminder", "Demo-Virk", 1958, Sex.FEMALE), bond=Bond(Binding.PARENT, spouse))
    brother = _facts("Sukhwinder", "Demo-Mann", 1991, Sex.MALE)
    add(facts=brother, bond=Bond(Binding.SIBLING, spouse, parents=[mother]))


def _tell_contested(*, case: Case, by: User, at: datetime) -> None:
    """Add the father of a wife from whom the person is divorced: a supervisor decides on the bond."""
    holder = case.person
    add = partial(add_person, family=holder.family, by=by, at=at)
    ended = UnionFacts(ended=UnionEnd.DIVORCE, ended_on=at.date() - DIVORCED)
    former = add(facts=PersonFacts(None, Sex.FEMALE), bond=Bond(Binding.PARTNER, holder, union=ended))
    add(facts=_facts("Kuldeep", "Demo-Brar", 1955, Sex.MALE), bond=Bond(Binding.PARENT, former))


def _facts(first_name: str, last_name: str, born: int, sex: Sex) -> PersonFacts:
    content = IdentityContent(first_name=first_name, last_name=last_name, birth_year=born, citizenship="IN")
    return PersonFacts(content, sex)


def take_relatives(case: Case, scene: Scene) -> Iterator[tuple[Case, Life]]:
    """Take charge of the wife and of the child: give the case and the life of each. Inside the worker's scope."""
    first_two: list[Person] = list(case.person.family.persons.filter(is_holder=False).order_by("pk")[:2])
    for person, life in zip(first_two, RELATIVES, strict=True):
        report = NewReport(received_on=scene.days.on(life.opened), source=Source.SELF, note="Segnalazione inventata.")
        facts = CaseFacts(sex=life.who.sex, language=life.who.language)
        yield (
            take_charge(
                person=person,
                service=scene.team.service,
                report=report,
                facts=facts,
                others=[case.person.code],
                by=scene.team.worker,
                at=scene.days.at(life.opened, 8),
            ),
            life,
        )
