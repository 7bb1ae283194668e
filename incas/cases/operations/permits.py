# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The steps of a permit, each with the day on which it happened (art. 18-ter T.U.I.). Facts and days, never statements.

A step recorded again with the same day changes nothing; with another day it corrects it (the row as it was is kept).
Each refuses, beside the field, a day to come or out of order. Nothing of a case closes because a permit ends: a review
is opened.
"""

from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.permits import (
    DAYS_IN_ORDER,
    PERMIT_GRANTED,
    PERMIT_PENDING,
    PERMIT_TRANSITIONS,
    STEP_DAYS,
    STEP_FROM,
    Conversion,
    PermitKind,
    PermitState,
    PermitStep,
    ReviewReason,
    RevocationReason,
)
from incas.cases.choices.programmes import MeasureState
from incas.cases.days import told_wrong_day
from incas.cases.law import RuleMissing, permit_expiry
from incas.cases.models import Case, Permit, PermitEvent, Person
from incas.cases.operations.reviews import open_review
from incas.cases.queries.families import holder_of
from incas.cases.queries.permits import permit_cover
from incas.cases.refusals import Refused
from incas.core.transitions import TransitionRefused, require_transition
from incas.core.writing import long_day
from incas.programmes.periods import months_after

LONGEST_MONTHS: Final = 120
"""No title to stay lasts longer on paper: beyond, a year was mistyped. No rule of law."""


class PermitRefused(Refused):
    """The step cannot be recorded so; the message says why and what to do, in Italian."""


@transaction.atomic
def report_permit(*, case: Case, kind: PermitKind, on: date, by: User, at: datetime) -> Permit:
    """Begin a permit: it was reported on a day. While one of the same kind and day is pending it gives that one.

    Raises PermitRefused while another is pending, and where there is nobody whose permit it would be.
    """
    case = _lock_case(case)
    pending = case.permits.filter(state__in=PERMIT_PENDING).first()
    if pending is not None:
        if (pending.kind, pending.reported_on) == (kind, on):
            return pending
        raise PermitRefused(
            _("C'è già un permesso in corso di rilascio: registrare i suoi passi, non un altro permesso.")
        )
    _require_somebody(case, kind)
    permit = Permit(case=case, body_id=case.body_id, kind=kind)
    return _take_step(permit, PermitStep.REPORTED, on=on, by=by, at=at)


@transaction.atomic
def note_report(*, permit: Permit, on: date, by: User, at: datetime) -> Permit:
    """Correct the day on which the permit was reported."""
    return _take_step(lock_permit(permit), PermitStep.REPORTED, on=on, by=by, at=at)


@transaction.atomic
def note_proposal(*, permit: Permit, on: date, by: User, at: datetime) -> Permit:
    """Record that the proceeding judicial authority proposed the permit (c. 1), whatever the INL did."""
    permit = _of_the_pilot(lock_permit(permit))
    return _take_step(permit, PermitStep.PROPOSAL, on=on, into=_once_proposed(permit), by=by, at=at)


@transaction.atomic
def note_opinion(*, permit: Permit, on: date, by: User, at: datetime) -> Permit:
    """Record that the INL gave its opinion (c. 2), whatever the authority did."""
    permit = _of_the_pilot(lock_permit(permit))
    return _take_step(permit, PermitStep.OPINION, on=on, into=_once_proposed(permit), by=by, at=at)


@transaction.atomic
def request_permit(*, permit: Permit, on: date, has_receipt: bool, by: User, at: datetime) -> Permit:
    """Record that the permit was requested; with a receipt the person may stay and work meanwhile (c. 6)."""
    permit = lock_permit(permit)
    into = PermitState.REQUESTED if permit.state in PERMIT_PENDING else None
    return _take_step(permit, PermitStep.REQUEST, on=on, into=into, by=by, at=at, has_receipt=has_receipt)


@transaction.atomic
def issue_permit(*, permit: Permit, on: date, expires_on: date | None = None, by: User, at: datetime) -> Permit:
    """Record that the permit was issued, and its last day: what the document says, else what the rules of that day say.

    Recorded again it corrects both days. Raises PermitRefused where it would overlap another permit of the case, or
    where the rules know no length and none is given.
    """
    permit = lock_permit(permit)
    expires_on = _last_day(permit, on, expires_on)
    today = timezone.localdate(at)
    into = PermitState.ISSUED if permit.state != PermitState.EXPIRED or expires_on >= today else None
    permit = _take_step(permit, PermitStep.ISSUE, on=on, into=into, by=by, at=at, expires_on=expires_on)
    return _with_measures_reviewed(permit, by=by, at=at)


@transaction.atomic
def communicate_permit(*, permit: Permit, on: date, reference: str, by: User, at: datetime) -> Permit:
    """Record that the issue was communicated to the Ministero del Lavoro (c. 3), with its reference; once issued."""
    permit = _of_the_pilot(lock_permit(permit))
    if permit.issued_on is None:
        raise PermitRefused(_("Si comunica il rilascio: registrarlo prima."))
    if not reference.strip():
        raise PermitRefused(_("Scrivere il protocollo della comunicazione."), "reference")
    return _take_step(permit, PermitStep.COMMUNICATION, on=on, by=by, at=at, communication_reference=reference.strip())


@transaction.atomic
def request_renewal(*, permit: Permit, on: date, by: User, at: datetime) -> Permit:
    """Record the receipt of a request of renewal: from then on measures have no term, until the outcome (c. 6)."""
    return _take_step(lock_permit(permit), PermitStep.RENEWAL_REQUEST, on=on, by=by, at=at)


@transaction.atomic
def renew_permit(*, permit: Permit, on: date, expires_on: date | None = None, by: User, at: datetime) -> Permit:
    """Record that the permit was renewed: give the permit that continues it. Again, on the same day: the same one."""
    permit = lock_permit(permit)
    following = Permit.objects.scoped().filter(previous=permit).first()
    if following is not None and following.issued_on == on:
        return following
    _require_step(permit, PermitStep.RENEWAL)
    if permit.issued_on is not None and on <= permit.issued_on:
        raise PermitRefused(_("Il rinnovo è successivo al rilascio: controllare la data."), "on")
    renewed = Permit(
        case=permit.case,
        body_id=permit.body_id,
        kind=permit.kind,
        previous=permit,
        requested_on=permit.renewal_requested_on,
        has_receipt=permit.renewal_requested_on is not None,
    )
    last = _last_day(renewed, on, expires_on)
    _take_step(permit, PermitStep.RENEWAL, on=on, into=PermitState.RENEWED, by=by, at=at)
    renewed = _take_step(renewed, PermitStep.ISSUE, on=on, into=PermitState.ISSUED, by=by, at=at, expires_on=last)
    return _with_measures_reviewed(renewed, by=by, at=at)


@transaction.atomic
def convert_permit(*, permit: Permit, on: date, conversion: Conversion, by: User, at: datetime) -> Permit:
    """Record that the permit was converted, and into what (c. 4)."""
    permit = lock_permit(permit)
    return _take_step(
        permit, PermitStep.CONVERSION, on=on, into=PermitState.CONVERTED, by=by, at=at, conversion=conversion
    )


@transaction.atomic
def revoke_permit(*, permit: Permit, on: date, reason: RevocationReason, by: User, at: datetime) -> Permit:
    """Record that the permit was revoked, and why (cc. 4–5): a review is opened, nothing is closed."""
    permit = lock_permit(permit)
    is_known = permit.state == PermitState.REVOKED
    permit = _take_step(permit, PermitStep.REVOCATION, on=on, into=PermitState.REVOKED, by=by, at=at, revocation=reason)
    if not is_known:
        open_review(case=permit.case, reason=ReviewReason.PERMIT_REVOKED, by=by, at=at)
    return _with_measures_reviewed(permit, by=by, at=at)


@transaction.atomic
def deny_permit(*, permit: Permit, on: date, by: User, at: datetime) -> Permit:
    """Record that the permit was denied: a review is opened, nothing is closed."""
    permit = lock_permit(permit)
    is_known = permit.state == PermitState.DENIED
    permit = _take_step(permit, PermitStep.DENIAL, on=on, into=PermitState.DENIED, by=by, at=at)
    if not is_known:
        open_review(case=permit.case, reason=ReviewReason.PERMIT_DENIED, by=by, at=at)
    return permit


@transaction.atomic
def deny_renewal(*, permit: Permit, on: date, by: User, at: datetime) -> Permit:
    """Record that the renewal was denied (c. 6, notice of impediment): its receipt ends, and a review is opened.

    The permit stays what its days make it: in force until its last, expired after.
    """
    permit = lock_permit(permit)
    if permit.renewal_requested_on is None:
        return permit
    if on < permit.renewal_requested_on:
        raise PermitRefused(
            _("Il rinnovo è stato chiesto %(day)s: il diniego non può venire prima.")
            % {"day": long_day(permit.renewal_requested_on, "il")},
            "on",
        )
    permit = _take_step(
        permit, PermitStep.RENEWAL_DENIAL, on=on, into=_by_its_days(permit, at), by=by, at=at, renewal_requested_on=None
    )
    open_review(case=permit.case, reason=ReviewReason.PERMIT_DENIED, by=by, at=at)
    return _with_measures_reviewed(permit, by=by, at=at)


@transaction.atomic
def restore_permit(*, permit: Permit, on: date, by: User, at: datetime) -> Permit:
    """Record that a revocation or a denial was annulled, or had been recorded by mistake: the permit is what it was.

    What was decided meanwhile stays: the reviews are a person's to settle.
    """
    permit = lock_permit(permit)
    if permit.state not in STEP_FROM[PermitStep.RESTORATION]:
        return permit
    if permit.ended_on is not None and on < permit.ended_on:
        raise PermitRefused(_("L'annullamento non può venire prima: controllare la data."), "on")
    into = _by_its_days(permit, at) if permit.state == PermitState.REVOKED else _before_issue(permit)
    return _take_step(permit, PermitStep.RESTORATION, on=on, into=into, by=by, at=at, ended_on=None, revocation="")


@transaction.atomic
def expire_permit(*, permit: Permit, at: datetime) -> Permit:
    """Note that the last day of a permit has passed, with no receipt of renewal; in an open case a review is opened.

    The platform does it, by the clock. A permit that has not expired, or was renewed meanwhile, is left alone.
    """
    permit = lock_permit(permit)
    is_over = permit.expires_on is not None and permit.expires_on < timezone.localdate(at)
    if permit.state != PermitState.ISSUED or not is_over or permit.has_live_receipt or permit.expires_on is None:
        return permit
    permit = _take_step(permit, PermitStep.EXPIRY, on=permit.expires_on, into=PermitState.EXPIRED, by=None, at=at)
    if not permit.case.is_closed:
        open_review(case=permit.case, reason=ReviewReason.PERMIT_EXPIRED, by=None, at=at)
    return _with_measures_reviewed(permit, by=None, at=at)


def review_measures(*, case: Case, by: User | None, at: datetime) -> None:
    """Ask that somebody looks at measures which now outlast the permit: they are never cut by themselves."""
    cover = permit_cover(case, timezone.localdate(at))
    if cover.until is None or case.is_closed:
        return
    running = case.measures.filter(state__in=[MeasureState.PLANNED, MeasureState.RUNNING])
    if running.filter(ends_on__gt=cover.until).exists():
        open_review(case=case, reason=ReviewReason.MEASURES_BEYOND_PERMIT, by=by, at=at)


def continue_no_more(*, permit: Permit, by: User, at: datetime) -> Permit:
    """Give back its own life to a permit whose renewal was recorded by mistake and is gone: what its days make it."""
    permit = lock_permit(permit)
    before, permit.state, permit.ended_on = permit.state, _by_its_days(permit, at), None
    permit.save(update_fields=["state", "ended_on", "updated_at"])
    permit.events.filter(step=PermitStep.RENEWAL).delete()
    trail = {"permit": permit.code, "state": permit.state}
    record(permit.case, "permit_step", by=by, at=at, before={"state": before}, after=trail)
    return permit


def lock_permit(permit: Permit) -> Permit:
    """Hold a permit and its case until the transaction ends: overlaps are judged under this lock."""
    _lock_case(permit.case)
    return Permit.objects.scoped().select_for_update(of=("self",)).select_related("case").get(pk=permit.pk)


def _lock_case(case: Case) -> Case:
    return Case.objects.scoped().select_for_update(no_key=True, of=("self",)).get(pk=case.pk)


def _take_step(
    permit: Permit,
    step: PermitStep,
    *,
    on: date,
    by: User | None,
    at: datetime,
    into: PermitState | None = None,
    **values: Any,
) -> Permit:
    """Write a step: its day, the state it leads to (None: the same), what else it says. The same again: nothing."""
    target, before = into or PermitState(permit.state), permit.state
    if step in STEP_DAYS:
        values[STEP_DAYS[step]] = on
    values["state"] = target
    if permit.pk and all(getattr(permit, name) == value for name, value in values.items()):
        return permit
    _require_step(permit, step)
    if target != permit.state:
        require_transition(PERMIT_TRANSITIONS, permit.state, target)
    for name, value in values.items():
        setattr(permit, name, value)
    _require_days(permit, step, on, today=timezone.localdate(at))
    permit.save()
    PermitEvent.objects.scoped().update_or_create(
        permit=permit, step=step, defaults={"case": permit.case, "body_id": permit.body_id, "happened_on": on}
    )
    trail = {"permit": permit.code, "step": step, "day": on.isoformat(), "state": target}
    record(permit.case, "permit_step", by=by, at=at, before={"state": before} if before != target else {}, after=trail)
    return permit


def _require_step(permit: Permit, step: PermitStep) -> None:
    """Raise TransitionRefused unless the step may be recorded from the state of the permit; expiry is the clock's."""
    if step in STEP_FROM and permit.state not in STEP_FROM[step]:
        said = {"state": permit.get_state_display(), "step": PermitStep(step).label}
        raise TransitionRefused(_("Il permesso è «%(state)s»: il passo «%(step)s» non si registra.") % said)


