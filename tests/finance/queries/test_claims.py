# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from datetime import date

import pytest

from incas.finance.models import Claim, ClaimLine
from incas.finance.queries.claims import Step, calendar_of, neighbours_of, offered_periods
from incas.programmes.choices import PhaseKind, Silence
from incas.programmes.queries import rulebook_of
from incas.projects.models import Project
from tests.finance.factories import ClaimFactory, ClaimLineFactory, submit, take


def steps(claim: Claim, today: date) -> list[Step]:
    """The calendar of a claim on a day."""
    return calendar_of(claim, rulebook_of(claim.project.rule_set), today=today)


def test_calendar_of_a_draft_tells_by_when_it_is_to_be_sent(project: Project):
    claim = ClaimFactory(project=project, period_until=date(2026, 5, 16))
    sending, *others = steps(claim, date(2026, 6, 1))
    assert (sending.due_on, sending.is_waiting, sending.is_late) == (date(2026, 6, 15), True, False)
    assert [(step.opened_on, step.due_on) for step in others] == [(None, None)] * 3
    assert steps(claim, date(2026, 6, 16))[0].is_late


def test_calendar_runs_from_the_end_of_each_step(project: Project):
    claim = ClaimFactory(project=project, checked=True)
    sending, check, certification, payment = steps(claim, date(2026, 5, 10))
    assert (sending.done_on, check.done_on) == (date(2026, 4, 15), date(2026, 5, 4))
    assert (check.due_on, certification.due_on) == (date(2026, 5, 15), date(2026, 6, 3))
    assert (certification.is_waiting, payment.is_waiting) == (True, False)
    assert [step.css for step in (sending, check, certification, payment)] == [
        "claim-step-done",
        "claim-step-done",
        "claim-step-here",
        "",
    ]


@pytest.mark.parametrize(
    ("silence", "before", "passed"),
    [
        (Silence.NOTHING, "si sollecita", "si può sollecitare"),
        (Silence.ACCEPTED, "vale come accoglimento", "per le regole vale come accoglimento"),
        (Silence.REFUSED, "vale come rigetto", "per le regole vale come rigetto"),
    ],
)
def test_step_says_what_silence_means_before_and_after_its_term(silence: Silence, before: str, passed: str):
    def step(today: date, done_on: date | None = None) -> Step:
        return Step("Controllo", today, date(2026, 4, 15), date(2026, 5, 15), done_on, silence=silence)

    assert before in step(date(2026, 5, 15)).says_silence
    assert passed in step(date(2026, 5, 16)).says_silence
    assert step(date(2026, 5, 16), done_on=date(2026, 5, 10)).says_silence == ""


def test_payment_is_made_outside_and_never_late_here(project: Project):
    claim = ClaimFactory(project=project, certified=True)
    payment = steps(claim, date(2027, 1, 1))[-1]
    assert payment.label == PhaseKind.PAYMENT.label
    assert (payment.due_on, payment.is_late, payment.chip) == (date(2026, 7, 19), False, "")
    assert payment.says_silence == "Il pagamento avviene fuori dalla piattaforma."


def test_claim_that_came_back_waits_to_be_sent_without_a_term(project: Project):
    sending, check, *_rest = steps(ClaimFactory(project=project, returned=True), date(2026, 6, 1))
    assert (sending.is_waiting, sending.due_on, check.opened_on) == (True, None, None)


def test_periods_are_offered_once_begun_with_the_claims_made_of_them(project: Project):
    claim = ClaimFactory(project=project, submitted=True, period_until=date(2026, 5, 16))
    offered = offered_periods(project, rulebook_of(project.rule_set), today=date(2026, 5, 17))
    assert [row.has_begun for row in offered[:3]] == [True, True, False]
    assert [row.claims for row in offered[:2]] == [(claim,), ()]


def test_neighbours_lead_through_the_lines_and_back_to_those_that_wait(project: Project, noon):
    claim = ClaimFactory(project=project)
    first, second, third = ClaimLineFactory.create_batch(3, claim=claim)
    submit(claim)
    take(claim)
    around = neighbours_of(claim, second)
    assert (around.number, around.count, around.previous, around.next) == (2, 3, first.pk, third.pk)
    assert (around.following, around.first) == (third.pk, first.pk)
    ClaimLine.objects.filter(pk=third.pk).update(decision="admitted", admitted=third.claimed, decided_at=noon)
    assert neighbours_of(claim, second).following == first.pk
    ClaimLine.objects.filter(pk=first.pk).update(decision="admitted", admitted=first.claimed, decided_at=noon)
    assert neighbours_of(claim, second).following is None
    assert neighbours_of(claim).first == second.pk
