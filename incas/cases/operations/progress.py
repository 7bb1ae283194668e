# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a programme leads to: Italian, training and work (verified months after), a home, rights obtained."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.permits import ReviewReason
from incas.cases.choices.pilot import LawRule
from incas.cases.choices.programmes import CONTRACTS, EntitlementState, ItalianLevel, WorkKind
from incas.cases.law import pilot_rules
from incas.cases.models import Case, Dwelling, Engagement, Entitlement, ItalianAssessment
from incas.cases.operations.reviews import settle_review
from incas.cases.refusals import Refused
from incas.core.writing import long_day
from incas.programmes.periods import months_after


class ProgressRefused(Refused):
    """What was written cannot be so; the message says why and what to do, in Italian."""


def lock_case(case: Case) -> Case:
    """Lock a case that is not anonymous yet for a change of what hangs from it."""
    found = Case.objects.unscoped(reason="locked by its own operation").select_for_update(no_key=True).get(pk=case.pk)
    if found.anonymised_at is not None:
        raise ProgressRefused(_("Il caso è stato reso anonimo: non cambia più."))
    return found


def _require_past(day: date, field: str, *, at: datetime) -> None:
    if day > timezone.localdate(at):
        raise ProgressRefused(_("La data è nel futuro: scrivere il giorno in cui è avvenuto."), field)


@transaction.atomic
def note_italian(
    *, case: Case, level: int, assessed_on: date, has_certificate: bool, by: User, at: datetime
) -> ItalianAssessment:
    """Write the level of Italian assessed on a day; the same day again corrects it."""
    case = lock_case(case)
    _require_past(assessed_on, "assessed_on", at=at)
    values = {"level": level, "has_certificate": has_certificate}
    assessment, _made = ItalianAssessment.objects.scoped().update_or_create(
        case=case, assessed_on=assessed_on, defaults=values, create_defaults=values | {"body_id": case.body_id}
    )
    record(case, "progress_noted", by=by, at=at, after={"italian": str(ItalianLevel(level).label)})
    return assessment


@transaction.atomic
def note_engagement(
    *,
    case: Case,
    kind: str,
    starts_on: date,
    ends_on: date | None,
    sector: str,
    employer: str,
    engagement: Engagement | None = None,
    by: User,
    at: datetime,
) -> Engagement:
    """Write training, an internship or a contract; a contract gets the day on which it will be verified.

    That day is `work_check_months` after it started (`pilot_rules`). Raises ProgressRefused for days out of order.
    """
    case = lock_case(case)
    if ends_on is not None and ends_on < starts_on:
        raise ProgressRefused(_("Finisce prima di iniziare: correggere la data."), "ends_on")
    found = engagement or Engagement(case=case, body_id=case.body_id)
    found.kind, found.sector, found.employer = kind, sector, employer
    found.starts_on, found.ends_on = starts_on, ends_on
    months = pilot_rules(starts_on).one(LawRule.WORK_CHECK_MONTHS)
    found.verify_on = months_after(starts_on, months) if kind in CONTRACTS else None
    found.save()
    record(case, "progress_noted", by=by, at=at, after={"work": str(WorkKind(kind).label)})
    return found


@transaction.atomic
def verify_engagement(
    *, engagement: Engagement, verified_on: date, still_working: bool, by: User, at: datetime
) -> Engagement:
    """Write whether the person still works months after the contract began. The same again changes nothing.

    The review that asked for it is settled, once no other contract of the case waits. Raises ProgressRefused for what
    is no contract, or before its day.
    """
    case = lock_case(engagement.case)
    found = Engagement.objects.unscoped(reason="locked by its own operation").select_for_update().get(pk=engagement.pk)
    if found.verified_on == verified_on and found.still_working == still_working:
        return found
    if found.verify_on is None:
        raise ProgressRefused(_("Si verificano i contratti, non la formazione e i tirocini."))
    _require_past(verified_on, "verified_on", at=at)
    if verified_on < found.verify_on:
        raise ProgressRefused(
            _("Si verifica %(day)s in poi.") % {"day": long_day(found.verify_on, "dal")}, "verified_on"
        )
    found.verified_on, found.still_working = verified_on, still_working
    found.save()
    record(case, "progress_noted", by=by, at=at, after={"still_working": still_working})
    _settle_work_check(case, by=by, at=at)
    return found


def _settle_work_check(case: Case, *, by: User, at: datetime) -> None:
    """Settle the review that asked for a verification, unless another contract waits for its own."""
    today = timezone.localdate(at)
    if case.engagements.filter(verified_on__isnull=True, verify_on__lte=today).exists():
        return
    for review in case.reviews.filter(reason=ReviewReason.WORK_CHECK, settled_at__isnull=True):
        settle_review(review=review, decision=_("La verifica del contratto è scritta fra i risultati."), by=by, at=at)


@transaction.atomic
def note_dwelling(*, case: Case, kind: str, starts_on: date, by: User, at: datetime) -> Dwelling:
    """Write where the person lives from a day on; where they lived before ends the day before."""
    case = lock_case(case)
    _require_past(starts_on, "starts_on", at=at)
    last = case.dwellings.order_by("-starts_on", "-pk").first()
    if last is not None and last.starts_on >= starts_on:
        if (last.starts_on, last.kind) == (starts_on, kind):
            return last
        raise ProgressRefused(
            _("L'abitazione scritta per ultima va %(day)s: scrivere un giorno dopo.")
            % {"day": long_day(last.starts_on, "dal")},
            "starts_on",
        )
    if last is not None and last.ends_on is None:
        last.ends_on = starts_on - timedelta(days=1)
        last.save(update_fields=["ends_on"])
    dwelling = Dwelling.objects.create(case=case, body_id=case.body_id, kind=kind, starts_on=starts_on)
    record(case, "progress_noted", by=by, at=at, after={"dwelling": str(dwelling.get_kind_display())})
    return dwelling


@transaction.atomic
def set_entitlement(
    *,
    case: Case,
    kind: str,
    state: str,
    requested_on: date | None,
    decided_on: date | None,
    by: User,
    at: datetime,
) -> Entitlement:
    """Write what became of a right or a benefit. The same again changes nothing.

    Asked for: the day it was; decided: both days, in order. Raises ProgressRefused.
    """
    case = lock_case(case)
    _require_entitlement_days(state, requested_on, decided_on, at=at)
    values = {"state": state, "requested_on": requested_on, "decided_on": decided_on}
    entitlement, _made = Entitlement.objects.scoped().update_or_create(
        case=case, kind=kind, defaults=values, create_defaults=values | {"body_id": case.body_id}
    )
    told = f"{entitlement.get_kind_display()}: {entitlement.get_state_display()}"
    record(case, "progress_noted", by=by, at=at, after={"entitlement": told})
    return entitlement


def _require_entitlement_days(state: str, requested_on: date | None, decided_on: date | None, *, at: datetime) -> None:
    if state != EntitlementState.TO_REQUEST and requested_on is None:
        raise ProgressRefused(_("Scrivere il giorno della richiesta."), "requested_on")
    if state in {EntitlementState.GRANTED, EntitlementState.REFUSED, EntitlementState.ENDED} and decided_on is None:
        raise ProgressRefused(_("Scrivere il giorno della decisione."), "decided_on")
    for day, field in ((requested_on, "requested_on"), (decided_on, "decided_on")):
        if day is not None:
            _require_past(day, field, at=at)
    if requested_on is not None and decided_on is not None and decided_on < requested_on:
        raise ProgressRefused(_("La decisione viene dopo la richiesta: correggere la data."), "decided_on")