def _require_days(permit: Permit, step: PermitStep, on: date, *, today: date) -> None:
    """Raise PermitRefused, beside the field, for a day to come, out of order, or held by another permit."""
    wrong = told_wrong_day(permit, STEP_DAYS.get(step), on, today=today, in_order=DAYS_IN_ORDER)
    if wrong:
        raise PermitRefused(wrong, "on")
    if step == PermitStep.ISSUE:
        _require_room(permit)


def _require_room(permit: Permit) -> None:
    """Raise PermitRefused where an issued permit overlaps another of the case, or ends before it begins."""
    if permit.issued_on is None or permit.expires_on is None:
        return
    if permit.expires_on < permit.issued_on:
        raise PermitRefused(_("Scade prima di essere rilasciato: controllare le due date."), "expires_on")
    if permit.expires_on > months_after(permit.issued_on, LONGEST_MONTHS):
        raise PermitRefused(_("Scade più di dieci anni dopo il rilascio: controllare l'anno."), "expires_on")
    others = Permit.objects.scoped().filter(case=permit.case_id, state__in=PERMIT_GRANTED).exclude(pk=permit.pk)
    for other in others:
        if other.issued_on and other.expires_on and _overlap(permit, other):
            said = {"issued": long_day(other.issued_on, "il"), "last": long_day(other.last_held_day, "al")}
            raise PermitRefused(
                _("Si sovrappone al permesso rilasciato %(issued)s e valido fino %(last)s.") % said, "on"
            )


