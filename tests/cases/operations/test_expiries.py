# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the clock does: permits expire, alerts go out once each, summaries once a month; killed and run again."""

from datetime import UTC, date, datetime

import pytest
from time_machine import TimeMachineFixture

from incas.cases.choices.permits import PermitState, ReviewReason
from incas.cases.doors import scope_of
from incas.cases.models import CaseReview, Engagement, ExpiryAlert, Permit
from incas.cases.operations import expiries
from incas.cases.operations.expiries import expire_permits, open_work_checks, send_alerts, send_summaries
from incas.cases.operations.progress import verify_engagement
from incas.cases.operations.reviews import settle_review
from incas.cases.tasks import look_after_permits
from incas.cases.tenancy import whole_platform
from incas.notifications.models import Message
from tests.cases.factories import CaseFactory, PermitFactory


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def told(kind: str = "case_expiry") -> list[tuple[str, str]]:
    return list(Message.objects.filter(kind=kind).order_by("pk").values_list("recipient__first_name", "title"))


@pytest.fixture(autouse=True)
def first_of_june(time_machine: TimeMachineFixture) -> None:
    """It is 1 June 2026 when people are made: their memberships run from a month before."""
    time_machine.move_to("2026-06-01T10:00:00+00:00")


@pytest.fixture
def permit(case, case_supervisor) -> Permit:
    """It expires on 31 August 2026; a worker may open the case, a supervisor answers for the service."""
    return PermitFactory(case=case, issued=True, expires_on=date(2026, 8, 31))


def alerts() -> list[int]:
    with whole_platform(reason="a test"):
        return list(ExpiryAlert.objects.scoped().order_by("days_before").values_list("days_before", flat=True))


def test_alerts_go_at_ninety_sixty_and_thirty_days_and_once_each(permit):
    sent = {}
    for day in (
        date(2026, 6, 1),
        date(2026, 6, 2),
        date(2026, 6, 3),
        date(2026, 7, 2),
        date(2026, 8, 1),
        date(2026, 8, 2),
    ):
        sent[day] = [send_alerts(at=morning(day)) for _twice in range(2)]
    assert sent == {
        date(2026, 6, 1): [0, 0],
        date(2026, 6, 2): [1, 0],
        date(2026, 6, 3): [0, 0],
        date(2026, 7, 2): [1, 0],
        date(2026, 8, 1): [1, 0],
        date(2026, 8, 2): [0, 0],
    }
    assert alerts() == [30, 60, 90]


def test_alert_tells_who_can_act_the_code_and_nothing_else(case, permit):
    send_alerts(at=morning(date(2026, 7, 2)))
    title = f"Caso {case.code}: una scadenza fra 60 giorni"
    assert told() == [("Ciro", title), ("Silvia", title)]
    assert set(Message.objects.values_list("text", flat=True)) == {""}


def test_permit_known_late_gets_the_nearest_alert_alone(permit):
    send_alerts(at=morning(date(2026, 8, 11)))
    assert len(told()) == 2
    assert alerts() == [30, 60, 90]


def test_renewal_requested_and_closed_cases_are_told_to_nobody(service, case_worker, permit):
    with whole_platform(reason="a test"):
        Permit.objects.scoped().update(renewal_requested_on=date(2026, 6, 1))
    PermitFactory(
        case=CaseFactory(service=service, closed=True, team=[case_worker]), issued=True, expires_on=date(2026, 8, 31)
    )
    assert send_alerts(at=morning(date(2026, 8, 1))) == 0


def test_alert_killed_half_way_is_sent_again(permit, monkeypatch):
    def killed(*_args, **_kwargs):
        raise SystemExit

    monkeypatch.setattr(expiries, "tell_of_expiry", killed)
    with pytest.raises(SystemExit):
        send_alerts(at=morning(date(2026, 8, 1)))
    monkeypatch.undo()
    assert alerts() == []
    assert send_alerts(at=morning(date(2026, 8, 1))) == 1


