# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What happens to a membership once accepted: suspended, taken up again, its term changed, ended, confirmed, lapsed.

Each operation holds the body's row while it works, so that two of them never leave a body without an administrator.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.choices import Kind
from incas.audit.operations import record
from incas.core.transitions import require_transition
from incas.organisations import emails
from incas.organisations.choices import MEMBERSHIP_TRANSITIONS, ROLES, MembershipState, Role
from incas.organisations.models import CONFIRMED_FOR, NOTICED_BEFORE, Body, Membership
from incas.organisations.queries.memberships import administrators_of
from incas.organisations.rules import manage_membership

LAST_NOTICE_DAYS = 7
NOTICES = (LAST_NOTICE_DAYS, NOTICED_BEFORE.days)
"""How many days before a membership lapses the notices go out, the nearest first."""


class MembershipRefused(Exception):
    """This cannot be done to the membership; the message says why and what to do, in Italian."""


@transaction.atomic
def grant_membership(
    *, user: User, body: Body, role: Role, starts_on: date, ends_on: date | None = None, by: User | None, at: datetime
) -> Membership:
    """Give a role at once, without an invitation: how the platform is given its first people, and the demo its own.

    No page does this. Raises MembershipRefused when the kind of body does not allow the role. Called again it changes
    nothing.
    """
    if body.kind not in ROLES[role].bodies:
        raise MembershipRefused(_("Questo ruolo non può essere assegnato in questo ente."))
    membership, is_new = Membership.objects.open().get_or_create(
        user=user,
        body=body,
        role=role,
        defaults={
            "state": MembershipState.ACTIVE,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "confirmed_on": timezone.localdate(at),
            "granted_by": by,
            "accepted_at": at,
        },
    )
    if is_new:
        record(membership, "granted", by=by, at=at, after={"role": role})
    return membership


@transaction.atomic
def suspend_membership(*, membership: Membership, reason: str, by: User, at: datetime) -> Membership:
    """Suspend a membership: its role is gone from the next page on. Called again it changes nothing.

    Raises TransitionRefused unless it is active, MembershipRefused when it is one's own.
    """
    membership = _locked(membership, by)
    if membership.state != MembershipState.SUSPENDED:
        _move(membership, MembershipState.SUSPENDED, "suspended", by=by, at=at, reason=reason)
        transaction.on_commit(partial(emails.send_membership_suspended, membership.pk))
    return membership


@transaction.atomic
def reactivate_membership(*, membership: Membership, by: User, at: datetime) -> Membership:
    """Take up again a membership that was suspended or lapsed; that also confirms it for six months.

    Called again it changes nothing. Raises TransitionRefused from any other state, MembershipRefused when it is one's
    own or its term is over: that must be moved first.
    """
    membership = _locked(membership, by)
    today = timezone.localdate(at)
    if membership.state == MembershipState.ACTIVE and membership.lapses_on > today:
        return membership
    if membership.state == MembershipState.INVITED:
        raise MembershipRefused(_("L'invito non è stato ancora accettato: solo chi è stato invitato può farlo."))
    if membership.ends_on is not None and membership.ends_on < today:
        raise MembershipRefused(_("La validità è terminata: spostarne prima il termine."))
    membership.confirmed_on, membership.notified_days_before = today, None
    if membership.state == MembershipState.ACTIVE:  # past its six months, before the night that marks it as lapsed
        membership.state = MembershipState.LAPSED
    _move(membership, MembershipState.ACTIVE, "reactivated", by=by, at=at)
    transaction.on_commit(partial(emails.send_membership_reactivated, membership.pk))
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, reason: str, by: User, at: datetime) -> Membership:
    """End a membership today, for good: to have the role again the person is invited again. Idempotent.

    Raises TransitionRefused when it is a mere invitation (that is withdrawn), MembershipRefused when it is one's own or
    that of the body's last administrator.
    """
    membership = _locked(membership, by)
    if membership.state == MembershipState.ENDED:
        return membership
    if membership.state == MembershipState.INVITED:
        raise MembershipRefused(_("L'invito non è stato ancora accettato: si può ritirare."))
    today = timezone.localdate(at)
    _require_successor(membership, until=today, today=today)
    last_day = max(membership.starts_on, today)
    membership.ends_on = min(membership.ends_on, last_day) if membership.ends_on else last_day
    _move(membership, MembershipState.ENDED, "ended", by=by, at=at, reason=reason)
    transaction.on_commit(partial(emails.send_membership_ended, membership.pk))
    return membership


@transaction.atomic
def change_validity(
    *, membership: Membership, starts_on: date, ends_on: date | None, by: User, at: datetime
) -> Membership:
    """Change from when to when a membership holds, both days included.

    Raises MembershipRefused when it is over, is one's own, or the last administrator of the body would have a term.
    """
    membership = _locked(membership, by)
    if membership.state == MembershipState.ENDED:
        raise MembershipRefused(_("L'appartenenza è cessata: per ridare il ruolo si invita di nuovo la persona."))
    before = _validity(membership)
    if ends_on is not None and membership.ends_on != ends_on:
        _require_successor(membership, until=ends_on, today=timezone.localdate(at))
    membership.starts_on, membership.ends_on = starts_on, ends_on
    if before != _validity(membership):
        membership.save(update_fields=["starts_on", "ends_on"])
        record(membership, "validity_changed", by=by, at=at, before=before, after=_validity(membership))
    return membership


