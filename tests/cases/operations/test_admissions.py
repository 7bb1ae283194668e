# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Admission to assistance: its own states and days; a relative's stands on the holder's and on a bond that entitles."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from incas.audit.models import Entry
from incas.cases.choices.permits import AdmissionState, ReviewReason
from incas.cases.models import Admission, Case, CaseReview
from incas.cases.operations.admissions import (
    AdmissionRefused,
    admit,
    end_admission,
    propose_admission,
    suspend_admission,
)
from incas.cases.queries.admissions import admission_standing
from incas.core.transitions import TransitionRefused
from tests.cases.factories import AdmissionFactory, CaseFactory, PersonFactory

pytestmark = pytest.mark.usefixtures("everywhere")
PROPOSED_ON = date(2026, 3, 20)
ADMITTED_ON = date(2026, 4, 8)
TODAY = date(2026, 6, 10)


@pytest.fixture
def proposed(case, case_worker, noon) -> Admission:
    return propose_admission(case=case, on=PROPOSED_ON, by=case_worker, at=noon)


@pytest.fixture
def admitted(proposed, case_worker, noon) -> Admission:
    return admit(admission=proposed, on=ADMITTED_ON, act_reference="Det. 41/2026", by=case_worker, at=noon)


@pytest.fixture
def relative(case, service) -> Case:
    """The case of a parent of the holder."""
    found = CaseFactory(service=service, is_relative=True, person=False)
    person = PersonFactory(case=found, family=case.person.family)
    case.person.family.parent_links.create(body=case.body, parent=person, child=case.person)
    return found


def refusal(call, **arguments) -> tuple[str, str]:
    with pytest.raises(AdmissionRefused) as told:
        call(**arguments)
    return told.value.field, str(told.value)


def reasons(case: Case) -> list[str]:
    return list(CaseReview.objects.scoped().filter(case=case).values_list("reason", flat=True))


def test_admission_goes_from_proposed_to_ended(admitted, case_worker, noon):
    assert (admitted.state, admitted.admitted_on, admitted.act_reference) == (
        AdmissionState.ADMITTED, ADMITTED_ON, "Det. 41/2026",
    )  # fmt: skip
    suspended = suspend_admission(admission=admitted, on=date(2026, 5, 1), by=case_worker, at=noon)
    assert (suspended.state, suspended.suspended_on) == (AdmissionState.SUSPENDED, date(2026, 5, 1))
    again = admit(admission=suspended, on=date(2026, 5, 20), by=case_worker, at=noon)
    assert (again.state, again.admitted_on) == (AdmissionState.ADMITTED, ADMITTED_ON)
    ended = end_admission(
        admission=again,
        into=AdmissionState.ENDED,
        on=date(2026, 6, 1),
        reason="Percorso finito",
        by=case_worker,
        at=noon,
    )
    assert (ended.state, ended.ended_on, ended.end_reason) == (
        AdmissionState.ENDED,
        date(2026, 6, 1),
        "Percorso finito",
    )


def test_each_step_twice_changes_nothing(case, admitted, case_worker, noon):
    propose_admission(case=case, on=PROPOSED_ON, by=case_worker, at=noon)
    admit(admission=admitted, on=ADMITTED_ON, by=case_worker, at=noon)
    for _twice in range(2):
        suspend_admission(admission=admitted, on=date(2026, 5, 1), by=case_worker, at=noon)
    for _twice in range(2):
        end_admission(
            admission=admitted, into=AdmissionState.RENOUNCED, on=TODAY, reason="Sua scelta", by=case_worker, at=noon
        )
    assert Entry.objects.about(case).filter(verb="admission_changed").count() == 4


def test_trail_carries_states_and_days_and_never_the_reason(case, admitted, case_worker, noon):
    end_admission(
        admission=admitted, into=AdmissionState.REVOKED, on=TODAY, reason="Parole riservate", by=case_worker, at=noon
    )
    entry = Entry.objects.about(case).filter(verb="admission_changed").latest("pk")
    assert entry.before == {"admission_state": "admitted"}
    assert entry.after == {"admission": admitted.code, "admission_state": "revoked", "day": "2026-06-10"}


def test_days_are_refused_beside_the_field(case, proposed, case_worker, noon):
    acting = {"by": case_worker, "at": noon}
    assert refusal(admit, admission=proposed, on=date(2026, 3, 19), **acting) == (
        "on", "Viene prima di «proposta il» (20 marzo 2026): controllare le due date.",
    )  # fmt: skip
    assert refusal(admit, admission=proposed, on=date(2026, 6, 11), **acting)[0] == "on"
    admit(admission=proposed, on=ADMITTED_ON, **acting)
    assert refusal(suspend_admission, admission=proposed, on=date(2026, 4, 7), **acting)[0] == "on"
    suspend_admission(admission=proposed, on=date(2026, 5, 1), **acting)
    assert refusal(admit, admission=proposed, on=date(2026, 4, 30), **acting)[0] == "on"
    ending = {"admission": proposed, "into": AdmissionState.ENDED, **acting}
    assert refusal(end_admission, on=date(2026, 4, 30), reason="Fine", **ending)[0] == "on"
    assert refusal(end_admission, on=TODAY, reason=" ", **ending)[0] == "reason"


