# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The individual programme, from the draft to its closure."""

from datetime import date, timedelta

import pytest

from incas.audit.models import Entry
from incas.cases.choices.programmes import MeasureState, ProgrammeState
from incas.cases.models import Programme
from incas.cases.operations.programmes import (
    ObjectiveRow,
    ProgrammeRefused,
    approve_programme,
    assess_objectives,
    close_programme,
    draft_programme,
    move_end,
    review_programme,
    rewrite_programme,
    share_programme,
    write_programme,
)
from incas.core.transitions import TransitionRefused
from incas.organisations.choices import Role
from tests.accounts.factories import UserFactory
from tests.cases.factories import CaseFactory, MeasureFactory, PermitFactory, ProgrammeFactory
from tests.organisations.factories import MembershipFactory

pytestmark = pytest.mark.usefixtures("everywhere")
DAYS = {"starts_on": date(2026, 6, 1), "ends_on": date(2026, 11, 30)}
OBJECTIVES = [ObjectiveRow("", "work", "Trovare un lavoro regolare"), ObjectiveRow("", "language", "Livello A2")]


@pytest.fixture
def draft(case, case_worker, noon) -> Programme:
    return draft_programme(case=case, language="fr", summary="Un passo per volta", by=case_worker, at=noon, **DAYS)


@pytest.fixture
def written(draft, case_worker, noon) -> Programme:
    return write_programme(
        programme=draft, language="fr", summary="", objectives=OBJECTIVES, by=case_worker, at=noon, **DAYS
    )


@pytest.fixture
def shared(written, case_worker, noon) -> Programme:
    day = date(2026, 6, 9)
    return share_programme(programme=written, shared_on=day, signed_on=day, language="fr", by=case_worker, at=noon)


@pytest.fixture
def active(shared, case_supervisor, noon) -> Programme:
    return approve_programme(programme=shared, next_review_on=date(2026, 9, 1), by=case_supervisor, at=noon)


def test_who_shared_a_programme_does_not_approve_it_while_another_supervises(written, comune, case_supervisor, noon):
    other = UserFactory(first_name="Altra", last_name="Supervisora")
    MembershipFactory(user=other, body=comune, role=Role.CASE_SUPERVISOR, starts_on=date(2026, 1, 1))
    day = date(2026, 6, 9)
    own = share_programme(programme=written, shared_on=day, signed_on=day, language="fr", by=case_supervisor, at=noon)
    with pytest.raises(ProgrammeRefused, match="Altra Supervisora"):
        approve_programme(programme=own, next_review_on=None, by=case_supervisor, at=noon)
    assert approve_programme(programme=own, next_review_on=None, by=other, at=noon).approved_by == other


def test_who_supervises_alone_approves_what_they_shared(written, case_supervisor, noon):
    day = date(2026, 6, 9)
    own = share_programme(programme=written, shared_on=day, signed_on=day, language="fr", by=case_supervisor, at=noon)
    approved = approve_programme(programme=own, next_review_on=None, by=case_supervisor, at=noon)
    assert (approved.state, approved.shared_by, approved.approved_by) == ("active", case_supervisor, case_supervisor)


def test_draft_twice_is_one(case, draft, case_worker, noon):
    again = draft_programme(case=case, language="fr", summary="", by=case_worker, at=noon, **DAYS)
    assert (again.pk, case.programmes.count(), draft.version) == (draft.pk, 1, 1)


def test_second_programme_waits_for_the_first_to_close(case, draft, case_worker, noon):
    with pytest.raises(ProgrammeRefused, match="già un programma aperto"):
        draft_programme(
            case=case,
            starts_on=date(2026, 7, 1),
            ends_on=date(2026, 8, 1),
            language="fr",
            summary="",
            by=case_worker,
            at=noon,
        )


def test_closed_case_has_no_new_programme(service, case_worker, noon):
    with pytest.raises(ProgrammeRefused, match="Il caso è chiuso"):
        draft_programme(
            case=CaseFactory(service=service, closed=True), language="fr", summary="", by=case_worker, at=noon, **DAYS
        )


