# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What does not work in the pilot, how it was corrected, whether the correction had its effect. No case is named."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.anonymity import names_a_case
from incas.cases.choices.pilot import CRITICALITY_TRANSITIONS, CriticalityState
from incas.cases.models import Criticality, MeasureKind
from incas.cases.refusals import Refused
from incas.core.transitions import require_transition
from incas.organisations.models import Body


class CriticalityRefused(Refused):
    """It cannot be written so; the message says why and what to change, in Italian."""


@transaction.atomic
def raise_criticality(
    *,
    body: Body | None,
    title: str,
    description: str,
    phase: str,
    measure_kind: MeasureKind | None,
    rule: str,
    origin: str,
    by: User,
    at: datetime,
) -> Criticality:
    """Tell what does not work, in a Comune or (`body` None) in the whole pilot. Raises CriticalityRefused."""
    refuse_codes(title=title, description=description)
    criticality = Criticality.objects.create(
        body=body,
        title=title,
        description=description,
        phase=phase,
        measure_kind=measure_kind,
        rule=rule,
        origin=origin,
        raised_on=timezone.localdate(at),
        raised_by=by,
    )
    record(criticality, "criticality_raised", by=by, at=at, after={"state": criticality.state})
    return criticality


@transaction.atomic
def change_criticality(
    *,
    criticality: Criticality,
    title: str,
    description: str,
    phase: str,
    measure_kind: MeasureKind | None,
    rule: str,
    origin: str,
    by: User,
    at: datetime,
) -> Criticality:
    """Write better what does not work. The same again changes nothing. Raises CriticalityRefused for a code."""
    refuse_codes(title=title, description=description)
    found = _locked(criticality)
    values = {
        "title": title,
        "description": description,
        "phase": phase,
        "measure_kind": measure_kind,
        "rule": rule,
        "origin": origin,
    }
    changed = [name for name, value in values.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, values[name])
    if changed:
        found.save()
        record(found, "changed", by=by, at=at, after={"fields": changed})
    return found


@transaction.atomic
def correct(*, criticality: Criticality, correction: str, corrected_on: date, by: User, at: datetime) -> Criticality:
    """Write how it was corrected and when; its effect is to be verified. The same again changes nothing.

    Raises CriticalityRefused for a code, a day to come or before it was raised; TransitionRefused.
    """
    refuse_codes(correction=correction)
    found = _locked(criticality)
    if (found.state, found.correction, found.corrected_on) == (CriticalityState.CORRECTED, correction, corrected_on):
        return found
    _require_day(corrected_on, "corrected_on", after=found.raised_on, at=at)
    before = _moved(found, CriticalityState.CORRECTED)
    found.correction, found.corrected_on = correction, corrected_on
    return _saved(found, "corrected", before, by=by, at=at)


@transaction.atomic
def verify_effect(*, criticality: Criticality, effect: str, verified_on: date, by: User, at: datetime) -> Criticality:
    """Write that the correction had its effect: from then on every service reads it. The same again changes nothing.

    Raises as `correct` does.
    """
    refuse_codes(effect=effect)
    found = _locked(criticality)
    if (found.state, found.effect, found.verified_on) == (CriticalityState.VERIFIED, effect, verified_on):
        return found
    before = _moved(found, CriticalityState.VERIFIED)
    _require_day(verified_on, "verified_on", after=found.corrected_on or found.raised_on, at=at)
    found.effect, found.verified_on = effect, verified_on
    return _saved(found, "effect_verified", before, by=by, at=at)


@transaction.atomic
def reopen(*, criticality: Criticality, reason: str, by: User, at: datetime) -> Criticality:
    """Open it again, saying why. While it is open it changes nothing. Raises CriticalityRefused, TransitionRefused."""
    return _return_to(CriticalityState.OPEN, "criticality_reopened", criticality, reason, by=by, at=at)


@transaction.atomic
def leave_unsolved(*, criticality: Criticality, reason: str, by: User, at: datetime) -> Criticality:
    """Say that it was not solved, and why. Said already it changes nothing. Raises as `reopen` does."""
    return _return_to(CriticalityState.NOT_SOLVED, "not_solved", criticality, reason, by=by, at=at)


def refuse_codes(**texts: str) -> None:
    """Refuse texts that name a case: what is written here is read by other services. Raises CriticalityRefused."""
    for field, text in texts.items():
        if names_a_case(text):
            raise CriticalityRefused(
                _("Qui c'è il codice di un caso: descrivere la difficoltà senza dire in quale caso."), field
            )


def _return_to(
    state: CriticalityState, verb: str, criticality: Criticality, reason: str, *, by: User, at: datetime
) -> Criticality:
    refuse_codes(reason=reason)
    found = _locked(criticality)
    if found.state == state:
        return found
    before = _moved(found, state)
    return _saved(found, verb, before, by=by, at=at, reason=reason)


def _locked(criticality: Criticality) -> Criticality:
    return Criticality.objects.select_for_update().get(pk=criticality.pk)


def _moved(criticality: Criticality, state: CriticalityState) -> str:
    """Move it to a state where there is a way, and give the one it was in."""
    require_transition(CRITICALITY_TRANSITIONS, criticality.state, state)
    before, criticality.state = criticality.state, state
    return before


def _saved(
    criticality: Criticality, verb: str, before: str, *, by: User, at: datetime, reason: str = ""
) -> Criticality:
    criticality.save()
    after = {"state": criticality.state}
    record(criticality, verb, by=by, at=at, reason=reason, before={"state": before}, after=after)
    return criticality


def _require_day(day: date, field: str, *, after: date, at: datetime) -> None:
    if day > timezone.localdate(at):
        raise CriticalityRefused(_("La data è nel futuro: scrivere il giorno in cui è avvenuto."), field)
    if day < after:
        raise CriticalityRefused(_("La data viene prima del passo precedente: correggerla."), field)
