# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import json
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from incas.accounts.models import User
from incas.audit.models import Entry
from incas.core.transitions import TransitionRefused, require_transition
from incas.documents.queries import read_stored
from incas.finance.choices import CLAIM_TRANSITIONS, ClaimState
from incas.finance.models import Claim, ClaimLine, Expense
from incas.finance.operations.claims import (
    ClaimIncomplete,
    ClaimRefused,
    add_expenses,
    discard_claim,
    open_claim,
    remove_expenses,
    submit_claim,
)
from incas.notifications.models import Message
from incas.projects.models import Project
from tests.finance.factories import ClaimFactory, ExpenseFactory
from tests.projects.factories import ProjectFactory

FIRST = {"first": date(2026, 2, 17), "last": date(2026, 5, 16)}
SECOND = {"first": date(2026, 5, 17), "last": date(2026, 8, 16)}


def test_open_claim_takes_number_and_deadline_from_project_and_rules(
    project: Project, finance_officer: User, noon: datetime
):
    claim = open_claim(project=project, **FIRST, by=finance_officer, at=noon)
    assert (claim.number, claim.state, claim.round) == (1, ClaimState.DRAFT, 0)
    assert claim.due_on == date(2026, 6, 15)
    assert Entry.objects.about(claim).get().verb == "created"


def test_open_claim_twice_gives_the_same_draft(project: Project, finance_officer: User, noon: datetime):
    first = open_claim(project=project, **FIRST, by=finance_officer, at=noon)
    assert open_claim(project=project, **FIRST, by=finance_officer, at=noon) == first


def test_open_claim_while_another_is_written_is_refused(project: Project, finance_officer: User, noon: datetime):
    open_claim(project=project, **FIRST, by=finance_officer, at=noon)
    with pytest.raises(ClaimRefused, match=r"domanda n. 1 è ancora in preparazione"):
        open_claim(project=project, **SECOND, by=finance_officer, at=noon)


def test_open_claim_of_days_that_are_no_period_is_refused(project: Project, finance_officer: User, noon: datetime):
    with pytest.raises(ClaimRefused, match="non è tra quelli previsti"):
        open_claim(project=project, first=date(2026, 2, 17), last=date(2026, 5, 17), by=finance_officer, at=noon)


def test_open_claim_of_a_draft_project_is_refused(comune, finance_officer: User, noon: datetime):
    with pytest.raises(ClaimRefused, match="non è in corso"):
        open_claim(project=ProjectFactory(body=comune), **FIRST, by=finance_officer, at=noon)


def test_open_claim_after_one_was_sent_takes_the_next_number(submitted: Claim, finance_officer: User, noon: datetime):
    assert open_claim(project=submitted.project, **SECOND, by=finance_officer, at=noon).number == 2


def test_add_expenses_claims_their_amounts_once(project: Project, finance_officer: User, noon: datetime):
    claim = ClaimFactory(project=project)
    ExpenseFactory.create_batch(2, project=project)
    everything = Expense.objects.filter(project=project)
    assert add_expenses(claim=claim, expenses=everything, by=finance_officer, at=noon) == 2
    assert add_expenses(claim=claim, expenses=everything, by=finance_officer, at=noon) == 0
    assert [line.claimed for line in claim.lines.all()] == [Decimal("1220.00")] * 2
    entry = Entry.objects.about(claim).get(verb="line_added")
    assert entry.after["amount"] == "2440.00"


def test_add_expenses_passes_over_those_of_other_claims_and_projects(
    submitted: Claim, finance_officer: User, noon: datetime
):
    ExpenseFactory(project=ProjectFactory(active=True, body=submitted.project.body))
    claim = ClaimFactory(project=submitted.project)
    assert add_expenses(claim=claim, expenses=Expense.objects.all(), by=finance_officer, at=noon) == 0


def test_add_expenses_takes_back_what_a_certified_claim_excluded(checked: Claim, finance_officer: User, noon: datetime):
    line = checked.lines.first()
    Claim.objects.filter(pk=checked.pk).update(state=ClaimState.UNDER_CHECK)
    ClaimLine.objects.filter(pk=line.pk).update(decision="excluded", admitted=0, reason="Manca la quietanza")
    ClaimLine.objects.filter(pk=line.pk).update(is_live=False)
    claim = ClaimFactory(project=checked.project)
    expenses = Expense.objects.filter(pk=line.expense_id)
    assert add_expenses(claim=claim, expenses=expenses, by=finance_officer, at=noon) == 1


def test_add_and_remove_expenses_of_a_sent_claim_are_refused(submitted: Claim, finance_officer: User, noon: datetime):
    with pytest.raises(ClaimRefused, match="è stata inviata"):
        add_expenses(claim=submitted, expenses=Expense.objects.all(), by=finance_officer, at=noon)
    with pytest.raises(ClaimRefused, match="è stata inviata"):
        remove_expenses(claim=submitted, expenses=Expense.objects.all(), by=finance_officer, at=noon)


def test_remove_expenses_lets_them_go(draft: Claim, finance_officer: User, noon: datetime):
    expense = draft.lines.first().expense
    assert remove_expenses(claim=draft, expenses=[expense], by=finance_officer, at=noon) == 1
    assert draft.lines.count() == 1
    assert Entry.objects.about(draft).get(verb="line_removed").after["expenses"] == [expense.pk]


