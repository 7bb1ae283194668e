# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from decimal import Decimal

from incas.finance.choices import Severity
from incas.finance.models import Expense
from incas.projects.models import Project
from tests.finance.checks.conftest import Ask
from tests.finance.factories import ClaimFactory, ClaimLineFactory, ExpenseFactory, SpendingDocumentFactory


def charged(project: Project, amount: str, **fields: object) -> Expense:
    """An expense of this amount, the whole of its document."""
    document = SpendingDocumentFactory(body=project.body, total=Decimal(amount), vat=Decimal(0))
    return ExpenseFactory(project=project, document=document, **fields)


def test_budget_room_finds_nothing_up_to_the_amount_of_the_line(ask: Ask, project: Project):
    assert ask("budget_room", charged(project, "30000.00")) == []


def test_budget_room_tells_a_line_passed_while_its_item_has_room(ask: Ask, project: Project):
    (finding,) = ask("budget_room", charged(project, "30000.01"))
    assert finding.severity == Severity.INFO
    assert "€\xa030.000,01 sui €\xa030.000,00" in finding.what


def test_budget_room_warns_beyond_the_item_within_the_tolerance(ask: Ask, project: Project):
    (finding,) = ask("budget_room", charged(project, "55000.00"))
    assert finding.severity == Severity.WARNING
    assert finding.why == "È entro lo spostamento libero di €\xa05.000,00, da compensare su altre voci."


def test_budget_room_blocks_beyond_the_tolerance(ask: Ask, project: Project):
    (finding,) = ask("budget_room", charged(project, "55000.01"))
    assert finding.severity == Severity.BLOCKING
    assert finding.todo == "Togliere spese per €\xa00,01, o imputarle a un'altra voce pertinente."


def test_budget_room_of_an_expense_counts_whatever_else_is_charged(ask: Ask, project: Project):
    charged(project, "50000.00")
    (finding,) = ask("budget_room", charged(project, "5000.01"))
    assert finding.severity == Severity.BLOCKING


def test_budget_room_of_a_claim_counts_what_other_claims_hold_and_nothing_else(ask: Ask, project: Project):
    charged(project, "50000.00")  # in no claim
    ClaimFactory(project=project, submitted=True, expenses=[charged(project, "20000.00", package="WP2")])
    claim = ClaimFactory(project=project, expenses=[charged(project, "30000.00")])
    assert ask("budget_room", claim) == []
    ClaimLineFactory(claim=claim, expense=charged(project, "0.01"))
    (finding,) = ask("budget_room", claim)
    assert finding.severity == Severity.WARNING


def test_budget_room_counts_what_was_admitted_rather_than_asked(ask: Ask, project: Project):
    claim = ClaimFactory(project=project, under_check=True, expenses=[charged(project, "50000.00")])
    claim.lines.update(decision="excluded", admitted=0, reason="Non pertinente", decided_at=claim.taken_at)
    assert ask("budget_room", charged(project, "30000.00")) == []


def test_ceiling_beyond_its_share_of_the_budget_blocks(ask: Ask, project: Project):
    claim = ClaimFactory(project=project, expenses=[charged(project, "53500.01", item="A.1")])
    (finding,) = ask("ceilings", claim)
    assert finding.severity == Severity.BLOCKING
    assert finding.what == "La voce «A Personale» arriverebbe a €\xa053.500,01, oltre il massimale di €\xa053.500,00."
    assert finding.source == "Avviso, art. 7"


def test_ceiling_beyond_its_share_so_far_is_told_until_the_last_claim(ask: Ask, project: Project):
    staff, services = charged(project, "6000.00", item="A.1"), charged(project, "4000.00")
    claim = ClaimFactory(project=project, expenses=[staff, services])
    (finding,) = ask("ceilings", claim)
    assert finding.severity == Severity.WARNING
    claim.period_until = project.ends_on
    claim.save()
    (finding,) = ask("ceilings", claim)
    assert finding.severity == Severity.BLOCKING
    assert finding.todo == "Togliere spese per €\xa02.000,00 da questa voce."


def test_ceiling_holds_at_exactly_its_share(ask: Ask, project: Project):
    expenses = [charged(project, "4000.00", item="A.1"), charged(project, "4000.00")]
    assert ask("ceilings", ClaimFactory(project=project, expenses=expenses)) == []


def test_ceilings_concern_claims_alone(ask: Ask, project: Project):
    assert ask("ceilings", charged(project, "53500.01", item="A.1")) == []


def test_flat_rate_item_takes_no_documents(ask: Ask, project: Project):
    (finding,) = ask("flat_rate", charged(project, "100.00", item="D"))
    assert finding.what == "La voce «D Costi indiretti» è a tasso forfettario: non vi si imputano documenti."
    assert ask("flat_rate", charged(project, "100.00")) == []
