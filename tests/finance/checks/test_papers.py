# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from incas.finance.choices import Severity
from incas.programmes.choices import EvidenceKind
from incas.projects.models import Project
from tests.finance.checks.conftest import Ask
from tests.finance.factories import EvidenceFactory, ExpenseFactory, SpendingDocumentFactory


def test_evidence_of_a_complete_expense_only_tells_what_is_optional(ask: Ask, project: Project):
    (finding,) = ask("evidence", ExpenseFactory(project=project, complete=True))
    assert (finding.severity, finding.what) == (Severity.INFO, "Non ci sono: DURC (regolarità contributiva).")


def test_evidence_blocks_and_names_what_is_missing(ask: Ask, project: Project):
    expense = ExpenseFactory(project=project)
    EvidenceFactory(expense=expense, kind=EvidenceKind.PAYMENT_ORDER)
    EvidenceFactory(expense=expense, kind=EvidenceKind.DURC)
    (finding,) = ask("evidence", expense)
    assert finding.severity == Severity.BLOCKING
    assert finding.what == "Mancano: Atto di affidamento, Fattura o documento di spesa, Quietanza."
    assert finding.why == "La voce «B Servizi e forniture» li richiede per ogni spesa."
    assert finding.remedy.anchor == "documenti"


def test_evidence_counts_the_file_of_the_invoice_as_the_invoice(ask: Ask, project: Project):
    (finding, _optional) = ask("evidence", ExpenseFactory(project=project, document__with_file=True))
    assert finding.what == "Mancano: Atto di affidamento, Mandato di pagamento, Quietanza."


def test_evidence_counts_a_payslip_as_such_and_asks_what_the_item_above_asks(ask: Ask, project: Project):
    payslip = SpendingDocumentFactory(body=project.body, payslip=True, with_file=True)
    (finding,) = ask("evidence", ExpenseFactory(project=project, item="A.1", document=payslip))
    assert finding.what == "Mancano: Mandato di pagamento, Foglio presenze, Modello F24."
