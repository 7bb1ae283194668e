# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a programme leads to; the diary; what is to be done."""

from datetime import date

import pytest
from django.db import connection

from incas.audit.models import Entry
from incas.cases.choices.programmes import EntitlementState
from incas.cases.models import DiaryEntry
from incas.cases.operations.diary import DiaryRefused, finish_task, set_task, write_diary
from incas.cases.operations.progress import (
    ProgressRefused,
    note_dwelling,
    note_engagement,
    note_italian,
    set_entitlement,
    verify_engagement,
)
from incas.cases.queries.diary import PAGE, diary_page, team_of
from tests.cases.factories import DiaryEntryFactory

pytestmark = pytest.mark.usefixtures("everywhere")
TODAY = date(2026, 6, 10)


@pytest.fixture
def contract(case, case_worker, noon):
    return note_engagement(
        case=case,
        kind="fixed_term",
        starts_on=date(2025, 8, 31),
        ends_on=None,
        sector="care",
        employer="Ditta di prova",
        by=case_worker,
        at=noon,
    )


def test_italian_of_the_same_day_is_corrected(case, case_worker, noon):
    for level in (1, 2):
        note_italian(case=case, level=level, assessed_on=TODAY, has_certificate=False, by=case_worker, at=noon)
    assert [row.level for row in case.italian.all()] == [2]


def test_contract_is_verified_six_months_after_it_began(contract):
    assert contract.verify_on == date(2026, 2, 28)


def test_training_is_never_verified(case, case_worker, noon):
    training = note_engagement(
        case=case,
        kind="training",
        starts_on=TODAY,
        ends_on=None,
        sector="care",
        employer="",
        by=case_worker,
        at=noon,
    )
    assert training.verify_on is None
    with pytest.raises(ProgressRefused, match="contratti"):
        verify_engagement(engagement=training, verified_on=TODAY, still_working=True, by=case_worker, at=noon)


def test_verification_before_its_day_is_refused(contract, case_worker, noon):
    with pytest.raises(ProgressRefused, match="28 febbraio 2026") as refusal:
        verify_engagement(
            engagement=contract, verified_on=date(2026, 2, 27), still_working=True, by=case_worker, at=noon
        )
    assert refusal.value.field == "verified_on"


def test_verification_says_whether_the_person_still_works(contract, case_worker, noon):
    verified = verify_engagement(engagement=contract, verified_on=TODAY, still_working=False, by=case_worker, at=noon)
    assert (verified.verified_on, verified.still_working) == (TODAY, False)


def test_dwelling_ends_the_one_before_on_the_day_before(case, case_worker, noon):
    note_dwelling(case=case, kind="informal", starts_on=date(2026, 3, 2), by=case_worker, at=noon)
    note_dwelling(case=case, kind="reception", starts_on=date(2026, 4, 1), by=case_worker, at=noon)
    days = [(row.kind, row.ends_on) for row in case.dwellings.order_by("starts_on")]
    assert days == [("informal", date(2026, 3, 31)), ("reception", None)]


def test_dwelling_before_the_last_one_is_refused(case, case_worker, noon):
    note_dwelling(case=case, kind="reception", starts_on=date(2026, 4, 1), by=case_worker, at=noon)
    with pytest.raises(ProgressRefused, match="scrivere un giorno dopo"):
        note_dwelling(case=case, kind="informal", starts_on=date(2026, 3, 2), by=case_worker, at=noon)


@pytest.mark.parametrize(
    ("state", "requested_on", "decided_on", "field"),
    [
        (EntitlementState.REQUESTED, None, None, "requested_on"),
        (EntitlementState.GRANTED, TODAY, None, "decided_on"),
        (EntitlementState.GRANTED, TODAY, date(2026, 6, 1), "decided_on"),
        (EntitlementState.REQUESTED, date(2026, 6, 11), None, "requested_on"),
    ],
)
def test_entitlement_has_the_days_of_its_state(case, state, requested_on, decided_on, field, case_worker, noon):
    with pytest.raises(ProgressRefused) as refusal:
        set_entitlement(
            case=case,
            kind="siisl",
            state=state,
            requested_on=requested_on,
            decided_on=decided_on,
            by=case_worker,
            at=noon,
        )
    assert refusal.value.field == field


def test_entitlement_is_one_for_each_kind(case, case_worker, noon):
    values = {"case": case, "kind": "siisl", "requested_on": TODAY, "by": case_worker, "at": noon}
    set_entitlement(state=EntitlementState.REQUESTED, decided_on=None, **values)
    set_entitlement(state=EntitlementState.GRANTED, decided_on=TODAY, **values)
    assert [row.state for row in case.entitlements.all()] == [EntitlementState.GRANTED]


def test_diary_is_sealed_and_its_words_are_nowhere_else(case, case_worker, noon):
    write_diary(
        case=case,
        kind="interview",
        happened_on=TODAY,
        text="Parole riservate",
        with_mediator=True,
        by=case_worker,
        at=noon,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM cases_diaryentry")
        sealed = bytes(cursor.fetchone()[0])
    assert b"riservate" not in sealed
    assert DiaryEntry.objects.scoped().get().text == "Parole riservate"
    assert "riservate" not in repr(list(Entry.objects.values()))


def test_contact_of_tomorrow_is_refused(case, case_worker, noon):
    with pytest.raises(DiaryRefused, match="futuro"):
        write_diary(
            case=case,
            kind="phone",
            happened_on=date(2026, 6, 11),
            text="Domani",
            with_mediator=False,
            by=case_worker,
            at=noon,
        )


def test_task_goes_to_who_may_open_the_case(case, case_supervisor, case_worker, noon):
    with pytest.raises(DiaryRefused, match="autorizzare") as refusal:
        set_task(case=case, text="Chiamare", owner=case_supervisor, due_on=TODAY, by=case_worker, at=noon)
    assert refusal.value.field == "owner"
    assert list(team_of(case, at=noon)) == [case_worker]


def test_task_done_twice_keeps_who_did_it_first(case, case_worker, case_supervisor, noon):
    task = set_task(case=case, text="Chiamare", owner=case_worker, due_on=TODAY, by=case_worker, at=noon)
    finish_task(task=task, by=case_worker, at=noon)
    assert finish_task(task=task, by=case_supervisor, at=noon).done_by == case_worker


def test_task_with_a_past_term_is_refused(case, case_worker, noon):
    with pytest.raises(DiaryRefused, match="già passato"):
        set_task(case=case, text="Ieri", owner=case_worker, due_on=date(2026, 6, 9), by=case_worker, at=noon)


def test_diary_is_read_page_by_page_without_losing_an_entry(case, case_worker):
    entries = DiaryEntryFactory.create_batch(PAGE + 5, case=case, written_by=case_worker)
    first = diary_page(case)
    second = diary_page(case, before=first.older)
    assert [entry.pk for entry in (*first.entries, *second.entries)] == [entry.pk for entry in reversed(entries)]
    assert second.older == ""
