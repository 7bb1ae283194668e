# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The steps of a permit: each with its day, corrected by itself, refused beside the field; the database holds too."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from incas.audit.models import Entry
from incas.cases.choices.permits import (
    Conversion,
    PermitKind,
    PermitState,
    PermitStep,
    ReviewReason,
    RevocationReason,
)
from incas.cases.models import Case, CaseReview, Permit, PermitEvent
from incas.cases.operations import permits as steps
from incas.cases.operations.permits import PermitRefused
from incas.core.transitions import TransitionRefused
from tests.cases.factories import CaseFactory, MeasureFactory, PermitFactory, PersonFactory

pytestmark = pytest.mark.usefixtures("everywhere")
REPORTED_ON = date(2026, 3, 2)


@pytest.fixture
def reported(case, case_worker, noon) -> Permit:
    return steps.report_permit(case=case, kind=PermitKind.ART_18_TER, on=REPORTED_ON, by=case_worker, at=noon)


@pytest.fixture
def issued(reported, case_worker, noon) -> Permit:
    """Issued on 1 April 2026, until 31 March 2027."""
    return steps.issue_permit(permit=reported, on=date(2026, 4, 1), by=case_worker, at=noon)


def days_of(permit: Permit) -> dict[str, date]:
    return dict(PermitEvent.objects.scoped().filter(permit=permit).values_list("step", "happened_on"))


def reviews_of(case: Case) -> set[str]:
    return set(CaseReview.objects.scoped().filter(case=case, settled_at=None).values_list("reason", flat=True))


def refusal(call, **arguments) -> tuple[str, str]:
    with pytest.raises(PermitRefused) as told:
        call(**arguments)
    return told.value.field, str(told.value)


def test_permit_begins_with_its_report_and_one_entry(case, reported):
    assert (reported.state, reported.body_id, days_of(reported)) == (
        PermitState.REPORTED,
        case.body_id,
        {PermitStep.REPORTED: REPORTED_ON},
    )
    entry = Entry.objects.about(case).get(verb="permit_step")
    assert entry.after == {
        "permit": reported.code, "step": "reported", "day": "2026-03-02", "state": "reported",
    }  # fmt: skip


def test_reporting_twice_gives_the_same_permit(case, reported, case_worker, noon):
    again = steps.report_permit(case=case, kind=PermitKind.ART_18_TER, on=REPORTED_ON, by=case_worker, at=noon)
    assert again == reported
    assert Entry.objects.about(case).filter(verb="permit_step").count() == 1


def test_second_permit_waits_for_the_first(case, reported, case_worker, noon):
    told = refusal(steps.report_permit, case=case, kind=PermitKind.OTHER, on=REPORTED_ON, by=case_worker, at=noon)
    assert told == ("", "C'è già un permesso in corso di rilascio: registrare i suoi passi, non un altro permesso.")


def test_two_permits_pending_are_refused_by_the_database(case, reported):
    with pytest.raises(IntegrityError, match="one_permit_pending_a_case"), transaction.atomic():
        PermitFactory(case=case)


@pytest.mark.parametrize(
    ("first", "second"), [(steps.note_proposal, steps.note_opinion), (steps.note_opinion, steps.note_proposal)]
)
def test_proposal_and_opinion_are_independent(reported, case_worker, noon, first, second):
    permit = first(permit=reported, on=date(2026, 3, 5), by=case_worker, at=noon)
    assert permit.state == PermitState.PROPOSED
    permit = second(permit=permit, on=date(2026, 3, 4), by=case_worker, at=noon)
    assert permit.state == PermitState.PROPOSED
    assert {permit.proposed_on, permit.opinion_on} == {date(2026, 3, 4), date(2026, 3, 5)}


def test_opinion_after_the_request_leaves_it_requested(reported, case_worker, noon):
    steps.request_permit(permit=reported, on=date(2026, 3, 9), has_receipt=True, by=case_worker, at=noon)
    permit = steps.note_opinion(permit=reported, on=date(2026, 3, 12), by=case_worker, at=noon)
    assert (permit.state, permit.has_receipt) == (PermitState.REQUESTED, True)


def test_step_recorded_again_changes_nothing_and_with_another_day_corrects_it(case, reported, case_worker, noon):
    for day in (5, 5, 6):
        permit = steps.note_proposal(permit=reported, on=date(2026, 3, day), by=case_worker, at=noon)
    assert (permit.proposed_on, days_of(permit)[PermitStep.PROPOSAL]) == (date(2026, 3, 6), date(2026, 3, 6))
    assert Entry.objects.about(case).filter(verb="permit_step").count() == 3


