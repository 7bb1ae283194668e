# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The calendar of what falls due: own cases, the service's, all in codes; and the summary of the service."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from time_machine import TimeMachineFixture

from incas.cases.board import expiries_due, reviews_waiting
from incas.cases.models import Engagement, Expiry, Programme
from incas.cases.queries import expiries as queries
from incas.cases.tenancy import whole_platform
from incas.cases.views import expiries as views
from incas.notifications.board import DEADLINES, WAITING
from incas.notifications.queries import deadlines_of
from tests.cases.factories import CaseFactory, CaseReviewFactory, GrantFactory, PermitFactory
from tests.lists import assert_constant_queries
from tests.pages import text_of
from tests.personas import client_of

JUNE = reverse("cases:expiries")


@pytest.fixture(autouse=True)
def tenth_of_june(time_machine: TimeMachineFixture) -> None:
    """It is 10 June 2026; before the people, whose memberships run from a month before."""
    time_machine.move_to("2026-06-10T10:00:00+00:00")


def listed(client, url: str = JUNE) -> list[tuple[str, str]]:
    rows = client.get(url).context["listing"].stretch.rows
    return [(row.code, row.kind) for row in rows]


def make_everything(case, case_worker) -> None:
    """Make one of each thing that falls due in June 2026 in a case in programme."""
    with whole_platform(reason="a test"):
        case.permits.update(expires_on=date(2026, 6, 20))
        Programme.objects.scoped().filter(case=case).update(next_review_on=date(2026, 6, 21))
        Engagement.objects.create(
            case=case, body=case.body, kind="permanent", starts_on=date(2025, 12, 22), verify_on=date(2026, 6, 22)
        )
    CaseReviewFactory(case=case)
    GrantFactory(case=case, user=case_worker, lapses_at=datetime(2026, 6, 23, 22, 30, tzinfo=UTC))


def test_everything_that_falls_due_in_the_month_is_listed_by_day(service, case_worker, case_supervisor, specialist):
    case = CaseFactory(service=service, in_programme=True, team=[case_worker])
    make_everything(case, case_worker)
    kinds = ["review", "permit", "programme_review", "work_check"]
    assert listed(client_of(case_worker)) == [(case.code, kind) for kind in [*kinds, "grant"]]
    assert listed(client_of(case_supervisor)) == [(case.code, kind) for kind in [*kinds, "grant"]]
    assert listed(client_of(specialist)) == [(case.code, kind) for kind in kinds]
    with whole_platform(reason="a test"):
        assert Expiry.objects.scoped().get(kind="grant", due_on=date(2026, 6, 24)).case == case


def test_reviews_of_a_case_say_each_its_reason_in_the_calendar_and_in_the_case(
    case, case_worker, case_supervisor, specialist
):
    for reason in ("permit_expired", "kinship_to_verify"):
        CaseReviewFactory(case=case, reason=reason)
    told = ["Verifica da fare: il permesso è scaduto", "Verifica da fare: il legame di parentela va verificato"]
    for person in (case_worker, case_supervisor, specialist):
        for url in (JUNE, reverse("cases:case", args=[case.code])):
            page = text_of(client_of(person).get(url))
            assert [words in page for words in told] == [True, True]


def test_worker_sees_their_cases_and_supervisor_the_service(service, other_case, case, case_worker, case_supervisor):
    elsewhere = CaseFactory(service=service)
    for each in (case, elsewhere, other_case):
        CaseReviewFactory(case=each)
    assert {code for code, _kind in listed(client_of(case_worker))} == {case.code}
    assert {code for code, _kind in listed(client_of(case_supervisor))} == {case.code, elsewhere.code}


def test_closed_cases_have_nothing_to_come(service, case_supervisor):
    PermitFactory(case=CaseFactory(service=service, closed=True), issued=True, expires_on=date(2026, 6, 20))
    assert listed(client_of(case_supervisor)) == []


def test_what_has_passed_is_kept_apart(case, case_worker):
    CaseReviewFactory(case=case, due_on=date(2026, 5, 4))
    worker = client_of(case_worker)
    assert "1 già passata" in text_of(worker.get(JUNE))
    assert listed(worker, reverse("cases:expiries_past")) == [(case.code, "review")]


@pytest.mark.parametrize(("year", "number", "status"), [(2026, 13, 404), (2026, 0, 404), (1, 1, 404), (2027, 1, 200)])
def test_month_that_is_none_is_not_found(case, case_worker, year, number, status):
    url = reverse("cases:expiries_month", args=[year, number])
    assert client_of(case_worker).get(url).status_code == status


