# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What waits on the Scrivania along the phases of cases: codes alone."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from incas.cases.board import cases_to_look_at, closures_to_approve, programmes_to_approve, tasks_and_requests
from incas.cases.choices.cases import Phase
from incas.organisations.choices import Role
from tests.accounts.factories import UserFactory
from tests.cases.factories import (
    CaseFactory,
    CaseTaskFactory,
    ClosureFactory,
    PersonRequestFactory,
    ProgrammeFactory,
)
from tests.organisations.factories import MembershipFactory
from tests.personas import client_of


def told(provider, user, at: datetime) -> list[tuple[str, str, str, str]]:
    return [(item.verb, item.title, item.detail, item.url) for item in provider(user, at)]


def test_cases_reported_wait_for_their_worker_the_urgent_ones_first(service, case, case_worker, noon):
    urgent = CaseFactory(service=service, team=[case_worker], is_urgent=True, opened_on=date(2026, 6, 1))
    CaseFactory(service=service, team=[case_worker], phase=Phase.IDENTIFIED)
    CaseFactory(service=service)
    assert told(cases_to_look_at, case_worker, noon) == [
        ("Esamina", f"Caso {urgent.code}", "Urgente", f"/casi/{urgent.code}/"),
        ("Esamina", f"Caso {case.code}", "", f"/casi/{case.code}/"),
    ]


def test_cases_reported_of_the_whole_service_wait_for_its_supervisor(service, case, other_case, case_supervisor, noon):
    alone = CaseFactory(service=service, opened_on=date(2026, 1, 2))
    assert [item[1] for item in told(cases_to_look_at, case_supervisor, noon)] == [
        f"Caso {alone.code}",
        f"Caso {case.code}",
    ]


def test_closure_asked_waits_for_the_supervisor_alone(case, case_worker, case_supervisor, noon):
    closure = ClosureFactory(case=case)
    assert told(closures_to_approve, case_supervisor, noon) == [
        (
            "Decidi",
            f"Caso {case.code}",
            "",
            reverse("cases:closure_approve", args=[closure.code]),
        )
    ]
    assert told(closures_to_approve, case_worker, noon) == []


def test_what_waits_for_a_decision_says_of_what(case, case_supervisor, noon):
    ClosureFactory(case=case)
    ProgrammeFactory(case=case, state="shared", shared_on=date(2026, 4, 14), signed_on=date(2026, 4, 14))
    asides = [item.aside for of in (closures_to_approve, programmes_to_approve) for item in of(case_supervisor, noon)]
    assert asides == ["Chiusura da approvare", "Programma da approvare"]


def test_closure_waits_for_who_asked_it_only_where_nobody_else_supervises(case, case_supervisor, noon):
    ClosureFactory(case=case, asked_by=case_supervisor)
    alone = told(closures_to_approve, case_supervisor, noon)
    other = UserFactory()
    MembershipFactory(user=other, body=case.body, role=Role.CASE_SUPERVISOR, starts_on=date(2026, 1, 1))
    assert (len(alone), told(closures_to_approve, case_supervisor, noon)) == (1, [])


def test_programme_waits_for_who_shared_it_only_where_nobody_else_supervises(case, case_supervisor, noon):
    signed = {"state": "shared", "shared_on": date(2026, 6, 1), "signed_on": date(2026, 6, 1)}
    ProgrammeFactory(case=case, shared_by=case_supervisor, **signed)
    alone = told(programmes_to_approve, case_supervisor, noon)
    other = UserFactory()
    MembershipFactory(user=other, body=case.body, role=Role.CASE_SUPERVISOR, starts_on=date(2026, 1, 1))
    assert (len(alone), told(programmes_to_approve, case_supervisor, noon)) == (1, [])


@pytest.mark.parametrize("persona", ["specialist", "coordinator", "ministry_officer", "project_manager"])
def test_nothing_of_a_case_waits_for_others(persona, case, noon, request):
    ClosureFactory(case=case)
    user = request.getfixturevalue(persona)
    assert told(cases_to_look_at, user, noon) + told(closures_to_approve, user, noon) == []


def test_tasks_wait_for_their_owner_and_requests_for_the_whole_team(service, case, case_worker, case_supervisor, noon):
    CaseTaskFactory(case=case, owner=case_worker, due_on=date(2026, 6, 12))
    CaseTaskFactory(case=case, owner=case_supervisor)
    CaseTaskFactory(case=case, owner=case_worker, done_at=noon, done_by=case_worker)
    CaseTaskFactory(case=CaseFactory(service=service), owner=case_worker)
    PersonRequestFactory(case=case)
    waiting = [(item.verb, item.title, item.due_on, item.url) for item in tasks_and_requests(case_worker, noon)]
    assert waiting == [
        ("Fai", f"Caso {case.code}", date(2026, 6, 12), reverse("cases:diary", args=[case.code])),
        ("Rispondi", f"Caso {case.code}", date(2026, 4, 2), reverse("cases:requests", args=[case.code])),
    ]
    assert [item.aside for item in tasks_and_requests(case_worker, noon)] == [
        "Attività assegnata",
        "Richiesta della persona interessata",
    ]
    assert told(tasks_and_requests, case_supervisor, noon) == []


def test_signed_programme_waits_for_the_supervisor_alone(service, case, case_worker, case_supervisor, noon):
    signed = {"state": "shared", "shared_on": date(2026, 6, 1), "signed_on": date(2026, 6, 1)}
    programme = ProgrammeFactory(case=case, **signed)
    ProgrammeFactory(case=CaseFactory(service=service))
    url = reverse("cases:programme_approve", args=[programme.code])
    assert told(programmes_to_approve, case_supervisor, noon) == [("Decidi", f"Caso {case.code}", "", url)]
    assert told(programmes_to_approve, case_worker, noon) == []


def test_what_waits_shows_on_the_scrivania(case, case_worker):
    assert f"Caso {case.code}" in client_of(case_worker).get("/scrivania/").content.decode()


def test_what_waits_has_no_day_so_that_no_calendar_tells_it(case, case_supervisor, noon):
    ClosureFactory(case=case)
    waiting = [*cases_to_look_at(case_supervisor, noon), *closures_to_approve(case_supervisor, noon)]
    assert [item.due_on for item in waiting] == [None, None]
