# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import pytest

from incas.finance.choices import Severity
from incas.projects.models import Project
from tests.finance.checks.conftest import Ask
from tests.finance.factories import ExpenseFactory, SpendingDocumentFactory


@pytest.mark.parametrize("prefix", ["", "IT"])
def test_addressee_is_right_by_fiscal_code_or_by_vat_number(ask: Ask, project: Project, prefix: str):
    own = project.body.tax_code
    by_code = ExpenseFactory(project=project)
    by_vat = ExpenseFactory(project=project, document__customer_tax_code="", document__customer_vat=f"{prefix}{own}")
    assert ask("addressee", by_code) == ask("addressee", by_vat) == []


def test_addressee_with_another_fiscal_code_blocks(ask: Ask, project: Project):
    (finding,) = ask("addressee", ExpenseFactory(project=project, document__customer_tax_code="00000000000"))
    assert finding.severity == Severity.BLOCKING
    assert finding.what == (
        f"La fattura è intestata al codice 00000000000, diverso dal codice fiscale di {project.body.name} "
        f"({project.body.tax_code})."
    )


def test_addressee_with_another_vat_number_alone_is_told(ask: Ask, project: Project):
    expense = ExpenseFactory(project=project, document__customer_tax_code="", document__customer_vat="IT01234567890")
    (finding,) = ask("addressee", expense)
    assert finding.severity == Severity.WARNING


def test_addressee_without_any_code_blocks(ask: Ask, project: Project):
    (finding,) = ask("addressee", ExpenseFactory(project=project, document__customer_tax_code=""))
    assert finding.severity == Severity.BLOCKING


def test_addressee_of_a_payslip_is_not_looked_for(ask: Ask, project: Project):
    payslip = SpendingDocumentFactory(body=project.body, payslip=True, customer_tax_code="")
    assert ask("addressee", ExpenseFactory(project=project, item="A.1", document=payslip)) == []