def _overlap(one: Permit, other: Permit) -> bool:
    """Tell whether two issued permits hold a day together."""
    if None in {one.issued_on, other.issued_on, one.last_held_day, other.last_held_day}:
        return False
    return one.issued_on <= other.last_held_day and other.issued_on <= one.last_held_day  # type: ignore[operator]  # none is missing


def _last_day(permit: Permit, on: date, written: date | None) -> date:
    """Give the last day of a permit issued on a day: the document's, else by the rules in force that day."""
    if written is not None:
        return written
    if not permit.is_of_the_pilot:
        raise PermitRefused(
            _("Le regole non dicono quanto dura questo titolo: scrivere la scadenza del documento."), "expires_on"
        )
    try:
        return permit_expiry(on, is_renewal=permit.previous_id is not None)
    except RuleMissing:
        raise PermitRefused(
            _("Nessuna regola dice quanto durava un permesso rilasciato quel giorno: controllare la data."), "on"
        ) from None


def _require_somebody(case: Case, kind: PermitKind) -> None:
    """Raise PermitRefused where a permit would be nobody's; family reasons are a relative's, never the holder's."""
    person = Person.objects.scoped().filter(case=case).select_related("family").first()
    if person is None:
        raise PermitRefused(_("Il caso non ha ancora una persona: scriverne prima i dati."))
    holder = holder_of(person.family)
    if holder is None:
        raise PermitRefused(_("Nella famiglia nessuno è indicato come titolare: indicarlo nella parte «Famiglia»."))
    if kind == PermitKind.ART_18_TER and not person.is_holder and not case.is_relative:
        raise PermitRefused(_("Titolare è un'altra persona della famiglia: il permesso si registra nel suo caso."))
    if kind == PermitKind.FAMILY and person.is_holder:
        raise PermitRefused(_("La persona è titolare: il permesso per motivi familiari è di un familiare."), "kind")


def _of_the_pilot(permit: Permit) -> Permit:
    """Give the permit back, if it is that of art. 18-ter: other titles have no such step."""
    if not permit.is_of_the_pilot:
        raise PermitRefused(_("Il passo riguarda solo il permesso dell'art. 18-ter."))
    return permit


def _once_proposed(permit: Permit) -> PermitState | None:
    """Give the state of a permit proposed, or about which the INL spoke: one already requested stays so."""
    return PermitState.PROPOSED if permit.state == PermitState.REPORTED else None


def _before_issue(permit: Permit) -> PermitState:
    """Give the state that the days of a permit not issued make."""
    if permit.requested_on is not None:
        return PermitState.REQUESTED
    return PermitState.PROPOSED if permit.proposed_on or permit.opinion_on else PermitState.REPORTED


def _by_its_days(permit: Permit, at: datetime) -> PermitState:
    """Give the state that the days of an issued permit make, without receipts."""
    is_over = permit.expires_on is not None and permit.expires_on < timezone.localdate(at)
    return PermitState.EXPIRED if is_over else PermitState.ISSUED


def _with_measures_reviewed(permit: Permit, *, by: User | None, at: datetime) -> Permit:
    review_measures(case=permit.case, by=by, at=at)
    return permit
