# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Asking one check what it finds."""

from collections.abc import Callable
from datetime import date

import pytest

from incas.finance.checks import CHECKS, Finding
from incas.finance.models import Claim, Expense
from incas.finance.queries.contexts import context_of_claim, context_of_expenses

TODAY = date(2026, 6, 10)

Ask = Callable[..., list[Finding]]


@pytest.fixture
def ask(db: None) -> Ask:
    """`ask("period", expense)` or `ask("ceilings", claim)`: what that check finds, on 10 June 2026."""

    def run(code: str, subject: Expense | Claim) -> list[Finding]:
        if isinstance(subject, Claim):
            context = context_of_claim(Claim.objects.get(pk=subject.pk), today=TODAY)
        else:
            project = subject.project
            context = context_of_expenses(project, Expense.objects.filter(pk=subject.pk), today=TODAY)
        return list(CHECKS[code].run(context))

    return run
