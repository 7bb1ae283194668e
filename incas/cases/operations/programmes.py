# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The individual programme: drafted, shared and signed, approved, reviewed, closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.programmes import PROGRAMME_TRANSITIONS, MeasureState, ProgrammeState
from incas.cases.models import Case, Objective, Programme, ProgrammeReview
from incas.cases.queries.permits import permit_cover
from incas.cases.queries.staff import other_supervisors
from incas.cases.refusals import Refused
from incas.core.transitions import require_transition
from incas.core.writing import long_day

ASSESSABLE = frozenset({ProgrammeState.ACTIVE, ProgrammeState.IN_REVIEW, ProgrammeState.CLOSED})
"""When it may be said how objectives went."""


class ProgrammeRefused(Refused):
    """This cannot be done to the programme as it stands; the message says why and what to do, in Italian."""


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """An objective as written: its code when it is there already, the domain, the words."""

    code: str
    need: str
    text: str


def lock_programme(programme: Programme) -> Programme:
    """Lock a programme and its case for a change."""
    found = Programme.objects.unscoped(reason="locked by its own operation").select_related("case")
    return found.select_for_update(of=("self", "case"), no_key=True).get(pk=programme.pk)


@transaction.atomic
def draft_programme(
    *, case: Case, starts_on: date, ends_on: date, language: str, summary: str, by: User, at: datetime
) -> Programme:
    """Begin the individual programme of a case; its version follows that of the last. Called twice it gives the same.

    Raises ProgrammeRefused when the case is closed, another programme is open, or the days do not hold
    (`require_days`). Source: D.L. 145/2024 art. 6 (personalised, no longer than the permit).
    """
    case = Case.objects.unscoped(reason="locked by its own operation").select_for_update(no_key=True).get(pk=case.pk)
    if case.is_closed:
        raise ProgrammeRefused(_("Il caso è chiuso: riaprirlo prima di scrivere un programma."))
    written = case.programmes.exclude(state=ProgrammeState.CLOSED).first()
    if written is not None:
        if (written.state, written.starts_on, written.ends_on) == (ProgrammeState.DRAFT, starts_on, ends_on):
            return written
        raise ProgrammeRefused(_("C'è già un programma aperto: chiuderlo prima di scriverne un altro."))
    require_days(case, starts_on, ends_on, at=at)
    version = (case.programmes.aggregate(last=Max("version"))["last"] or 0) + 1
    programme = Programme(case=case, body_id=case.body_id, version=version, starts_on=starts_on, ends_on=ends_on)
    programme.language, programme.summary = language, summary
    programme.save()
    _note(programme, "", by=by, at=at)
    return programme


def require_days(case: Case, starts_on: date, ends_on: date, *, at: datetime) -> None:
    """Raise ProgrammeRefused unless a programme may run on these days: in order, within what the permit covers."""
    if ends_on < starts_on:
        raise ProgrammeRefused(_("Il programma finisce prima di iniziare: correggere la data."), "ends_on")
    cover = permit_cover(case, timezone.localdate(at))
    if cover.until is not None and ends_on > cover.until:
        raise ProgrammeRefused(
            _("Il programma può durare al massimo fino %(day)s. %(why)s")
            % {"day": long_day(cover.until, "al"), "why": cover.reason},
            "ends_on",
        )


@transaction.atomic
def write_programme(
    *,
    programme: Programme,
    starts_on: date,
    ends_on: date,
    language: str,
    summary: str,
    objectives: Sequence[ObjectiveRow],
    by: User,
    at: datetime,
) -> Programme:
    """Write the data and the objectives of a draft. Raises ProgrammeRefused once it is shared, or for its days."""
    programme = lock_programme(programme)
    if programme.state != ProgrammeState.DRAFT:
        raise ProgrammeRefused(_("Il programma è stato condiviso: per cambiarlo riportarlo in bozza."))
    require_days(programme.case, starts_on, ends_on, at=at)
    programme.starts_on, programme.ends_on = starts_on, ends_on
    programme.language, programme.summary = language, summary
    programme.save()
    _write_objectives(programme, objectives)
    days = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat(), "objectives": len(objectives)}
    record(programme.case, "programme_changed", by=by, at=at, after=days)
    return programme


def _write_objectives(programme: Programme, rows: Sequence[ObjectiveRow]) -> None:
    """Keep the objectives in the order written; those left out go, with their measures left without objective."""
    known = {objective.code: objective for objective in programme.objectives.all()}
    kept = set()
    for position, row in enumerate(rows):
        objective = known.get(row.code) or Objective(
            case_id=programme.case_id, body_id=programme.body_id, programme=programme
        )
        objective.need, objective.text, objective.position = row.need, row.text, position
        objective.save()
        kept.add(objective.pk)
    programme.objectives.exclude(pk__in=kept).delete()


