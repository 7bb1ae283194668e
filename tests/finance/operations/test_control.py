# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks

from incas.accounts.models import User
from incas.audit.models import Entry
from incas.core.transitions import TransitionRefused
from incas.finance.choices import ClaimState, Decision, Reopening
from incas.finance.models import Claim, ClaimLine, LineDecision
from incas.finance.operations.claims import submit_claim
from incas.finance.operations.control import (
    ControlRefused,
    Verdict,
    admit_lines,
    certify_claim,
    close_check,
    decide_line,
    reopen_check,
    return_claim,
    take_claim,
)
from incas.notifications.models import Message
from incas.projects.models import Project
from tests.finance.factories import ClaimFactory, ClaimLineFactory, submit, take

ADMIT = Verdict(Decision.ADMITTED)
EXCLUDE = Verdict(Decision.EXCLUDED, "Spesa non pertinente.")


def reduce(amount: str, reason: str = "La quota supera le ore svolte.") -> Verdict:
    """Reduce a line to an amount."""
    return Verdict(Decision.REDUCED, reason, Decimal(amount))


def test_take_claim_stores_who_and_when(submitted: Claim, tutor: User, noon: datetime):
    claim = take_claim(claim=submitted, by=tutor, at=noon)
    assert (claim.state, claim.taken_by, claim.taken_at) == (ClaimState.UNDER_CHECK, tutor, noon)
    assert Entry.objects.about(claim).filter(verb="taken").get().after == {"state": "under_check"}


def test_take_claim_twice_changes_nothing(submitted: Claim, tutor: User, noon: datetime):
    take_claim(claim=submitted, by=tutor, at=noon)
    take_claim(claim=submitted, by=tutor, at=noon)
    assert Entry.objects.about(submitted).filter(verb="taken").count() == 1


def test_take_claim_prepared_by_oneself_is_refused(submitted: Claim, finance_officer: User, noon: datetime):
    with pytest.raises(ControlRefused, match="Chi ha preparato la domanda"):
        take_claim(claim=submitted, by=finance_officer, at=noon)


@pytest.mark.parametrize("state", ["checked", "certified", "returned"])
def test_take_claim_from_another_state_is_refused(project: Project, tutor: User, noon: datetime, state: str):
    with pytest.raises((ControlRefused, TransitionRefused)):
        take_claim(claim=ClaimFactory(project=project, **{state: True}), by=tutor, at=noon)


@pytest.mark.parametrize(
    ("verdict", "admitted"),
    [(ADMIT, "1220.00"), (EXCLUDE, "0.00"), (reduce("1000.00"), "1000.00"), (reduce("1219.99"), "1219.99")],
)
def test_decide_line_stores_decision_amount_and_reason(
    under_check: Claim, tutor: User, noon: datetime, verdict: Verdict, admitted: str
):
    line = decide_line(line=under_check.lines.first(), verdict=verdict, by=tutor, at=noon)
    line.refresh_from_db()
    assert (line.decision, line.admitted, line.reason) == (verdict.decision, Decimal(admitted), verdict.reason)
    assert (line.decided_by, line.decided_at) == (tutor, noon)


def test_decide_line_keeps_every_decision(under_check: Claim, tutor: User, noon: datetime):
    line = under_check.lines.first()
    decide_line(line=line, verdict=EXCLUDE, by=tutor, at=noon)
    decide_line(line=line, verdict=ADMIT, by=tutor, at=noon)
    decide_line(line=line, verdict=ADMIT, by=tutor, at=noon)
    kept = LineDecision.objects.filter(expense=line.expense).order_by("pk")
    assert [(row.decision, row.reason, row.round) for row in kept] == [
        ("excluded", "Spesa non pertinente.", 1),
        ("admitted", "", 1),
    ]
    assert Entry.objects.about(under_check).filter(verb="decided").count() == 2


@pytest.mark.parametrize("verdict", [Verdict(Decision.EXCLUDED), Verdict(Decision.EXCLUDED, "  "), reduce("1.00", "")])
def test_decide_line_without_a_reason_is_refused(under_check: Claim, tutor: User, noon: datetime, verdict: Verdict):
    with pytest.raises(ControlRefused, match="Scrivere il motivo"):
        decide_line(line=under_check.lines.first(), verdict=verdict, by=tutor, at=noon)


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "1220.00", "1220.01"])
def test_reduced_amount_stands_between_nothing_and_what_is_claimed(
    under_check: Claim, tutor: User, noon: datetime, amount: str
):
    with pytest.raises(ControlRefused, match=r"tra zero e i €\xa01\.220,00 richiesti"):
        decide_line(line=under_check.lines.first(), verdict=reduce(amount), by=tutor, at=noon)


def test_decide_line_of_a_claim_not_under_check_is_refused(submitted: Claim, tutor: User, noon: datetime):
    with pytest.raises(ControlRefused, match="non è in controllo"):
        decide_line(line=submitted.lines.first(), verdict=ADMIT, by=tutor, at=noon)


