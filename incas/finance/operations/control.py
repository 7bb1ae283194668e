# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The control of a claim: take it, decide its lines, close or give back, reopen, certify."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.core import writing
from incas.core.transitions import require_transition
from incas.finance.choices import CLAIM_TRANSITIONS, ClaimState, Decision, Reopening
from incas.finance.messages import tell_the_comune, tell_the_ministry, tell_who_checked
from incas.finance.models import Claim, ClaimLine, LineDecision
from incas.finance.queries.contexts import context_of_claim
from incas.finance.queries.flat_rates import shares_admitted
from incas.programmes.choices import PhaseKind
from incas.programmes.queries import rulebook_of
from incas.programmes.rulebook import Rulebook


class ControlRefused(Exception):
    """This cannot be done to the claim by this person, or not like this; the message says why, in Italian.

    `field` names what of the form is wrong, where one thing is.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the control says of a line. `admitted` counts only for a reduced one, in euro."""

    decision: Decision
    reason: str = ""
    admitted: Decimal | None = None


@transaction.atomic
def take_claim(*, claim: Claim, by: User, at: datetime) -> Claim:
    """Take the control of a claim that was sent. Taken again by the same person, it changes nothing.

    Raises ControlRefused when this person prepared it, TransitionRefused from any other state.
    """
    claim = _locked(claim)
    if claim.state == ClaimState.UNDER_CHECK and claim.taken_by_id == by.pk:
        return claim
    require_transition(CLAIM_TRANSITIONS, claim.state, ClaimState.UNDER_CHECK)
    if claim.state != ClaimState.SUBMITTED:
        raise ControlRefused(_("Il controllo di questa domanda è già concluso."))
    if by.pk in {claim.created_by_id, claim.submitted_by_id}:
        raise ControlRefused(_("Chi ha preparato la domanda non può controllarla."))
    claim.state, claim.taken_at, claim.taken_by = ClaimState.UNDER_CHECK, at, by
    claim.save(update_fields=["state", "taken_at", "taken_by", "updated_at"])
    _note(claim, "taken", ClaimState.SUBMITTED, by=by, at=at)
    return claim


@transaction.atomic
def decide_line(*, line: ClaimLine, verdict: Verdict, by: User, at: datetime) -> ClaimLine:
    """Admit a line whole, reduce it to an amount, or exclude it. A reason is asked for unless it is admitted.

    Every decision is kept beside those before it; the same one again changes nothing. Raises ControlRefused when the
    claim is not under check, the line was admitted for good, the reason is missing or the amount is not below what is
    claimed.
    """
    claim = _under_check(line.claim)
    line = ClaimLine.objects.select_for_update(of=("self",), no_key=True).select_related("expense").get(pk=line.pk)
    if line.is_kept:
        raise ControlRefused(_("La spesa è già stata ammessa in un controllo precedente."))
    admitted = _admitted_amount(line, verdict)
    if (line.decision, line.admitted, line.reason) == (verdict.decision, admitted, verdict.reason):
        return line
    before = {"decision": line.decision, "admitted": str(line.admitted) if line.admitted is not None else None}
    line.decision, line.admitted, line.reason = verdict.decision, admitted, verdict.reason
    line.decided_at, line.decided_by = at, by
    line.save(update_fields=["decision", "admitted", "reason", "decided_at", "decided_by"])
    _keep_decisions(claim, [line], by=by, at=at)
    record(
        claim,
        "decided",
        by=by,
        at=at,
        before=before,
        after={"expense": line.expense_id, "decision": line.decision, "admitted": str(line.admitted)},
        reason=verdict.reason,
    )
    return line


def _admitted_amount(line: ClaimLine, verdict: Verdict) -> Decimal:
    """Compute what a verdict admits of a line; refuse one that is not whole."""
    if verdict.decision == Decision.ADMITTED:
        return line.claimed
    if verdict.decision not in {Decision.REDUCED, Decision.EXCLUDED}:
        raise ControlRefused(_("Scegliere se ammettere, ridurre o escludere la spesa."))
    if not verdict.reason.strip():
        raise ControlRefused(_("Scrivere il motivo: il Comune deve poterlo leggere."), field="reason")
    if verdict.decision == Decision.EXCLUDED:
        return Decimal("0.00")
    return require_reduction(verdict.admitted, claimed=line.claimed)


def require_reduction(admitted: Decimal | None, *, claimed: Decimal) -> Decimal:
    """Give back an amount, in euro, that reduces what is claimed: above zero, below the whole. Else ControlRefused."""
    if admitted is None or not 0 < admitted / claimed < 1:
        raise ControlRefused(
            _("L'importo ammesso deve stare tra zero e i %(claimed)s richiesti.") % {"claimed": writing.euro(claimed)},
            field="admitted",
        )
    return admitted


