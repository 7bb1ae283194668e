# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The ledger of readings: what it shows to whom, what it points out, its review."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from incas.audit.models import Entry
from incas.cases.board import ledger_to_review
from incas.cases.choices.access import Ground, Part
from incas.cases.models import LedgerReview, Reading
from incas.cases.operations.ledger import ReviewRefused, review_ledger
from incas.cases.queries.ledger import MANY_CASES, unusual_readings
from incas.cases.tenancy import whole_platform
from tests.forms import send
from tests.lists import assert_constant_queries, read
from tests.pages import text_of
from tests.personas import client_of

LEDGER = "/casi/registro/"
ROME = ZoneInfo("Europe/Rome")
AT_WORK = datetime(2026, 6, 10, 11, 0, tzinfo=ROME)


def reading(body, *, code="AAAAAAAAAA", at=AT_WORK, ground=Ground.TEAM, name="Ciro Operatore", reader=1):
    with whole_platform(reason="a test"):
        return Reading.objects.create(
            body=body, case_code=code, part=Part.SUMMARY, ground=ground, at=at, reader_id=reader, reader_name=name
        )


def pointed_out(body):
    with whole_platform(reason="a test"):
        found = unusual_readings(Reading.objects.scoped().filter(body=body), since=AT_WORK - timedelta(days=9))
        return [(str(row.why), row.readings, row.cases) for row in found]


def test_ledger_shows_the_readings_of_the_service_to_its_supervisor_alone(service, other_service, case_supervisor):
    reading(service.body)
    reading(other_service.body, name="Oreste Altrove")
    page = text_of(client_of(case_supervisor).get(LEDGER))
    assert "Ciro Operatore" in page
    assert "Oreste Altrove" not in page


@pytest.mark.parametrize("persona", ["case_worker", "specialist", "coordinator", "administrator"])
def test_ledger_is_closed_to_others(persona, service, request):
    assert client_of(request.getfixturevalue(persona)).get(LEDGER).status_code == 403


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("cases", Part.LIST),
        ("expiries", Part.LIST),
        ("transfers", Part.LIST),
        ("retention", Part.LIST),
        ("access_confirm", Part.ACCESS),
        ("threads", Part.THREADS),
    ],
)
def test_list_of_cases_leaves_a_line_in_the_ledger(name, part, service, case_supervisor):
    client_of(case_supervisor).get(reverse(f"cases:{name}"))
    with whole_platform(reason="a test"):
        told = [(line.body, line.case_code, line.part) for line in Reading.objects.scoped().select_related("body")]
    assert told == [(service.body, "", part)]


def test_list_read_by_a_specialist_is_in_the_ledger_of_each_service(service, other_service, specialist):
    client_of(specialist).get(reverse("cases:cases"))
    with whole_platform(reason="a test"):
        told = [(line.body_id, line.ground) for line in Reading.objects.scoped().order_by("pk")]
    assert told == [(one.body_id, Ground.COORDINATION) for one in (service, other_service)]


def test_ledger_asks_the_same_whatever_its_lines_files_too(service, case_supervisor):
    assert_constant_queries(client_of(case_supervisor), LEDGER, lambda: reading(service.body))


def test_ledger_taken_as_a_file_holds_the_lines_and_is_itself_in_the_ledger(service, case_supervisor):
    reading(service.body)
    assert "Ciro Operatore" in read(client_of(case_supervisor), f"{LEDGER}?esporta=csv").decode()
    with whole_platform(reason="a test"):
        assert Reading.objects.scoped().filter(part=Part.EXPORT).count() == 1


