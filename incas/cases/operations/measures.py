# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The measures of a programme: added, changed, begun, ended with an outcome."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.programmes import MEASURE_TRANSITIONS, PROGRAMME_RUNS, MeasureState, ProgrammeState
from incas.cases.models import LocalMeasure, Measure, MeasureKind, Objective, Programme
from incas.cases.operations.programmes import lock_programme
from incas.cases.queries.permits import permit_cover
from incas.cases.refusals import Refused
from incas.core.transitions import require_transition
from incas.core.writing import long_day


class MeasureRefused(Refused):
    """The measure cannot be so; the message says why and what to do, in Italian."""


@dataclass(frozen=True, slots=True)
class MeasureContent:
    """What is written of a measure. `cost` in euro, for the whole of it."""

    kind: MeasureKind
    starts_on: date
    ends_on: date
    objective: Objective | None = None
    local_name: LocalMeasure | None = None
    provider: str = ""
    hours_a_week: int | None = None
    cost: Decimal | None = None
    note: str = ""


@transaction.atomic
def add_measure(*, programme: Programme, content: MeasureContent, by: User, at: datetime) -> Measure:
    """Add a measure to a programme that is not closed. Raises MeasureRefused for days that do not hold."""
    programme = lock_programme(programme)
    require_content(programme, content, at=at)
    measure = Measure(case_id=programme.case_id, body_id=programme.body_id, programme=programme)
    _write(measure, content)
    record(programme.case, "measure_added", by=by, at=at, after=_told(measure))
    return measure


@transaction.atomic
def change_measure(*, measure: Measure, content: MeasureContent, by: User, at: datetime) -> Measure:
    """Change a measure that has not ended. Raises MeasureRefused once it has, or for days that do not hold."""
    measure = _locked(measure)
    if measure.state in {MeasureState.DONE, MeasureState.INTERRUPTED}:
        raise MeasureRefused(_("La misura è conclusa: non si modifica più."))
    require_content(measure.programme, content, at=at)
    before = _told(measure)
    _write(measure, content)
    record(measure.case, "measure_changed", by=by, at=at, before=before, after=_told(measure))
    return measure


def require_content(programme: Programme, content: MeasureContent, *, at: datetime) -> None:
    """Raise MeasureRefused unless a measure may be so.

    Within its programme and within what the permit covers, unless a receipt of renewal exists (`permit_cover`); named
    and aimed at what belongs to the case.
    """
    if programme.state == ProgrammeState.CLOSED:
        raise MeasureRefused(_("Il programma è chiuso: le sue misure non cambiano più."))
    if content.ends_on < content.starts_on:
        raise MeasureRefused(_("La misura finisce prima di iniziare: correggere la data."), "ends_on")
    if content.starts_on < programme.starts_on:
        raise MeasureRefused(
            _("Il programma inizia %(day)s: la misura non può iniziare prima.")
            % {"day": long_day(programme.starts_on, "il")},
            "starts_on",
        )
    if content.ends_on > programme.ends_on:
        raise MeasureRefused(
            _("Il programma finisce %(day)s: la misura non può finire dopo.")
            % {"day": long_day(programme.ends_on, "il")},
            "ends_on",
        )
    cover = permit_cover(programme.case, timezone.localdate(at))
    if cover.until is not None and content.ends_on > cover.until:
        raise MeasureRefused(
            _("La misura può durare al massimo fino %(day)s. %(why)s")
            % {"day": long_day(cover.until, "al"), "why": cover.reason},
            "ends_on",
        )
    if content.objective is not None and content.objective.programme_id != programme.pk:
        raise MeasureRefused(_("L'obiettivo è di un altro programma: sceglierne uno di questo."), "objective")
    if content.local_name is not None and (
        content.local_name.body_id != programme.body_id or content.local_name.kind_id != content.kind.pk
    ):
        raise MeasureRefused(_("Il nome locale non corrisponde al tipo scelto: sceglierne un altro."), "local_name")


def _write(measure: Measure, content: MeasureContent) -> None:
    for field in fields(content):
        setattr(measure, field.name, getattr(content, field.name))
    measure.save()


@transaction.atomic
def start_measure(*, measure: Measure, by: User, at: datetime) -> Measure:
    """Begin a measure, on a programme that runs. Twice it changes nothing."""
    measure = _locked(measure)
    if measure.state == MeasureState.RUNNING:
        return measure
    if measure.programme.state not in PROGRAMME_RUNS:
        raise MeasureRefused(_("Il programma non è ancora approvato: le misure iniziano dopo."))
    return _moved(measure, MeasureState.RUNNING, by=by, at=at)


@transaction.atomic
def end_measure(
    *, measure: Measure, ended_on: date, outcome: str, is_interrupted: bool, by: User, at: datetime
) -> Measure:
    """End a measure on a day, done or interrupted, with its outcome. Twice it changes nothing.

    The day is within the measure's own and not in the future. Raises MeasureRefused.
    """
    measure = _locked(measure)
    target = MeasureState.INTERRUPTED if is_interrupted else MeasureState.DONE
    if measure.state == target:
        return measure
    if ended_on > timezone.localdate(at):
        raise MeasureRefused(_("La misura non può essere finita nel futuro: correggere la data."), "ended_on")
    if not measure.starts_on <= ended_on <= measure.ends_on:
        raise MeasureRefused(
            _("La misura va %(first)s %(last)s: scrivere un giorno fra questi.")
            % {"first": long_day(measure.starts_on, "dal"), "last": long_day(measure.ends_on, "al")},
            "ended_on",
        )
    measure.ends_on, measure.outcome = ended_on, outcome
    return _moved(measure, target, by=by, at=at)


def _locked(measure: Measure) -> Measure:
    found = Measure.objects.unscoped(reason="locked by its own operation").select_related(
        "case", "programme__case", "kind"
    )
    return found.select_for_update(of=("self", "programme"), no_key=True).get(pk=measure.pk)


def _moved(measure: Measure, target: MeasureState, *, by: User, at: datetime) -> Measure:
    require_transition(MEASURE_TRANSITIONS, measure.state, target)
    before, measure.state = measure.state, target
    measure.save()
    record(measure.case, "measure_changed", by=by, at=at, before={"measure_state": before}, after=_told(measure))
    return measure


def _told(measure: Measure) -> dict[str, str]:
    """Tell a measure in the trail: its common kind, state and days; never who provides it, nor words."""
    return {
        "measure": measure.kind.name,
        "measure_state": measure.state,
        "starts_on": measure.starts_on.isoformat(),
        "ends_on": measure.ends_on.isoformat(),
    }