@transaction.atomic
def admit_lines(*, claim: Claim, lines: Sequence[ClaimLine], by: User, at: datetime) -> int:
    """Admit whole, together, those of these lines that await a decision. Gives how many.

    Raises ControlRefused when the claim is not under check.
    """
    claim = _under_check(claim)
    keys = [line.pk for line in lines]
    pending = list(
        claim.lines.select_for_update(no_key=True).filter(pk__in=keys, decision=Decision.PENDING).order_by("pk")
    )
    for line in pending:
        line.decision, line.admitted, line.reason = Decision.ADMITTED, line.claimed, ""
        line.decided_at, line.decided_by = at, by
    ClaimLine.objects.bulk_update(pending, ["decision", "admitted", "reason", "decided_at", "decided_by"])
    _keep_decisions(claim, pending, by=by, at=at)
    if pending:
        after = {"expenses": [line.expense_id for line in pending], "decision": Decision.ADMITTED.value}
        record(claim, "decided", by=by, at=at, after=after)
    return len(pending)


def _keep_decisions(claim: Claim, lines: Sequence[ClaimLine], *, by: User, at: datetime) -> None:
    """Add what was just decided to what stays readable for good."""
    LineDecision.objects.bulk_create(
        LineDecision(
            claim=claim,
            expense_id=line.expense_id,
            round=claim.round,
            claimed=line.claimed,
            decision=line.decision,
            admitted=line.admitted,
            reason=line.reason,
            decided_by=by,
            decided_at=at,
        )
        for line in lines
    )


@transaction.atomic
def close_check(*, claim: Claim, by: User, at: datetime) -> Claim:
    """End the control: every line is decided; flat-rate shares and the total follow from what is admitted.

    Called again it changes nothing. Raises ControlRefused while a line awaits a decision, TransitionRefused from
    another state.
    """
    claim = _locked(claim)
    if claim.state == ClaimState.CHECKED:
        return claim
    require_transition(CLAIM_TRANSITIONS, claim.state, ClaimState.CHECKED)
    _require_no_part(by, {claim.created_by_id, claim.submitted_by_id})
    lines = list(claim.lines.select_related("expense__budget_line__cost_item"))
    waiting = sum(line.decision == Decision.PENDING for line in lines)
    if waiting:
        raise ControlRefused(
            _("Una spesa aspetta ancora una decisione.")
            if waiting == 1
            else _("%(count)s spese aspettano ancora una decisione.") % {"count": waiting}
        )
    rulebook = rulebook_of(claim.project.rule_set)
    total = sum((line.admitted or Decimal(0) for line in lines), Decimal(0))
    total += _admit_flat_rates(claim, lines, rulebook, at=at)
    claim.state, claim.admitted_total = ClaimState.CHECKED, total
    claim.checked_at, claim.checked_by = at, by
    claim.due_on = _due(rulebook, PhaseKind.CERTIFICATION, at)
    claim.save(update_fields=["state", "admitted_total", "checked_at", "checked_by", "due_on", "updated_at"])
    _note(claim, "checked", ClaimState.UNDER_CHECK, by=by, at=at, admitted_total=str(total))
    transaction.on_commit(partial(tell_the_ministry, claim.pk, at=at))
    transaction.on_commit(partial(tell_the_comune, claim.pk, kind="claim_checked", at=at))
    return claim


def _admit_flat_rates(claim: Claim, lines: Sequence[ClaimLine], rulebook: Rulebook, *, at: datetime) -> Decimal:
    """Store what each flat-rate share comes to on the admitted lines, within what it asked for; give their sum."""
    amounts: dict[str, Decimal] = {}
    for line in lines:
        code = line.expense.budget_line.cost_item.code
        amounts[code] = amounts.get(code, Decimal(0)) + (line.admitted or Decimal(0))
    context = context_of_claim(claim, today=timezone.localdate(at), rulebook=rulebook)
    admitted = {share.item.pk: share for share in shares_admitted(context, amounts)}
    total = Decimal(0)
    for share in claim.flat_rates.all():
        found = admitted[share.cost_item_id]
        share.admitted_base, share.admitted = found.base, min(found.amount, share.claimed)
        share.save(update_fields=["admitted_base", "admitted"])
        total += share.admitted
    return total


@transaction.atomic
def return_claim(*, claim: Claim, reopening: Reopening, reason: str, by: User, at: datetime) -> Claim:
    """Give a claim back to the Comune, with the reason. Limited: the lines admitted so far are admitted for good.

    What was decided stays readable either way. Called again it changes nothing. Raises ControlRefused without a reason,
    TransitionRefused from any other state.
    """
    claim = _locked(claim)
    if claim.state == ClaimState.RETURNED:
        return claim
    require_transition(CLAIM_TRANSITIONS, claim.state, ClaimState.RETURNED)
    if not reason.strip():
        raise ControlRefused(_("Scrivere il motivo della restituzione: il Comune deve poterlo leggere."))
    claim.state, claim.returned_at, claim.returned_by = ClaimState.RETURNED, at, by
    claim.reopening, claim.return_reason, claim.due_on = reopening, reason.strip(), None
    claim.save(
        update_fields=["state", "returned_at", "returned_by", "reopening", "return_reason", "due_on", "updated_at"]
    )
    claim.lines.update(is_kept=False)
    if reopening == Reopening.LIMITED:
        claim.lines.filter(decision=Decision.ADMITTED).update(is_kept=True)
    _note(
        claim, "returned", ClaimState.UNDER_CHECK, by=by, at=at, reason=claim.return_reason, reopening=reopening.value
    )
    transaction.on_commit(partial(tell_the_comune, claim.pk, kind="claim_returned", at=at))
    return claim


