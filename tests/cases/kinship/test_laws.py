# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What holds of every family, against a computation of another kind: sets of people widened a generation at a time."""

from hypothesis import given, settings
from hypothesis import strategies as st

from incas.cases.kinship import (
    Family,
    Kind,
    Line,
    Outcome,
    ParentKind,
    ParentLink,
    Person,
    Union,
    UnionEnd,
    UnionKind,
    kinship_of,
)

MIRRORED = {Line.ASCENDING: Line.DESCENDING, Line.DESCENDING: Line.ASCENDING, Line.COLLATERAL: Line.COLLATERAL}


@st.composite
def families(draw, *, certain=False):
    """Draw up to fourteen persons, parents always older than their children, and unions of any kind."""
    count = draw(st.integers(1, 14))
    links = []
    for child in range(1, count):
        older = st.integers(0, child - 1)
        by_birth = draw(st.lists(older, max_size=2, unique=True))
        kinds = st.just(ParentKind.MINOR_ADOPTION) if certain else st.sampled_from(list(ParentKind)[1:])
        adopters = draw(st.dictionaries(older, kinds, max_size=0 if certain and by_birth else 2))
        links += [ParentLink(parent, child) for parent in by_birth]
        links += [ParentLink(parent, child, kind) for parent, kind in adopters.items() if parent not in by_birth]
    pairs = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=7))
    kinds = st.just(UnionKind.MARRIAGE) if certain else st.sampled_from(UnionKind)
    ends = st.just(UnionEnd.DEATH) if certain else st.sampled_from([None, *UnionEnd])
    unions = [Union(a, b, draw(kinds), draw(ends)) for a, b in pairs if a != b]
    return Family([Person(at) for at in range(count)], links, unions)