@pytest.mark.parametrize(
    ("call", "more"),
    [
        (steps.note_proposal, {}),
        (steps.note_opinion, {}),
        (steps.request_permit, {"has_receipt": False}),
        (steps.issue_permit, {}),
        (steps.deny_permit, {}),
    ],
)
def test_day_to_come_is_refused_beside_the_field(reported, case_worker, noon, call, more):
    told = refusal(call, permit=reported, on=date(2026, 6, 11), by=case_worker, at=noon, **more)
    assert told == ("on", "Il giorno non è ancora venuto: si registra ciò che è accaduto.")


@pytest.mark.parametrize("call", [steps.note_proposal, steps.note_opinion, steps.issue_permit, steps.deny_permit])
def test_day_before_the_report_is_refused_beside_the_field(reported, case_worker, noon, call):
    told = refusal(call, permit=reported, on=date(2026, 3, 1), by=case_worker, at=noon)
    assert told == ("on", "Viene prima di «segnalato il» (2 marzo 2026): controllare le due date.")


def test_report_corrected_after_what_followed_is_refused(issued, case_worker, noon):
    told = refusal(steps.note_report, permit=issued, on=date(2026, 4, 2), by=case_worker, at=noon)
    assert told == ("on", "Viene dopo «rilasciato il» (1º aprile 2026): controllare le due date.")


@pytest.mark.parametrize(
    "days",
    [
        {"proposed_on": date(2026, 3, 1)},
        {"issued_on": date(2026, 3, 1), "expires_on": date(2027, 3, 1)},
        {"ended_on": date(2026, 3, 1)},
    ],
)
def test_days_out_of_order_are_refused_by_the_database(reported, days):
    with pytest.raises(IntegrityError, match="permit_days_in_order"), transaction.atomic():
        Permit.objects.scoped().filter(pk=reported.pk).update(**days)


def test_issue_proposes_the_day_of_the_rules(issued):
    assert (issued.state, issued.expires_on) == (PermitState.ISSUED, date(2027, 3, 31))


@pytest.mark.parametrize(
    ("issued_on", "last"),
    [
        (date(2025, 10, 3), date(2026, 4, 2)),
        (date(2025, 10, 4), date(2026, 10, 3)),
        (date(2025, 8, 31), date(2026, 2, 27)),
        (date(2024, 12, 31), date(2025, 6, 29)),
    ],
)
def test_length_is_that_of_the_day_of_issue(case, case_worker, noon, issued_on, last):
    permit = PermitFactory(case=case, reported_on=None)
    assert steps.issue_permit(permit=permit, on=issued_on, by=case_worker, at=noon).expires_on == last


def test_document_prevails_over_the_rules_and_corrects_them(issued, case_worker, noon):
    permit = steps.issue_permit(
        permit=issued, on=date(2026, 4, 2), expires_on=date(2027, 5, 1), by=case_worker, at=noon
    )
    assert (permit.issued_on, permit.expires_on) == (date(2026, 4, 2), date(2027, 5, 1))


def test_permit_that_ends_before_it_begins_is_refused_beside_the_field(reported, case_worker, noon):
    told = refusal(
        steps.issue_permit, permit=reported, on=date(2026, 4, 1), expires_on=date(2026, 3, 31), by=case_worker, at=noon
    )
    assert told == ("expires_on", "Scade prima di essere rilasciato: controllare le due date.")


def test_permit_of_a_mistyped_year_is_refused_beside_the_field(reported, case_worker, noon):
    told = refusal(
        steps.issue_permit, permit=reported, on=date(2026, 4, 1), expires_on=date(2062, 3, 31), by=case_worker, at=noon
    )
    assert told == ("expires_on", "Scade più di dieci anni dopo il rilascio: controllare l'anno.")


def test_day_no_rule_covers_is_told(case, case_worker, noon):
    permit = PermitFactory(case=case, reported_on=None)
    told = refusal(steps.issue_permit, permit=permit, on=date(2019, 1, 1), by=case_worker, at=noon)
    assert told == (
        "on", "Nessuna regola dice quanto durava un permesso rilasciato quel giorno: controllare la data.",
    )  # fmt: skip


