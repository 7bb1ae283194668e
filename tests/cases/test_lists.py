# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The list of cases as each sees it: columns, filters, order."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from incas.cases.choices.cases import WorkSector
from incas.cases.choices.permits import PermitState
from incas.cases.models import Case
from tests.cases.factories import CaseFactory, PermitFactory
from tests.personas import client_of


def listed(user, query: str = "") -> list[str]:
    """The codes of the cases on the page, in its order."""
    page = client_of(user).get(f"/casi/{query}")
    assert page.status_code == 200
    return [row.heading for row in page.context["listing"].rows]


def heads(user) -> list[str]:
    return [head.label for head in client_of(user).get("/casi/").context["listing"].heads]


def expiring(case: Case, in_days: int, **more) -> None:
    last = timezone.localdate() + timedelta(days=in_days)
    first = last - timedelta(days=300)
    PermitFactory(case=case, issued=True, reported_on=first, issued_on=first, expires_on=last, **more)


def test_each_role_has_its_columns(case, case_worker, case_supervisor, specialist):
    shared = ["Caso", "Fase", "Urgenza", "Settore", "Permesso fino al", "Aperto il"]
    assert heads(case_worker) == shared
    assert heads(case_supervisor) == [*shared[:5], "Chi lo apre", "Aperto il"]
    assert heads(specialist) == [
        "Caso",
        "Comune",
        "Fase",
        "Urgenza",
        "Settore",
        "Cittadinanza",
        "Età",
        "Permesso fino al",
        "Aperto il",
    ]


def test_newest_case_comes_first(service, case_worker):
    cases = [CaseFactory(service=service, team=[case_worker], opened_on=date(2026, 3, day)) for day in (2, 9, 5)]
    assert listed(case_worker) == [cases[1].code, cases[2].code, cases[0].code]


def test_list_is_narrowed_by_phase_sector_and_urgency(service, case_worker):
    reported = CaseFactory(service=service, team=[case_worker], is_urgent=True)
    closed = CaseFactory(service=service, team=[case_worker], closed=True, is_urgent=True, sector=WorkSector.FISHING)
    assert listed(case_worker, "?phase=reported") == [reported.code]
    assert listed(case_worker, "?sector=fishing") == [closed.code]
    assert listed(case_worker, "?urgent=si") == [reported.code]


def test_list_is_narrowed_to_permits_that_fall_due(service, case_worker):
    due, passed, later, renewing = (CaseFactory(service=service, team=[case_worker]) for _ in range(4))
    expiring(due, 90)
    expiring(passed, -1, state=PermitState.EXPIRED)
    expiring(later, 91)
    expiring(renewing, 10, renewal_requested_on=timezone.localdate())
    assert set(listed(case_worker, "?expiring=si")) == {due.code, passed.code}


def test_permit_that_fell_due_is_told_in_words(service, case_worker):
    expiring(CaseFactory(service=service, team=[case_worker]), -1)
    assert "scaduto il" in client_of(case_worker).get("/casi/").content.decode()


def test_supervisor_finds_the_cases_that_nobody_opens_and_their_own(service, case, case_supervisor):
    alone = CaseFactory(service=service)
    own = CaseFactory(service=service, team=[case_supervisor])
    assert listed(case_supervisor, "?team=nobody") == [alone.code]
    assert listed(case_supervisor, "?team=mine") == [own.code]


def test_supervisor_reads_who_opens_each_case(case, case_supervisor):
    assert "Operatore" in client_of(case_supervisor).get("/casi/").content.decode()


def test_specialist_narrows_to_a_comune(case, other_case, specialist):
    assert set(listed(specialist)) == {case.code, other_case.code}
    assert listed(specialist, f"?body={other_case.body_id}") == [other_case.code]


@pytest.mark.parametrize("order", ["urgent", "-urgent", "phase", "opened", "code"])
def test_list_is_sorted_by_its_columns(order, service, case_worker):
    CaseFactory(service=service, team=[case_worker], is_urgent=True)
    CaseFactory(service=service, team=[case_worker])
    assert len(listed(case_worker, f"?ordine={order}")) == 2


def test_empty_list_says_how_to_begin(service, case_worker, specialist):
    assert "Apri un caso" in client_of(case_worker).get("/casi/").content.decode()
    assert "Apri un caso" not in client_of(specialist).get("/casi/").content.decode()