def test_programme_never_outlasts_the_permit(case, case_worker, noon):
    PermitFactory(case=case, issued=True, expires_on=date(2026, 10, 31))
    with pytest.raises(ProgrammeRefused, match="31 ottobre 2026") as refusal:
        draft_programme(case=case, language="fr", summary="", by=case_worker, at=noon, **DAYS)
    assert refusal.value.field == "ends_on"


def test_programme_may_outlast_a_permit_being_renewed(case, case_worker, noon):
    PermitFactory(case=case, issued=True, expires_on=date(2026, 10, 31), renewal_requested_on=date(2026, 6, 5))
    programme = draft_programme(case=case, language="fr", summary="", by=case_worker, at=noon, **DAYS)
    assert programme.ends_on == date(2026, 11, 30)


def test_objectives_keep_their_order_and_go_when_left_out(written, case_worker, noon):
    kept = written.objectives.last()
    rows = [ObjectiveRow(kept.code, "language", "Livello B1"), ObjectiveRow("", "health", "Curarsi")]
    write_programme(programme=written, language="fr", summary="", objectives=rows, by=case_worker, at=noon, **DAYS)
    assert [(row.need, row.text) for row in written.objectives.all()] == [
        ("language", "Livello B1"),
        ("health", "Curarsi"),
    ]
    assert written.objectives.first().pk == kept.pk


def test_objectives_are_assessed_once_the_programme_runs_and_after(active, case_worker, noon):
    first, second = active.objectives.all()
    for _twice in range(2):
        assess_objectives(programme=active, reached={first.code: True, second.code: None}, by=case_worker, at=noon)
    close_programme(programme=active, closed_on=date(2026, 6, 10), outcome="partly", by=case_worker, at=noon)
    assess_objectives(programme=active, reached={second.code: False}, by=case_worker, at=noon)
    assert [objective.is_reached for objective in active.objectives.all()] == [True, False]
    told = [entry.after["objectives_assessed"] for entry in Entry.objects.all() if "objectives_assessed" in entry.after]
    assert told == [1, 1]


def test_objectives_are_not_assessed_before_the_approval(shared, case_worker, noon):
    with pytest.raises(ProgrammeRefused, match="non è ancora approvato"):
        assess_objectives(programme=shared, reached={}, by=case_worker, at=noon)


def test_programme_goes_on_with_a_renewed_permit(case, active, case_supervisor, noon):
    for _twice in range(2):
        moved = move_end(programme=active, ends_on=date(2027, 3, 31), by=case_supervisor, at=noon)
    assert moved.ends_on == date(2027, 3, 31)
    told = [entry.after for entry in Entry.objects.about(case) if "ends_on" in entry.before]
    assert told == [{"ends_on": "2027-03-31"}]


@pytest.mark.parametrize(
    ("ends_on", "said"),
    [
        (date(2026, 8, 31), "La prossima verifica cade dopo"),
        (date(2026, 9, 20), "Una misura finisce dopo"),
        (date(2027, 4, 2), "al massimo fino al"),
    ],
)
def test_end_is_not_moved_where_something_stands_beyond_it(ends_on, said, case, active, case_supervisor, noon):
    PermitFactory(case=case, issued=True)
    ends = date(2026, 8, 20) if ends_on < active.next_review_on else date(2026, 9, 30)
    MeasureFactory(case=case, programme=active, starts_on=active.starts_on, ends_on=ends)
    with pytest.raises(ProgrammeRefused, match=said) as refused:
        move_end(programme=active, ends_on=ends_on, by=case_supervisor, at=noon)
    assert refused.value.field == "ends_on"


def test_end_of_a_draft_is_not_moved(draft, case_supervisor, noon):
    with pytest.raises(ProgrammeRefused, match="solo a un programma in corso"):
        move_end(programme=draft, ends_on=date(2027, 1, 1), by=case_supervisor, at=noon)


def test_words_of_a_programme_are_never_in_the_trail(written):
    entries = Entry.objects.filter(subject_type="cases.case")
    assert "regolare" not in repr(list(entries.values("before", "after", "reason", "subject_label")))


