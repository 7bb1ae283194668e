# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The place of a case in its family, put right: out of another's, holder or relative."""

import pytest

from incas.audit.models import Entry
from incas.cases.choices.permits import PermitKind, ReviewReason
from incas.cases.doors import scope_of
from incas.cases.models import Case, CaseReview
from incas.cases.operations.families.changes import FamilyChangeRefused, undoable
from incas.cases.operations.families.places import leave_family, set_place
from incas.cases.tenancy import whole_platform
from tests.cases.factories import AdmissionFactory, CaseFactory, PermitFactory
from tests.cases.families import around, person_of, rows


@pytest.fixture
def relative(service, case, case_worker) -> Case:
    """A case whose person was put among the children of `case`'s holder."""
    relative = CaseFactory(service=service, team=[case_worker], is_relative=True)
    person = person_of(relative)
    with whole_platform(reason="a test"):
        person.family = person_of(case).family
        person.save()
    around(case, "h>c")
    with whole_platform(reason="a test"):
        link = person.family.parent_links.get()
        link.child = person
        link.save()
    return relative


def reviews() -> list[tuple[str, str]]:
    with whole_platform(reason="a test"):
        return [(review.case.code, review.reason) for review in CaseReview.objects.scoped().select_related("case")]


def test_person_put_in_anothers_family_leaves_it_with_their_bonds(case, relative, case_worker, noon):
    AdmissionFactory(case=relative, holder_case=case, admitted=True)
    with scope_of(case_worker):
        for _twice in range(2):
            leave_family(case=relative, by=case_worker, at=noon)
        assert undoable(person_of(case).family) is None
    assert [person.case_id for person in rows(relative).persons] == [relative.pk]
    assert (rows(relative).holder, rows(case).parents) == (None, [])
    assert reviews() == [(relative.code, ReviewReason.KINSHIP_CHANGED)]
    assert [entry.after["change"] for entry in Entry.objects.about(rows(case).family)] == ["left"]


def test_holder_does_not_leave_their_family(case, relative, case_worker, noon):
    with scope_of(case_worker), pytest.raises(FamilyChangeRefused, match="È il titolare"):
        leave_family(case=case, by=case_worker, at=noon)


def test_family_never_has_two_holders(case, relative, case_worker, noon):
    with scope_of(case_worker):
        with pytest.raises(FamilyChangeRefused, match="già un titolare"):
            set_place(case=relative, is_relative=False, by=case_worker, at=noon)
        leave_family(case=relative, by=case_worker, at=noon)
        for _twice in range(2):
            set_place(case=relative, is_relative=False, by=case_worker, at=noon)
        assert Case.objects.visible_to(case_worker).get(pk=relative.pk).is_relative is False
    assert rows(relative).holder == person_of(relative)
    entry = Entry.objects.about(relative).get(verb="case_changed")
    assert (entry.before, entry.after) == ({"place": "relative"}, {"place": "holder"})


def test_who_was_taken_for_a_holder_becomes_a_relative_unless_others_stand_on_them(
    service, case, relative, case_worker, noon
):
    AdmissionFactory(case=case, admitted=True)
    standing = AdmissionFactory(case=relative, holder_case=case)
    with scope_of(case_worker):
        with pytest.raises(FamilyChangeRefused, match="si fonda l'ammissione di un familiare"):
            set_place(case=case, is_relative=True, by=case_worker, at=noon)
        standing.delete()
        set_place(case=case, is_relative=True, by=case_worker, at=noon)
    assert rows(case).holder is None
    assert reviews() == [(case.code, ReviewReason.KINSHIP_CHANGED)]


def test_holder_has_no_permit_for_family_reasons(service, case_worker, noon):
    alone = CaseFactory(service=service, team=[case_worker], is_relative=True)
    PermitFactory(case=alone, kind=PermitKind.FAMILY)
    with scope_of(case_worker), pytest.raises(FamilyChangeRefused, match="motivi familiari"):
        set_place(case=alone, is_relative=False, by=case_worker, at=noon)
