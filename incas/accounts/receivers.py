# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What follows a sign-in, a failure, a change of password or of second factor: the clock of the session, the trail."""

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from axes.signals import user_locked_out
from axes.utils import reset as forgive_failures
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from incas.accounts import lockout, operations, sessions
from incas.accounts.choices import SignInMethod, SignInOutcome
from incas.accounts.models import User


@receiver(user_logged_in)
def on_sign_in(request: HttpRequest, user: User, **_: Any) -> None:
    """Start the clock of the session and note the sign-in."""
    now = timezone.now()
    sessions.begin(request.session, now)
    sessions.enlist(request, user, now, address=lockout.client_address(request))
    _note(request, user, SignInOutcome.SUCCEEDED, sessions.method_of(request, user))


@receiver(user_login_failed)
def on_failure(request: HttpRequest | None, credentials: dict[str, Any], **_: Any) -> None:
    """Note a wrong password, when the address is somebody's. What comes during a lock is noted as such."""
    if request is not None and not getattr(request, "axes_locked_out", False):
        _note_for(request, lockout.typed_email(request, credentials), SignInOutcome.FAILED)


@receiver(user_locked_out)
def on_lock(request: HttpRequest, username: str, **_: Any) -> None:
    """Note a lock-out, when the address is somebody's."""
    _note_for(request, username, SignInOutcome.LOCKED)


@receiver(authentication_failed)
def on_wrong_code(request: HttpRequest, user: User, **_: Any) -> None:
    """Note a wrong code: whoever typed it knew the password."""
    _note(request, user, SignInOutcome.FAILED, SignInMethod.CODE)


@receiver(password_changed)
def on_password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    """Record it; the other sessions end with the old password."""
    operations.note_password_changed(user=user, by=user, at=timezone.now(), kept_session=request.session.session_key)


@receiver(password_reset)
def on_password_reset(user: User, **_: Any) -> None:
    """Record it; every session ends, and the failures that led here are forgiven."""
    operations.note_password_reset(user=user, by=user, at=timezone.now())
    forgive_failures(username=user.email)


@receiver(authenticator_added)
def on_second_factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Record it. Setting one up takes showing it, so it counts as shown in this session; recovery codes do not."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        sessions.note_second_factor_shown(request, user, authenticator.type)
    operations.note_second_factor(
        user=user, kind=authenticator.type, verb="second_factor_added", by=user, at=timezone.now()
    )


@receiver(authenticator_removed)
def on_second_factor_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Record it."""
    operations.note_second_factor(
        user=user, kind=authenticator.type, verb="second_factor_removed", by=user, at=timezone.now()
    )


@receiver(authenticator_reset)
def on_recovery_codes_made(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Record it."""
    operations.note_second_factor(
        user=user, kind=authenticator.type, verb="recovery_codes_made", by=user, at=timezone.now()
    )


def _note_for(request: HttpRequest, email: str, outcome: SignInOutcome) -> None:
    user = User.objects.filter(email=email).first()
    if user is not None:
        _note(request, user, outcome, SignInMethod.PASSWORD)


def _note(request: HttpRequest, user: User, outcome: SignInOutcome, method: SignInMethod) -> None:
    operations.note_sign_in(
        user=user,
        outcome=outcome,
        method=method,
        address=lockout.client_address(request),
        device=request.META.get("HTTP_USER_AGENT", ""),
        at=timezone.now(),
    )
