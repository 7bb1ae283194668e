# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who may open a case: granted by the supervisor, confirmed before it lapses, ended; in an emergency, taken."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.access import GrantKind
from incas.cases.choices.pilot import LawRule
from incas.cases.law import pilot_rules
from incas.cases.messages import tell_access_granted, tell_of_emergency
from incas.cases.models import Case, Grant
from incas.cases.queries.staff import staff_of
from incas.cases.refusals import Refused


class AccessRefused(Refused):
    """The right to open a case cannot be given or kept so; the message says why and what to do, in Italian."""


@transaction.atomic
def grant_access(
    *, case: Case, user: User, kind: GrantKind, reason: str, until: date | None, by: User, at: datetime
) -> Grant:
    """Let somebody of the service open a case until the end of a day, or for as long as a grant lasts (`grant_days`).

    Who may open it already keeps what they have. Raises AccessRefused: who does not work in the service, a
    substitution without an end, an end beyond the rule, oneself without a reason, a case made anonymous.
    """
    case = _lock(case)
    if held := _held(case, user, at=at):
        return held
    _require_staff(case, user, at=at)
    if user.pk == by.pk and not reason:
        raise AccessRefused(_("Per autorizzare sé stessi serve un motivo, che resta scritto."), "reason")
    if kind == GrantKind.SUBSTITUTE and until is None:
        raise AccessRefused(_("Una sostituzione finisce: scrivere l'ultimo giorno."), "until")
    lapses_at = _lapse(until, at=at)
    grant = _write(case, user, kind, reason, lapses_at, by=by, at=at)
    record(case, "access_granted", by=by, at=at, after=_told(grant))
    if user.pk != by.pk:
        transaction.on_commit(partial(tell_access_granted, user.pk, code=case.code, at=at))
    return grant


@transaction.atomic
def end_access(*, grant: Grant, by: User, at: datetime) -> Grant:
    """Take back the right to open a case, at once. Twice it changes nothing."""
    grant = _locked(grant)
    if grant.ended_at is not None:
        return grant
    grant.ended_at = at
    grant.save(update_fields=["ended_at"])
    record(grant.case, "access_ended", by=by, at=at, after={"grant": grant.code})
    return grant


@transaction.atomic
def confirm_access(*, grants: Collection[Grant], reason: str, by: User, at: datetime) -> list[Grant]:
    """Certify again that these people need these cases: each grant lasts from now as long as a new one.

    One confirmed today already is left as it is; one of who works in the service no more is passed over, and lapses.
    Gives the others. Raises AccessRefused, and confirms none, for a grant that is over or of an emergency, for one's
    own without a reason. They are read at once, with who works in each service; each that is confirmed costs two
    statements.
    """
    rows = Grant.objects.unscoped(reason="locked by their own operation").select_related("case", "user")
    locked = list(rows.select_for_update(of=("self",)).filter(pk__in=[grant.pk for grant in grants]).order_by("pk"))
    if any(grant.user_id == by.pk for grant in locked) and not reason:
        raise AccessRefused(
            _("Fra gli accessi scelti c'è il proprio: scrivere per quale motivo serve ancora."), "reason"
        )
    lapses_at = _lapse(None, at=at)
    return [_confirm(grant, reason, lapses_at, by=by, at=at) for grant in _still_of_staff(locked, at=at)]


@transaction.atomic
def open_emergency(*, case: Case, reason: str, by: User, at: datetime) -> Grant:
    """Let a supervisor of the Comune open a case at once, for `emergency_hours`, and tell the controller.

    The controller is told by the administrators of the Comune and by the other supervisors. Never confirmed: beyond
    its hours another reason is needed. While one lasts, no other begins. Raises AccessRefused for who may open the
    case already.
    """
    case = _lock(case)
    if held := _held(case, by, at=at):
        if held.kind == GrantKind.EMERGENCY:
            return held
        raise AccessRefused(_("Il caso si può già aprire: l'accesso di emergenza non serve."))
    hours = pilot_rules(timezone.localdate(at)).one(LawRule.EMERGENCY_HOURS)
    grant = _write(case, by, GrantKind.EMERGENCY, reason, at + timedelta(hours=hours), by=by, at=at)
    record(case, "emergency_opened", by=by, at=at, after=_told(grant))
    transaction.on_commit(partial(tell_of_emergency, case.body_id, code=case.code, by_id=by.pk, at=at))
    return grant


