# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Claims on the side of the Comune: open one, fill it, send it, throw a draft away."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.core.transitions import require_transition
from incas.documents.operations import issue_receipt
from incas.finance.checks import ClaimContext, Finding, run_checks
from incas.finance.choices import CLAIM_EDITABLE, CLAIM_SENT, CLAIM_TRANSITIONS, ClaimState, Decision
from incas.finance.flat_rates import FlatShare
from incas.finance.messages import tell_the_tutor
from incas.finance.models import Claim, ClaimLine, DocumentIdentity, Expense, FlatRateShare
from incas.finance.operations.hints import note_findings
from incas.finance.queries.contexts import context_of_claim
from incas.finance.queries.flat_rates import shares_claimed
from incas.finance.queries.snapshots import claim_snapshot
from incas.programmes.choices import PhaseKind
from incas.programmes.queries import rulebook_of
from incas.projects.choices import ProjectState
from incas.projects.models import Project


class ClaimRefused(Exception):
    """The claim cannot be opened or changed; the message says why, in Italian."""


class ClaimIncomplete(Exception):
    """The claim lacks what its rule set asks for; `findings` are what stops it, the message counts them in Italian."""

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


@transaction.atomic
def open_claim(*, project: Project, first: date, last: date, by: User, at: datetime) -> Claim:
    """Open the claim of one of the periods that the rule set cuts the project in. Called twice it gives the same draft.

    Raises ClaimRefused when the project is not running, when these days are no period of it, or when another claim of
    the project is still being written.
    """
    project = (
        Project.objects.select_for_update(of=("self",), no_key=True).select_related("rule_set__call").get(pk=project.pk)
    )
    if project.state != ProjectState.ACTIVE:
        raise ClaimRefused(_("Il progetto non è in corso: non si possono preparare domande di rimborso."))
    periods = {(period.first, period.last): period for period in rulebook_of(project.rule_set).claim_periods(project)}
    if (first, last) not in periods:
        raise ClaimRefused(_("Il periodo scelto non è tra quelli previsti dalle regole dell'avviso."))
    written = Claim.objects.filter(project=project, state__in=CLAIM_EDITABLE).first()
    if written is not None:
        if (written.period_from, written.period_until, written.state) == (first, last, ClaimState.DRAFT):
            return written
        raise ClaimRefused(
            _("La domanda n. %(number)s è ancora in preparazione: inviarla o eliminarla prima di aprirne un'altra.")
            % {"number": written.number}
        )
    number = (Claim.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0) + 1
    claim = Claim.objects.create(
        project=project,
        number=number,
        period_from=first,
        period_until=last,
        due_on=periods[first, last].due_on,
        created_by=by,
    )
    record(claim, "created", by=by, at=at, after={"period_from": first.isoformat(), "period_until": last.isoformat()})
    return claim


@transaction.atomic
def add_expenses(*, claim: Claim, expenses: QuerySet[Expense], by: User, at: datetime) -> int:
    """Put expenses of the same project in a claim being written; those that a claim already holds are passed over.

    Gives how many were added. Raises ClaimRefused once the claim is sent.
    """
    claim = lock_for_writing(claim)
    free = expenses.filter(project=claim.project_id).exclude(lines__is_live=True).exclude(lines__claim=claim)
    locked = (
        Expense.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=free.order_by().values("pk"))
        .order_by("pk")
    )
    held = set(ClaimLine.objects.filter(expense__in=locked, is_live=True).values_list("expense_id", flat=True))
    added = [expense for expense in locked if expense.pk not in held]
    ClaimLine.objects.bulk_create(ClaimLine(claim=claim, expense=expense, claimed=expense.amount) for expense in added)
    if added:
        _note_lines(claim, "line_added", added, by=by, at=at)
    return len(added)


@transaction.atomic
def remove_expenses(*, claim: Claim, expenses: Iterable[Expense], by: User, at: datetime) -> int:
    """Take expenses out of a claim being written; those admitted for good (limited reopening) stay.

    Gives how many left. Raises ClaimRefused once the claim is sent.
    """
    claim = lock_for_writing(claim)
    lines = claim.lines.filter(expense__in=[expense.pk for expense in expenses], is_kept=False).select_related(
        "expense"
    )
    removed = [line.expense for line in lines]
    lines.delete()
    if removed:
        _note_lines(claim, "line_removed", removed, by=by, at=at)
    return len(removed)


def _note_lines(claim: Claim, verb: str, expenses: Sequence[Expense], *, by: User, at: datetime) -> None:
    total = sum((expense.amount for expense in expenses), Decimal(0))
    record(claim, verb, by=by, at=at, after={"expenses": [row.pk for row in expenses], "amount": str(total)})


