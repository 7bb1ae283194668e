# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The admission of a person to assistance, with a life of its own: its grounds are written, never the permit's.

A relative's stands on the holder's: it comes into force only for who is within the degree (computed, or verified by a
person), and only while the holder's is in force, where the rules say so.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.permits import (
    ADMISSION_DAYS_IN_ORDER,
    ADMISSION_OPEN,
    ADMISSION_TRANSITIONS,
    AdmissionState,
    ReviewReason,
)
from incas.cases.choices.pilot import LawRule
from incas.cases.days import told_wrong_day
from incas.cases.kinship import FamilyRefused, Outcome
from incas.cases.law import pilot_rules
from incas.cases.models import Admission, Case, Person
from incas.cases.operations.reviews import open_review
from incas.cases.queries.admissions import holder_is_admitted
from incas.cases.queries.families import holder_case_of, kinship_of_person, kinship_outcome
from incas.cases.refusals import Refused
from incas.core.transitions import require_transition

ENTITLED = frozenset({Outcome.WITHIN, Outcome.SPOUSE})


class AdmissionRefused(Refused):
    """The admission cannot be so; the message says why and what to do, in Italian."""


@transaction.atomic
def propose_admission(*, case: Case, on: date, act_reference: str = "", by: User, at: datetime) -> Admission:
    """Propose that a person is admitted. While one is open, proposed on the same day, it gives that one.

    A relative needs a holder with a case, and a bond that may entitle; one to verify opens a review. Raises
    AdmissionRefused.
    """
    case = Case.objects.scoped().select_for_update(no_key=True, of=("self",)).get(pk=case.pk)
    standing = case.admissions.filter(state__in=ADMISSION_OPEN).first()
    if standing is not None and standing.proposed_on == on:
        return standing
    if standing is not None:
        raise AdmissionRefused(_("C'è già un'ammissione aperta: registrare i suoi passi, non un'altra."))
    admission = Admission(case=case, body_id=case.body_id, proposed_on=on, act_reference=act_reference.strip())
    _require_day(admission, "proposed_on", on, at=at)
    if case.is_relative:
        admission.holder_case = _holder_case(case, at=at)
        if _outcome(case, at=at) is Outcome.TO_VERIFY:
            open_review(case=case, reason=ReviewReason.KINSHIP_TO_VERIFY, by=by, at=at)
    admission.save()
    _note(admission, before="", on=on, by=by, at=at)
    return admission


@transaction.atomic
def admit(*, admission: Admission, on: date, act_reference: str = "", by: User, at: datetime) -> Admission:
    """Put an admission in force from a day, or take up again one that was suspended. In force already: nothing.

    Raises AdmissionRefused for a relative whose bond does not entitle, or whose holder is not admitted.
    """
    admission = lock_admission(admission)
    if admission.state == AdmissionState.ADMITTED:
        return admission
    require_transition(ADMISSION_TRANSITIONS, admission.state, AdmissionState.ADMITTED)
    before = admission.state
    _require_entitled(admission, at=at)
    if admission.admitted_on is None:
        admission.admitted_on = on
    _require_day(admission, "admitted_on" if before == AdmissionState.PROPOSED else "suspended_on", on, at=at)
    if admission.suspended_on is not None and on < admission.suspended_on:
        raise AdmissionRefused(_("La ripresa non può venire prima della sospensione: controllare la data."), "on")
    admission.state, admission.act_reference = AdmissionState.ADMITTED, act_reference.strip() or admission.act_reference
    admission.save()
    _note(admission, before=before, on=on, by=by, at=at)
    return admission


@transaction.atomic
def suspend_admission(*, admission: Admission, on: date, by: User, at: datetime) -> Admission:
    """Suspend an admission in force. Suspended already: nothing. Those of relatives are not active meanwhile."""
    admission = lock_admission(admission)
    if admission.state == AdmissionState.SUSPENDED:
        return admission
    require_transition(ADMISSION_TRANSITIONS, admission.state, AdmissionState.SUSPENDED)
    before, admission.state, admission.suspended_on = admission.state, AdmissionState.SUSPENDED, on
    _require_day(admission, "suspended_on", on, at=at)
    admission.save()
    _note(admission, before=before, on=on, by=by, at=at)
    return admission


