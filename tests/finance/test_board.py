# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from incas.accounts.models import User
from incas.audit.operations import record
from incas.finance.board import claims_waiting, moves, periods_claimed, terms
from incas.finance.models import Claim
from incas.projects.models import Project
from tests.finance.factories import ClaimFactory
from tests.personas import client_of

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def verbs(user: User, noon: datetime) -> list[str]:
    """What waits for a person."""
    return [item.verb for item in claims_waiting(user, noon)]


@pytest.mark.parametrize(
    ("persona", "state", "verb"),
    [
        ("finance_officer", "draft", ["Completa"]),
        ("finance_officer", "returned", ["Correggi"]),
        ("finance_officer", "submitted", []),
        ("project_manager", "draft", []),
        ("tutor", "draft", []),
        ("tutor", "submitted", ["Prendi in carico"]),
        ("tutor", "under_check", ["Controlla"]),
        ("tutor", "checked", []),
        ("ministry_officer", "under_check", []),
        ("ministry_officer", "checked", ["Certifica"]),
        ("ministry_officer", "certified", []),
        ("coordinator", "checked", []),
        ("other_finance_officer", "draft", []),
    ],
)
def test_claim_waits_for_who_must_act(
    request: pytest.FixtureRequest, project: Project, noon: datetime, persona: str, state: str, verb: list[str]
):
    ClaimFactory(project=project, **({} if state == "draft" else {state: True}))
    assert verbs(request.getfixturevalue(persona), noon) == verb


def test_claim_does_not_wait_for_who_checked_it(project: Project, ministry_officer: User, noon: datetime):
    claim = ClaimFactory(project=project, checked=True)
    Claim.objects.filter(pk=claim.pk).update(checked_by=ministry_officer)
    assert verbs(ministry_officer, noon) == []


def test_what_waits_says_where_and_by_when(project: Project, tutor: User, noon: datetime):
    claim = ClaimFactory(project=project, submitted=True)
    (item,) = claims_waiting(tutor, noon)
    assert (item.title, item.due_on) == ("Domanda di rimborso n. 1", date(2026, 5, 15))
    assert item.url == reverse("finance:claim", args=[claim.pk])


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("submitted", "Controllo della Domanda di rimborso n. 1"),
        ("checked", "Certificazione della Domanda di rimborso n. 1"),
        ("certified", "Pagamento della Domanda di rimborso n. 1"),
    ],
)
def test_comune_reads_the_terms_of_what_it_sent(
    project: Project, finance_officer: User, noon: datetime, state: str, title: str
):
    ClaimFactory(project=project, **{state: True})
    assert [deadline.title for deadline in terms(finance_officer, noon)] == [title]


def test_term_of_a_payment_long_past_is_told_no_more(project: Project, finance_officer: User):
    ClaimFactory(project=project, certified=True)
    assert list(terms(finance_officer, datetime(2026, 8, 18, 12, tzinfo=UTC))) != []
    assert list(terms(finance_officer, datetime(2026, 8, 19, 12, tzinfo=UTC))) == []


def test_terms_of_others_are_not_told_to_the_tutor(project: Project, tutor: User, noon: datetime):
    ClaimFactory(project=project, submitted=True)
    assert list(terms(tutor, noon)) == []


def test_moves_are_told_but_single_decisions_and_ones_own(
    project: Project, finance_officer: User, tutor: User, noon: datetime
):
    claim = ClaimFactory(project=project, under_check=True)
    record(claim, "taken", by=tutor, at=noon)
    record(claim, "decided", by=tutor, at=noon, reason="Segreto")
    record(claim, "submitted", by=finance_officer, at=noon)
    assert [(move.title, move.who, move.what) for move in moves(finance_officer, LONG_AGO)] == [
        ("Domanda di rimborso n. 1", "Tullio Referente", "ha preso in carico il controllo")
    ]


def test_moves_of_claims_one_does_not_see_are_not_told(
    project: Project, other_finance_officer: User, tutor: User, noon: datetime
):
    record(ClaimFactory(project=project, submitted=True), "taken", by=tutor, at=noon)
    assert list(moves(other_finance_officer, LONG_AGO)) == []


def test_periods_of_sent_claims_are_claimed_and_those_of_drafts_are_not(project: Project):
    ClaimFactory(project=project, submitted=True)
    ClaimFactory(project=project, period_until=date(2026, 5, 16))
    assert list(periods_claimed([project.pk])) == [(project.pk, date(2026, 3, 31))]


@pytest.mark.parametrize("count", [1, 3])
def test_board_asks_one_question_each(
    project: Project, coordinator: User, tutor: User, noon: datetime, count: int, django_assert_num_queries
):
    for _ in range(count):
        record(ClaimFactory(project=project, submitted=True), "submitted", by=None, at=noon)
    with django_assert_num_queries(3):
        assert len(list(claims_waiting(tutor, noon))) == count
        assert len(list(terms(coordinator, noon))) == count
        assert len(list(moves(tutor, LONG_AGO))) == count


@pytest.mark.parametrize("persona", ["finance_officer", "tutor", "ministry_officer", "coordinator", "stranger"])
def test_scrivania_opens_with_claims_on_it(request: pytest.FixtureRequest, project: Project, persona: str):
    ClaimFactory(project=project, checked=True)
    page = client_of(request.getfixturevalue(persona)).get(reverse("dashboard:home"))
    assert page.status_code == 200