def test_programme_without_objectives_is_not_shared(draft, case_worker, noon):
    day = date(2026, 6, 9)
    with pytest.raises(ProgrammeRefused, match="non ha obiettivi"):
        share_programme(programme=draft, shared_on=day, signed_on=day, language="fr", by=case_worker, at=noon)


@pytest.mark.parametrize("signed_on", [date(2026, 6, 8), date(2026, 6, 11)])
def test_signature_comes_after_sharing_and_not_in_the_future(written, signed_on, case_worker, noon):
    with pytest.raises(ProgrammeRefused, match="correggere la data"):
        share_programme(
            programme=written,
            shared_on=date(2026, 6, 9),
            signed_on=signed_on,
            language="fr",
            by=case_worker,
            at=noon,
        )


def test_shared_programme_is_written_again_only_as_a_draft(shared, case_worker, noon):
    with pytest.raises(ProgrammeRefused, match="riportarlo in bozza"):
        write_programme(programme=shared, language="fr", summary="", objectives=[], by=case_worker, at=noon, **DAYS)
    draft = rewrite_programme(programme=shared, by=case_worker, at=noon)
    assert (draft.state, draft.signed_on) == (ProgrammeState.DRAFT, None)


def test_approval_makes_it_run_and_names_who_approved(active, case_supervisor, noon):
    assert (active.state, active.approved_by_id, active.approved_at) == (
        ProgrammeState.ACTIVE,
        case_supervisor.pk,
        noon,
    )
    again = approve_programme(programme=active, next_review_on=None, by=case_supervisor, at=noon + timedelta(days=1))
    assert again.approved_at == noon


def test_draft_is_not_approved(written, case_supervisor, noon):
    with pytest.raises(ProgrammeRefused, match="condiviso"):
        approve_programme(programme=written, next_review_on=None, by=case_supervisor, at=noon)


def test_review_is_kept_and_the_programme_goes_on(active, case_worker, noon):
    day = date(2026, 6, 10)
    review_programme(
        programme=active,
        reviewed_on=day,
        outcome="partly",
        note="Va piano",
        next_on=date(2026, 9, 10),
        by=case_worker,
        at=noon,
    )
    active.refresh_from_db()
    assert (active.state, active.next_review_on) == (ProgrammeState.ACTIVE, date(2026, 9, 10))
    assert active.reviews.get().note == "Va piano"


def test_review_beyond_the_programme_is_refused(active, case_worker, noon):
    with pytest.raises(ProgrammeRefused, match="fuori dal programma") as refusal:
        review_programme(
            programme=active,
            reviewed_on=date(2026, 6, 10),
            outcome="partly",
            note="",
            next_on=date(2027, 1, 1),
            by=case_worker,
            at=noon,
        )
    assert refusal.value.field == "next_on"


def test_programme_closes_once_each_measure_has_ended(active, case_worker, noon):
    measure = MeasureFactory(case=active.case, programme=active, starts_on=DAYS["starts_on"], ends_on=DAYS["ends_on"])
    closing = {"closed_on": date(2026, 6, 10), "outcome": "reached", "by": case_worker, "at": noon}
    with pytest.raises(ProgrammeRefused, match="Misure ancora aperte: 1"):
        close_programme(programme=active, **closing)
    measure.state, measure.outcome = MeasureState.DONE, "reached"
    measure.save()
    closed = close_programme(programme=active, **closing)
    assert (closed.state, closed.outcome) == (ProgrammeState.CLOSED, "reached")
    assert close_programme(programme=closed, **closing).closed_on == date(2026, 6, 10)


def test_closed_programme_is_not_reviewed(case, case_worker, noon):
    closed = ProgrammeFactory(case=case, state=ProgrammeState.CLOSED, closed_on=date(2026, 6, 1))
    with pytest.raises(TransitionRefused):
        review_programme(
            programme=closed,
            reviewed_on=date(2026, 6, 10),
            outcome="partly",
            note="",
            next_on=None,
            by=case_worker,
            at=noon,
        )
