# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a person sees of their own access."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from incas.accounts import devices
from incas.accounts.models import SignIn, User

RECENT = 30


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as its owner sees it."""

    key: int
    device: str
    address: str
    begun_at: datetime
    used_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class SecondFactors:
    """Which second factors a person has."""

    has_app: bool
    passkeys: int
    has_recovery_codes: bool

    @property
    def is_active(self) -> bool:
        """Recovery codes alone are not a second factor: they stand in for one."""
        return self.has_app or self.passkeys > 0


def open_sessions(user: User, current: str | None) -> list[OpenSession]:
    """List the sessions of a person that still hold, the current one first, then by last use.

    Those that are over are forgotten on the way; a person has a handful of them, each checked with one query.
    """
    found = [
        OpenSession(
            key=session.pk,
            device=devices.told(session.user_agent),
            address=session.ip,
            begun_at=session.created_at,
            used_at=session.last_seen_at,
            is_current=session.session_key == current,
        )
        for session in UserSession.objects.purge_and_list(user)
    ]
    return sorted(found, key=lambda session: (not session.is_current, -session.used_at.timestamp()))


def recent_sign_ins(user: User) -> list[SignIn]:
    """List the last attempts to sign in as this person."""
    return list(SignIn.objects.visible_to(user).order_by("-at", "-pk")[:RECENT])


def second_factors(user: User) -> SecondFactors:
    """Tell which second factors a person has, in one query."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return SecondFactors(
        has_app=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        has_recovery_codes=Authenticator.Type.RECOVERY_CODES in kinds,
    )