def test_overlap_is_told_and_refused_by_the_database(case, issued, case_worker, noon):
    other = PermitFactory(case=case, reported_on=None)
    told = refusal(steps.issue_permit, permit=other, on=date(2026, 6, 1), by=case_worker, at=noon)
    assert told == ("on", "Si sovrappone al permesso rilasciato il 1º aprile 2026 e valido fino al 31 marzo 2027.")
    with pytest.raises(IntegrityError, match="permits_of_a_case_never_overlap"), transaction.atomic():
        Permit.objects.scoped().filter(pk=other.pk).update(
            state=PermitState.ISSUED, issued_on=date(2027, 3, 31), expires_on=date(2027, 9, 1)
        )


def test_title_of_another_kind_needs_the_day_of_its_document(case, case_worker, noon):
    permit = PermitFactory(case=case, kind=PermitKind.OTHER)
    told = refusal(steps.issue_permit, permit=permit, on=date(2026, 4, 1), by=case_worker, at=noon)
    assert told[0] == "expires_on"


def test_communication_comes_only_after_issue_with_its_reference(reported, case_worker, noon):
    asked = {"permit": reported, "by": case_worker, "at": noon}
    assert refusal(steps.communicate_permit, on=date(2026, 4, 2), reference="MLPS 12/2026", **asked) == (
        "", "Si comunica il rilascio: registrarlo prima.",
    )  # fmt: skip
    steps.issue_permit(on=date(2026, 4, 1), **asked)
    assert refusal(steps.communicate_permit, on=date(2026, 4, 2), reference=" ", **asked)[0] == "reference"
    assert refusal(steps.communicate_permit, on=date(2026, 3, 31), reference="MLPS 12/2026", **asked) == (
        "on", "Viene prima di «rilasciato il» (1º aprile 2026): controllare le due date.",
    )  # fmt: skip
    permit = steps.communicate_permit(on=date(2026, 4, 2), reference="MLPS 12/2026", **asked)
    assert (permit.communicated_on, permit.communication_reference) == (date(2026, 4, 2), "MLPS 12/2026")


def test_communication_without_reference_is_refused_by_the_database(issued):
    with pytest.raises(IntegrityError, match="permit_communicated_after_issue"), transaction.atomic():
        Permit.objects.scoped().filter(pk=issued.pk).update(communicated_on=date(2026, 4, 2))


def test_renewal_is_a_permit_that_continues_the_one_before(issued, case_worker, noon):
    later = datetime.combine(date(2027, 4, 20), time(10), UTC)
    steps.request_renewal(permit=issued, on=date(2027, 3, 1), by=case_worker, at=later)
    renewed = steps.renew_permit(permit=issued, on=date(2027, 3, 20), by=case_worker, at=later)
    again = steps.renew_permit(permit=issued, on=date(2027, 3, 20), by=case_worker, at=later)
    issued.refresh_from_db()
    assert again == renewed
    assert (issued.state, issued.ended_on) == (PermitState.RENEWED, date(2027, 3, 20))
    assert (renewed.previous, renewed.state, renewed.expires_on) == (issued, PermitState.ISSUED, date(2028, 3, 19))
    assert reviews_of(issued.case) == set()


def test_renewal_lasts_a_year_even_of_a_permit_of_six_months(case, case_worker, noon):
    permit = PermitFactory(case=case, reported_on=None)
    steps.issue_permit(permit=permit, on=date(2025, 9, 1), by=case_worker, at=noon)
    renewed = steps.renew_permit(permit=permit, on=date(2026, 3, 1), by=case_worker, at=noon)
    assert renewed.expires_on == date(2027, 2, 28)


def test_conversion_says_into_what(issued, case_worker, noon):
    for _twice in range(2):
        permit = steps.convert_permit(
            permit=issued, on=date(2026, 6, 1), conversion=Conversion.STUDY, by=case_worker, at=noon
        )
    assert (permit.state, permit.conversion, permit.ended_on) == ("converted", "study", date(2026, 6, 1))


def test_revocation_says_why_and_opens_reviews_and_closes_nothing(issued, case_worker, noon):
    measure = MeasureFactory(case=issued.case, ends_on=date(2026, 7, 20))
    for _twice in range(2):
        permit = steps.revoke_permit(
            permit=issued, on=date(2026, 6, 1), reason=RevocationReason.CONDUCT, by=case_worker, at=noon
        )
    measure.refresh_from_db()
    assert (permit.state, permit.revocation, measure.state) == ("revoked", "conduct", "planned")
    assert reviews_of(permit.case) == {ReviewReason.PERMIT_REVOKED, ReviewReason.MEASURES_BEYOND_PERMIT}