@transaction.atomic
def discard_claim(*, claim: Claim, by: User, at: datetime) -> None:
    """Throw away a draft that was never sent; its expenses stay. Raises ClaimRefused for any other claim."""
    claim = lock_for_writing(claim)
    if claim.round:
        raise ClaimRefused(_("La domanda è già stata inviata: non si può eliminare."))
    record(claim, "deleted", by=by, at=at)
    claim.delete()


def lock_for_writing(claim: Claim) -> Claim:
    """Lock a claim that the Comune may change. Raises ClaimRefused once it is sent."""
    claim = (
        Claim.objects.select_for_update(of=("self",), no_key=True)
        .select_related("project__body", "project__rule_set__call")
        .get(pk=claim.pk)
    )
    if claim.state not in CLAIM_EDITABLE:
        raise ClaimRefused(_("La domanda è stata inviata: non si può modificare."))
    return claim


@transaction.atomic
def submit_claim(*, claim: Claim, by: User, at: datetime) -> Claim:
    """Freeze the claim, store its totals and flat-rate shares, leave a receipt, tell the tutor.

    Called again on a claim that was sent it changes nothing. Lines not admitted for good await a new decision. Raises
    ClaimIncomplete when nothing is claimed or a check blocks, TransitionRefused from any other state. Source: rule
    set of the call (deadlines of the first check).
    """
    claim = (
        Claim.objects.select_for_update(of=("self",), no_key=True)
        .select_related("project__body", "project__rule_set__call")
        .get(pk=claim.pk)
    )
    if claim.state in CLAIM_SENT:
        return claim
    require_transition(CLAIM_TRANSITIONS, claim.state, ClaimState.SUBMITTED)
    hold_euro_totals(claim)
    context = context_of_claim(claim, today=timezone.localdate(at))
    findings = require_sendable(context)
    note_findings(context, findings)
    claim.lines.filter(is_kept=False).update(
        decision=Decision.PENDING, admitted=None, reason="", decided_at=None, decided_by=None
    )
    flat_rates = shares_claimed(context)
    store_flat_rates(claim, flat_rates)
    total = sum((expense.amount for expense in context.expenses), Decimal(0))
    total += sum((share.amount for share in flat_rates), Decimal(0))
    before, sending = claim.state, claim.round + 1
    claim.state, claim.round, claim.claimed_total = ClaimState.SUBMITTED, sending, total
    claim.submitted_at, claim.submitted_by = at, by
    claim.taken_at = claim.taken_by = claim.checked_at = claim.checked_by = claim.admitted_total = None
    phase = context.rulebook.phase(PhaseKind.FIRST_CHECK)
    claim.due_on = context.rulebook.deadline(phase.kind, context.today) if phase else None
    claim.receipt = issue_receipt(
        subject=claim,
        what=_("Domanda di rimborso inviata"),
        snapshot=claim_snapshot(claim, context, flat_rates, findings, total=total, sending=sending),
        by=by,
        at=at,
    )
    claim.save()
    record(
        claim,
        "submitted",
        by=by,
        at=at,
        before={"state": before},
        after={"state": claim.state, "round": sending, "claimed_total": str(total)},
    )
    transaction.on_commit(partial(tell_the_tutor, claim.pk, at=at))
    return claim


def hold_euro_totals(claim: Claim) -> None:
    """Keep the totals told in euro as they are while a claim that stands on them is sent: the receipt states them."""
    told = DocumentIdentity.objects.told_in_euro().filter(documents__expenses__lines__claim=claim)
    list(told.select_for_update(of=("self",), no_key=True).order_by("pk"))


def require_sendable(context: ClaimContext) -> list[Finding]:
    """Give what the checks only tell. Raises ClaimIncomplete when nothing is claimed or something blocks."""
    if not context.expenses:
        raise ClaimIncomplete(_("Nessuna spesa nella domanda: aggiungere almeno una spesa."))
    findings = run_checks(context)
    blocking = [finding for finding in findings if finding.is_blocking]
    if blocking:
        count = len(blocking)
        message = (
            _("C'è una cosa da risolvere prima dell'invio.")
            if count == 1
            else _("Ci sono %(count)s cose da risolvere prima dell'invio.") % {"count": count}
        )
        raise ClaimIncomplete(message, blocking)
    if sum((expense.amount for expense in context.expenses), Decimal(0)) <= 0:
        raise ClaimIncomplete(_("Il totale della domanda non è positivo: le note di credito superano le spese."))
    return findings


def store_flat_rates(claim: Claim, shares: Sequence[FlatShare]) -> None:
    """Write the flat-rate shares of a claim anew."""
    claim.flat_rates.all().delete()
    FlatRateShare.objects.bulk_create(
        FlatRateShare(
            claim=claim, cost_item_id=share.item.pk, percent=share.percent, base=share.base, claimed=share.amount
        )
        for share in shares
    )
