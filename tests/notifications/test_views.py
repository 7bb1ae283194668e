# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from incas.notifications import board
from incas.notifications.board import Deadline, Waiting
from incas.notifications.models import Message
from incas.notifications.operations import close_calendar, notify, open_calendar
from incas.organisations.choices import Role
from tests.lists import assert_constant_queries, queries_of
from tests.organisations.factories import MembershipFactory
from tests.personas import client_of

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
MESSAGES = reverse("notifications:messages")


@pytest.fixture
def message(tutor) -> Message:
    return notify(recipients=[tutor], kind="claim_sent", title="Domanda n. 1", url="/profilo/", at=NOON)[0]


def test_messages_show_the_new_ones_and_all_when_asked(tutor, message):
    client = client_of(tutor)
    assert "Domanda n. 1" in client.get(MESSAGES).text
    client.post(reverse("notifications:read_all"))
    assert "Domanda n. 1" not in client.get(MESSAGES).text
    assert "Domanda n. 1" in client.get(MESSAGES, {"mostra": "tutti"}).text


def test_opening_a_message_marks_it_and_leads_where_it_says(tutor, message):
    response = client_of(tutor).post(reverse("notifications:open", args=[message.pk]))
    assert (response.status_code, response["Location"]) == (302, "/profilo/")
    message.refresh_from_db()
    assert message.read_at is not None


def test_reading_the_page_marks_nothing(tutor, message):
    client_of(tutor).get(MESSAGES)
    assert client_of(tutor).get(reverse("notifications:open", args=[message.pk])).status_code == 405
    message.refresh_from_db()
    assert message.read_at is None


def test_nobody_opens_the_message_of_another(coordinator, message):
    assert client_of(coordinator).post(reverse("notifications:open", args=[message.pk])).status_code == 404


def test_the_header_counts_the_new_messages_with_one_query(tutor, message):
    client = client_of(tutor)
    page = client.get(reverse("organisations:profile"))
    assert '<span class="slim-count">1<' in page.text
    counts = [sql for sql in queries_of(client, MESSAGES) if "COUNT" in sql and "notifications_message" in sql]
    assert len(counts) == 1


def test_messages_ask_the_same_questions_however_many_they_are(tutor):
    def one_more() -> None:
        number = Message.objects.count()
        notify(recipients=[tutor], kind="claim_sent", title=f"Domanda {number}", url=f"/{number}/", at=NOON)

    assert_constant_queries(client_of(tutor), MESSAGES, one_more, files=False)


def test_messages_go_on_from_page_to_page(tutor):
    Message.objects.bulk_create(
        Message(recipient=tutor, kind="claim_sent", title=f"Numero {number:03d}.", url="/", created_at=NOON)
        for number in range(70)
    )
    client = client_of(tutor)
    first = client.get(MESSAGES)
    assert first.text.count("message-open") == 60
    older = client.get(MESSAGES, {"prima": first.context["older"]})
    assert older.text.count("message-open") == 10
    assert "Numero 009." in older.text
    assert client.get(MESSAGES, {"prima": "x" * 30}).status_code == 200


def test_kinds_are_switched_off_and_on(tutor):
    client = client_of(tutor)
    url = reverse("notifications:kinds")
    assert client.get(url).text.count("checked") == 2
    client.post(url, {"wanted": ["claim_back"]})
    assert list(tutor.muted_kinds.values_list("kind", flat=True)) == ["claim_sent"]
    client.post(url, {"wanted": ["claim_back", "claim_sent"]})
    assert not tutor.muted_kinds.exists()
    assert client.post(url, {"wanted": ["altro"]}).status_code == 200


def test_calendar_address_is_shown_once_and_revoked(tutor):
    client = client_of(tutor)
    url = reverse("notifications:calendar")
    client.post(url)
    shown = client.get(url)
    address = shown.context["address"]
    assert address in shown.text
    assert client.get(url).context["address"] == ""
    feed = Client().get(address.removeprefix("http://127.0.0.1:8000"))
    assert (feed.status_code, feed["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    client.post(reverse("notifications:calendar_revoke"))
    assert Client().get(address.removeprefix("http://127.0.0.1:8000")).status_code == 404


@pytest.fixture
def _deadlines(monkeypatch):
    def fall_due(user, at):
        yield Deadline(dt.date(2026, 12, 31), f"Scadenza dell'ente {user.acting_body_id}", "/x/")
        yield Deadline(dt.date(2026, 12, 1), "Scadenza di tutti", "/y/")

    def wait(_user, _at):
        yield Waiting("Controlla", "Domanda n. 2", "/z/", dt.date(2026, 12, 15))
        yield Waiting("Completa", "Senza termine", "/w/")

    for name, provider in (("DEADLINES", fall_due), ("WAITING", wait)):
        monkeypatch.setattr(board, name, [provider])
        monkeypatch.setattr(f"incas.notifications.queries.{name}", [provider])


@pytest.mark.usefixtures("_deadlines")
def test_feed_gathers_the_deadlines_of_every_body_each_once(finance_officer, comune, other_comune):
    MembershipFactory(user=finance_officer, body=other_comune, role=Role.PROJECT_MANAGER)
    secret = open_calendar(by=finance_officer, at=NOON)
    written = Client().get(reverse("notifications:feed", args=[secret])).content.decode()
    assert [line for line in written.split("\r\n") if line.startswith("SUMMARY")] == [
        "SUMMARY:Scadenza di tutti",
        "SUMMARY:Controlla: Domanda n. 2",
        *sorted(f"SUMMARY:Scadenza dell'ente {body.pk}" for body in (comune, other_comune)),
    ]


def test_feed_is_closed_to_a_wrong_secret_a_revoked_one_and_a_closed_account(tutor):
    secret = open_calendar(by=tutor, at=NOON)
    url = reverse("notifications:feed", args=[secret])
    assert Client().get(reverse("notifications:feed", args=["indovinato"])).status_code == 404
    tutor.is_active = False
    tutor.save()
    assert Client().get(url).status_code == 404
    tutor.is_active = True
    tutor.save()
    assert Client().get(url).status_code == 200
    close_calendar(by=tutor, at=NOON)
    assert Client().get(url).status_code == 404
