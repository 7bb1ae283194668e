# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a change of a family leads to: reviews, decisions that fall, the trail; its rows as the engine reads them."""

from datetime import date

import pgtrigger
import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incas.audit.models import Entry
from incas.cases.choices.family import Binding, ParentKind, UnionEnd, UnionKind
from incas.cases.choices.permits import ReviewReason
from incas.cases.choices.pilot import LawRule
from incas.cases.doors import scope_of
from incas.cases.identities import IdentityContent
from incas.cases.kinship import Family, Outcome
from incas.cases.kinship import ParentLink as EngineLink
from incas.cases.kinship import Person as EnginePerson
from incas.cases.kinship import Union as EngineUnion
from incas.cases.models import Case, CaseReview, Person
from incas.cases.models.services import PilotRule
from incas.cases.operations.families.bonds import Bond, UnionFacts, add_parent, change_union, remove_link
from incas.cases.operations.families.changes import FamilyChangeRefused
from incas.cases.operations.families.persons import PersonFacts, add_person, remove_person
from incas.cases.operations.families.reviews import VerificationRefused, verify_kinship
from incas.cases.operations.identities import write_identity
from incas.cases.operations.reviews import ReviewRefused, open_review, settle_review
from incas.cases.queries.families import kinship_outcome, rows_of
from incas.cases.tenancy import whole_platform
from tests.cases.factories import AdmissionFactory, CaseFactory, FamilyFactory
from tests.cases.families import around, name, person_of, rows, store
from tests.cases.kinship.test_laws import families

DIVORCED = UnionFacts(UnionKind.MARRIAGE, None, UnionEnd.DIVORCE)


def reviews(case: Case) -> list[tuple[str, str]]:
    """The reviews of a case: why, and what was decided."""
    with whole_platform(reason="a test"):
        found = CaseReview.objects.unscoped(reason="a test").filter(case=case).order_by("pk")
        return [(review.reason, review.decision) for review in found]


def relative_case(case: Case, person: Person, *, is_admitted: bool) -> Case:
    """Give a person of the family a case, admitted or not."""
    relative: Case = CaseFactory(service=case.service, is_relative=True, person=False)
    if is_admitted:
        AdmissionFactory(case=relative, admitted=True)
    with whole_platform(reason="a test"):
        Person.objects.scoped().filter(pk=person.pk).update(case=relative)
    return relative


@pytest.fixture
def in_laws(case):
    """The holder's spouse and the spouse's mother."""
    return around(case, "h=s", "M>s")


@pytest.mark.parametrize("is_admitted", [True, False])
def test_bond_that_changes_is_looked_at_again_for_who_is_admitted(is_admitted, case, in_laws, case_worker, noon):
    relative = relative_case(case, in_laws["M"], is_admitted=is_admitted)
    with scope_of(case_worker):
        (union,) = rows_of(in_laws["h"].family).unions
        change_union(union=union, facts=DIVORCED, by=case_worker, at=noon)
    asked = [("kinship_to_verify", "")] + [("kinship_changed", "")] * is_admitted
    assert reviews(relative) == asked


def test_bond_that_stays_asks_for_nothing(case, in_laws, case_worker, noon):
    relative = relative_case(case, in_laws["M"], is_admitted=True)
    with scope_of(case_worker):
        add_person(
            family=in_laws["h"].family,
            facts=PersonFacts(None),
            bond=Bond(Binding.CHILD, in_laws["h"]),
            by=case_worker,
            at=noon,
        )
    assert reviews(relative) == []


def test_admission_is_not_closed_by_a_bond_that_is_no_longer(case, in_laws, case_worker, noon):
    relative = relative_case(case, in_laws["M"], is_admitted=True)
    with scope_of(case_worker):
        (union,) = rows_of(in_laws["h"].family).unions
        remove_link(link=union, by=case_worker, at=noon)
        assert relative.admissions.get().state == "admitted"
        assert kinship_outcome(person_of(relative), noon.date()) is Outcome.NONE
    assert reviews(relative) == [("kinship_changed", "")]


