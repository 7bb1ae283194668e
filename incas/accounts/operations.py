# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What changes about a person and their ways of signing in, each with its entry in the trail."""

from datetime import datetime
from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from incas.accounts import emails
from incas.accounts.choices import SignInMethod, SignInOutcome
from incas.accounts.models import SignIn, User
from incas.audit.operations import record

RESET_TASK = "incas.accounts.tasks.answer_password_reset"
EMAIL_CHANGE = "incas.accounts.email_change"
EMAIL_CHANGE_SECONDS = 48 * 60 * 60
LOCK_NOTED_EVERY_SECONDS = 60


class EmailChangeRefused(Exception):
    """The address cannot be changed by this link; the message says why, in Italian."""


def note_sign_in(
    *, user: User, outcome: SignInOutcome, method: SignInMethod, address: str, device: str, at: datetime
) -> SignIn | None:
    """Note an attempt to sign in. Attempts during a lock are noted once a minute: a flood must not fill the table."""
    if outcome == SignInOutcome.LOCKED:
        last = SignIn.objects.filter(user=user, outcome=outcome, address=address).order_by("-at").first()
        if last is not None and (at - last.at).total_seconds() < LOCK_NOTED_EVERY_SECONDS:
            return None
    return SignIn.objects.create(user=user, at=at, outcome=outcome, method=method, address=address, device=device[:200])


def ask_password_reset(*, email: str) -> None:
    """Put in the queue the answer to a forgotten password, known address or not.

    The page takes as long for an address that is nobody's as for any other, and the queue holds a key, no address.
    """
    user = User.objects.filter(is_active=True, email=email.strip().lower()).first()
    configure_task(name=RESET_TASK, job_manager=JobManager(DjangoConnector())).defer(user_id=user.pk if user else 0)


@transaction.atomic
def rename_person(*, user: User, first_name: str, last_name: str, by: User, at: datetime) -> User:
    """Change the name of a person. The trail keeps that it changed, not the names."""
    if (user.first_name, user.last_name) != (first_name, last_name):
        user.first_name, user.last_name = first_name, last_name
        user.save(update_fields=["first_name", "last_name"])
        record(user, "renamed", by=by, at=at)
    return user


@transaction.atomic
def ask_email_change(*, user: User, email: str, by: User, at: datetime) -> None:
    """Send to the new address the link that confirms it, valid for two days.

    An address of somebody else is told so by e-mail alone: the page answers the same.
    """
    email = email.strip().lower()
    record(user, "email_change_asked", by=by, at=at)
    if User.objects.filter(email=email).exists():
        transaction.on_commit(partial(emails.send_address_in_use, email))
    else:
        token = signing.dumps({"user": user.pk, "from": user.email, "to": email}, salt=EMAIL_CHANGE)
        transaction.on_commit(partial(emails.send_address_confirmation, user, email, token))


@transaction.atomic
def change_email(*, token: str, by: User, at: datetime) -> User:
    """Change the address of the person who asked for it, and tell the old one. Once done, the link does nothing more.

    Raises EmailChangeRefused when the link is not good, is old, is somebody else's or the address was taken meanwhile.
    """
    try:
        asked = signing.loads(token, salt=EMAIL_CHANGE, max_age=EMAIL_CHANGE_SECONDS)
    except signing.BadSignature:
        raise EmailChangeRefused(_("Il collegamento non è valido o è scaduto: chiedere di nuovo il cambio.")) from None
    user = User.objects.select_for_update().get(pk=by.pk)
    if asked["user"] != by.pk:
        raise EmailChangeRefused(
            _("Il collegamento riguarda un'altra persona: uscire e accedere con l'accesso giusto.")
        )
    if user.email == asked["to"]:
        return user
    if user.email != asked["from"] or User.objects.filter(email=asked["to"]).exists():
        raise EmailChangeRefused(
            _("L'indirizzo non può più essere cambiato con questo collegamento: chiederlo di nuovo.")
        )
    user.email = asked["to"]
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()  # allauth's copies of the old address would still let it in
    record(user, "email_changed", by=by, at=at)
    transaction.on_commit(partial(emails.send_address_changed, user, asked["from"]))
    return user


@transaction.atomic
def end_session(*, user: User, key: int, by: User, at: datetime) -> None:
    """End one session of a person. One that is already over is left at that."""
    session = UserSession.objects.filter(user=user, pk=key).first()
    if session is not None:
        session.end()
        record(user, "session_ended", by=by, at=at)


@transaction.atomic
def end_other_sessions(*, user: User, kept_session: str | None, by: User, at: datetime) -> int:
    """End every session of a person but one; tell how many."""
    ended = _end_sessions(user, kept_session)
    record(user, "sessions_ended", by=by, at=at, after={"sessions": ended})
    return ended


@transaction.atomic
def note_password_changed(*, user: User, kept_session: str | None, by: User, at: datetime) -> None:
    """Record that the password changed, and end the other sessions."""
    _end_sessions(user, kept_session)
    record(user, "password_changed", by=by, at=at)


@transaction.atomic
def note_password_reset(*, user: User, by: User, at: datetime) -> None:
    """Record that the password was reset by e-mail, and end every session."""
    _end_sessions(user, None)
    record(user, "password_reset", by=by, at=at)


def note_second_factor(*, user: User, kind: str, verb: str, by: User, at: datetime) -> None:
    """Record that a second factor was added, removed or made again."""
    record(user, verb, by=by, at=at, after={"kind": kind})


@transaction.atomic
def reset_second_factor(*, user: User, reason: str, by: User | None, at: datetime) -> int:
    """Take away every second factor of a person who lost them all, and end their sessions; tell how many there were.

    Whoever does it has made sure of who the person is, and says how in the reason.
    """
    removed: int = Authenticator.objects.filter(user=user).delete()[0]
    _end_sessions(user, None)
    record(user, "second_factor_reset", by=by, at=at, reason=reason)
    transaction.on_commit(partial(emails.send_second_factor_reset, user))
    return removed


def _end_sessions(user: User, kept: str | None) -> int:
    ended = 0
    for session in UserSession.objects.filter(user=user).exclude(session_key=kept or ""):
        session.end()
        ended += 1
    return ended
