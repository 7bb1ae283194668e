# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from datetime import date

import pytest

from incas.finance.choices import Severity
from incas.projects.models import Project
from tests.finance.checks.conftest import Ask
from tests.finance.factories import ClaimFactory, ExpenseFactory


def test_period_finds_nothing_when_document_and_payment_fall_within_it(ask: Ask, project: Project):
    first = ExpenseFactory(project=project, paid=True, document__issued_on=date(2026, 2, 17), paid_on=date(2026, 2, 17))
    last = ExpenseFactory(project=project, paid=True, document__issued_on=date(2028, 2, 12), paid_on=date(2028, 4, 12))
    assert ask("period", first) == []
    assert ask("period", last) == []


def test_period_blocks_a_document_dated_the_day_before_it_begins(ask: Ask, project: Project):
    expense = ExpenseFactory(project=project, paid=True, document__issued_on=date(2026, 2, 16))
    (finding,) = ask("period", expense)
    assert finding.severity == Severity.BLOCKING
    assert finding.what == "Il documento è del 16/02/2026, fuori dal periodo ammissibile."
    assert finding.why == "Sono ammessi i documenti datati dal 17/02/2026 al 12/02/2028."
    assert finding.expense_id == expense.pk


def test_period_blocks_a_payment_made_the_day_after_it_ends(ask: Ask, project: Project):
    expense = ExpenseFactory(project=project, paid=True, paid_on=date(2028, 4, 13))
    (finding,) = ask("period", expense)
    assert finding.what == "Il pagamento è del 13/04/2028, fuori dal periodo ammissibile."
    assert finding.why == "Sono ammessi i pagamenti eseguiti dal 17/02/2026 al 12/04/2028."


def test_period_names_the_section_of_the_rules_it_stands_on(ask: Ask, project: Project):
    expense = ExpenseFactory(project=project, document__issued_on=date(2020, 1, 1))
    call = project.rule_set.call.code
    assert ask("period", expense)[0].source == f"Avviso {call}, regole versione 1, «Periodo ammissibile»"


def test_claim_period_blocks_what_was_paid_after_the_period(ask: Ask, project: Project):
    late = ExpenseFactory(project=project, paid=True, paid_on=date(2026, 4, 1))
    claim = ClaimFactory(project=project, expenses=[late])
    (finding,) = ask("claim_period", claim)
    assert finding.severity == Severity.BLOCKING
    assert finding.what == "La spesa è stata pagata il 01/04/2026, dopo la fine del periodo della domanda."


def test_claim_period_only_tells_what_was_left_behind(ask: Ask, project: Project):
    early = ExpenseFactory(project=project, paid=True, paid_on=date(2026, 3, 20))
    claim = ClaimFactory(
        project=project, period_from=date(2026, 5, 17), period_until=date(2026, 8, 16), expenses=[early]
    )
    (finding,) = ask("claim_period", claim)
    assert finding.severity == Severity.INFO


def test_claim_period_finds_nothing_on_the_last_day(ask: Ask, project: Project):
    last = ExpenseFactory(project=project, paid=True, paid_on=date(2026, 3, 31))
    assert ask("claim_period", ClaimFactory(project=project, expenses=[last])) == []


@pytest.mark.parametrize(("until", "found"), [(date(2026, 6, 9), 0), (date(2026, 6, 10), 1), (date(2026, 8, 16), 1)])
def test_claim_early_is_told_until_the_last_day_of_the_period(ask: Ask, project: Project, until: date, found: int):
    claim = ClaimFactory(project=project, period_from=date(2026, 5, 17), period_until=until)
    findings = ask("claim_early", claim)
    assert [finding.severity for finding in findings] == [Severity.INFO] * found


def test_claim_early_is_not_told_once_sent(ask: Ask, project: Project):
    claim = ClaimFactory(project=project, submitted=True, period_from=date(2026, 5, 17), period_until=date(2026, 8, 16))
    assert ask("claim_early", claim) == []
