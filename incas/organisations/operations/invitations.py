# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Invitations: a person is invited by e-mail into a body with a role; the secret works once, within seven days."""

import secrets
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.core.transitions import require_transition
from incas.organisations import emails
from incas.organisations.choices import MEMBERSHIP_TRANSITIONS, MembershipState, Role
from incas.organisations.models import Body, Membership
from incas.organisations.queries.invitations import secret_hash
from incas.organisations.queries.memberships import administrators_of
from incas.organisations.rules import grantable_roles


class InvitationRefused(Exception):
    """The invitation cannot be made or accepted; the message says why, in Italian."""


@transaction.atomic
def invite_person(
    *, body: Body, email: str, role: Role, starts_on: date, ends_on: date | None, by: User, at: datetime
) -> Membership:
    """Invite a person into a body with a role. Who is not known yet is kept by address alone, and cannot sign in.

    Raises InvitationRefused when the inviter may not grant the role in this kind of body, invites themselves, or the
    person already has the role or an invitation to it.
    """
    email = email.strip().lower()
    if role not in grantable_roles(by, body):
        raise InvitationRefused(_("Questo ruolo non può essere assegnato in questo ente."))
    if email == by.email:
        raise InvitationRefused(_("Nessuno gestisce la propria appartenenza: chiederlo a un altro amministratore."))
    return _invite(body, email, role, starts_on, ends_on, by, at)


@transaction.atomic
def invite_first_administrator(*, body: Body, email: str, by: User | None, at: datetime) -> Membership:
    """Invite the administrator of a body that has none, from the server: no page does this.

    Raises InvitationRefused when somebody administers the body already.
    """
    today = timezone.localdate(at)
    if administrators_of(body.pk, on=today).exists():
        raise InvitationRefused(_("L'ente ha già un amministratore: sarà lui a invitare."))
    return _invite(body, email.strip().lower(), Role.ADMINISTRATOR, today, None, by, at)


def _invite(
    body: Body, email: str, role: Role, starts_on: date, ends_on: date | None, by: User | None, at: datetime
) -> Membership:
    Body.objects.select_for_update().get(pk=body.pk)
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, is_active=False)
    had = Membership.objects.open().filter(user=user, body=body, role=role).first()
    if had is not None:
        raise InvitationRefused(_already(had))
    secret = secrets.token_urlsafe(32)
    membership = Membership.objects.create(
        user=user,
        body=body,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        confirmed_on=max(starts_on, timezone.localdate(at)),
        granted_by=by,
        invited_at=at,
        invitation_hash=secret_hash(secret),
    )
    record(membership, "invited", by=by, at=at, after=_validity(membership))
    transaction.on_commit(partial(emails.send_invitation, membership.pk, secret))
    return membership


@transaction.atomic
def invite_again(*, membership: Membership, by: User, at: datetime) -> Membership:
    """Send the invitation again with a new secret and seven more days; the former secret is worth nothing any more.

    Raises InvitationRefused when it was accepted or withdrawn.
    """
    membership = _locked(membership)
    if membership.state != MembershipState.INVITED:
        raise InvitationRefused(_("L'invito non è più in attesa: è stato accettato o ritirato."))
    secret = secrets.token_urlsafe(32)
    membership.invitation_hash, membership.invited_at = secret_hash(secret), at
    membership.save(update_fields=["invitation_hash", "invited_at"])
    record(membership, "invited_again", by=by, at=at)
    transaction.on_commit(partial(emails.send_invitation, membership.pk, secret))
    return membership


@transaction.atomic
def withdraw_invitation(*, membership: Membership, by: User, at: datetime) -> Membership:
    """Withdraw an invitation: its secret is forgotten. Called again it changes nothing.

    Raises InvitationRefused when it was accepted meanwhile.
    """
    membership = _locked(membership)
    if membership.state == MembershipState.ENDED and membership.accepted_at is None:
        return membership
    if membership.state != MembershipState.INVITED:
        raise InvitationRefused(_("L'invito è già stato accettato: l'appartenenza si fa cessare dalla sua pagina."))
    membership.state, membership.invitation_hash = MembershipState.ENDED, ""
    membership.save(update_fields=["state", "invitation_hash"])
    record(membership, "withdrawn", by=by, at=at)
    return membership


@transaction.atomic
def arrive(*, membership: Membership, first_name: str, last_name: str, password: str, at: datetime) -> User:
    """Let in a person who was awaited: they give their name, choose a password and accept. Gives the person.

    Raises InvitationRefused when the invitation no longer holds, or the person has already arrived.
    """
    user = User.objects.select_for_update().get(pk=membership.user_id)
    if not user.is_awaited:
        raise InvitationRefused(_("L'accesso esiste già: entrare con la propria password e poi accettare l'invito."))
    user.first_name, user.last_name, user.is_active = first_name, last_name, True
    user.set_password(password)
    user.save(update_fields=["first_name", "last_name", "is_active", "password"])
    accept_invitation(membership=membership, by=user, at=at)
    return user


@transaction.atomic
def accept_invitation(*, membership: Membership, by: User, at: datetime) -> Membership:
    """Accept: the membership is in force from its first day, confirmed as of today. Called again it changes nothing.

    Raises InvitationRefused when the invitation is somebody else's, is older than seven days, or was withdrawn.
    """
    membership = _locked(membership)
    if membership.user_id != by.pk:
        raise InvitationRefused(
            _("L'invito è per un'altra persona: uscire e accedere con l'indirizzo che lo ha ricevuto.")
        )
    if membership.state == MembershipState.ACTIVE:
        return membership
    until = membership.invitation_ends_at
    if membership.state != MembershipState.INVITED or until is None or until <= at:
        raise InvitationRefused(
            _("L'invito non è più valido: chiedere all'amministratore dell'ente di inviarlo di nuovo.")
        )
    require_transition(MEMBERSHIP_TRANSITIONS, membership.state, MembershipState.ACTIVE)
    membership.state, membership.accepted_at = MembershipState.ACTIVE, at
    membership.confirmed_on = timezone.localdate(at)
    membership.save(update_fields=["state", "accepted_at", "confirmed_on"])
    record(
        membership,
        "accepted",
        by=by,
        at=at,
        before={"state": MembershipState.INVITED},
        after={"state": membership.state},
    )
    return membership


def _already(membership: Membership) -> str:
    if membership.state == MembershipState.INVITED:
        return _("La persona è già stata invitata con questo ruolo: l'invito si può inviare di nuovo dalla sua riga.")
    return _("La persona ha già questo ruolo nell'ente: aprirla dall'elenco per riattivarla o cambiarne la validità.")


def _locked(membership: Membership) -> Membership:
    return Membership.objects.select_for_update(of=("self",)).select_related("user", "body").get(pk=membership.pk)


def _validity(membership: Membership) -> dict[str, str]:
    ends_on = membership.ends_on.isoformat() if membership.ends_on else ""
    return {"role": membership.role, "starts_on": membership.starts_on.isoformat(), "ends_on": ends_on}