@transaction.atomic
def confirm_memberships(*, memberships: Iterable[Membership], by: User, at: datetime) -> int:
    """Confirm for six months more the active memberships given, those that one may manage; tell how many."""
    today = timezone.localdate(at)
    keys = sorted(membership.pk for membership in memberships)
    rows = Membership.objects.select_for_update(of=("self",)).filter(pk__in=keys, state=MembershipState.ACTIVE)
    confirmed = 0
    for membership in rows.filter(confirmed_on__gt=today - CONFIRMED_FOR).select_related("body").order_by("pk"):
        if manage_membership(by, membership) and membership.confirmed_on != today:
            before = membership.confirmed_on
            membership.confirmed_on, membership.notified_days_before = today, None
            membership.save(update_fields=["confirmed_on", "notified_days_before"])
            record(
                membership,
                "confirmed",
                by=by,
                at=at,
                before={"confirmed_on": before.isoformat()},
                after={"confirmed_on": today.isoformat()},
            )
            confirmed += 1
    return confirmed


@transaction.atomic
def close_overdue_memberships(*, at: datetime) -> int:
    """Mark as lapsed what nobody confirmed in six months, as ended what is past its term; tell how many.

    They gave nothing any more since that day: this only says it.
    """
    today = timezone.localdate(at)
    closed = 0
    past = Membership.objects.open().exclude(state=MembershipState.INVITED).filter(ends_on__lt=today)
    for membership in past.select_for_update().order_by("pk"):
        _move(membership, MembershipState.ENDED, "expired", by=None, at=at)
        closed += 1
    for membership in Membership.objects.lapsing_by(today).select_for_update().order_by("pk"):
        _move(membership, MembershipState.LAPSED, "lapsed", by=None, at=at)
        closed += 1
    return closed


@transaction.atomic
def note_notices(*, at: datetime) -> dict[int, list[int]]:
    """Mark the memberships about which a notice is due (30 or 7 days before they lapse), each notice once.

    Gives for each body the keys of the memberships its notice is about; whoever is told is found by the sender. A day
    on which the worker did not run is made up for the next.
    """
    today = timezone.localdate(at)
    found: dict[int, list[int]] = {}
    for membership in Membership.objects.lapsing_by(today + NOTICED_BEFORE).select_for_update().order_by("pk"):
        days = (membership.lapses_on - today).days
        notice = next(limit for limit in NOTICES if days <= limit)
        sent = membership.notified_days_before
        if days > 0 and (sent is None or sent > notice):
            membership.notified_days_before = notice
            membership.save(update_fields=["notified_days_before"])
            found.setdefault(membership.body_id, []).append(membership.pk)
            if notice == LAST_NOTICE_DAYS:
                transaction.on_commit(partial(emails.send_about_to_lapse, membership.pk))
    for body_id, keys in found.items():
        transaction.on_commit(partial(emails.send_confirmation_due, body_id, keys))
    return found


def note_people_exported(*, body: Body, file: str, by: User, at: datetime) -> None:
    """Record that somebody took away the list of people of a body, as what kind of file."""
    record(body, "people_exported", by=by, at=at, kind=Kind.READ, after={"file": file})


def _locked(membership: Membership, by: User) -> Membership:
    """Lock the body, then the membership; nobody goes further with their own."""
    if membership.user_id == by.pk:
        raise MembershipRefused(_("Nessuno gestisce la propria appartenenza: chiederlo a un altro amministratore."))
    Body.objects.select_for_update().get(pk=membership.body_id)
    return Membership.objects.select_for_update(of=("self",)).select_related("user", "body").get(pk=membership.pk)


def _move(
    membership: Membership, target: MembershipState, verb: str, *, by: User | None, at: datetime, reason: str = ""
) -> None:
    """Change the state and record it; whatever else changed on the row is stored with it."""
    before = membership.state
    require_transition(MEMBERSHIP_TRANSITIONS, before, target)
    membership.state = target
    membership.save(update_fields=["state", "confirmed_on", "notified_days_before", "ends_on"])
    record(membership, verb, by=by, at=at, before={"state": before}, after={"state": target.value}, reason=reason)


def _require_successor(membership: Membership, *, until: date, today: date) -> None:
    """Refuse to put an end to the last administrator: another one must hold beyond that day."""
    if membership.role != Role.ADMINISTRATOR:
        return
    others = administrators_of(membership.body_id, on=today).exclude(pk=membership.pk)
    if not others.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=until)).exists():
        raise MembershipRefused(
            _("È l'unico amministratore dell'ente: prima nominarne un altro, e attendere che accetti l'invito.")
        )


def _validity(membership: Membership) -> dict[str, str]:
    ends_on = membership.ends_on.isoformat() if membership.ends_on else ""
    return {"starts_on": membership.starts_on.isoformat(), "ends_on": ends_on}
