# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Questions and answers: who is told, what is refused, what settles and what opens again."""

import pytest
from django.utils import timezone

from incas.audit.models import Entry
from incas.cases.doors import scope_of
from incas.cases.models import Thread
from incas.cases.operations.threads import ThreadRefused, answer, ask, settle
from incas.cases.queries.threads import with_turn
from incas.notifications.models import Message
from tests.cases.factories import IdentityFactory, PersonFactory

WORDS = "Si può prorogare il percorso?"


@pytest.fixture
def now():
    """Memberships of the tests are in force today."""
    return timezone.now()


def asked(case, user, now, **changes) -> Thread:
    with scope_of(user):
        return ask(case=case, by=user, at=now, **{"subject": "Proroga", "text": WORDS} | changes)


def turn_of(thread: Thread, user) -> str:
    with scope_of(user):
        return with_turn(Thread.objects.visible_to(user)).get(pk=thread.pk).turn


def test_a_question_waits_for_the_other_side(case, case_worker, specialist, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        thread = asked(case, case_worker, now)
    assert turn_of(thread, specialist) == "coordination"
    message = Message.objects.get()
    assert (message.recipient_id, message.text) == (specialist.pk, "")
    assert message.title == f"Caso {case.code}: c'è un messaggio nuovo in una domanda"


def test_an_answer_of_the_specialist_is_told_to_who_can_act(
    case, case_worker, case_supervisor, specialist, now, django_capture_on_commit_callbacks
):
    thread = asked(case, case_worker, now)
    with django_capture_on_commit_callbacks(execute=True), scope_of(specialist):
        answer(thread=thread, text="Sì, con la ricevuta.", by=specialist, at=now)
    assert turn_of(thread, case_worker) == "service"
    assert set(Message.objects.values_list("recipient_id", flat=True)) == {case_worker.pk, case_supervisor.pk}


def test_either_side_settles_once_and_a_message_opens_again(case, case_worker, specialist, now):
    thread = asked(case, specialist, now)
    with scope_of(case_worker):
        settle(thread=thread, by=case_worker, at=now)
        settle(thread=thread, by=case_worker, at=now)
    assert turn_of(thread, specialist) == "settled"
    assert Entry.objects.filter(verb="thread_settled").count() == 1
    with scope_of(case_worker):
        answer(thread=thread, text="Un dubbio ancora.", by=case_worker, at=now)
    assert turn_of(thread, specialist) == "coordination"


@pytest.mark.parametrize("field", ["subject", "text"])
def test_a_name_is_refused_beside_its_field_and_nothing_is_kept(case, case_worker, now, field):
    with pytest.raises(ThreadRefused, match="scrivere «la persona»") as refused:
        asked(case, case_worker, now, **{field: "Ieri inventata-"})
    assert refused.value.field == field
    with scope_of(case_worker):
        assert not Thread.objects.visible_to(case_worker).exists()


def test_the_name_of_a_relative_is_refused_too(case, case_worker, now):
    with scope_of(case_worker):
        family = case.person.family
    sealed = {"first_name": "Fatoumata", "last_name": "Altra"}
    IdentityFactory(person=PersonFactory(family=family), sealed=sealed)
    with pytest.raises(ThreadRefused):
        asked(case, case_worker, now, text="La madre, Fatoumata, è arrivata.")


def test_a_specialist_is_not_told_whether_a_word_is_a_name(case, specialist, now):
    assert asked(case, specialist, now, text="Domanda su Inventata").pk


def test_words_and_names_are_not_in_the_trail(case, case_worker, now):
    thread = asked(case, case_worker, now)
    entry = Entry.objects.about(case).get(verb="asked")
    assert (entry.after, entry.reason) == ({"thread": thread.code}, "")
