# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The histories of documents, claims and expenses as pages tell them: amounts and days written as Italians do."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from incas.audit.choices import Kind
from incas.audit.models import Entry
from incas.core import writing
from incas.finance.models import Claim, Expense, SpendingDocument

SHORT = 12
AMOUNTS = frozenset({"amount", "paid_amount", "claimed_total", "admitted_total", "euro_total"})
DAYS = frozenset({"paid_on", "euro_on"})


def story_of_claim(claim: Claim) -> list[Entry]:
    """Give the newest steps of a claim, newest first. One query.

    What was decided of each expense is left out: it has a page of its own, told when it may be.
    """
    return _told(Entry.objects.about(claim).filter(kind=Kind.WRITE).exclude(verb="decided"))


def story_of_expense(expense: Expense) -> list[Entry]:
    """Give the newest things done to an expense, newest first. One query."""
    return _told(Entry.objects.about(expense).filter(kind=Kind.WRITE))


def story_of_document(document: SpendingDocument) -> list[Entry]:
    """Give the newest things done to a document, newest first. One query."""
    return _told(Entry.objects.about(document).filter(kind=Kind.WRITE))


def _told(entries: models.QuerySet[Entry]) -> list[Entry]:
    newest = list(entries[:SHORT])
    for entry in newest:
        entry.before, entry.after = _written(entry.before), _written(entry.after)
    return newest


def _written(values: dict[str, Any]) -> dict[str, Any]:
    """Write amounts and days in Italian; the rest as it is."""
    return {name: _said(name, value) for name, value in values.items()}


def _said(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in AMOUNTS:
        return writing.euro(Decimal(value))
    return writing.day(date.fromisoformat(value)) if name in DAYS else value
