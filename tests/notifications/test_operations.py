# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
import re
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail

from incas.audit.models import Entry
from incas.notifications.models import CalendarKey, Message, MutedKind
from incas.notifications.operations import (
    close_calendar,
    forget_old_messages,
    hashed,
    mark_all_read,
    mark_read,
    mute_kinds,
    notify,
    open_calendar,
    send_mail_due,
)
from incas.notifications.queries import count_unread

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def minutes(number: float) -> dt.datetime:
    return NOON + dt.timedelta(minutes=number)


def send(*people, kind="claim_sent", title="Domanda n. 1 inviata", url="/domande/1/", at=NOON, **more):
    return notify(recipients=people, kind=kind, title=title, url=url, at=at, **more)


def test_notify_gives_each_person_one_message(tutor, coordinator, django_assert_num_queries):
    with django_assert_num_queries(5):  # two of them the savepoint
        send(tutor, coordinator, tutor, text="Entro il 30 novembre")
    assert list(Message.objects.order_by("recipient").values_list("recipient", "kind", "title", "text", "url")) == [
        (person.pk, "claim_sent", "Domanda n. 1 inviata", "Entro il 30 novembre", "/domande/1/")
        for person in sorted([tutor, coordinator], key=lambda person: person.pk)
    ]


def test_notify_again_renews_what_was_not_read(tutor):
    send(tutor)
    send_mail_due(at=minutes(1))
    send(tutor, at=minutes(5), text="di nuovo")
    message = Message.objects.get()
    assert (message.created_at, message.text, message.emailed_at) == (minutes(5), "di nuovo", None)


def test_notify_again_after_reading_is_a_new_message(tutor):
    (message,) = send(tutor)
    mark_read(message=message, at=minutes(1))
    send(tutor, at=minutes(5))
    assert Message.objects.count() == 2


def test_notify_refuses_a_kind_nobody_registered(tutor):
    with pytest.raises(KeyError):
        send(tutor, kind="unheard_of")


def test_mark_read_keeps_the_first_time(tutor):
    (message,) = send(tutor)
    mark_read(message=message, at=minutes(1))
    assert mark_read(message=message, at=minutes(2)).read_at == minutes(1)
    assert count_unread(tutor) == 0


def test_mark_all_read_touches_only_ones_own(tutor, coordinator):
    send(tutor, coordinator)
    assert mark_all_read(recipient=tutor, at=minutes(1)) == 1
    assert (count_unread(tutor), count_unread(coordinator)) == (0, 1)


def test_mail_is_one_a_person_and_tells_no_content(tutor):
    send(tutor, title="Domanda di Ada Prova", text="nata a Forlì")
    send(tutor, title="Altra domanda", url="/domande/2/")
    send(tutor, kind="claim_back", title="Restituita", url="/domande/3/")
    assert send_mail_due(at=minutes(1)) == 1
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("InCaS plus: 3 nuovi messaggi", [tutor.email])
    assert "- Domanda inviata (2)\n- Domanda restituita\n" in sent.body
    assert "http://" in sent.body
    assert not re.search(r"Ada|Forlì|Altra|Restituita\b|domande/", sent.body)


def test_mail_waits_ten_minutes_from_the_last_one(tutor):
    send(tutor)
    assert send_mail_due(at=minutes(1)) == 1
    send(tutor, url="/domande/2/", at=minutes(2))
    assert send_mail_due(at=minutes(3)) == 0
    assert send_mail_due(at=minutes(10.9)) == 0
    assert send_mail_due(at=minutes(11)) == 1
    assert [sent.subject for sent in mail.outbox] == ["InCaS plus: 1 nuovo messaggio"] * 2


def test_mail_is_sent_once(tutor, coordinator):
    send(tutor, coordinator)
    assert send_mail_due(at=minutes(1)) == 2
    assert send_mail_due(at=minutes(30)) == 0


def test_mail_leaves_out_muted_kinds_read_messages_and_closed_accounts(tutor, coordinator, editor):
    mute_kinds(recipient=tutor, kinds=["claim_sent"])
    (read,) = send(coordinator)
    mark_read(message=read, at=NOON)
    editor.is_active = False
    editor.save()
    send(tutor, editor)
    assert send_mail_due(at=minutes(1)) == 0
    assert count_unread(tutor) == 1
    send(tutor, kind="claim_back", title="Restituita")
    assert send_mail_due(at=minutes(1)) == 1
    assert "Domanda inviata" not in mail.outbox[0].body


def test_mail_waits_for_a_server_that_does_not_answer(tutor, coordinator, monkeypatch):
    send(tutor, coordinator)

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise SMTPServerDisconnected

    with monkeypatch.context() as patched:
        patched.setattr("incas.notifications.emails.send_mail", refuse)
        assert send_mail_due(at=minutes(1)) == 0
    assert send_mail_due(at=minutes(2)) == 2


def test_mute_kinds_replaces_the_choice(tutor, coordinator):
    mute_kinds(recipient=coordinator, kinds=["claim_sent"])
    mute_kinds(recipient=tutor, kinds=["claim_sent"])
    mute_kinds(recipient=tutor, kinds=["claim_back"])
    assert set(MutedKind.objects.values_list("user", "kind")) == {
        (coordinator.pk, "claim_sent"), (tutor.pk, "claim_back"),
    }  # fmt: skip


def test_forget_old_messages_keeps_thirty_days(tutor):
    send(tutor)
    send(tutor, url="/domande/2/", at=NOON + dt.timedelta(days=20))
    assert forget_old_messages(at=NOON + dt.timedelta(days=31)) == 1
    assert Message.objects.get().url == "/domande/2/"


def test_open_calendar_keeps_only_a_hash_and_replaces_the_earlier_one(tutor):
    first = open_calendar(by=tutor, at=NOON)
    second = open_calendar(by=tutor, at=minutes(1))
    assert first != second
    assert len(second) >= 43
    key = CalendarKey.objects.get()
    assert (key.secret_hash, key.created_at) == (hashed(second), minutes(1))
    assert Entry.objects.about(key).first().reading == "ha creato l'indirizzo del proprio calendario"


def test_close_calendar_twice_changes_nothing(tutor):
    open_calendar(by=tutor, at=NOON)
    close_calendar(by=tutor, at=NOON)
    close_calendar(by=tutor, at=NOON)
    assert not CalendarKey.objects.exists()
    assert Entry.objects.filter(verb="calendar_closed").count() == 1
