# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages of criticalities and of the evaluation, and what of the coordination waits on the Scrivania."""

import pytest
from django.urls import reverse
from django.utils import timezone

from incas.cases.coordination_board import criticalities_waiting, evaluation_to_answer, questions_to_answer
from incas.cases.models import Criticality, EvaluationAnswer, EvaluationQuestion
from tests.cases.factories import CriticalityFactory, EvaluationQuestionFactory, PostFactory
from tests.cases.views.test_figures import publish
from tests.forms import send
from tests.lists import assert_constant_queries
from tests.pages import text_of
from tests.personas import client_of

LIST = reverse("cases:criticalities")
EVALUATION = reverse("cases:evaluation")


def test_a_worker_raises_and_corrects_and_a_specialist_verifies(service, case_worker, specialist):
    worker, coordination = client_of(case_worker), client_of(specialist)
    send(worker, reverse("cases:criticality_new"), title="Tempi lunghi", description="Parole", rule="permit_months")
    criticality = Criticality.objects.get()
    assert (criticality.body_id, criticality.rule) == (service.body_id, "permit_months")
    send(worker, reverse("cases:criticality_correct", args=[criticality.pk]), correction="Un accordo")
    send(coordination, reverse("cases:criticality_verify", args=[criticality.pk]), effect="Tempi dimezzati")
    criticality.refresh_from_db()
    assert criticality.state == "verified"
    send(coordination, reverse("cases:criticality_reopen", args=[criticality.pk]), reason="Di nuovo")
    send(worker, reverse("cases:criticality_change", args=[criticality.pk]), title="Tempi ancora lunghi")
    send(worker, reverse("cases:criticality_unsolved", args=[criticality.pk]), reason="Serve una norma")
    criticality.refresh_from_db()
    assert (criticality.title, criticality.state) == ("Tempi ancora lunghi", "not_solved")


def test_a_specialist_raises_one_of_the_whole_pilot(service, specialist):
    send(client_of(specialist), reverse("cases:criticality_new"), body="", title="Norma", description="Parole")
    assert Criticality.objects.get().body is None


def test_a_step_out_of_turn_is_told_on_the_form(service, specialist):
    criticality = CriticalityFactory(body=service.body)
    page = send(client_of(specialist), reverse("cases:criticality_verify", args=[criticality.pk]), effect="Parole")
    assert page.context["form"].non_field_errors()


def test_a_service_reads_but_does_not_write_what_is_of_another(service, other_service, case_worker):
    solved = {"correction": "Un accordo", "corrected_on": "2026-05-04", "effect": "Sì", "verified_on": "2026-05-05"}
    theirs = CriticalityFactory(body=other_service.body, state="verified", **solved)
    unsolved = CriticalityFactory(body=other_service.body)
    client = client_of(case_worker)
    page = client.get(reverse("cases:criticality", args=[theirs.pk]))
    assert "Un accordo" in text_of(page)
    assert page.context["history"] is None
    assert client.get(reverse("cases:criticality_correct", args=[theirs.pk])).status_code == 403
    assert client.get(reverse("cases:criticality", args=[unsolved.pk])).status_code == 404


def test_criticalities_ask_the_same_whatever_their_number(specialist):
    assert_constant_queries(client_of(specialist), LIST, CriticalityFactory)


def test_evaluation_goes_from_the_question_to_the_synthesis(service, case_supervisor, specialist, ministry_officer):
    publish([str(service.body_id)])
    send(client_of(specialist), reverse("cases:question_new"), text="Ha funzionato?", indicator="outcome")
    question = EvaluationQuestion.objects.get()
    answer = reverse("cases:question_answer", args=[question.pk])
    supervisor = client_of(case_supervisor)
    send(supervisor, answer, text="In parte", rating="3")
    send(supervisor, answer, text="In gran parte", rating="4")
    assert (EvaluationAnswer.objects.get().rating, EvaluationAnswer.objects.get().body_id) == (4, service.body_id)
    page = client_of(ministry_officer).get(EVALUATION)
    assert "In gran parte" in text_of(page)
    assert [each["picture"].title for each in page.context["shown"]] == ["Esiti"]
    assert len(page.context["needs"]) == 9
    send(client_of(specialist), reverse("cases:question_change", args=[question.pk]), is_retired="on")
    assert "Non più in uso" in text_of(supervisor.get(EVALUATION))


def test_an_answer_that_names_a_case_is_refused(case, case_supervisor):
    answer = reverse("cases:question_answer", args=[EvaluationQuestionFactory().pk])
    page = send(client_of(case_supervisor), answer, text=f"Nel caso {case.code} sì")
    assert "senza dire in quale caso" in page.context["form"].errors["text"][0]


def test_answers_of_another_service_are_not_read(service, other_service, case_supervisor, specialist):
    question = EvaluationQuestionFactory()
    given = {"question": question, "answered_on": "2026-05-04", "answered_by": specialist}
    EvaluationAnswer.objects.create(body=other_service.body, text="Parole di altri", **given)
    client = client_of(case_supervisor)
    assert "Parole di altri" not in text_of(client.get(EVALUATION))
    written = b"".join(client.get(EVALUATION, {"esporta": "csv"}).streaming_content).decode()
    assert (question.text in written, "Parole di altri" in written) == (True, False)
    assert "Parole di altri" in text_of(client_of(specialist).get(EVALUATION))


def test_evaluation_asks_the_same_whatever_its_questions(service, specialist):
    assert_constant_queries(client_of(specialist), EVALUATION, EvaluationQuestionFactory)


@pytest.mark.parametrize(
    ("persona", "provider", "titles"),
    [
        ("specialist", questions_to_answer, ["1 domanda su un caso"]),
        ("case_worker", questions_to_answer, []),
        ("case_worker", criticalities_waiting, ["2 criticità da correggere"]),
        ("specialist", criticalities_waiting, []),
        ("case_supervisor", evaluation_to_answer, ["1 domanda di valutazione"]),
        ("case_worker", evaluation_to_answer, []),
        ("coordinator", questions_to_answer, []),
    ],
)
def test_what_waits_is_on_the_scrivania_of_who_does_it(persona, provider, titles, case, request):
    PostFactory(case=case)
    CriticalityFactory.create_batch(2, body=case.body)
    EvaluationQuestionFactory()
    user = request.getfixturevalue(persona)
    assert [waiting.title for waiting in provider(user, timezone.now())] == titles