@transaction.atomic
def end_admission(
    *, admission: Admission, into: AdmissionState, on: date, reason: str, by: User, at: datetime
) -> Admission:
    """End an admission: concluded, revoked or renounced, with a reason in words. Ended so already: nothing.

    The cases of relatives that stand on it are to be looked at again: none is closed.
    """
    admission = lock_admission(admission)
    if admission.state == into:
        return admission
    require_transition(ADMISSION_TRANSITIONS, admission.state, into)
    if not reason.strip():
        raise AdmissionRefused(_("Scrivere il motivo della cessazione."), "reason")
    before, admission.state = admission.state, into
    admission.ended_on, admission.end_reason = on, reason.strip()
    _require_day(admission, "ended_on", on, at=at)
    admission.save()
    _note(admission, before=before, on=on, by=by, at=at)
    review_relatives(case=admission.case, by=by, at=at)
    return admission


def review_relatives(*, case: Case, by: User | None, at: datetime) -> None:
    """Ask that somebody looks at the cases of relatives whose admission stands on that of a holder which ended."""
    for relative in case.relative_admissions.filter(state__in=ADMISSION_OPEN).select_related("case"):
        open_review(case=relative.case, reason=ReviewReason.HOLDER_ENDED, by=by, at=at)


def lock_admission(admission: Admission) -> Admission:
    """Hold an admission until the transaction ends."""
    rows = Admission.objects.scoped().select_for_update(of=("self",))
    return rows.select_related("case", "holder_case").get(pk=admission.pk)


def _require_day(admission: Admission, field: str, on: date, *, at: datetime) -> None:
    wrong = told_wrong_day(admission, field, on, today=timezone.localdate(at), in_order=ADMISSION_DAYS_IN_ORDER)
    if wrong:
        raise AdmissionRefused(wrong, "on")


def _require_entitled(admission: Admission, *, at: datetime) -> None:
    """Raise AdmissionRefused for a relative who may not be admitted now; a holder may."""
    case, on = admission.case, timezone.localdate(at)
    if not case.is_relative:
        return
    if _outcome(case, at=at) not in ENTITLED:
        raise AdmissionRefused(_("Il legame con il titolare va prima verificato, nella parte «Famiglia»."))
    if pilot_rules(on).is_on(LawRule.RELATIVE_NEEDS_HOLDER) and not holder_is_admitted(admission):
        raise AdmissionRefused(
            _("Il titolare non è ammesso all'assistenza: un familiare lo è solo finché lo è il titolare.")
        )


def _holder_case(case: Case, *, at: datetime) -> Case | None:
    """Give the case a relative's admission stands on. Raises AdmissionRefused where the rules want one and none is."""
    holder = holder_case_of(case)
    if holder is None and pilot_rules(timezone.localdate(at)).is_on(LawRule.RELATIVE_NEEDS_HOLDER):
        raise AdmissionRefused(
            _("Il caso è di un familiare e nella famiglia non c'è un titolare preso in carico: indicarlo prima.")
        )
    return holder


def _outcome(case: Case, *, at: datetime) -> Outcome:
    """Give what a relative is to the holder. Raises AdmissionRefused for who cannot be admitted in any case."""
    person = Person.objects.scoped().filter(case=case).select_related("family").first()
    if person is None:
        raise AdmissionRefused(_("Il caso non ha ancora una persona: scriverne prima i dati."))
    on = timezone.localdate(at)
    try:
        outcome = kinship_outcome(person, on)
        found = kinship_of_person(person, on)
    except FamilyRefused as refusal:
        raise AdmissionRefused(_("La famiglia va corretta: %(why)s") % {"why": refusal.reason}) from refusal
    if outcome is None or found is None:
        raise AdmissionRefused(_("Nella famiglia nessuno è indicato come titolare: indicarlo nella parte «Famiglia»."))
    if outcome not in {*ENTITLED, Outcome.TO_VERIFY}:
        said = _("Il legame con il titolare non dà diritto all'assistenza. Risulta: %(path)s.")
        raise AdmissionRefused(said % {"path": found.path})
    return outcome


def _note(admission: Admission, *, before: str, on: date, by: User, at: datetime) -> None:
    """Write the trail: states and days, never the reason."""
    record(
        admission.case,
        "admission_changed",
        by=by,
        at=at,
        before={"admission_state": before} if before else {},
        after={"admission": admission.code, "admission_state": admission.state, "day": on.isoformat()},
    )