def test_decide_line_admitted_for_good_is_refused(under_check: Claim, tutor: User, noon: datetime):
    line = under_check.lines.first()
    kept = {"decision": "admitted", "admitted": line.claimed, "decided_at": noon, "is_kept": True}
    ClaimLine.objects.filter(pk=line.pk).update(**kept)
    with pytest.raises(ControlRefused, match="già stata ammessa"):
        decide_line(line=line, verdict=EXCLUDE, by=tutor, at=noon)


def test_admit_lines_admits_what_waits_and_leaves_the_rest(under_check: Claim, tutor: User, noon: datetime):
    excluded, pending = under_check.lines.order_by("pk")
    decide_line(line=excluded, verdict=EXCLUDE, by=tutor, at=noon)
    assert admit_lines(claim=under_check, lines=[excluded, pending], by=tutor, at=noon) == 1
    excluded.refresh_from_db()
    pending.refresh_from_db()
    assert (excluded.decision, pending.decision, pending.admitted) == ("excluded", "admitted", pending.claimed)
    assert LineDecision.objects.count() == 2


def test_close_check_sums_what_is_admitted_flat_rates_included(
    draft: Claim, finance_officer: User, tutor: User, noon: datetime
):
    submit_claim(claim=draft, by=finance_officer, at=noon)
    take_claim(claim=draft, by=tutor, at=noon)
    first, second = draft.lines.order_by("pk")
    decide_line(line=first, verdict=reduce("1000.00"), by=tutor, at=noon)
    decide_line(line=second, verdict=EXCLUDE, by=tutor, at=noon)
    claim = close_check(claim=draft, by=tutor, at=noon)
    share = claim.flat_rates.get()
    assert (share.admitted_base, share.admitted) == (Decimal("1000.00"), Decimal("70.00"))
    assert (claim.state, claim.admitted_total) == (ClaimState.CHECKED, Decimal("1070.00"))
    assert (claim.checked_by, claim.checked_at, claim.due_on) == (tutor, noon, date(2026, 7, 10))


def test_close_check_while_lines_wait_says_how_many(under_check: Claim, tutor: User, noon: datetime):
    with pytest.raises(ControlRefused, match="2 spese aspettano ancora una decisione"):
        close_check(claim=under_check, by=tutor, at=noon)


def closed(claim: Claim, tutor: User, noon: datetime) -> Claim:
    """The claim, every line admitted, its check closed."""
    admit_lines(claim=claim, lines=list(claim.lines.all()), by=tutor, at=noon)
    return close_check(claim=claim, by=tutor, at=noon)


def test_close_check_twice_changes_nothing(under_check: Claim, tutor: User, noon: datetime):
    closed(under_check, tutor, noon)
    close_check(claim=under_check, by=tutor, at=noon)
    assert Entry.objects.about(under_check).filter(verb="checked").count() == 1


def test_close_check_by_who_prepared_it_is_refused(
    under_check: Claim, finance_officer: User, tutor: User, noon: datetime
):
    admit_lines(claim=under_check, lines=list(under_check.lines.all()), by=tutor, at=noon)
    with pytest.raises(ControlRefused, match="serve un'altra persona"):
        close_check(claim=under_check, by=finance_officer, at=noon)


def test_return_claim_in_full_opens_every_line_and_keeps_what_was_said(under_check: Claim, tutor: User, noon: datetime):
    decide_line(line=under_check.lines.first(), verdict=EXCLUDE, by=tutor, at=noon)
    claim = return_claim(claim=under_check, reopening=Reopening.FULL, reason=" Mancano atti. ", by=tutor, at=noon)
    assert (claim.state, claim.return_reason, claim.due_on) == (ClaimState.RETURNED, "Mancano atti.", None)
    assert not claim.lines.filter(is_kept=True).exists()
    assert LineDecision.objects.get().reason == EXCLUDE.reason


def test_return_claim_limited_keeps_admitted_lines_closed(under_check: Claim, tutor: User, noon: datetime):
    admitted, excluded = under_check.lines.order_by("pk")
    decide_line(line=admitted, verdict=ADMIT, by=tutor, at=noon)
    decide_line(line=excluded, verdict=EXCLUDE, by=tutor, at=noon)
    return_claim(claim=under_check, reopening=Reopening.LIMITED, reason="Manca un atto.", by=tutor, at=noon)
    assert list(under_check.lines.filter(is_kept=True)) == [admitted]


def test_return_claim_without_a_reason_is_refused(under_check: Claim, tutor: User, noon: datetime):
    with pytest.raises(ControlRefused, match="motivo della restituzione"):
        return_claim(claim=under_check, reopening=Reopening.FULL, reason=" ", by=tutor, at=noon)


@pytest.mark.parametrize("state", ["submitted", "checked", "certified"])
def test_return_claim_not_under_check_is_refused(project: Project, tutor: User, noon: datetime, state: str):
    claim = ClaimFactory(project=project, **{state: True})
    with pytest.raises(TransitionRefused):
        return_claim(claim=claim, reopening=Reopening.FULL, reason="Perché sì.", by=tutor, at=noon)


