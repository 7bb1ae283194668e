# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Move a case along its phases; ask for its closure, decide on it, take the case up again."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.cases import (
    CLOSURE_TRANSITIONS,
    PHASE_TRANSITIONS,
    PREVIOUS_PHASE,
    ClosureState,
    Outcome,
    Phase,
    outcomes_of,
)
from incas.cases.models import Case, Closure
from incas.cases.queries.staff import other_supervisors
from incas.cases.queries.steps import missing_for
from incas.cases.refusals import Refused
from incas.core.transitions import require_transition
from incas.core.writing import long_day


class StepRefused(Refused):
    """The case lacks what this step asks for; the message says what, in Italian."""


@transaction.atomic
def advance_case(*, case: Case, to: Phase, by: User, at: datetime) -> Case:
    """Move a case to another phase that is not its closure. In that phase already, nothing changes.

    Raises TransitionRefused where no way leads there, StepRefused with what is missing (`queries.steps`). Source:
    guidelines 146/CU of 2021: identification, then protection and assistance, whether or not there is a permit.
    """
    case = _locked(case)
    if case.phase == to:
        return case
    require_transition(PHASE_TRANSITIONS, case.phase, to)
    if to == Phase.CLOSED or case.is_closed:
        raise StepRefused(_("Un caso si chiude e si riapre con l'approvazione del coordinatore del servizio."))
    missing = missing_for(case, to)
    if missing:
        raise StepRefused(" ".join(one.what for one in missing))
    return _moved(case, to, "phase_changed", by=by, at=at)


@transaction.atomic
def take_phase_back(*, case: Case, moved_to: Phase, by: User, at: datetime) -> Case:
    """Bring a case back to the phase before `moved_to`, where it was moved by mistake. No longer there: nothing.

    Raises StepRefused from the first phase and on a closed case, and while its closure waits for a decision.
    """
    case = _locked(case)
    if case.phase != moved_to:
        return case
    before = PREVIOUS_PHASE.get(moved_to)
    if before is None:
        raise StepRefused(_("Da questa fase non si torna indietro."))
    if case.closures.filter(state=ClosureState.ASKED).exists():
        raise StepRefused(_("È stata chiesta la chiusura: ritirare prima la richiesta."))
    return _moved(case, before, "phase_taken_back", by=by, at=at)


@transaction.atomic
def ask_closure(*, case: Case, outcome: Outcome, closes_on: date, note: str = "", by: User, at: datetime) -> Closure:
    """Ask the supervisor to close a case with an outcome. Asked twice alike, it is one request.

    Raises StepRefused for a case that is closed or whose closure was asked otherwise, an outcome that does not suit its
    phase, a day to come or before the opening.
    """
    case = _locked(case)
    asked = case.closures.filter(state=ClosureState.ASKED).first()
    if asked is not None and (asked.outcome, asked.closes_on, asked.note) == (outcome, closes_on, note):
        return asked
    if asked is not None:
        raise StepRefused(_("La chiusura è già stata chiesta: ritirare la richiesta per scriverne un'altra."))
    if case.is_closed:
        raise StepRefused(_("Il caso è già chiuso."))
    if outcome not in outcomes_of(Phase(case.phase)):
        raise StepRefused(_("Questo esito non si addice alla fase del caso: sceglierne un altro."), "outcome")
    _require_closing_day(case, closes_on, at=at)
    closure = Closure(case=case, body_id=case.body_id, outcome=outcome, closes_on=closes_on, asked_by=by, asked_at=at)
    closure.note = note
    closure.save()
    record(case, "closure_asked", by=by, at=at, after={"outcome": outcome})
    return closure


@transaction.atomic
def approve_closure(*, closure: Closure, by: User, at: datetime, reason: str = "") -> Case:
    """Close the case as it was asked. Approved already, nothing changes.

    Two people close a case: who asked does not approve while another supervises the service. Who is alone closes it
    with a `reason`, kept with the closure, and the trail says that nobody else approved. Raises StepRefused, and
    TransitionRefused where it was otherwise decided. Source: configuration of the programme, no text asks for it.
    """
    closure = _locked_closure(closure)
    if closure.state == ClosureState.APPROVED:
        return closure.case
    is_alone = closure.asked_by_id == by.pk
    if is_alone:
        closure.answer = _require_alone(closure, reason, at=at)
    _decide(closure, ClosureState.APPROVED, by=by, at=at)
    case = closure.case
    case.outcome, case.closed_on = closure.outcome, closure.closes_on
    return _closed(case, "closed_alone" if is_alone else "closed", by=by, at=at)


