# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""How long a session lasts, one's own sessions, name and address."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incas.accounts.models import User
from incas.audit.models import Entry
from tests.accounts.factories import PASSWORD, UserFactory
from tests.personas import client_of

PROFILE = "/profilo/"


@pytest.fixture
def person(db):
    return UserFactory(first_name="Paola", last_name="Prova", email="paola@esempio.invalid")


def test_session_ends_after_eight_hours_even_when_used(person, time_machine):
    now = timezone.now()
    time_machine.move_to(now)
    client = client_of(person)
    time_machine.move_to(now + timedelta(hours=7, minutes=59))
    assert client.get(PROFILE).status_code == 200
    time_machine.move_to(now + timedelta(hours=8, minutes=1))
    answer = client.get(PROFILE)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accedi/")


def test_saving_the_session_does_not_prolong_it(person, time_machine):
    now = timezone.now()
    time_machine.move_to(now)
    client = client_of(person)
    time_machine.move_to(now + timedelta(hours=7))
    session = client.session
    session["qualcosa"] = 1
    session.save()
    time_machine.move_to(now + timedelta(hours=8, minutes=1))
    assert client.get(PROFILE).status_code == 302


def test_session_without_its_mark_counts_as_ended(person):
    client = client_of(person)
    session = client.session
    del session["ends_at"]
    session.save()
    assert client.get(PROFILE).status_code == 302