def test_contested_bond_of_who_is_deceased_asks_for_nothing(case, case_worker, noon):
    people = around(case, "h+x")
    with scope_of(case_worker):
        add_person(
            family=people["h"].family,
            facts=PersonFacts(None, is_deceased=True),
            bond=Bond(Binding.PARENT, people["x"]),
            by=case_worker,
            at=noon,
        )
    assert reviews(case) == []


def test_review_waits_until_every_bond_of_the_case_is_decided(case, case_supervisor, noon):
    people = around(case, "h+x", "M>x", "F>x")
    with scope_of(case_supervisor):
        CaseReview.objects.create(case=case, body_id=case.body_id, reason="kinship_to_verify", opened_at=noon)
        for who in ("M", "F"):
            assert reviews(case) == [("kinship_to_verify", "")]
            verify_kinship(person=people[who], outcome=Outcome.WITHIN, reason="Prova", by=case_supervisor, at=noon)
    assert reviews(case) == [("kinship_to_verify", "Prova")]


def test_review_of_a_bond_is_not_concluded_in_words_while_nobody_has_verified_it(case, case_supervisor, noon):
    people = around(case, "h+x", "M>x")
    with scope_of(case_supervisor):
        review = open_review(case=case, reason=ReviewReason.KINSHIP_TO_VERIFY, by=case_supervisor, at=noon)
        with pytest.raises(ReviewRefused) as refused:
            settle_review(review=review, decision="Fatto", by=case_supervisor, at=noon)
        assert "nella famiglia" in str(refused.value)
        verify_kinship(person=people["M"], outcome=Outcome.BEYOND, reason="Prova", by=case_supervisor, at=noon)
    assert reviews(case) == [("kinship_to_verify", "Prova")]


def test_review_of_a_bond_that_is_no_longer_there_is_concluded_in_words(case, case_supervisor, noon):
    with scope_of(case_supervisor):
        review = open_review(case=case, reason=ReviewReason.KINSHIP_TO_VERIFY, by=case_supervisor, at=noon)
        settle_review(review=review, decision="La persona era di un'altra famiglia", by=case_supervisor, at=noon)
    assert reviews(case) == [("kinship_to_verify", "La persona era di un'altra famiglia")]


def test_decision_falls_when_the_bond_is_another(case, case_worker, case_supervisor, noon):
    people = around(case, "h+x", "M>x")
    with scope_of(case_supervisor):
        verify_kinship(person=people["M"], outcome=Outcome.WITHIN, reason="Prova", by=case_supervisor, at=noon)
    with scope_of(case_worker):
        assert kinship_outcome(rows(case).persons[2], noon.date()) is Outcome.WITHIN
        (union,) = rows_of(people["h"].family).unions
        facts = UnionFacts(UnionKind.CIVIL_UNION, None, UnionEnd.DIVORCE)
        change_union(union=union, facts=facts, by=case_worker, at=noon)
        mother = Person.objects.scoped().get(pk=people["M"].pk)
        assert (mother.verified_outcome, mother.verified_by) == ("", None)
        assert kinship_outcome(mother, noon.date()) is Outcome.TO_VERIFY
    assert reviews(case) == [("kinship_to_verify", "")]


@pytest.mark.parametrize(
    ("outcome", "reason", "field"),
    [(Outcome.NONE, "Prova", "outcome"), (Outcome.WITHIN, "  ", "reason")],
    ids=["no decision", "no reason"],
)
def test_decision_needs_an_outcome_and_a_reason(outcome, reason, field, case, case_supervisor, noon):
    mother = around(case, "h+x", "M>x")["M"]
    with scope_of(case_supervisor), pytest.raises(VerificationRefused) as refused:
        verify_kinship(person=mother, outcome=outcome, reason=reason, by=case_supervisor, at=noon)
    assert refused.value.field == field


