# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages of questions: of one case, across cases, with their messages."""

from datetime import timedelta

from django.urls import reverse

from incas.cases.models import Post, Reading, Thread
from incas.cases.tenancy import whole_platform
from tests.cases.factories import OPENED_AT, PostFactory, ThreadFactory
from tests.forms import send
from tests.lists import assert_constant_queries
from tests.pages import text_of
from tests.personas import client_of

SECRET = "Parole riservate"


def test_a_question_goes_from_the_service_to_the_specialist_and_back(case, case_worker, specialist):
    worker, coordination = client_of(case_worker), client_of(specialist)
    send(worker, reverse("cases:thread_new", args=[case.code]), subject="Proroga", text=SECRET)
    with whole_platform(reason="a test"):
        thread = Thread.objects.scoped().get()
    assert SECRET in text_of(coordination.get(reverse("cases:thread", args=[thread.code])))
    send(coordination, reverse("cases:thread", args=[thread.code]), text="Risposta nostra")
    assert "Risposta nostra" in text_of(worker.get(reverse("cases:thread", args=[thread.code])))
    worker.post(reverse("cases:thread_settle", args=[thread.code]))
    with whole_platform(reason="a test"):
        assert Thread.objects.scoped().get().is_settled
        assert [post.is_from_service for post in Post.objects.scoped().order_by("pk")] == [True, False]


def test_a_name_is_told_beside_its_field_and_what_was_typed_stays(case, case_worker):
    text = f"{SECRET}, come diceva Inventata"
    page = send(client_of(case_worker), reverse("cases:thread_new", args=[case.code]), subject="Proroga", text=text)
    assert "la persona" in page.context["form"].errors["text"][0]
    assert text in page.content.decode()


def test_questions_of_another_comune_are_not_found(other_case, case_worker):
    post = PostFactory(case=other_case)
    client = client_of(case_worker)
    assert client.get(reverse("cases:thread", args=[post.thread.code])).status_code == 404
    assert client.get(reverse("cases:case_threads", args=[other_case.code])).status_code == 404
    assert list(client.get(reverse("cases:threads")).context["listing"].stretch.rows) == []


def test_what_waits_longest_is_first_and_what_is_settled_last(case, specialist):
    for number, (days, is_settled) in enumerate([(1, False), (9, True), (5, False)]):
        at = OPENED_AT - timedelta(days=days)
        PostFactory(thread=ThreadFactory(case=case, subject=str(number), last_post_at=at, is_settled=is_settled))
    page = client_of(specialist).get(reverse("cases:threads"))
    assert [thread.subject for thread in page.context["listing"].stretch.rows] == ["2", "0", "1"]
    waiting = client_of(specialist).get(reverse("cases:threads"), {"turn": "settled"})
    assert [thread.subject for thread in waiting.context["listing"].stretch.rows] == ["1"]


def test_lists_of_questions_ask_the_same_whatever_their_number(case, specialist, case_worker):
    assert_constant_queries(client_of(specialist), reverse("cases:threads"), lambda: PostFactory(case=case))
    of_case = reverse("cases:case_threads", args=[case.code])
    assert_constant_queries(client_of(case_worker), of_case, lambda: PostFactory(case=case), files=False)


def test_messages_of_a_question_ask_the_same_whatever_their_number(case, case_worker):
    thread = ThreadFactory(case=case)
    url = reverse("cases:thread", args=[thread.code])
    assert_constant_queries(client_of(case_worker), url, lambda: PostFactory(case=case, thread=thread), files=False)


def test_words_of_questions_are_not_in_their_files(case, specialist):
    PostFactory(thread=ThreadFactory(case=case, subject=SECRET))
    answer = client_of(specialist).get(reverse("cases:threads"), {"esporta": "csv"})
    written = b"".join(answer.streaming_content).decode()
    assert (case.code in written, SECRET in written) == (True, False)


def test_reading_a_question_is_in_the_ledger(case, specialist):
    post = PostFactory(case=case)
    client_of(specialist).get(reverse("cases:thread", args=[post.thread.code]))
    with whole_platform(reason="a test"):
        reading = Reading.objects.scoped().get()
    assert (reading.case_code, reading.part, reading.ground) == (case.code, "threads", "coordination")
