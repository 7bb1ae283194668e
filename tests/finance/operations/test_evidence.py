# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from datetime import datetime
from io import BytesIO

import pytest

from incas.accounts.models import User
from incas.audit.models import Entry
from incas.documents.queries import read_stored
from incas.finance.models import Claim
from incas.finance.operations.evidence import NewPaper, attach_evidence, remove_evidence
from incas.finance.operations.expenses import ExpenseFrozen
from incas.programmes.choices import EvidenceKind
from incas.projects.models import Project
from tests.finance.factories import EvidenceFactory, ExpenseFactory


def paper(kind: EvidenceKind = EvidenceKind.PAYMENT_ORDER, content: bytes = b"%PDF-1.7 prova") -> NewPaper:
    """A file as a browser sends it."""
    return NewPaper(kind, "C:\\Documenti\\mandato 7.pdf", BytesIO(content), "application/pdf")


def test_attach_evidence_keeps_bytes_kind_and_name(project: Project, finance_officer: User, noon: datetime):
    expense = ExpenseFactory(project=project)
    papers = [paper(), paper(EvidenceKind.F24, b"%PDF-1.7 altra")]
    order, f24 = attach_evidence(expense=expense, papers=papers, by=finance_officer, at=noon)
    assert (order.kind, f24.kind) == (EvidenceKind.PAYMENT_ORDER, EvidenceKind.F24)
    assert "\\" not in order.name
    assert read_stored(order.file) == b"%PDF-1.7 prova"
    assert (order.uploaded_by, order.uploaded_at) == (finance_officer, noon)
    assert Entry.objects.about(expense).filter(verb="evidence_added").count() == 2


def test_attach_evidence_twice_changes_nothing(project: Project, finance_officer: User, noon: datetime):
    expense = ExpenseFactory(project=project)
    attach_evidence(expense=expense, papers=[paper()], by=finance_officer, at=noon)
    attach_evidence(expense=expense, papers=[paper()], by=finance_officer, at=noon)
    assert expense.evidence.count() == 1
    assert Entry.objects.about(expense).count() == 1


def test_attach_evidence_once_the_claim_is_sent_is_refused(submitted: Claim, finance_officer: User, noon: datetime):
    with pytest.raises(ExpenseFrozen):
        attach_evidence(expense=submitted.lines.first().expense, papers=[paper()], by=finance_officer, at=noon)


def test_attach_evidence_lifts_the_hint_it_answers(project: Project, finance_officer: User, noon: datetime):
    expense = ExpenseFactory(project=project, complete=True)
    expense.evidence.get(kind=EvidenceKind.PAYMENT_RECEIPT).delete()
    attach_evidence(expense=expense, papers=[paper()], by=finance_officer, at=noon)
    expense.refresh_from_db()
    assert expense.worst_finding == "blocking"
    receipt = paper(EvidenceKind.PAYMENT_RECEIPT, b"quietanza")
    attach_evidence(expense=expense, papers=[receipt], by=finance_officer, at=noon)
    expense.refresh_from_db()
    assert expense.worst_finding == "info"


def test_remove_evidence_takes_it_away_and_says_so(project: Project, finance_officer: User, noon: datetime):
    evidence = EvidenceFactory(expense=ExpenseFactory(project=project))
    expense = evidence.expense
    remove_evidence(evidence=evidence, by=finance_officer, at=noon)
    assert not expense.evidence.exists()
    assert Entry.objects.about(expense).get().verb == "evidence_removed"


def test_remove_evidence_once_the_claim_is_sent_is_refused(submitted: Claim, finance_officer: User, noon: datetime):
    evidence = submitted.lines.first().expense.evidence.first()
    with pytest.raises(ExpenseFrozen):
        remove_evidence(evidence=evidence, by=finance_officer, at=noon)