def test_expired_permits_open_reviews_by_the_same_job(case, permit, case_worker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        look_after_permits(morning(date(2026, 9, 1)))
        look_after_permits(morning(date(2026, 9, 1)))
    with whole_platform(reason="a test"):
        permit.refresh_from_db()
        reasons = list(CaseReview.objects.scoped().values_list("reason", flat=True))
    assert (permit.state, reasons) == (PermitState.EXPIRED, [ReviewReason.PERMIT_EXPIRED])
    title = f"Caso {case.code}: c'è una verifica da fare"
    assert told("case_review") == [("Ciro", title), ("Silvia", title)]


def test_permit_of_a_closed_case_expires_without_a_review(service):
    PermitFactory(case=CaseFactory(service=service, closed=True), issued=True, expires_on=date(2026, 8, 31))
    assert expire_permits(at=morning(date(2026, 9, 1))) == 1
    with whole_platform(reason="a test"):
        assert Permit.objects.scoped().get().state == PermitState.EXPIRED
        assert CaseReview.objects.scoped().count() == 0


def contract_of(case, verify_on: date) -> Engagement:
    with whole_platform(reason="a test"):
        return Engagement.objects.create(
            case=case, body_id=case.body_id, kind="permanent", starts_on=date(2026, 1, 7), verify_on=verify_on
        )


def work_checks() -> list[tuple[str, date, bool]]:
    with whole_platform(reason="a test"):
        rows = CaseReview.objects.scoped().filter(reason=ReviewReason.WORK_CHECK).order_by("pk")
        return [(row.case.code, row.due_on, row.settled_at is not None) for row in rows.select_related("case")]


def test_contract_whose_day_has_come_is_to_be_verified(case, case_supervisor, django_capture_on_commit_callbacks):
    contract_of(case, date(2026, 7, 7))
    open_work_checks(at=morning(date(2026, 7, 6)))
    assert work_checks() == []
    with django_capture_on_commit_callbacks(execute=True):
        look_after_permits(morning(date(2026, 7, 7)))
        look_after_permits(morning(date(2026, 7, 8)))
    assert work_checks() == [(case.code, date(2026, 7, 7), False)]
    title = f"Caso {case.code}: c'è una verifica da fare"
    assert told("case_review") == [("Ciro", title), ("Silvia", title)]


def test_contract_verified_settles_its_review(case, case_worker):
    contracts = [contract_of(case, date(2026, 7, day)) for day in (1, 7)]
    at, waits = morning(date(2026, 7, 9)), []
    open_work_checks(at=at)
    for contract in contracts:
        with scope_of(case_worker):
            verify_engagement(engagement=contract, verified_on=at.date(), still_working=True, by=case_worker, at=at)
        waits.append(work_checks())
    due = date(2026, 7, 9)
    assert waits == [[(case.code, due, False)], [(case.code, due, True)]]


def test_review_settled_without_verifying_is_not_asked_for_again(case, case_worker):
    contract_of(case, date(2026, 7, 1))
    open_work_checks(at=morning(date(2026, 7, 1)))
    with scope_of(case_worker):
        review = CaseReview.objects.scoped().get()
        settle_review(review=review, decision="Prova", by=case_worker, at=morning(date(2026, 7, 2)))
    open_work_checks(at=morning(date(2026, 7, 3)))
    contract_of(case, date(2026, 8, 1))
    open_work_checks(at=morning(date(2026, 8, 1)))
    assert work_checks() == [(case.code, date(2026, 7, 1), True), (case.code, date(2026, 8, 1), False)]


def test_contract_of_a_closed_case_is_not_asked_for(service):
    contract_of(CaseFactory(service=service, closed=True), date(2026, 7, 1))
    assert (open_work_checks(at=morning(date(2026, 7, 2))), work_checks()) == (0, [])


def test_summary_is_told_to_supervisors_once_a_month(service, case_supervisor, case_worker):
    first = [send_summaries(at=morning(day)) for day in (date(2026, 6, 1), date(2026, 6, 1))]
    Message.objects.update(read_at=morning(date(2026, 6, 1)))
    assert (first, send_summaries(at=morning(date(2026, 6, 1)))) == ([1, 0], 0)
    assert send_summaries(at=morning(date(2026, 7, 1))) == 1
    assert told("case_summary") == [
        ("Silvia", "Comune di Borgo Prova: il riepilogo di giugno 2026"),
        ("Silvia", "Comune di Borgo Prova: il riepilogo di luglio 2026"),
    ]
