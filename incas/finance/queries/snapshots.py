# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A claim as it is sent: everything the Comune states, in a form that always gives the same fingerprint."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from incas.finance.checks import ClaimContext, Finding
from incas.finance.flat_rates import FlatShare
from incas.finance.models import Claim, Evidence, Expense

VERSION = 2
"""Raised when the shape of the snapshot changes, so that old ones stay legible for what they were."""


def claim_snapshot(
    claim: Claim,
    context: ClaimContext,
    flat_rates: Sequence[FlatShare],
    findings: Sequence[Finding],
    *,
    total: Decimal,
    sending: int,
) -> dict[str, Any]:
    """State a claim: project, period, every expense with its document, payment and papers, flat rates, total.

    One query. Papers are named by the SHA-256 of their bytes. What the checks told the sender, and did not stop the
    sending, is there too.
    """
    project = claim.project
    papers: dict[int, list[Evidence]] = defaultdict(list)
    for paper in Evidence.objects.filter(expense__in=context.expenses).select_related("file").order_by("kind", "pk"):
        papers[paper.expense_id].append(paper)
    return {
        "version": VERSION,
        "kind": "claim",
        "claim": {
            "number": claim.number,
            "sending": sending,
            "period_from": claim.period_from,
            "period_until": claim.period_until,
            "total": total,
        },
        "project": {"code": project.code, "title": project.title, "cup": project.cup},
        "body": {"name": project.body.name, "tax_code": project.body.tax_code},
        "rules": {"call": context.rulebook.call_code, "version": context.rulebook.version},
        "expenses": [_stated(expense, papers[expense.pk]) for expense in context.expenses],
        "flat_rates": [
            {"item": share.item.code, "percent": share.percent, "base": share.base, "amount": share.amount}
            for share in flat_rates
        ],
        "findings": [
            {
                "check": finding.check,
                "severity": finding.severity,
                "expense": finding.expense_id,
                "what": finding.what,
            }
            for finding in findings
        ],
    }


def _stated(expense: Expense, papers: Sequence[Evidence]) -> dict[str, Any]:
    document = expense.document
    return {
        "id": expense.pk,
        "item": expense.budget_line.cost_item.code,
        "work_package": expense.budget_line.work_package.code,
        "description": expense.description,
        "amount": expense.amount,
        "is_vat_unrecoverable": expense.is_vat_unrecoverable,
        "payment_order": expense.payment_order,
        "paid_on": expense.paid_on,
        "paid_amount": expense.paid_amount,
        "document": {
            "kind": document.kind,
            "type": document.type_code,
            "number": document.number,
            "issued_on": document.issued_on,
            "supplier_name": document.supplier_name,
            "supplier_vat": document.supplier_vat,
            "supplier_tax_code": document.supplier_tax_code,
            "currency": document.currency,
            "total": document.total,
            "euro_total": document.identity.euro_total,
            "euro_source": document.identity.euro_source,
            "euro_on": document.identity.euro_on,
            "vat": document.vat,
            "withheld": document.withheld,
            "payable": document.payable,
            "sha256": document.file.sha256 if document.file else "",
        },
        "papers": [{"kind": paper.kind, "name": paper.name, "sha256": paper.file.sha256} for paper in papers],
    }