@transaction.atomic
def reopen_check(*, claim: Claim, reason: str, by: User, at: datetime) -> Claim:
    """Send a checked claim back to its controller, with the reason. Called again it changes nothing.

    Raises ControlRefused without a reason, TransitionRefused from any other state.
    """
    claim = _locked(claim)
    if claim.state == ClaimState.UNDER_CHECK:
        return claim
    require_transition(CLAIM_TRANSITIONS, claim.state, ClaimState.UNDER_CHECK)
    if claim.state != ClaimState.CHECKED:
        raise ControlRefused(_("Il controllo di questa domanda non è concluso."))
    if not reason.strip():
        raise ControlRefused(_("Scrivere il motivo della riapertura."))
    claim.state, claim.admitted_total = ClaimState.UNDER_CHECK, None
    claim.checked_at = claim.checked_by = None
    claim.due_on = _due(rulebook_of(claim.project.rule_set), PhaseKind.FIRST_CHECK, at)
    claim.save(update_fields=["state", "admitted_total", "checked_at", "checked_by", "due_on", "updated_at"])
    claim.flat_rates.update(admitted=None, admitted_base=None)
    _note(claim, "reopened", ClaimState.CHECKED, by=by, at=at, reason=reason.strip())
    transaction.on_commit(partial(tell_who_checked, claim.pk, reason=reason.strip(), at=at))
    return claim


@transaction.atomic
def certify_claim(*, claim: Claim, by: User, at: datetime) -> Claim:
    """Certify what the control admitted; let excluded expenses go, so that they may come back mended.

    Called again it changes nothing. Nobody certifies what they sent, checked or decided on: ControlRefused, and a
    constraint. Raises TransitionRefused from any other state.
    """
    claim = _locked(claim)
    if claim.state == ClaimState.CERTIFIED:
        return claim
    require_transition(CLAIM_TRANSITIONS, claim.state, ClaimState.CERTIFIED)
    deciders = set(claim.decisions.values_list("decided_by", flat=True))
    _require_no_part(
        by, {claim.created_by_id, claim.submitted_by_id, claim.taken_by_id, claim.checked_by_id, *deciders}
    )
    claim.lines.filter(decision=Decision.EXCLUDED).update(is_live=False)
    claim.state, claim.certified_at, claim.certified_by = ClaimState.CERTIFIED, at, by
    claim.due_on = _due(rulebook_of(claim.project.rule_set), PhaseKind.PAYMENT, at)
    claim.save(update_fields=["state", "certified_at", "certified_by", "due_on", "updated_at"])
    _note(claim, "certified", ClaimState.CHECKED, by=by, at=at, admitted_total=str(claim.admitted_total))
    transaction.on_commit(partial(tell_the_comune, claim.pk, kind="claim_certified", at=at))
    return claim


def _locked(claim: Claim) -> Claim:
    """Lock a claim and read it as it is now."""
    return (
        Claim.objects.select_for_update(of=("self",), no_key=True)
        .select_related("project__body", "project__rule_set__call")
        .get(pk=claim.pk)
    )


def _under_check(claim: Claim) -> Claim:
    """Lock a claim that is under check. Raises ControlRefused when it is not."""
    claim = _locked(claim)
    if claim.state != ClaimState.UNDER_CHECK:
        raise ControlRefused(_("La domanda non è in controllo: non si può decidere sulle sue spese."))
    return claim


def _require_no_part(by: User, prepared: set[int | None]) -> None:
    """Refuse a person who had a part in what they are now to judge."""
    if by.pk in prepared:
        raise ControlRefused(_("Nessuno può certificare o controllare ciò che ha preparato: serve un'altra persona."))


def _due(rulebook: Rulebook, kind: PhaseKind, at: datetime) -> date | None:
    """Tell by which day a phase that opens now must end; nothing when the rules have no such phase."""
    return rulebook.deadline(kind, timezone.localdate(at)) if rulebook.phase(kind) else None


def _note(
    claim: Claim, verb: str, before: ClaimState, *, by: User, at: datetime, reason: str = "", **after: str
) -> None:
    record(claim, verb, by=by, at=at, before={"state": before}, after={"state": claim.state, **after}, reason=reason)