def test_ledger_is_narrowed_by_person_ground_and_odd_hours(service, case_supervisor):
    reading(service.body, at=AT_WORK.replace(hour=23), name="Nino Notturno")
    reading(service.body, ground=Ground.EMERGENCY, name="Ema Emergenza")
    client = client_of(case_supervisor)
    assert "Ema" not in text_of(client.get(f"{LEDGER}?cerca=Nino&at_da=2026-06-01")).split("Letture")[-1]
    assert [row.reader_name for row in client.get(f"{LEDGER}?ground=emergency").context["listing"].stretch.rows] == [
        "Ema Emergenza"
    ]
    found = client.get(f"{LEDGER}?is_at_odd_hours=true&at_a=2026-06-10").context["listing"].stretch.rows
    assert [row.reader_name for row in found] == ["Nino Notturno"]


def test_readings_of_one_case_are_shown_apart(case, service, case_supervisor, case_worker):
    reading(service.body, code=case.code)
    reading(service.body, name="Altra Persona")
    url = reverse("cases:case_ledger", args=[case.code])
    page = text_of(client_of(case_supervisor).get(url))
    assert "Ciro Operatore" in page
    assert "Altra Persona" not in page
    assert client_of(case_worker).get(url).status_code == 403


def test_readings_at_work_are_not_pointed_out(service):
    reading(service.body)
    assert pointed_out(service.body) == []


def test_emergency_supervision_and_odd_hours_are_pointed_out(service):
    reading(service.body, ground=Ground.EMERGENCY)
    reading(service.body, ground=Ground.SUPERVISION)
    reading(service.body, at=AT_WORK.replace(hour=20))
    reading(service.body, at=AT_WORK.replace(hour=6, minute=59))
    reading(service.body, at=AT_WORK.replace(hour=7, minute=0))
    assert pointed_out(service.body) == [
        ("Accesso di emergenza", 1, 1),
        ("Fuori dall'orario 7–20", 2, 1),
        ("Lettura di chi coordina, senza presa in carico", 1, 1),
    ]


@pytest.mark.parametrize(
    ("cases", "expected"), [(MANY_CASES - 1, []), (MANY_CASES, [("Molti casi in un'ora", 15, 15)])]
)
def test_many_cases_in_an_hour_are_pointed_out(cases, expected, service):
    for number in range(cases):
        reading(service.body, code=f"A{number}", at=AT_WORK + timedelta(minutes=number))
    assert pointed_out(service.body) == expected


def test_review_says_up_to_when_and_what_was_found_sealed(service, case_supervisor):
    reading(service.body)
    send(client_of(case_supervisor), reverse("cases:ledger_review"), note="Tutto giustificato, prova")
    with whole_platform(reason="a test"):
        review = LedgerReview.objects.scoped().get()
    assert (review.note, review.reviewed_by_id) == ("Tutto giustificato, prova", case_supervisor.pk)
    assert review.readings == 3  # the one made here, the page of the review opened, the review sent
    assert Entry.objects.about(review).get().after["readings"] == 3
    assert "Esaminato fino al" in text_of(client_of(case_supervisor).get(LEDGER))


def test_review_of_days_reviewed_or_to_come_is_refused(service, case_supervisor, everywhere):
    now = timezone.now()
    today = timezone.localdate(now)
    values = {"service": service, "note": "Prova", "by": case_supervisor}
    review_ledger(until=today - timedelta(days=1), at=now, **values)
    for until in (today - timedelta(days=1), today - timedelta(days=2), today + timedelta(days=1)):
        with pytest.raises(ReviewRefused) as refusal:
            review_ledger(until=until, at=now, **values)
        assert refusal.value.field == "until"
    assert review_ledger(until=today, at=now, **values).reviewed_until == now


def test_ledger_not_reviewed_for_a_month_waits_for_the_supervisor(service, case_supervisor, case_worker):
    now = timezone.now()
    assert [item.due_on for item in ledger_to_review(case_supervisor, now)] == [None]
    with whole_platform(reason="a test"):
        review_ledger(service=service, until=timezone.localdate(now), note="Prova", by=case_supervisor, at=now)
    assert list(ledger_to_review(case_supervisor, now)) == []
    assert len(list(ledger_to_review(case_supervisor, now + timedelta(days=31)))) == 1
    assert list(ledger_to_review(case_worker, now)) == []