def test_month_of_many_is_counted_whole_and_read_page_by_page(service, case_worker):
    for number in range(62):
        case = CaseFactory(service=service, team=[case_worker])
        CaseReviewFactory(case=case, due_on=date(2026, 6, 11 + number % 31 // 2))
    worker = client_of(case_worker)
    first = worker.get(JUNE).context["listing"]
    rest = worker.get(first.next_url).context["listing"]
    assert (len(first.rows), first.count_text, rest.count_text) == (60, "62 risultati", "62 risultati")
    assert (len(rest.rows), rest.next_url) == (2, "")


def test_more_than_is_counted_has_passed(case, case_worker, monkeypatch):
    monkeypatch.setattr(views, "MOST_PAST", 1)
    worker = client_of(case_worker)
    CaseReviewFactory(case=case, due_on=date(2026, 5, 4))
    assert "1 già passata" in text_of(worker.get(JUNE))
    CaseReviewFactory(case=case, reason="permit_denied", due_on=date(2026, 5, 5))
    assert "più di 1 già passate" in text_of(worker.get(JUNE))


def test_calendar_is_not_taken_away_as_a_file(case, case_worker):
    CaseReviewFactory(case=case)
    answer = client_of(case_worker).get(JUNE, {"esporta": "csv"})
    assert answer["Content-Type"].startswith("text/html")
    assert "XLSX" not in text_of(answer)


def test_calendar_asks_the_same_number_of_questions_whatever_its_rows(service, case_worker, case_supervisor):
    client = client_of(case_supervisor)
    assert_constant_queries(client, JUNE, lambda: CaseReviewFactory(case=CaseFactory(service=service)), files=False)
    assert_constant_queries(
        client, reverse("cases:summary"), lambda: CaseReviewFactory(case=CaseFactory(service=service)), files=False
    )


def test_summary_has_counts_and_codes_of_the_service(service, case, other_case, case_supervisor):
    PermitFactory(case=case, issued=True, expires_on=date(2026, 9, 8))
    PermitFactory(case=CaseFactory(service=service), issued=True, expires_on=date(2026, 9, 9))
    summary = client_of(case_supervisor).get(reverse("cases:summary")).context["summary"]
    assert [expiry.case.code for expiry in summary.expiries.nearest if expiry.kind == "permit"] == [case.code]
    assert summary.expiries.counts == (("Scadenza del permesso", 1),)
    (week,) = summary.weeks
    assert (week.first, week.counts) == (date(2026, 9, 7), (("Scadenza del permesso", 1),))
    assert (summary.waiting.total, summary.waiting.is_cut) == (2, False)


def test_summary_of_a_large_service_counts_all_and_names_the_nearest(service, case_supervisor, monkeypatch):
    monkeypatch.setattr(queries, "NEAREST", 2)
    for day in (8, 1, 3):
        PermitFactory(case=CaseFactory(service=service), issued=True, expires_on=date(2026, 9, day))
    page = client_of(case_supervisor).get(reverse("cases:summary"))
    summary = page.context["summary"]
    assert [expiry.due_on.day for expiry in summary.expiries.nearest] == [1, 3]
    assert [(week.first.day, week.counts[0][1]) for week in summary.weeks] == [(31, 2), (7, 1)]
    assert (summary.expiries.total, summary.waiting.total) == (3, 3)
    assert "Tutte le scadenze, mese per mese" in text_of(page)
    assert "Tutti i casi, dal più vecchio" in text_of(page)


def test_scrivania_and_calendar_carry_the_code_and_nothing_else(case, case_worker, noon):
    PermitFactory(case=case, issued=True, expires_on=date(2026, 8, 31))
    review = CaseReviewFactory(case=case)
    deadlines = list(expiries_due(case_worker, noon))
    waiting = list(reviews_waiting(case_worker, noon))
    assert [(one.due_on, one.title, one.detail) for one in deadlines] == [
        (date(2026, 8, 31), f"Caso {case.code}: scadenza", "")
    ]
    assert [(one.title, one.detail, one.url) for one in waiting] == [
        (f"Caso {case.code}", "", reverse("cases:review_settle", args=[review.code]))
    ]
    assert waiting[0].aside == str(review.get_reason_display())
    assert waiting[0].aside not in str(deadlines_of(case_worker, noon))
    assert expiries_due in DEADLINES
    assert reviews_waiting in WAITING


@pytest.mark.parametrize("persona", ["coordinator", "ministry_officer", "project_manager"])
def test_others_open_neither_calendar_nor_summary(persona, case, request):
    client = client_of(request.getfixturevalue(persona))
    assert [client.get(url).status_code for url in (JUNE, reverse("cases:summary"))] == [403, 403]