@transaction.atomic
def assess_objectives(*, programme: Programme, reached: Mapping[str, bool | None], by: User, at: datetime) -> Programme:
    """Say of objectives, by their code, whether they were reached (None: not known yet). The same again: nothing.

    At a review, at the end, or later. Raises ProgrammeRefused before the programme was approved.
    """
    programme = lock_programme(programme)
    if programme.state not in ASSESSABLE:
        raise ProgrammeRefused(_("Il programma non è ancora approvato: gli obiettivi si valutano dopo."))
    known = programme.objectives.filter(code__in=reached)
    changed = [objective for objective in known if objective.is_reached != reached[objective.code]]
    for objective in changed:
        objective.is_reached = reached[objective.code]
        objective.save(update_fields=["is_reached"])
    if changed:
        after = {"programme": programme.version, "objectives_assessed": len(changed)}
        record(programme.case, "programme_changed", by=by, at=at, after=after)
    return programme


@transaction.atomic
def share_programme(
    *, programme: Programme, shared_on: date, signed_on: date, language: str, by: User, at: datetime
) -> Programme:
    """Record that the programme was explained to the person in a language they read, and signed.

    Called twice it changes nothing. Raises ProgrammeRefused without objectives, or when the days do not hold;
    TransitionRefused from any other state.
    """
    programme = lock_programme(programme)
    if programme.state == ProgrammeState.SHARED and programme.signed_on == signed_on:
        return programme
    require_transition(PROGRAMME_TRANSITIONS, programme.state, ProgrammeState.SHARED)
    if not programme.objectives.exists():
        raise ProgrammeRefused(_("Il programma non ha obiettivi: scriverne almeno uno prima di condividerlo."))
    if signed_on < shared_on or signed_on > timezone.localdate(at):
        raise ProgrammeRefused(
            _("La firma viene dopo la condivisione e non è nel futuro: correggere la data."), "signed_on"
        )
    before, programme.state = programme.state, ProgrammeState.SHARED
    programme.shared_on, programme.signed_on, programme.shared_by = shared_on, signed_on, by
    programme.language = language
    programme.save()
    _note(programme, before, by=by, at=at)
    return programme


@transaction.atomic
def rewrite_programme(*, programme: Programme, by: User, at: datetime) -> Programme:
    """Take a programme that was shared, and not approved yet, back to a draft: it must be signed again."""
    programme = lock_programme(programme)
    if programme.state == ProgrammeState.DRAFT:
        return programme
    require_transition(PROGRAMME_TRANSITIONS, programme.state, ProgrammeState.DRAFT)
    before, programme.state = programme.state, ProgrammeState.DRAFT
    programme.shared_on = programme.signed_on = programme.shared_by = None
    programme.save()
    _note(programme, before, by=by, at=at)
    return programme


@transaction.atomic
def approve_programme(
    *, programme: Programme, next_review_on: date | None, by: User, at: datetime, seen: datetime | None = None
) -> Programme:
    """Approve a signed programme as the supervisor of the service: it runs from now on. Twice it changes nothing.

    `seen` is when the one that was read was last written: one that was taken back and signed again since is read again.
    Who shared it does not approve it while another supervises the service; who is alone does, and the row says both.
    Raises ProgrammeRefused then and when its days no longer hold, TransitionRefused from any other state. Source:
    configuration of the programme, no text asks for two people.
    """
    programme = lock_programme(programme)
    if programme.state == ProgrammeState.ACTIVE and programme.approved_by_id == by.pk:
        return programme
    if programme.state != ProgrammeState.SHARED:
        require_transition(PROGRAMME_TRANSITIONS, programme.state, ProgrammeState.SHARED)
        raise ProgrammeRefused(_("Il programma va prima condiviso con la persona e firmato."))
    if seen is not None and seen != programme.updated_at:
        raise ProgrammeRefused(
            _("Il programma è stato cambiato mentre la pagina era aperta: ricaricarla e rileggerlo prima di approvare.")
        )
    _require_another(programme, by=by, at=at)
    require_days(programme.case, programme.starts_on, programme.ends_on, at=at)
    _require_within(programme, next_review_on, "next_review_on")
    programme.state, programme.approved_at, programme.approved_by = ProgrammeState.ACTIVE, at, by
    programme.next_review_on = next_review_on
    programme.save()
    record(programme.case, "approved", by=by, at=at, after={"programme": programme.version})
    return programme


def _require_another(programme: Programme, *, by: User, at: datetime) -> None:
    """Refuse who shared the programme, where somebody else may approve it."""
    if programme.shared_by_id != by.pk:
        return
    others = other_supervisors(programme.body_id, besides=by.pk, on=timezone.localdate(at))
    if others:
        said = _("Il programma lo approva una persona diversa da chi lo ha condiviso: %(people)s.")
        raise ProgrammeRefused(said % {"people": ", ".join(map(str, others))})


def _require_within(programme: Programme, review_on: date | None, field: str) -> None:
    if review_on is not None and not programme.starts_on <= review_on <= programme.ends_on:
        raise ProgrammeRefused(_("La verifica cade fuori dal programma: scegliere un giorno entro la sua fine."), field)