def _lock(case: Case) -> Case:
    found = Case.objects.unscoped(reason="locked by its own operation").select_for_update(no_key=True).get(pk=case.pk)
    if found.anonymised_at is not None:
        raise AccessRefused(_("Il caso è stato reso anonimo: non c'è più nulla da aprire."))
    return found


def _locked(grant: Grant) -> Grant:
    found = Grant.objects.unscoped(reason="locked by its own operation").select_related("case")
    return found.select_for_update(of=("self",)).get(pk=grant.pk)


def _held(case: Case, user: User, *, at: datetime) -> Grant | None:
    """The grant by which a person may open a case now, the one that lasts longest."""
    return case.grants.in_force(at).filter(user=user).order_by("-lapses_at").first()


def _require_staff(case: Case, user: User, *, at: datetime) -> None:
    if not staff_of(case.body_id, on=timezone.localdate(at)).filter(pk=user.pk).exists():
        raise AccessRefused(_("Il caso si apre a chi lavora nel servizio: questa persona non ne fa parte."), "user")


def _still_of_staff(grants: Collection[Grant], *, at: datetime) -> list[Grant]:
    """Keep the grants of who still works in the service they are of. One query for each service."""
    today = timezone.localdate(at)
    staff = {body: set(staff_of(body, on=today)) for body in {grant.body_id for grant in grants}}
    return [grant for grant in grants if grant.user in staff[grant.body_id]]


def _lapse(until: date | None, *, at: datetime) -> datetime:
    """When a grant given now lapses: after the whole day `until`, never beyond the rule."""
    today = timezone.localdate(at)
    days = pilot_rules(today).one(LawRule.GRANT_DAYS)
    last = at + timedelta(days=days)
    if until is None:
        return last
    if until < today:
        raise AccessRefused(_("Il giorno è già passato: scriverne uno da oggi in poi."), "until")
    if until > timezone.localdate(last):
        raise AccessRefused(_("Un accesso dura al massimo %(days)s giorni: poi si conferma.") % {"days": days}, "until")
    return timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))


def _write(
    case: Case, user: User, kind: GrantKind, reason: str, lapses_at: datetime, *, by: User, at: datetime
) -> Grant:
    grant = Grant(
        body_id=case.body_id, case=case, user=user, kind=kind, starts_at=at, lapses_at=lapses_at, granted_by=by
    )
    grant.reason = reason
    grant.save()
    return grant


def _confirm(grant: Grant, reason: str, lapses_at: datetime, *, by: User, at: datetime) -> Grant:
    if grant.kind == GrantKind.EMERGENCY:
        raise AccessRefused(_("Un accesso di emergenza non si conferma: finisce da sé."))
    if grant.ended_at is not None or grant.lapses_at <= at:
        raise AccessRefused(_("Un accesso fra quelli scelti è già cessato: va autorizzato di nuovo."))
    if grant.confirmed_at is not None and timezone.localdate(grant.confirmed_at) == timezone.localdate(at):
        return grant
    grant.confirmed_at, grant.lapses_at = at, lapses_at
    if grant.user_id == by.pk:
        grant.reason = reason
    grant.save()
    record(grant.case, "access_confirmed", by=by, at=at, after=_told(grant))
    return grant


def _told(grant: Grant) -> dict[str, str]:
    """What the trail says of a grant: its code, its kind, its end; never the reason."""
    return {
        "grant": grant.code,
        "access": str(GrantKind(grant.kind).label),
        "until": timezone.localdate(grant.lapses_at).isoformat(),
    }