def test_denial_opens_a_review_and_its_annulment_gives_back_what_was(reported, case_worker, noon):
    steps.request_permit(permit=reported, on=date(2026, 3, 9), has_receipt=True, by=case_worker, at=noon)
    permit = steps.deny_permit(permit=reported, on=date(2026, 5, 4), by=case_worker, at=noon)
    assert (permit.state, reviews_of(permit.case)) == (PermitState.DENIED, {ReviewReason.PERMIT_DENIED})
    permit = steps.restore_permit(permit=permit, on=date(2026, 5, 20), by=case_worker, at=noon)
    assert (permit.state, permit.ended_on) == (PermitState.REQUESTED, None)


def test_annulled_revocation_gives_back_the_permit(issued, case_worker, noon):
    steps.revoke_permit(permit=issued, on=date(2026, 5, 4), reason=RevocationReason.OTHER, by=case_worker, at=noon)
    assert refusal(steps.restore_permit, permit=issued, on=date(2026, 5, 3), by=case_worker, at=noon)[0] == "on"
    permit = steps.restore_permit(permit=issued, on=date(2026, 5, 20), by=case_worker, at=noon)
    assert (permit.state, permit.revocation, permit.ended_on) == (PermitState.ISSUED, "", None)


def test_denied_renewal_ends_its_receipt(issued, case_worker, noon):
    at = datetime.combine(date(2027, 4, 20), time(10), UTC)
    steps.request_renewal(permit=issued, on=date(2027, 3, 1), by=case_worker, at=at)
    permit = steps.deny_renewal(permit=issued, on=date(2027, 4, 15), by=case_worker, at=at)
    assert (permit.state, permit.renewal_requested_on) == (PermitState.EXPIRED, None)
    assert reviews_of(permit.case) == {ReviewReason.PERMIT_DENIED}


def test_permit_expires_the_day_after_its_last_and_opens_a_review(issued):
    last = datetime.combine(issued.expires_on, time(10), UTC)
    assert steps.expire_permit(permit=issued, at=last).state == PermitState.ISSUED
    for _twice in range(2):
        permit = steps.expire_permit(permit=issued, at=last + timedelta(days=1))
    assert (permit.state, reviews_of(permit.case)) == (PermitState.EXPIRED, {ReviewReason.PERMIT_EXPIRED})
    entry = Entry.objects.about(permit.case).filter(verb="permit_step").latest("pk")
    assert (entry.actor_id, entry.after["step"]) == (None, "expiry")


def test_permit_with_a_receipt_of_renewal_does_not_expire(issued, case_worker, noon):
    steps.request_renewal(permit=issued, on=date(2026, 6, 1), by=case_worker, at=noon)
    late = datetime.combine(date(2027, 6, 1), time(10), UTC)
    assert steps.expire_permit(permit=issued, at=late).state == PermitState.ISSUED


def test_ended_permit_takes_no_more_steps(issued, case_worker, noon):
    steps.convert_permit(permit=issued, on=date(2026, 6, 1), conversion=Conversion.STUDY, by=case_worker, at=noon)
    with pytest.raises(TransitionRefused, match="«Convertito»: il passo «Revoca»"):
        steps.revoke_permit(permit=issued, on=date(2026, 6, 2), reason=RevocationReason.OTHER, by=case_worker, at=noon)


def test_permit_of_a_case_without_a_person_is_refused(service, case_worker, noon):
    told = refusal(
        steps.report_permit, case=CaseFactory(service=service, person=False), kind=PermitKind.ART_18_TER,
        on=REPORTED_ON, by=case_worker, at=noon,
    )  # fmt: skip
    assert told == ("", "Il caso non ha ancora una persona: scriverne prima i dati.")


def test_permit_of_a_relative_without_a_holder_is_refused(service, case_worker, noon):
    relative = CaseFactory(service=service, is_relative=True)
    asked = {"case": relative, "kind": PermitKind.FAMILY, "on": REPORTED_ON, "by": case_worker, "at": noon}
    assert refusal(steps.report_permit, **asked)[1].startswith("Nella famiglia nessuno è indicato come titolare")
    PersonFactory(family=relative.person.family, is_holder=True)
    assert steps.report_permit(**asked).kind == PermitKind.FAMILY


def test_permit_for_family_reasons_is_not_the_holders(case, case_worker, noon):
    told = refusal(steps.report_permit, case=case, kind=PermitKind.FAMILY, on=REPORTED_ON, by=case_worker, at=noon)
    assert told[0] == "kind"