def test_days_out_of_order_are_refused_by_the_database(admitted):
    with pytest.raises(IntegrityError, match="admission_days_in_order"), transaction.atomic():
        Admission.objects.scoped().update(admitted_on=date(2026, 3, 1))
    with pytest.raises(IntegrityError, match="admission_suspended_has_day"), transaction.atomic():
        Admission.objects.scoped().update(state=AdmissionState.SUSPENDED)


def test_admission_that_is_over_is_not_taken_up_again(admitted, case_worker, noon):
    end_admission(admission=admitted, into=AdmissionState.ENDED, on=TODAY, reason="Fine", by=case_worker, at=noon)
    with pytest.raises(TransitionRefused):
        admit(admission=admitted, on=TODAY, by=case_worker, at=noon)


def test_second_admission_waits_for_the_first(case, proposed, case_worker, noon):
    told = refusal(propose_admission, case=case, on=TODAY, by=case_worker, at=noon)
    assert told == ("", "C'è già un'ammissione aperta: registrare i suoi passi, non un'altra.")


def test_relative_is_admitted_on_the_holders_case_and_only_while_it_stands(case, admitted, relative, case_worker, noon):
    acting = {"by": case_worker, "at": noon}
    theirs = propose_admission(case=relative, on=PROPOSED_ON, **acting)
    theirs = admit(admission=theirs, on=ADMITTED_ON, **acting)
    assert (theirs.holder_case, theirs.state) == (case, AdmissionState.ADMITTED)
    assert admission_standing(relative, TODAY).is_active
    suspend_admission(admission=admitted, on=date(2026, 5, 1), **acting)
    assert not admission_standing(relative, TODAY).is_active
    end_admission(admission=admitted, into=AdmissionState.REVOKED, on=TODAY, reason="Atto n. 9", **acting)
    theirs.refresh_from_db()
    assert (theirs.state, reasons(relative)) == (AdmissionState.ADMITTED, [ReviewReason.HOLDER_ENDED])


def test_relative_is_not_admitted_before_the_holder(case, relative, case_worker, noon):
    AdmissionFactory(case=case)
    theirs = propose_admission(case=relative, on=PROPOSED_ON, by=case_worker, at=noon)
    told = refusal(admit, admission=theirs, on=ADMITTED_ON, by=case_worker, at=noon)
    assert told[1].startswith("Il titolare non è ammesso all'assistenza")


def test_relative_without_a_bond_is_refused_with_the_path(case, admitted, service, case_worker, noon):
    stranger = CaseFactory(service=service, is_relative=True, person=False)
    PersonFactory(case=stranger, family=case.person.family)
    told = refusal(propose_admission, case=stranger, on=PROPOSED_ON, by=case_worker, at=noon)
    assert told[1] == (
        "Il legame con il titolare non dà diritto all'assistenza. Risulta: "
        "nessun legame con il titolare nella famiglia indicata."
    )


def test_relative_alone_in_a_family_is_told_to_name_the_holder(service, case_worker, noon):
    alone = CaseFactory(service=service, is_relative=True)
    told = refusal(propose_admission, case=alone, on=PROPOSED_ON, by=case_worker, at=noon)
    assert "non c'è un titolare preso in carico" in told[1]


def test_contested_bond_is_proposed_reviewed_and_admitted_once_verified(case, admitted, service, case_worker, noon):
    contested = CaseFactory(service=service, is_relative=True, person=False)
    family, holder = case.person.family, case.person
    theirs = PersonFactory(case=contested, family=family)
    partner = PersonFactory(family=family)
    family.unions.create(body=case.body, one=holder, other=partner, kind="civil_union")
    family.parent_links.create(body=case.body, parent=theirs, child=partner)
    admission = propose_admission(case=contested, on=PROPOSED_ON, by=case_worker, at=noon)
    assert reasons(contested) == [ReviewReason.KINSHIP_TO_VERIFY]
    told = refusal(admit, admission=admission, on=ADMITTED_ON, by=case_worker, at=noon)
    assert told[1] == "Il legame con il titolare va prima verificato, nella parte «Famiglia»."
    theirs.verified_outcome, theirs.verified_reason, theirs.verified_by = "within", "Parere legale", case_worker
    theirs.save()
    assert admit(admission=admission, on=ADMITTED_ON, by=case_worker, at=noon).state == AdmissionState.ADMITTED