@transaction.atomic
def close_transferred(*, case: Case, by: User, at: datetime) -> Case:
    """Close a case that another service took over: nobody's approval is needed, since two services agreed.

    A closure asked meanwhile is taken back, for it closes otherwise. Closed already, nothing changes. A day before its
    opening there never is. Called in the scope of the platform, since who accepts does not see the case.
    """
    case = _locked(case)
    if case.is_closed:
        return case
    for closure in case.closures.filter(state=ClosureState.ASKED):
        withdraw_closure(closure=closure, by=by, at=at)
    case.outcome, case.closed_on = Outcome.TRANSFER, max(timezone.localdate(at), case.opened_on)
    return _closed(case, "closed", by=by, at=at)


@transaction.atomic
def refuse_closure(*, closure: Closure, answer: str, by: User, at: datetime) -> Closure:
    """Leave the case open and say what is missing. Raises StepRefused without words."""
    closure = _locked_closure(closure)
    if closure.state == ClosureState.REFUSED:
        return closure
    if not answer.strip():
        raise StepRefused(_("Scrivere che cosa manca: lo legge chi ha chiesto la chiusura."), "answer")
    closure.answer = answer.strip()
    _decide(closure, ClosureState.REFUSED, by=by, at=at)
    record(closure.case, "closure_refused", by=by, at=at)
    return closure


@transaction.atomic
def withdraw_closure(*, closure: Closure, by: User, at: datetime) -> Closure:
    """Take the request back: the case goes on. Taken back already, nothing changes."""
    closure = _locked_closure(closure)
    if closure.state == ClosureState.WITHDRAWN:
        return closure
    _decide(closure, ClosureState.WITHDRAWN, by=by, at=at)
    record(closure.case, "closure_withdrawn", by=by, at=at)
    return closure


@transaction.atomic
def reopen_case(*, case: Case, by: User, at: datetime) -> Case:
    """Take a closed case up again, from a new assessment. Raises StepRefused once the case was made anonymous."""
    case = _locked(case)
    if not case.is_closed:
        return case
    if case.anonymised_at is not None:
        raise StepRefused(_("Il caso è stato reso anonimo: non si può riaprire, se ne apre uno nuovo."))
    require_transition(PHASE_TRANSITIONS, case.phase, Phase.ASSESSED)
    case.outcome, case.closed_on = "", None
    return _moved(case, Phase.ASSESSED, "taken_up_again", by=by, at=at)


def _closed(case: Case, verb: str, *, by: User, at: datetime) -> Case:
    require_transition(PHASE_TRANSITIONS, case.phase, Phase.CLOSED)
    return _moved(case, Phase.CLOSED, verb, by=by, at=at)


def _require_alone(closure: Closure, reason: str, *, at: datetime) -> str:
    """Give why who asked approves too. Raises StepRefused where another may approve, saying who, or without a why."""
    others = other_supervisors(closure.body_id, besides=closure.asked_by_id, on=timezone.localdate(at))
    if others:
        said = _("La chiusura la approva una persona diversa da chi l'ha chiesta: %(people)s.")
        raise StepRefused(said % {"people": ", ".join(map(str, others))})
    if not reason.strip():
        raise StepRefused(_("Nessun'altra persona coordina il servizio: scrivere perché si chiude da soli."), "reason")
    return reason.strip()


def _moved(case: Case, to: Phase, verb: str, *, by: User, at: datetime) -> Case:
    """Write the new phase and its trail: states alone."""
    before, case.phase = case.phase, to
    case.save(update_fields=["phase", "outcome", "closed_on", "updated_at"])
    after = {"phase": to, "outcome": case.outcome} if case.outcome else {"phase": to}
    record(case, verb, by=by, at=at, before={"phase": before}, after=after)
    return case


def _decide(closure: Closure, state: ClosureState, *, by: User, at: datetime) -> None:
    require_transition(CLOSURE_TRANSITIONS, closure.state, state)
    closure.state, closure.decided_by, closure.decided_at = state, by, at
    closure.save()


def _require_closing_day(case: Case, closes_on: date, *, at: datetime) -> None:
    if closes_on > timezone.localdate(at):
        raise StepRefused(_("La data è nel futuro: controllare il giorno."), "closes_on")
    if closes_on < case.opened_on:
        said = _("Viene prima dell'apertura del caso (%(day)s): controllare il giorno.")
        raise StepRefused(said % {"day": long_day(case.opened_on)}, "closes_on")


def _locked(case: Case) -> Case:
    found = Case.objects.unscoped(reason="locked by its own operation")
    return found.select_for_update(no_key=True).get(pk=case.pk)


def _locked_closure(closure: Closure) -> Closure:
    """Lock the case, then the request: in the order in which it is asked."""
    case = _locked(closure.case)
    found = Closure.objects.unscoped(reason="locked by its own operation").select_for_update(no_key=True)
    closure = found.get(pk=closure.pk)
    closure.case = case
    return closure