@transaction.atomic
def move_end(*, programme: Programme, ends_on: date, by: User, at: datetime) -> Programme:
    """Move the last day of a programme that runs, as the supervisor approves it. The same day changes nothing.

    So a programme goes on with a permit that was renewed. Raises ProgrammeRefused beyond what the permit covers, before
    a measure ends or before the next review.
    """
    programme = lock_programme(programme)
    if programme.state not in {ProgrammeState.ACTIVE, ProgrammeState.IN_REVIEW}:
        raise ProgrammeRefused(_("La fine si sposta solo a un programma in corso."))
    if programme.ends_on == ends_on:
        return programme
    require_days(programme.case, programme.starts_on, ends_on, at=at)
    if programme.measures.filter(ends_on__gt=ends_on).exists():
        raise ProgrammeRefused(_("Una misura finisce dopo: cambiarne prima la fine."), "ends_on")
    if programme.next_review_on is not None and programme.next_review_on > ends_on:
        raise ProgrammeRefused(_("La prossima verifica cade dopo: scegliere un giorno successivo."), "ends_on")
    before, programme.ends_on = programme.ends_on, ends_on
    programme.save(update_fields=["ends_on", "updated_at"])
    was, now = {"ends_on": before.isoformat()}, {"ends_on": ends_on.isoformat()}
    record(programme.case, "programme_changed", by=by, at=at, before=was, after=now)
    return programme


@transaction.atomic
def begin_review(*, programme: Programme, by: User, at: datetime) -> Programme:
    """Put a running programme in review. Twice it changes nothing."""
    return _move(programme, ProgrammeState.IN_REVIEW, by=by, at=at)


@transaction.atomic
def review_programme(
    *,
    programme: Programme,
    reviewed_on: date,
    outcome: str,
    note: str,
    next_on: date | None,
    by: User,
    at: datetime,
) -> ProgrammeReview:
    """Write a review made with the person; the programme goes on, and is looked at again on `next_on`.

    Raises ProgrammeRefused for days that do not hold, TransitionRefused unless it runs or is in review.
    """
    programme = lock_programme(programme)
    if programme.state == ProgrammeState.ACTIVE:
        programme = _move(programme, ProgrammeState.IN_REVIEW, by=by, at=at)
    require_transition(PROGRAMME_TRANSITIONS, programme.state, ProgrammeState.ACTIVE)
    if not programme.starts_on <= reviewed_on <= timezone.localdate(at):
        raise ProgrammeRefused(
            _("La verifica si fa fra l'inizio del programma e oggi: correggere la data."), "reviewed_on"
        )
    if next_on is not None and next_on <= reviewed_on:
        raise ProgrammeRefused(_("La prossima verifica viene dopo questa: correggere la data."), "next_on")
    _require_within(programme, next_on, "next_on")
    review = ProgrammeReview(case_id=programme.case_id, body_id=programme.body_id, programme=programme)
    review.reviewed_on, review.outcome, review.note = reviewed_on, outcome, note
    review.next_on, review.reviewed_by = next_on, by
    review.save()
    programme.next_review_on = next_on
    programme.save(update_fields=["next_review_on", "updated_at"])
    _move(programme, ProgrammeState.ACTIVE, by=by, at=at)
    return review


@transaction.atomic
def close_programme(*, programme: Programme, closed_on: date, outcome: str, by: User, at: datetime) -> Programme:
    """Close a programme, once each measure has ended. Twice it changes nothing.

    Raises ProgrammeRefused while measures are planned or running, or for the day.
    """
    programme = lock_programme(programme)
    if programme.state == ProgrammeState.CLOSED:
        return programme
    require_transition(PROGRAMME_TRANSITIONS, programme.state, ProgrammeState.CLOSED)
    left = programme.measures.filter(state__in=[MeasureState.PLANNED, MeasureState.RUNNING]).count()
    if left:
        raise ProgrammeRefused(
            _("Misure ancora aperte: %(count)s. Concluderle o interromperle prima.") % {"count": left}
        )
    if closed_on > timezone.localdate(at) or closed_on < programme.starts_on:
        raise ProgrammeRefused(
            _("La chiusura cade fra l'inizio del programma e oggi: correggere la data."), "closed_on"
        )
    before, programme.state = programme.state, ProgrammeState.CLOSED
    programme.closed_on, programme.outcome, programme.next_review_on = closed_on, outcome, None
    programme.save()
    _note(programme, before, by=by, at=at)
    return programme


def _move(programme: Programme, target: ProgrammeState, *, by: User, at: datetime) -> Programme:
    programme = lock_programme(programme)
    if programme.state == target:
        return programme
    require_transition(PROGRAMME_TRANSITIONS, programme.state, target)
    before, programme.state = programme.state, target
    programme.save(update_fields=["state", "updated_at"])
    _note(programme, before, by=by, at=at)
    return programme


def _note(programme: Programme, before: str, *, by: User, at: datetime) -> None:
    record(
        programme.case,
        "programme_changed",
        by=by,
        at=at,
        before={"programme_state": before} if before else {},
        after={"programme": programme.version, "programme_state": programme.state},
    )