class Checked:
    """The same rules by sets: whom one reaches in a number of generations, never climbing after a descent."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.firmness = {link: self.firmness_of_link(link) for link in family.parents} | {
            union: self.firmness_of_union(union) for union in family.unions
        }

    def firmness_of_link(self, link: ParentLink) -> int:
        """Say 0 when certain, 1 when contested, 2 when it counts for nothing."""
        if link.kind == "adult_adoption":
            return 2
        adopters = [each for each in self.family.parents if each.child == link.child and each.kind == "minor_adoption"]
        return int(link.kind == "birth" and len(adopters) >= 2)

    def firmness_of_union(self, union: Union) -> int:
        """Say the same of a union."""
        if union.kind == "cohabitation" or union.ended == "void":
            return 2
        return int(union.kind == "civil_union" or union.ended == "divorce" or self.is_one_of_several(union))

    def is_one_of_several(self, union: Union) -> bool:
        """Say whether one of the two is bound to somebody else too."""
        lasting = [each for each in self.family.unions if not each.ended and each.kind != "cohabitation"]
        here, pairs = {union.a, union.b}, [{each.a, each.b} for each in lasting]
        return union in lasting and any(pair != here and pair & here for pair in pairs)

    def kin(self, holder: int, firmness: int) -> dict[int, int]:
        """Give the degree of each relative, by links at most as weak."""
        links = [link for link in self.family.parents if self.firmness[link] <= firmness]
        degrees, reached = {}, {(holder, "up")}
        for degree in range(len(self.family.persons) * 2):
            for person, _way in reached:
                degrees.setdefault(person, degree)
            climbing = {person for person, way in reached if way == "up"}
            anyone = {person for person, _way in reached}
            reached = {(link.parent, "up") for link in links if link.child in climbing}
            reached |= {(link.child, "down") for link in links if link.parent in anyone}
        del degrees[holder]
        return degrees

    def affines(self, holder: int, firmness: int) -> dict[int, int]:
        """Give the degree of each affine: the spouse's relatives, the relatives' spouses."""
        degrees: dict[int, int] = {}
        for union in self.family.unions:
            for one, other in ((union.a, union.b), (union.b, union.a)):
                if self.firmness[union] > firmness:
                    continue
                bound = self.kin(other, firmness) if one == holder else {}
                if degree := self.kin(holder, firmness).get(one):
                    bound[other] = min(degree, bound.get(other, degree))
                for person, degree in bound.items():
                    degrees[person] = min(degree, degrees.get(person, degree))
        return degrees

    def outcome(self, holder: int, person: int, limit: int) -> Outcome:
        """Say what comes out, by the best there is at each firmness."""
        certain, contested = (
            min(self.kin(holder, level).get(person, 99), self.affines(holder, level).get(person, 99))
            for level in (0, 1)
        )
        spouses = {
            self.is_one_of_several(union)
            for union in self.family.unions
            if union.binds and {union.a, union.b} == {holder, person}
        }
        if False in spouses:
            return Outcome.SPOUSE
        if certain <= limit:
            return Outcome.WITHIN
        if spouses or contested <= limit:
            return Outcome.TO_VERIFY
        if certain <= 6:
            return Outcome.BEYOND
        return Outcome.TO_VERIFY if contested <= 6 else Outcome.NONE


@settings(deadline=None)  # a busy machine is no failure
@given(family=families(), limit=st.integers(1, 6))
def test_outcomes_are_those_of_the_other_computation(family, limit):
    checked = Checked(family)
    answers = kinship_of(family, 0, limit)
    told = {person: answer.outcome for person, answer in answers.items() if person}
    assert told == {person: checked.outcome(0, person, limit) for person in family.persons if person}


@settings(deadline=None)  # a busy machine is no failure
@given(family=families(certain=True), data=st.data())
def test_degrees_and_kinds_are_those_of_the_other_computation(family, data):
    holder = data.draw(st.sampled_from(sorted(family.persons)))
    checked = Checked(family)
    kin, affines = checked.kin(holder, 0), checked.affines(holder, 0)
    for person, answer in kinship_of(family, holder).items():
        degree = min(kin.get(person, 99), affines.get(person, 99))
        if person == holder or degree > 6:
            assert (answer.kind, answer.degree) == (Kind.NONE, None)
        else:
            kind = Kind.KINSHIP if kin.get(person) == degree else Kind.AFFINITY
            assert (answer.kind, answer.degree) == (kind, degree)


@settings(deadline=None)  # a busy machine is no failure
@given(family=families(), data=st.data())
def test_two_persons_are_to_one_another_the_same_but_for_the_line_turned_over(family, data):
    one = data.draw(st.sampled_from(sorted(family.persons)))
    for other, here in kinship_of(family, one).items():
        there = kinship_of(family, other)[one]
        assert (here.kind, here.degree, here.outcome) == (there.kind, there.degree, there.outcome)
        if here.kind is Kind.KINSHIP:  # affines may be so on two lines of the same degree
            assert there.line is MIRRORED[here.line]


@settings(deadline=None)  # a busy machine is no failure
@given(family=families(certain=True))
def test_degree_of_relatives_is_counted_through_the_nearest_common_ancestor(family):
    above = {person: {person: 0} for person in family.persons}
    for child in sorted(family.persons):  # parents have lower numbers
        for link in family.parents_of(child):
            for ancestor, generations in above[link.parent].items():
                above[child][ancestor] = min(generations + 1, above[child].get(ancestor, 99))
    for person, answer in kinship_of(family, 0).items():
        if answer.kind is Kind.KINSHIP:
            shared = above[0].keys() & above[person].keys()
            assert answer.degree == min(above[0][each] + above[person][each] for each in shared)


@settings(deadline=None)  # a busy machine is no failure
@given(family=families(certain=True))
def test_affinity_mirrors_the_kinship_of_the_spouse(family):
    """Whoever marries somebody of another family becomes affine of their relatives on the same line and degree."""
    newcomer = len(family.persons)
    persons = [*family.persons.values(), Person(newcomer)]
    married = Family(persons, family.parents, [Union(newcomer, 0, ended=UnionEnd.DEATH)])
    mirrored = kinship_of(Family(persons, family.parents), 0)
    for person, answer in kinship_of(married, newcomer).items():
        if person not in {0, newcomer}:
            expected = mirrored[person]
            assert (answer.line, answer.degree, answer.outcome) == (expected.line, expected.degree, expected.outcome)
            assert (answer.kind is Kind.AFFINITY) == (expected.kind is Kind.KINSHIP)


@settings(deadline=None)  # a busy machine is no failure
@given(family=families(), limit=st.integers(1, 6))
def test_a_path_goes_from_the_holder_to_the_person_and_says_its_degree(family, limit):
    for person, answer in kinship_of(family, 0, limit).items():
        if answer.kind is Kind.NONE:
            assert answer.steps == ()
        else:
            assert (answer.steps[0], answer.steps[-1]) == (0, person)
            assert len(answer.steps) == 2 + (answer.degree or 0) - (answer.kind is Kind.KINSHIP)
            assert answer.degree is None or f" {answer.degree}° grado, " in answer.path
        assert bool(answer.reason) >= (answer.outcome is Outcome.TO_VERIFY)
