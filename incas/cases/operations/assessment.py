# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Write what was observed, what the person was told and agreed to, how their needs stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.cases import Answer, ConsentKind, Indicator, Language, Moment, Need, Observation, Score
from incas.cases.models import Case, Consent, NeedScore, ObservedIndicator
from incas.cases.models.base import CaseRecordQuerySet
from incas.cases.refusals import Refused
from incas.core.writing import long_day

RowT = TypeVar("RowT", ObservedIndicator, NeedScore)


class AssessmentRefused(Refused):
    """What was written cannot be; the message says why and what to do, in Italian."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How a need stands, with a note."""

    score: Score
    note: str = ""


@transaction.atomic
def observe_indicators(
    *, case: Case, observations: Mapping[Indicator, Observation], by: User, at: datetime
) -> list[ObservedIndicator]:
    """Write what is known of indicators of exploitation; those that are as they were keep their day.

    Facts observed, never what was stated to an investigation (art. 329 c.p.p.). Gives the rows that changed. Raises
    AssessmentRefused on a closed case.
    """
    case = _locked(case)
    known = {row.indicator: row for row in case.indicators.all()}
    changed = []
    for indicator, observation in observations.items():
        row = known.get(indicator) or ObservedIndicator(case=case, body_id=case.body_id, indicator=indicator)
        if row.observation != observation:  # a row that was never written says «not known»
            row.observation, row.noted_on = observation, timezone.localdate(at)
            changed.append(row)
    if changed:
        _write(ObservedIndicator, changed, "observation", "noted_on")
        record(case, "observed", by=by, at=at)
    return changed


@transaction.atomic
def record_consent(
    *,
    case: Case,
    kind: ConsentKind,
    answer: Answer,
    given_on: date,
    language: Language,
    mediator: str = "",
    note: str = "",
    by: User,
    at: datetime,
) -> Consent:
    """Write what the person was told or agreed to. The newest of a kind holds; none is corrected or taken away.

    Written twice alike on the same day, it is one. Raises AssessmentRefused for a day to come, and for a withdrawal of
    what was not given before.
    """
    case = _locked(case, even_if_closed=True)
    if given_on > timezone.localdate(at):
        raise AssessmentRefused(_("La data è nel futuro: controllare il giorno."), "given_on")
    newest = case.consents.filter(kind=kind, given_on__lte=given_on).order_by("-given_on", "-pk").first()
    written = (answer, given_on, language, mediator, note)
    if newest is not None and written == (
        newest.answer,
        newest.given_on,
        newest.language,
        newest.mediator,
        newest.note,
    ):
        return newest
    if answer == Answer.WITHDRAWN and (newest is None or newest.answer != Answer.GIVEN):
        raise AssessmentRefused(_("Si ritira solo ciò che era stato dato: a quel giorno non risulta."), "answer")
    consent = Consent(case=case, body_id=case.body_id, kind=kind, answer=answer, given_on=given_on, language=language)
    consent.mediator, consent.note = mediator, note
    consent.save()
    record(case, "consented", by=by, at=at, after={"consent": consent.code, "given_on": given_on.isoformat()})
    return consent


@transaction.atomic
def weigh_needs(
    *,
    case: Case,
    moment: Moment,
    weighed_on: date,
    weights: Mapping[Need, Weight],
    by: User,
    at: datetime,
    is_new: bool = False,
) -> list[NeedScore]:
    """Write how needs stand on a day, at a moment: what is not given is taken away from that weighing.

    A new weighing adds to what that day already has, and writes over nothing. Raises AssessmentRefused on a closed
    case, without any score, for a day to come, for an exit or a review that comes before the first entry, and for a new
    weighing that says otherwise of a need weighed that day.
    """
    case = _locked(case)
    _require_day(case, moment, weighed_on, at=at)
    if not weights:
        raise AssessmentRefused(_("Serve almeno un punteggio."))
    known = {row.need: row for row in case.scores.filter(moment=moment, weighed_on=weighed_on)}
    if is_new:
        _require_free(known, weights)
    gone = set[str]() if is_new else known.keys() - set(weights)
    case.scores.filter(pk__in=[known[need].pk for need in gone]).delete()
    rows, changed = [], []
    for need, weight in weights.items():
        row = known.get(need)
        if row is None:
            row = NeedScore(case=case, body_id=case.body_id, need=need, moment=moment, weighed_on=weighed_on)
        if row._state.adding or (row.score, row.note) != (weight.score, weight.note):
            row.score, row.note = weight.score, weight.note
            changed.append(row)
        rows.append(row)
    _write(NeedScore, changed, "score", "note")
    if changed or gone:
        record(case, "weighed", by=by, at=at, after={"moment": moment, "weighed_on": weighed_on.isoformat()})
    return rows


def _require_free(known: Mapping[str, NeedScore], weights: Mapping[Need, Weight]) -> None:
    for need, weight in weights.items():
        row = known.get(need)
        if row is not None and (row.score, row.note) != (weight.score, weight.note):
            told = {"score": row.get_score_display(), "day": long_day(row.weighed_on, "del")}
            text = _("Già valutato quel giorno: %(score)s. Si corregge nella valutazione %(day)s.")
            raise AssessmentRefused(text % told, need)


def _require_day(case: Case, moment: Moment, weighed_on: date, *, at: datetime) -> None:
    if weighed_on > timezone.localdate(at):
        raise AssessmentRefused(_("La data è nel futuro: controllare il giorno."), "weighed_on")
    if moment == Moment.ENTRY:
        return
    entry = case.scores.filter(moment=Moment.ENTRY).order_by("weighed_on").first()
    if entry is None:
        raise AssessmentRefused(_("Prima si valutano i bisogni all'ingresso."), "moment")
    if weighed_on < entry.weighed_on:
        raise AssessmentRefused(_("Viene prima della valutazione di ingresso: controllare il giorno."), "weighed_on")


def _write(model: type[RowT], rows: Sequence[RowT], *fields: str) -> None:
    """Write rows of a locked case together: those that are new whole, of the others these fields."""
    written: CaseRecordQuerySet[RowT] = model._default_manager.all()
    written.scoped().bulk_create([row for row in rows if row._state.adding])
    written.scoped().bulk_update([row for row in rows if not row._state.adding], fields)


def _locked(case: Case, *, even_if_closed: bool = False) -> Case:
    """Lock a case that is being written. Raises AssessmentRefused when it is closed."""
    case = Case.objects.unscoped(reason="locked by its own operation").select_for_update(no_key=True).get(pk=case.pk)
    if case.is_closed and not even_if_closed:
        raise AssessmentRefused(_("Il caso è chiuso: riaprirlo prima di cambiarne la valutazione."))
    return case