def test_reopen_check_takes_its_end_back(checked: Claim, ministry_officer: User, noon: datetime):
    claim = reopen_check(claim=checked, reason="La spesa 2 va riletta.", by=ministry_officer, at=noon)
    assert (claim.state, claim.checked_at, claim.checked_by, claim.admitted_total) == (
        ClaimState.UNDER_CHECK,
        None,
        None,
        None,
    )
    assert Entry.objects.about(claim).get(verb="reopened").reason == "La spesa 2 va riletta."


def test_reopen_check_of_a_claim_never_checked_is_refused(submitted: Claim, ministry_officer: User, noon: datetime):
    with pytest.raises(ControlRefused, match="non è concluso"):
        reopen_check(claim=submitted, reason="Perché sì.", by=ministry_officer, at=noon)


def test_reopen_check_without_a_reason_is_refused(checked: Claim, ministry_officer: User, noon: datetime):
    with pytest.raises(ControlRefused, match="motivo della riapertura"):
        reopen_check(claim=checked, reason="", by=ministry_officer, at=noon)


def test_certify_claim_lets_excluded_expenses_go(
    under_check: Claim, tutor: User, ministry_officer: User, noon: datetime
):
    admitted, excluded = under_check.lines.order_by("pk")
    decide_line(line=admitted, verdict=ADMIT, by=tutor, at=noon)
    decide_line(line=excluded, verdict=EXCLUDE, by=tutor, at=noon)
    close_check(claim=under_check, by=tutor, at=noon)
    claim = certify_claim(claim=under_check, by=ministry_officer, at=noon)
    assert (claim.state, claim.certified_by, claim.certified_at) == (ClaimState.CERTIFIED, ministry_officer, noon)
    assert claim.due_on == date(2026, 8, 9)
    assert list(claim.lines.filter(is_live=True)) == [admitted]


def test_certify_claim_twice_changes_nothing(checked: Claim, ministry_officer: User, noon: datetime):
    certify_claim(claim=checked, by=ministry_officer, at=noon)
    certify_claim(claim=checked, by=ministry_officer, at=noon)
    assert Entry.objects.about(checked).filter(verb="certified").count() == 1


def who_sent(claim: Claim) -> User:
    """The person who sent it."""
    return claim.submitted_by


def who_checked(claim: Claim) -> User:
    """The person who checked it."""
    return claim.checked_by


@pytest.mark.parametrize("who", [who_sent, who_checked])
def test_nobody_certifies_what_they_prepared(checked: Claim, noon: datetime, who: Callable[[Claim], User]):
    with pytest.raises(ControlRefused, match="serve un'altra persona"):
        certify_claim(claim=checked, by=who(checked), at=noon)


def test_nobody_certifies_what_they_decided_on(checked: Claim, ministry_officer: User, noon: datetime):
    line = checked.lines.first()
    LineDecision.objects.create(
        claim=checked,
        expense=line.expense,
        round=1,
        claimed=line.claimed,
        decision=Decision.ADMITTED,
        admitted=line.claimed,
        decided_by=ministry_officer,
        decided_at=noon,
    )
    with pytest.raises(ControlRefused, match="serve un'altra persona"):
        certify_claim(claim=checked, by=ministry_officer, at=noon)


def test_each_step_tells_who_comes_next(
    submitted: Claim,
    tutor: User,
    finance_officer: User,
    ministry_officer: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
):
    now = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        take_claim(claim=submitted, by=tutor, at=now)
        closed(submitted, tutor, now)
        reopen_check(claim=submitted, reason="Rileggere.", by=ministry_officer, at=now)
        close_check(claim=submitted, by=tutor, at=now)
        certify_claim(claim=submitted, by=ministry_officer, at=now)
    told = Message.objects.order_by("pk").values_list("kind", "recipient")
    assert sorted(told) == sorted(
        [
            ("claim_to_certify", ministry_officer.pk),  # said again, but not read yet: one message
            ("claim_checked", finance_officer.pk),
            ("claim_reopened", tutor.pk),
            ("claim_certified", finance_officer.pk),
        ]
    )


verdicts = st.lists(
    st.one_of(
        st.just(ADMIT),
        st.just(EXCLUDE),
        st.decimals(min_value=Decimal("0.01"), max_value=Decimal("1219.99"), places=2).map(lambda a: reduce(str(a))),
    ),
    min_size=3,
    max_size=3,
)


@given(verdicts=verdicts)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@pytest.mark.django_db
def test_what_is_admitted_never_exceeds_what_is_claimed(
    project: Project, tutor: User, noon: datetime, verdicts: list[Verdict]
):
    claim = ClaimFactory(project=project)
    ClaimLineFactory.create_batch(3, claim=claim)
    submit(claim)
    take(claim)
    for line, verdict in zip(claim.lines.order_by("pk"), verdicts, strict=True):
        decide_line(line=line, verdict=verdict, by=tutor, at=noon)
    claim = close_check(claim=claim, by=tutor, at=noon)
    assert Decimal(0) <= claim.admitted_total <= claim.claimed_total
    assert claim.admitted_total == sum(line.admitted for line in claim.lines.all())
