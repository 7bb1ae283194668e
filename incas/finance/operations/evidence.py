# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Attach papers to an expense, take one away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from incas.accounts.models import User
from incas.audit.operations import record
from incas.documents.operations import store
from incas.documents.responses import safe_name
from incas.finance.models import Evidence, Expense
from incas.finance.operations.expenses import lock_expense
from incas.finance.operations.hints import refresh_hints
from incas.programmes.choices import EvidenceKind


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A file as a browser sends it, and what it proves."""

    kind: EvidenceKind
    name: str
    content: BinaryIO
    media_type: str = "application/octet-stream"


@transaction.atomic
def attach_evidence(*, expense: Expense, papers: Sequence[NewPaper], by: User, at: datetime) -> list[Evidence]:
    """Attach papers to an expense, all or none. The same file under the same kind again changes nothing.

    Raises ExpenseFrozen once the claim of the expense is sent.
    """
    expense = lock_expense(expense)
    attached = []
    for paper in papers:
        file = store(content=paper.content, media_type=paper.media_type, at=at)
        evidence, is_new = Evidence.objects.get_or_create(
            expense=expense,
            kind=paper.kind,
            file=file,
            defaults={"name": safe_name(paper.name), "uploaded_by": by, "uploaded_at": at},
        )
        if is_new:
            record(expense, "evidence_added", by=by, at=at, after={"kind": paper.kind, "sha256": file.sha256})
        attached.append(evidence)
    refresh_hints(document=expense.document, at=at)
    return attached


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User, at: datetime) -> None:
    """Take a paper away from an expense. Raises ExpenseFrozen once the claim of the expense is sent."""
    expense = lock_expense(evidence.expense)
    record(expense, "evidence_removed", by=by, at=at, before={"kind": evidence.kind, "sha256": evidence.file.sha256})
    evidence.delete()
    refresh_hints(document=expense.document, at=at)