def test_spouse_is_decided_by_a_person_where_the_rules_do_not_count_them(case, case_supervisor, noon):
    spouse = around(case, "h=s")["s"]
    with pgtrigger.ignore("cases.PilotRule:in_force_stays"):  # as if the rule had been so from the start
        PilotRule.objects.filter(rule=LawRule.SPOUSE_COUNTS).update(values=[0])
    with scope_of(case_supervisor):
        assert kinship_outcome(spouse, noon.date()) is Outcome.TO_VERIFY
        decided = verify_kinship(person=spouse, outcome=Outcome.BEYOND, reason="Prova", by=case_supervisor, at=noon)
        assert kinship_outcome(decided, noon.date()) is Outcome.BEYOND


def test_trail_of_a_family_says_what_kind_of_change_and_names_nobody(case, case_worker, noon):
    holder = person_of(case)
    with scope_of(case_worker):
        content = IdentityContent("Mariama", "Prova")
        add_person(
            family=holder.family, facts=PersonFacts(content), bond=Bond(Binding.CHILD, holder), by=case_worker, at=noon
        )
    entry = Entry.objects.about(holder.family).get()
    assert (entry.verb, entry.after["change"]) == ("family_changed", "person_added")
    assert "Mariama" not in str(entry.after)


def test_change_that_changes_nothing_leaves_no_trail(case, case_worker, noon):
    people = around(case, "h>c")
    with scope_of(case_worker):
        add_parent(
            family=people["h"].family,
            parent=people["h"],
            child=people["c"],
            kind=ParentKind.BIRTH,
            by=case_worker,
            at=noon,
        )
    assert list(Entry.objects.about(people["h"].family)) == []


def test_holder_is_not_removed(case, case_worker, noon):
    with scope_of(case_worker), pytest.raises(FamilyChangeRefused, match="resta nella famiglia"):
        remove_person(person=person_of(case), by=case_worker, at=noon)


def test_second_holder_of_a_family_is_refused_by_the_database(case, case_worker):
    person = around(case, "h>c")["c"]
    with scope_of(case_worker), pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.scoped().filter(pk=person.pk).update(is_holder=True)


def test_birth_of_a_case_is_compared_with_the_family_too(case, case_worker, noon):
    people = around(case, "h>c")
    name(people["c"], IdentityContent("Prova", birth_date=date(2012, 3, 4)), user=case_worker)
    with scope_of(case_worker), pytest.raises(FamilyChangeRefused) as refused:
        write_identity(
            case=case, content=IdentityContent("Altra", birth_date=date(2013, 1, 1)), by=case_worker, at=noon
        )
    assert refused.value.field == "birth_date"


@st.composite
def written(draw: st.DrawFn) -> Family:
    """A family that holds together, by names."""
    found = draw(families())
    return Family(
        [EnginePerson(str(each.id), each.sex) for each in found.persons.values()],
        [EngineLink(str(link.parent), str(link.child), link.kind) for link in found.parents],
        [EngineUnion(str(union.a), str(union.b), union.kind, union.ended) for union in found.unions],
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(read=written())
def test_rows_of_a_family_give_back_what_was_stored(read, comune):
    with whole_platform(reason="a test"), transaction.atomic():
        family = FamilyFactory(body=comune)
        people = store(family, read, {})
        codes = {name: person.code for name, person in people.items()}
        again = rows_of(family).engine()
        assert {code: person.sex for code, person in again.persons.items()} == {
            codes[str(each.id)]: each.sex for each in read.persons.values()
        }
        assert list(again.parents) == [
            EngineLink(codes[str(link.parent)], codes[str(link.child)], link.kind) for link in read.parents
        ]
        assert list(again.unions) == [
            EngineUnion(codes[str(union.a)], codes[str(union.b)], union.kind, union.ended) for union in read.unions
        ]
