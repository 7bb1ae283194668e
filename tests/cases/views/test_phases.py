# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The way of a case on its pages: next step, closure, taking up again."""

import pytest
from django.urls import reverse

from incas.cases.choices.cases import Phase
from incas.cases.doors import scope_of
from incas.cases.models import Case, Closure
from incas.organisations.choices import Role
from tests.accounts.factories import UserFactory
from tests.cases.factories import CaseFactory
from tests.cases.views.test_cases import cases_of, said
from tests.forms import send
from tests.lists import queries_of
from tests.organisations.factories import MembershipFactory
from tests.personas import client_of


def page(case: Case) -> str:
    return reverse("cases:case", args=[case.code])


def asked_closure(case: Case, worker) -> Closure:
    send(client_of(worker), reverse("cases:closure_ask", args=[case.code]), outcome="declined", note="Perché di prova")
    with scope_of(worker):
        return Closure.objects.visible_to(worker).select_related("case").get()


def test_page_says_what_the_next_step_lacks_and_where_to_put_it_right(case, case_worker):
    shown = said(client_of(case_worker).get(page(case)))
    assert "Nessun indicatore di sfruttamento è stato guardato." in shown
    assert reverse("cases:indicators", args=[case.code]) in shown
    assert "Passa a" not in shown


def test_page_offers_the_next_step_when_nothing_is_missing(service, case_worker):
    case = CaseFactory(service=service, team=[case_worker], in_programme=True)
    with scope_of(case_worker):
        Case.objects.visible_to(case_worker).update(phase=Phase.ADMITTED)
    client = client_of(case_worker)
    assert "Passa a «Programma in corso»" in said(client.get(page(case)))
    moved = client.post(reverse("cases:phase_advance", args=[case.code]), {"to": "in_programme"}, follow=True)
    assert "Il caso è passato a «Programma in corso»." in said(moved)
    assert [case.phase for case in cases_of(case_worker)] == [Phase.IN_PROGRAMME]


def test_step_that_lacks_something_is_told_on_the_page(case, case_worker):
    client = client_of(case_worker)
    answer = client.post(reverse("cases:phase_advance", args=[case.code]), {"to": "identified"}, follow=True)
    assert "Nessun indicatore di sfruttamento è stato guardato." in said(answer)
    assert [case.phase for case in cases_of(case_worker)] == [Phase.REPORTED]


@pytest.mark.parametrize("reader", ["case_supervisor", "specialist"])
def test_who_may_not_open_the_case_is_offered_no_step(reader, case, request):
    client = client_of(request.getfixturevalue(reader))
    shown = said(client.get(page(case)))
    assert "Nessun indicatore di sfruttamento è stato guardato." in shown
    assert "Guarda gli indicatori" not in shown
    assert "Altre azioni" not in shown
    assert client.post(reverse("cases:phase_advance", args=[case.code]), {"to": "identified"}).status_code == 403


def test_closure_asked_is_approved_by_the_supervisor_without_its_words(case, case_worker, case_supervisor):
    closure = asked_closure(case, case_worker)
    client = client_of(case_supervisor)
    assert "Decidi sulla chiusura" in said(client.get(page(case)))
    approval = reverse("cases:closure_approve", args=[closure.code])
    shown = said(client.get(approval))
    assert "Perché di prova" not in shown
    assert reverse("cases:closure_refuse", args=[closure.code]) in shown
    assert send(client, approval).status_code == 302
    assert [case.phase for case in cases_of(case_supervisor)] == [Phase.CLOSED]


def test_refused_approval_is_told_once(service, case_supervisor):
    case = CaseFactory(service=service, team=[case_supervisor])
    closure = asked_closure(case, case_supervisor)
    answer = send(client_of(case_supervisor), reverse("cases:closure_approve", args=[closure.code]))
    assert answer.content.decode().count('class="error-summary"') == 1


def test_phase_is_taken_back_from_the_page(service, case_worker):
    case = CaseFactory(service=service, team=[case_worker], phase=Phase.IDENTIFIED)
    client, url = client_of(case_worker), reverse("cases:phase_back", args=[case.code])
    assert url in said(client.get(page(case)))
    for _twice in range(2):
        assert send(client, url, to="identified").status_code == 302
    assert [case.phase for case in cases_of(case_worker)] == [Phase.REPORTED]
    assert url not in said(client.get(page(case)))


def test_page_of_ones_own_closure_says_who_approves_it(service, case_supervisor):
    case = CaseFactory(service=service, team=[case_supervisor])
    approval = reverse("cases:closure_approve", args=[asked_closure(case, case_supervisor).code])
    client = client_of(case_supervisor)
    assert "Perché si chiude senza" in said(client.get(approval))
    other = UserFactory(first_name="Altra", last_name="Coordinatrice")
    MembershipFactory(user=other, body=service.body, role=Role.CASE_SUPERVISOR)
    shown = said(client.get(approval))
    assert "Altra Coordinatrice" in shown
    assert "Approva e chiudi" not in shown
    assert send(client, approval, reason="Da sola").status_code == 200
    assert [case.phase for case in cases_of(case_supervisor)] == [Phase.REPORTED]


def test_worker_decides_on_no_closure(case, case_worker):
    closure = asked_closure(case, case_worker)
    client = client_of(case_worker)
    for name in ("closure_approve", "closure_refuse"):
        assert client.get(reverse(f"cases:{name}", args=[closure.code])).status_code == 403


def test_refused_closure_tells_the_worker_what_is_missing(case, case_worker, case_supervisor):
    closure = asked_closure(case, case_worker)
    url = reverse("cases:closure_refuse", args=[closure.code])
    assert send(client_of(case_supervisor), url, answer="Manca una cosa").status_code == 302
    assert "Manca una cosa" in said(client_of(case_worker).get(page(case)))
    assert "Manca una cosa" not in said(client_of(case_supervisor).get(page(case)))


def test_closure_is_withdrawn_by_the_worker(case, case_worker):
    closure = asked_closure(case, case_worker)
    client = client_of(case_worker)
    client.post(reverse("cases:closure_withdraw", args=[closure.code]))
    assert "Chiusura da approvare" not in said(client.get(page(case)))


def test_closure_offers_the_outcomes_of_the_phase_alone(case, case_worker):
    shown = said(client_of(case_worker).get(reverse("cases:closure_ask", args=[case.code])))
    assert "La persona non ha voluto proseguire" in shown
    assert "Autonomia raggiunta" not in shown


def test_closed_case_is_taken_up_again_by_the_supervisor_alone(service, case_worker, case_supervisor):
    case = CaseFactory(service=service, team=[case_worker], closed=True)
    url = reverse("cases:case_reopen", args=[case.code])
    assert client_of(case_worker).get(url).status_code == 403
    assert send(client_of(case_supervisor), url).status_code == 302
    assert [case.phase for case in cases_of(case_supervisor)] == [Phase.ASSESSED]


def test_specialist_sees_no_request_of_closure(case, case_worker, specialist):
    closure = asked_closure(case, case_worker)
    client = client_of(specialist)
    assert client.get(reverse("cases:closure_approve", args=[closure.code])).status_code == 404
    assert "Chiusura da approvare" not in said(client.get(page(case)))


def test_page_of_a_case_asks_a_bounded_number_of_questions(service, case_worker):
    case = CaseFactory(service=service, team=[case_worker], in_programme=True)
    client = client_of(case_worker)
    client.get(page(case))
    asked = [
        query for query in queries_of(client, page(case)) if "set_config" not in query and "SAVEPOINT" not in query
    ]
    assert len(asked) <= 26, "\n".join(asked)