def test_discard_claim_leaves_its_expenses(draft: Claim, finance_officer: User, noon: datetime):
    discard_claim(claim=draft, by=finance_officer, at=noon)
    assert (Claim.objects.count(), Expense.objects.count()) == (0, 2)


def test_discard_claim_once_sent_is_refused(project: Project, finance_officer: User, noon: datetime):
    with pytest.raises(ClaimRefused, match="già stata inviata"):
        discard_claim(claim=ClaimFactory(project=project, returned=True), by=finance_officer, at=noon)


def test_submit_claim_stores_instant_totals_round_and_deadline(draft: Claim, finance_officer: User, noon: datetime):
    submit_claim(claim=draft, by=finance_officer, at=noon)
    draft.refresh_from_db()
    assert (draft.state, draft.round, draft.submitted_at, draft.submitted_by) == (
        ClaimState.SUBMITTED,
        1,
        noon,
        finance_officer,
    )
    assert draft.due_on == date(2026, 7, 10)
    share = draft.flat_rates.get()
    assert (share.percent, share.base, share.claimed) == (Decimal("7.00"), Decimal("2440.00"), Decimal("170.80"))
    assert draft.claimed_total == Decimal("2610.80")


def test_submit_claim_gives_a_receipt_of_a_snapshot_that_holds_every_line(
    draft: Claim, finance_officer: User, noon: datetime
):
    claim = submit_claim(claim=draft, by=finance_officer, at=noon)
    content = read_stored(claim.receipt.snapshot)
    assert claim.receipt.sha256 == sha256(content).hexdigest()
    snapshot = json.loads(content)
    assert snapshot["claim"]["total"] == "2610.80"
    assert snapshot["project"]["cup"] == draft.project.cup
    assert [row["amount"] for row in snapshot["expenses"]] == ["1220.00", "1220.00"]
    assert len(snapshot["expenses"][0]["papers"]) == 4
    assert snapshot["flat_rates"] == [{"amount": "170.80", "base": "2440.00", "item": "D", "percent": "7.00"}]


def test_submit_claim_twice_changes_nothing(draft: Claim, finance_officer: User, noon: datetime):
    first = submit_claim(claim=draft, by=finance_officer, at=noon)
    second = submit_claim(claim=draft, by=finance_officer, at=noon)
    assert first.receipt == second.receipt
    assert Entry.objects.about(draft).filter(verb="submitted").count() == 1


def test_submit_claim_without_expenses_says_what_to_add(project: Project, finance_officer: User, noon: datetime):
    with pytest.raises(ClaimIncomplete, match="aggiungere almeno una spesa"):
        submit_claim(claim=ClaimFactory(project=project), by=finance_officer, at=noon)


def test_submit_claim_with_blocking_findings_gives_them_and_stores_nothing(
    project: Project, finance_officer: User, noon: datetime
):
    claim = ClaimFactory(project=project, expenses=[ExpenseFactory(project=project)])
    with pytest.raises(ClaimIncomplete, match="cose da risolvere") as refusal:
        submit_claim(claim=claim, by=finance_officer, at=noon)
    assert {finding.check for finding in refusal.value.findings} == {"payment", "evidence", "vat"}
    claim.refresh_from_db()
    assert (claim.state, claim.receipt) == (ClaimState.DRAFT, None)


def test_submit_claim_tells_the_tutor_after_the_commit(
    draft: Claim,
    finance_officer: User,
    tutor: User,
    noon: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        submit_claim(claim=draft, by=finance_officer, at=noon)
    message = Message.objects.get()
    assert (message.recipient, message.kind) == (tutor, "claim_submitted")
    assert message.title == "Domanda di rimborso n. 1 inviata da Comune di Borgo Prova"


def test_submit_claim_again_after_it_came_back_counts_a_second_round(
    project: Project, finance_officer: User, noon: datetime
):
    claim = ClaimFactory(project=project, created_by=finance_officer, returned=True)
    first_receipt = claim.receipt
    admitted, other = claim.lines.order_by("pk")
    kept = {"decision": "admitted", "admitted": admitted.claimed, "decided_at": noon, "is_kept": True}
    ClaimLine.objects.filter(pk=admitted.pk).update(**kept)
    excluded = {"decision": "excluded", "admitted": 0, "reason": "Manca il mandato", "decided_at": noon}
    ClaimLine.objects.filter(pk=other.pk).update(**excluded)
    claim = submit_claim(claim=claim, by=finance_officer, at=noon)
    admitted.refresh_from_db()
    other.refresh_from_db()
    assert (claim.round, claim.taken_by, claim.state) == (2, None, ClaimState.SUBMITTED)
    assert claim.receipt != first_receipt
    assert (admitted.decision, other.decision, other.reason) == ("admitted", "pending", "")


@pytest.mark.parametrize("state", ["under_check", "checked", "certified"])
def test_submit_claim_already_beyond_changes_nothing(
    project: Project, finance_officer: User, noon: datetime, state: str
):
    claim = ClaimFactory(project=project, **{state: True})
    assert submit_claim(claim=claim, by=finance_officer, at=noon).state == state


def test_transition_table_leads_from_draft_to_certified_only_through_the_control():
    with pytest.raises(TransitionRefused, match="Non si può passare da «In preparazione» a «Certificata»"):
        require_transition(CLAIM_TRANSITIONS, "draft", ClaimState.CERTIFIED)
