# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Cases made anonymous: what goes, what stays, kept long enough, asked by the person."""

from datetime import date

import pytest
from django.db import connection
from psycopg import sql

from incas.audit.models import Entry
from incas.cases.choices.cases import Phase
from incas.cases.models import Case, Identity, PastRow, Permit, Person, PersonRequest
from incas.cases.operations.erasure import ErasureRefused, anonymise_case
from incas.cases.operations.requests import RequestRefused, answer_request, receive_request
from incas.cases.queries.retention import cases_to_anonymise
from tests.cases.factories import (
    CaseFactory,
    ConsentFactory,
    DiaryEntryFactory,
    MeasureFactory,
    PermitFactory,
    PersonFactory,
    TransferFactory,
)

pytestmark = pytest.mark.usefixtures("everywhere")


@pytest.fixture
def closed(service, case_worker):
    """A case that went its whole way, with every kind of row, closed."""
    case = CaseFactory(service=service, in_programme=True, team=[case_worker])
    MeasureFactory(case=case, programme=case.programmes.get(), provider="Ente di prova", note="Nota riservata")
    DiaryEntryFactory(case=case, text="Parole del diario")
    ConsentFactory(case=case)
    TransferFactory(case=case)
    case.scores.create(body=case.body, need="work", moment="entry", weighed_on=date(2026, 3, 5), score=2, note="Nota")
    case.scores.create(body=case.body, need="work", moment="entry", weighed_on=date(2026, 3, 20), score=3, note="Nota")
    case.permits.update(communicated_on=date(2026, 4, 9), communication_reference="Prot. di prova")
    Case.objects.scoped().filter(pk=case.pk).update(
        phase=Phase.CLOSED, outcome="autonomy", closed_on=date(2026, 5, 20), is_urgent=True
    )
    case.refresh_from_db()
    return case


def count(table):
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        return cursor.fetchone()[0]


GONE = (
    "cases_identity", "cases_person", "cases_family", "cases_diaryentry", "cases_consent", "cases_grant",
    "cases_transfer", "cases_pastrow",
)  # fmt: skip


def test_anonymous_case_keeps_its_figures_and_nothing_of_the_person(closed, case_supervisor, noon):
    assert all(count(table) for table in GONE)
    anonymise_case(case=closed, by=case_supervisor, at=noon)
    assert {table: count(table) for table in GONE} == dict.fromkeys(GONE, 0)
    case = Case.objects.scoped().get()
    assert (case.phase, case.outcome, case.age_band, case.is_urgent) == ("closed", "autonomy", "25-34", False)
    assert (case.opened_on, case.closed_on) == (date(2026, 3, 1), date(2026, 5, 1))
    measure = case.measures.get()
    assert (measure.kind.slug, measure.starts_on.day, measure.provider, measure.note) == ("italian-1", 1, "", "")
    assert [(score.score, score.weighed_on, score.note) for score in case.scores.all()] == [(3, date(2026, 3, 1), "")]
    assert case.permits.get().issued_on.day == 1


def test_anonymous_case_is_opened_by_nobody(closed, case_worker, case_supervisor, noon):
    anonymise_case(case=closed, by=case_supervisor, at=noon)
    assert Case.objects.opened_by(case_worker).count() == 0


def test_anonymity_is_told_in_the_trail_once(closed, case_supervisor, noon):
    for _ in range(2):
        anonymise_case(case=closed, by=case_supervisor, at=noon)
    assert [(entry.before, entry.after) for entry in Entry.objects.about(closed).filter(verb="anonymised")] == [
        ({}, {})
    ]


def test_open_case_is_not_erased(case, case_supervisor, noon):
    with pytest.raises(ErasureRefused):
        anonymise_case(case=case, by=case_supervisor, at=noon)
    assert Identity.objects.scoped().count() == 1


def test_family_of_a_relative_taken_charge_of_stays_without_the_name(closed, service, case_supervisor, noon):
    relative = CaseFactory(service=service, is_relative=True, person=False)
    PersonFactory(case=relative, body=service.body, family=closed.person.family)
    anonymise_case(case=closed, by=case_supervisor, at=noon)
    assert [person.case_id for person in Person.objects.scoped().order_by("pk")] == [None, relative.pk]
    assert Identity.objects.scoped().count() == 0


def test_renewed_permits_rounded_to_months_do_not_overlap(service, case_supervisor, noon):
    case = CaseFactory(service=service, closed=True)
    days = [(date(2025, 1, 10), date(2025, 7, 14)), (date(2025, 7, 15), date(2025, 7, 20)), (date(2025, 7, 21), None)]
    for issued_on, expires_on in days:
        PermitFactory(
            case=case, issued=True, reported_on=None, issued_on=issued_on, expires_on=expires_on or date(2026, 1, 21)
        )
    anonymise_case(case=case, by=case_supervisor, at=noon)
    told = Permit.objects.scoped().order_by("issued_on").values_list("issued_on", "expires_on")
    assert list(told) == [
        (date(2025, 1, 1), date(2025, 6, 30)),
        (date(2025, 7, 1), date(2025, 7, 1)),
        (date(2025, 7, 2), date(2025, 12, 31)),
    ]


def test_other_cases_keep_what_they_were(closed, service, case_supervisor, noon):
    other = CaseFactory(service=service, in_programme=True)
    Case.objects.scoped().filter(pk=other.pk).update(sex="f")
    anonymise_case(case=closed, by=case_supervisor, at=noon)
    assert PastRow.objects.scoped().filter(case_code=other.code).count() == 1
    assert Identity.objects.scoped().get().person_id == other.person.pk


def test_case_is_kept_as_long_as_the_rule_says(service, other_service):
    kept = CaseFactory(service=service, closed=True)
    CaseFactory(service=other_service, closed=True)
    days = {date(2031, 5, 4): [], date(2031, 5, 5): [kept.code]}
    assert {on: [case.code for case in cases_to_anonymise((service.body_id,), on=on)] for on in days} == days


def test_request_is_due_a_month_after_it_came(case, case_worker, noon):
    asked = receive_request(case=case, kind="access", received_on=date(2026, 5, 31), note="", by=case_worker, at=noon)
    again = receive_request(case=case, kind="access", received_on=date(2026, 6, 1), note="", by=case_worker, at=noon)
    assert (asked.due_on, again.pk) == (date(2026, 6, 30), asked.pk)
    with pytest.raises(RequestRefused) as refusal:
        receive_request(case=case, kind="erasure", received_on=date(2026, 6, 11), note="", by=case_worker, at=noon)
    assert refusal.value.field == "received_on"


def test_request_is_answered_once(case, case_worker, noon):
    asked = receive_request(case=case, kind="access", received_on=date(2026, 6, 1), note="A", by=case_worker, at=noon)
    for note in ("B", "C"):
        answer_request(asked=asked, note=note, by=case_worker, at=noon)
    found = PersonRequest.objects.scoped().get()
    assert (found.note, found.answered_on, found.handled_by_id) == ("A\nB", date(2026, 6, 10), case_worker.pk)
    assert Entry.objects.about(case).filter(verb="request_answered").count() == 1
