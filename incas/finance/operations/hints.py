# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What lists say of expenses at a glance: the gravest thing the checks found when they last changed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from incas.finance.checks import ClaimContext, Finding, gravest, run_checks
from incas.finance.choices import CLAIM_EDITABLE
from incas.finance.models import Claim, ClaimLine, Expense, SpendingDocument
from incas.finance.queries.contexts import context_of_expenses
from incas.projects.models import Project

STILL_OPEN = Q(lines__isnull=True) | Q(
    lines__is_live=True, lines__is_kept=False, lines__claim__state__in=CLAIM_EDITABLE
)


def refresh_hints(*, document: SpendingDocument, at: datetime) -> None:
    """Run the checks again on the expenses of a document that may still change, and note the gravest finding of each.

    The shares of one document weigh on each other, in whatever project of the body they are. Nothing to audit: it tells
    nothing that the checks would not.
    """
    touched = Expense.objects.filter(STILL_OPEN, document=document).distinct()
    today = timezone.localdate(at)
    for project in Project.objects.filter(expenses__in=touched).select_related("body", "rule_set__call").distinct():
        context = context_of_expenses(project, Expense.objects.filter(pk__in=touched.values("pk")), today=today)
        note_findings(context, run_checks(context))


def note_findings(context: ClaimContext, findings: Sequence[Finding]) -> None:
    """Note the gravest finding of each expense of a context. At most four queries for each severity that changed.

    An expense that somebody else is changing just now, or whose claim they are sending, is passed over: they note what
    they find, and nobody waits for a hint.
    """
    found: dict[int | None, list[Finding]] = defaultdict(list)
    for finding in findings:
        found[finding.expense_id].append(finding)
    changed: dict[str, list[int]] = defaultdict(list)
    for expense in context.expenses:
        worst = gravest(found[expense.pk])
        if worst != expense.worst_finding:
            changed[worst].append(expense.pk)
    for worst, keys in changed.items():
        Expense.objects.filter(STILL_OPEN, pk__in=free_of(keys)).update(worst_finding=worst)


def free_of(keys: Sequence[int]) -> list[int]:
    """Lock, of these expenses and of the claims that hold them, those that nobody else holds; give the expenses."""
    free = Expense.objects.filter(pk__in=keys).select_for_update(skip_locked=True, no_key=True)
    locked = list(free.order_by("pk").values_list("pk", flat=True))
    holding = dict(ClaimLine.objects.filter(expense__in=locked, is_live=True).values_list("expense", "claim"))
    claims = Claim.objects.filter(pk__in=holding.values()).select_for_update(skip_locked=True, no_key=True)
    held = set(claims.order_by("pk").values_list("pk", flat=True)) if holding else set()
    return [key for key in locked if key not in holding or holding[key] in held]
