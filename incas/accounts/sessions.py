# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the session of a person carries: when it ends, when it was last used, how they signed in.

The end is a mark of our own, kept on the server and set at sign-in: neither saving the session for another reason nor
the age of the cookie moves it. Only the person does, by asking to stay.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any, Final

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from incas.accounts.choices import SignInMethod
from incas.accounts.models import User

ENDS_AT: Final = "ends_at"
SEEN_AT: Final = "seen_at"
WARNED_FOR: Final = timedelta(minutes=10)
"""How long before the end the page warns."""
NOTED_EVERY: Final = timedelta(minutes=5)
"""How coarsely the last use of a session is noted: one write per five minutes of work, not one per page."""
BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"

DEVICE_LENGTH: Final = 200

_METHODS: Final = {
    "totp": SignInMethod.CODE,
    "webauthn": SignInMethod.SECURITY_KEY,
    "recovery_codes": SignInMethod.RECOVERY_CODE,
}


def begin(session: SessionBase, at: datetime) -> None:
    """Start, or start again, the time a session lasts."""
    session[ENDS_AT] = int((at + timedelta(seconds=settings.SESSION_COOKIE_AGE)).timestamp())
    session[SEEN_AT] = int(at.timestamp())


def enlist(request: HttpRequest, user: User, at: datetime, *, address: str) -> None:
    """Put the session among those its owner sees and may end, however they signed in."""
    if not request.session.session_key:
        request.session.save()
    device = request.META.get("HTTP_USER_AGENT", "")[:DEVICE_LENGTH]
    UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={"user": user, "ip": address, "user_agent": device, "last_seen_at": at},
    )


def ends_at(session: SessionBase) -> datetime | None:
    """Tell when the session ends; None when it never began, which counts as ended."""
    mark = session.get(ENDS_AT)
    return datetime.fromtimestamp(mark, tz=UTC) if isinstance(mark, int) else None


def seconds_left(session: SessionBase, at: datetime) -> int:
    """Tell how many seconds the session still lasts."""
    end = ends_at(session)
    return max(0, ceil((end - at).total_seconds())) if end is not None else 0


def note_use(session: SessionBase, at: datetime) -> None:
    """Note the last use of the session, at most once in five minutes."""
    if at.timestamp() - session.get(SEEN_AT, 0) >= NOTED_EVERY.total_seconds():
        session[SEEN_AT] = int(at.timestamp())
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=at)


def passed_second_factor(request: HttpRequest) -> bool:
    """Tell whether the person showed a second factor in this session. The demo's sign-in counts in the demo alone."""
    methods = {record.get("method") for record in _records(request)}
    return "mfa" in methods or (settings.DEMO and "demo" in methods)


def note_second_factor_shown(request: HttpRequest, user: User, kind: str) -> None:
    """Note in the session that the person showed a second factor."""
    record_authentication(request, user, method="mfa", type=kind)


def signed_in_within(request: HttpRequest, seconds: float, at: datetime) -> bool:
    """Tell whether the person showed who they are in the last seconds."""
    return any(at.timestamp() - record.get("at", 0) < seconds for record in _records(request))


def method_of(request: HttpRequest, user: User) -> SignInMethod:
    """Tell how the person has just signed in, from what allauth noted in the session."""
    method = SignInMethod.PASSWORD
    for record in get_authentication_records(request, user):
        if record.get("passwordless"):
            method = SignInMethod.PASSKEY
        elif record.get("method") == "mfa":
            method = _METHODS.get(record.get("type", ""), method)
        elif record.get("method") in {SignInMethod.DEMO, SignInMethod.INVITATION}:
            method = SignInMethod(record["method"])
    return method


def sign_in_for_demo(request: HttpRequest, user: User) -> None:
    """Sign in an invented person without asking for anything; the second factor counts as shown.

    Raises ImproperlyConfigured outside the demo, and for a person who is not invented.
    """
    if not settings.DEMO or not user.is_demo:
        message = "one-click sign-in is for invented people of the demo alone"
        raise ImproperlyConfigured(message)
    _sign_in(request, user, SignInMethod.DEMO)


def sign_in_after_invitation(request: HttpRequest, user: User) -> None:
    """Sign in a person who has just proved to read their mail and chosen a password. No second factor was shown."""
    _sign_in(request, user, SignInMethod.INVITATION)


def _sign_in(request: HttpRequest, user: User, method: SignInMethod) -> None:
    """Sign in, in a session that holds nothing of whoever used this browser before."""
    request.session.flush()
    record_authentication(request, user, method=method.value)
    login(request, user, backend=BACKEND)


def _records(request: HttpRequest) -> Iterable[dict[str, Any]]:
    user = request.user if request.user.is_authenticated else None
    records: list[dict[str, Any]] = get_authentication_records(request, user)
    return records
