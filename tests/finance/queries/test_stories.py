# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from datetime import datetime

from incas.accounts.models import User
from incas.audit.models import Entry
from incas.audit.operations import record
from incas.finance.models import Claim
from incas.finance.queries.stories import story_of_claim, story_of_expense
from incas.projects.models import Project
from tests.finance.factories import ExpenseFactory


def test_story_of_a_claim_leaves_single_decisions_out_and_writes_amounts_in_italian(
    under_check: Claim, tutor: User, noon: datetime
):
    record(under_check, "decided", by=tutor, at=noon, reason="Segreto")
    record(under_check, "checked", by=tutor, at=noon, after={"state": "checked", "admitted_total": "1070.00"})
    (entry,) = story_of_claim(under_check)
    assert entry.after == {"state": "checked", "admitted_total": "€\xa01.070,00"}


def test_story_of_an_expense_writes_amounts_and_days_in_italian_and_changes_no_row(
    project: Project, finance_officer: User, noon: datetime
):
    expense = ExpenseFactory(project=project)
    after = {"amount": "1220.00", "paid_on": "2026-03-20", "paid_amount": None, "description": "Corso"}
    record(expense, "charged", by=finance_officer, at=noon, after=after)
    (entry,) = story_of_expense(expense)
    assert entry.after == {
        "amount": "€\xa01.220,00",
        "paid_on": "20/03/2026",
        "paid_amount": None,
        "description": "Corso",
    }
    assert Entry.objects.get(pk=entry.pk).after == after
