# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from datetime import date
from decimal import Decimal

from incas.finance.choices import Severity
from incas.organisations.models import Body
from incas.projects.models import Project
from tests.finance.checks.conftest import Ask
from tests.finance.factories import ClaimFactory, ExpenseFactory, SpendingDocumentFactory


def test_duplicates_finds_nothing_among_different_documents(ask: Ask, project: Project):
    expense = ExpenseFactory(project=project)
    body, number = project.body, expense.document.number
    SpendingDocumentFactory(body=body)
    SpendingDocumentFactory(body=body, number=number, total=Decimal("1221.00"))
    SpendingDocumentFactory(body=body, number=number, supplier_vat="IT99999999990")
    assert ask("duplicates", expense) == []


def test_duplicates_tells_the_same_document_held_twice(ask: Ask, project: Project):
    expense = ExpenseFactory(project=project)
    twin = expense.document
    SpendingDocumentFactory(body=project.body, identity=twin.identity, number=twin.number)
    (finding,) = ask("duplicates", expense)
    assert finding.severity == Severity.INFO
    assert finding.what == (
        f"Lo stesso documento (n. {twin.number} del 02/03/2026) è in archivio anche da un altro file."
    )


def test_duplicates_tells_like_supplier_number_and_amount_on_another_day(ask: Ask, project: Project):
    expense = ExpenseFactory(project=project)
    number = expense.document.number
    other = SpendingDocumentFactory(body=project.body, number=number, issued_on=date(2026, 3, 9))
    (finding,) = ask("duplicates", expense)
    assert finding.severity == Severity.WARNING
    assert f"(n. {number} del 09/03/2026, €\xa01.220,00)" in finding.what
    assert finding.remedy.key == other.pk


def test_duplicates_never_looks_at_another_body(ask: Ask, project: Project, other_comune: Body):
    expense = ExpenseFactory(project=project)
    document = expense.document
    SpendingDocumentFactory(body=other_comune, identity=document.identity, number=document.number)
    SpendingDocumentFactory(body=other_comune, number=document.number)
    assert ask("duplicates", expense) == []


def test_same_payment_tells_a_share_entered_twice(ask: Ask, project: Project):
    first = ExpenseFactory(project=project, paid=True, amount=Decimal("610.00"), description="Corso")
    again = ExpenseFactory(
        project=project,
        document=first.document,
        amount=first.amount,
        payment_order=first.payment_order,
        paid_on=first.paid_on,
        paid_amount=first.paid_amount,
    )
    (finding,) = ask("same_payment", ClaimFactory(project=project, expenses=[first, again]))
    assert (finding.severity, finding.expense_id) == (Severity.WARNING, again.pk)
    assert finding.what.startswith("La spesa ripete «Corso»")


def test_same_payment_finds_nothing_in_two_halves_paid_apart(ask: Ask, project: Project):
    first = ExpenseFactory(project=project, paid=True, amount=Decimal("610.00"))
    second = ExpenseFactory(project=project, paid=True, document=first.document, amount=first.amount)
    assert ask("same_payment", ClaimFactory(project=project, expenses=[first, second])) == []
