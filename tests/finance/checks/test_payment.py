# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incas.finance.checks.payment import owed_to_supplier
from incas.finance.choices import Severity
from incas.finance.models import Expense, SpendingDocument
from incas.projects.models import Project
from tests.finance.checks.conftest import Ask
from tests.finance.factories import ExpenseFactory, SpendingDocumentFactory


def test_payment_finds_nothing_when_paid_after_the_document(ask: Ask, project: Project):
    assert ask("payment", ExpenseFactory(project=project, paid=True)) == []


def test_payment_blocks_an_expense_not_paid(ask: Ask, project: Project):
    (finding,) = ask("payment", ExpenseFactory(project=project))
    assert (finding.severity, finding.what) == (Severity.BLOCKING, "La spesa non risulta pagata.")
    assert finding.remedy.label == "Correggi la spesa"


def test_payment_blocks_a_date_to_come(ask: Ask, project: Project):
    (finding,) = ask("payment", ExpenseFactory(project=project, paid=True, paid_on=date(2026, 6, 11)))
    assert finding.what == "Il pagamento porta una data futura: 11/06/2026."


def test_payment_only_tells_a_payment_before_its_invoice(ask: Ask, project: Project):
    (finding,) = ask("payment", ExpenseFactory(project=project, paid=True, paid_on=date(2026, 3, 1)))
    assert finding.severity == Severity.WARNING


@pytest.mark.parametrize(
    "document", [{"type_code": "TD02"}, {"type_code": "TD03"}, {"payslip": True}, {"credit_note": True}]
)
def test_payment_before_the_document_is_right_for_advances_payslips_and_credit_notes(
    ask: Ask, project: Project, document: dict[str, object]
):
    paper = SpendingDocumentFactory(body=project.body, **document)
    assert ask("payment", ExpenseFactory(project=project, paid=True, document=paper, paid_on=date(2026, 3, 1))) == []


@pytest.mark.parametrize(
    "document", [{}, {"split": True}, {"withholding": True}, {"split": True, "withheld": "200.00"}]
)
def test_paid_amount_is_right_when_the_supplier_got_what_is_due(
    ask: Ask, project: Project, document: dict[str, object]
):
    paper = SpendingDocumentFactory(body=project.body, **document)
    expense = ExpenseFactory(project=project, document=paper, paid=True)
    assert ask("paid_amount", expense) == []


def test_paid_amount_under_split_payment_is_net_of_vat_and_right_as_such(ask: Ask, project: Project):
    paper = SpendingDocumentFactory(body=project.body, split=True)
    expense = ExpenseFactory(project=project, document=paper, paid=True)
    assert (expense.amount, expense.paid_amount) == (Decimal("1220.00"), Decimal("1000.00"))
    assert ask("paid_amount", expense) == []


def test_paid_amount_of_a_half_is_compared_with_half_of_what_is_due(ask: Ask, project: Project):
    paper = SpendingDocumentFactory(body=project.body, split=True)
    half = ExpenseFactory(project=project, document=paper, amount=Decimal("610.00"), paid=True)
    assert (half.paid_amount, ask("paid_amount", half)) == (Decimal("500.00"), [])


def test_paid_amount_blocks_a_payment_below_what_is_due(ask: Ask, project: Project):
    paper = SpendingDocumentFactory(body=project.body, split=True)
    expense = ExpenseFactory(project=project, document=paper, paid=True, paid_amount=Decimal("999.98"))
    (finding,) = ask("paid_amount", expense)
    assert finding.severity == Severity.BLOCKING
    assert finding.what == (
        "Il mandato paga €\xa0999,98, ma per questa quota al fornitore spettano €\xa01.000,00 al netto dell'IVA "
        "versata "
        "all'Erario."
    )


def test_paid_amount_lets_a_cent_of_rounding_be(ask: Ask, project: Project):
    assert ask("paid_amount", ExpenseFactory(project=project, paid=True, paid_amount=Decimal("1219.99"))) == []


def test_paid_amount_only_tells_a_payment_beyond_the_share(ask: Ask, project: Project):
    (finding,) = ask("paid_amount", ExpenseFactory(project=project, paid=True, paid_amount=Decimal("5000.00")))
    assert finding.severity == Severity.WARNING


def test_paid_amount_blocks_a_contrary_sign(ask: Ask, project: Project):
    note = SpendingDocumentFactory(body=project.body, credit_note=True)
    (finding,) = ask(
        "paid_amount", ExpenseFactory(project=project, document=note, paid=True, paid_amount=Decimal("122.00"))
    )
    assert finding.severity == Severity.BLOCKING
    assert finding.why == "Una fattura si paga; una nota di credito si recupera, e il suo importo è negativo."


def test_paid_amount_of_a_document_in_another_currency_is_compared_in_euro(ask: Ask, project: Project):
    """Half of 1.300,00 euro, of which the supplier is owed what they are of 1.220,00 francs."""
    paper = SpendingDocumentFactory(body=project.body, told=True, split=True)
    half = ExpenseFactory(project=project, document=paper, amount=Decimal("650.00"), paid=True)
    assert (half.paid_amount, ask("paid_amount", half)) == (Decimal("532.79"), [])
    half.paid_amount = Decimal("500.00")
    half.save()
    (finding,) = ask("paid_amount", half)
    assert "Il mandato paga €\xa0500,00, ma per questa quota al fornitore spettano €\xa0532,79" in finding.what


cents = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("999999.99"), places=2)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(total=cents, payable_share=st.decimals(min_value=0, max_value=1, places=4), share=st.decimals(0, 1, places=4))
def test_what_a_supplier_is_owed_never_exceeds_the_share_charged(
    total: Decimal, payable_share: Decimal, share: Decimal
):
    payable = (total * payable_share).quantize(Decimal("0.01"))
    amount = (total * share).quantize(Decimal("0.01"))
    expense = Expense(amount=amount, document=SpendingDocument(total=total, payable=payable))
    assert 0 <= owed_to_supplier(expense) <= amount