def test_asking_to_stay_gives_eight_hours_more(person, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    client = client_of(person)
    time_machine.move_to(now + timedelta(hours=7, minutes=55), tick=False)
    assert client.get(reverse("accounts:session_time")).json() == {"seconds": 300}
    assert client.post(reverse("accounts:session_time")).json() == {"seconds": 8 * 3600}
    time_machine.move_to(now + timedelta(hours=12), tick=False)
    assert client.get(PROFILE).status_code == 200


def test_page_carries_the_warning_of_the_end(person, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    client = client_of(person)
    assert f'data-seconds="{8 * 3600}"' in client.get(PROFILE).content.decode()


def test_one_sees_ones_own_sessions_alone(person):
    client = client_of(person)
    client_of(UserFactory())
    assert len(client.get(reverse("accounts:sessions")).context["sessions"]) == 1


def test_ending_one_session_ends_that_one(person):
    here, there = client_of(person), client_of(person)
    key = UserSession.objects.get(session_key=there.session.session_key).pk
    here.post(reverse("accounts:end_session", args=[key]))
    assert here.get(PROFILE).status_code == 200
    assert there.get(PROFILE).status_code == 302
    assert Entry.objects.about(person).get().verb == "session_ended"


def test_ending_a_session_twice_is_harmless(person):
    here, there = client_of(person), client_of(person)
    key = UserSession.objects.get(session_key=there.session.session_key).pk
    for _ in range(2):
        assert here.post(reverse("accounts:end_session", args=[key])).status_code == 302
    assert Entry.objects.about(person).count() == 1


def test_session_of_somebody_else_is_not_ended(person):
    victim = UserFactory()
    there = client_of(victim)
    key = UserSession.objects.get(user=victim).pk
    client_of(person).post(reverse("accounts:end_session", args=[key]))
    assert there.get(PROFILE).status_code == 200


def test_ending_the_others_keeps_this_one(person):
    here, one, two = client_of(person), client_of(person), client_of(person)
    here.post(reverse("accounts:end_other_sessions"))
    assert [client.get(PROFILE).status_code for client in (here, one, two)] == [200, 302, 302]


def test_last_use_is_noted_every_five_minutes_not_at_every_page(person, time_machine, django_assert_num_queries):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    client = client_of(person)
    time_machine.move_to(now + timedelta(minutes=4), tick=False)
    client.get(PROFILE)
    assert UserSession.objects.get(user=person).last_seen_at == now
    time_machine.move_to(now + timedelta(minutes=6), tick=False)
    client.get(PROFILE)
    assert UserSession.objects.get(user=person).last_seen_at == now + timedelta(minutes=6)


@pytest.mark.parametrize("name", ["accounts:end_other_sessions"])
def test_what_changes_something_is_not_done_by_a_link(person, name):
    assert client_of(person).get(reverse(name)).status_code == 405


def test_name_is_changed_and_the_trail_does_not_keep_it(person):
    client_of(person).post(reverse("accounts:name"), {"first_name": "Paola", "last_name": "Verdi"})
    person.refresh_from_db()
    assert person.last_name == "Verdi"
    entry = Entry.objects.about(person).get()
    assert (entry.verb, entry.before, entry.after) == ("renamed", {}, {})


def ask_change(person, email, django_capture_on_commit_callbacks):
    client = client_of(person)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("accounts:email"), {"email": email})
    return client


def confirmation_path():
    link = next(line for line in mail.outbox[0].body.splitlines() if "/profilo/email/" in line)
    return "/profilo/email/" + link.rpartition("/profilo/email/")[2]


def test_changing_the_address_asks_again_who_one_is(person, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    client = client_of(person)
    assert client.get(reverse("accounts:email")).status_code == 200
    time_machine.move_to(now + timedelta(minutes=6), tick=False)
    answer = client.post(reverse("accounts:email"), {"email": "nuova@esempio.invalid"})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert mail.outbox == []
    wrong = client.post(answer["Location"], {"password": "sbagliata del tutto"})
    assert "La password non è corretta." in wrong.content.decode()
    assert client.get(reverse("accounts:email")).status_code == 302
    client.post(answer["Location"], {"password": PASSWORD})
    assert client.get(reverse("accounts:email")).status_code == 200


def test_address_changes_only_when_the_new_one_confirms(person, django_capture_on_commit_callbacks):
    client = ask_change(person, "Nuova@Esempio.invalid", django_capture_on_commit_callbacks)
    person.refresh_from_db()
    assert person.email == "paola@esempio.invalid"
    assert [message.to for message in mail.outbox] == [["nuova@esempio.invalid"]]
    path = confirmation_path()
    assert client.get(path).status_code == 200
    person.refresh_from_db()
    assert person.email == "paola@esempio.invalid"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path)
    person.refresh_from_db()
    assert person.email == "nuova@esempio.invalid"
    assert mail.outbox[-1].to == ["paola@esempio.invalid"]


def test_old_address_no_longer_signs_in(person, client, django_capture_on_commit_callbacks):
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    ask_change(person, "nuova@esempio.invalid", django_capture_on_commit_callbacks).post(confirmation_path())
    answers = {}
    for email in ("paola@esempio.invalid", "nuova@esempio.invalid"):
        browser = Client()
        browser.post(reverse("account_login"), {"login": email, "password": PASSWORD})
        answers[email] = "_auth_user_id" in browser.session
    assert answers == {"paola@esempio.invalid": False, "nuova@esempio.invalid": True}


def test_link_of_somebody_else_changes_nothing(person, django_capture_on_commit_callbacks):
    ask_change(person, "nuova@esempio.invalid", django_capture_on_commit_callbacks)
    other = UserFactory()
    client_of(other).post(confirmation_path())
    assert not User.objects.filter(email="nuova@esempio.invalid").exists()


def test_made_up_and_old_links_change_nothing(person, django_capture_on_commit_callbacks, time_machine):
    client = ask_change(person, "nuova@esempio.invalid", django_capture_on_commit_callbacks)
    client.post(reverse("accounts:confirm_email", args=["inventato"]))
    time_machine.move_to(timezone.now() + timedelta(hours=49))
    client_of(person).post(confirmation_path())
    assert not User.objects.filter(email="nuova@esempio.invalid").exists()


def test_link_works_once(person, django_capture_on_commit_callbacks):
    client = ask_change(person, "nuova@esempio.invalid", django_capture_on_commit_callbacks)
    path = confirmation_path()
    client.post(path)
    User.objects.filter(pk=person.pk).update(email="terza@esempio.invalid")
    client.post(path)
    person.refresh_from_db()
    assert person.email == "terza@esempio.invalid"


def test_address_of_somebody_else_is_not_told_on_the_page(person, django_capture_on_commit_callbacks):
    taken = UserFactory(email="presa@esempio.invalid")
    client = ask_change(person, taken.email, django_capture_on_commit_callbacks)
    page = client.get(PROFILE).content.decode()
    assert "Aprire il collegamento inviato al nuovo indirizzo" in page
    assert mail.outbox[0].to == [taken.email]
    assert "/profilo/email/" not in mail.outbox[0].body
