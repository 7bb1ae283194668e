# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Ends a session at its hour, whatever the age of its cookie, and notes its last use."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from incas.accounts import sessions


class SessionClock:
    """Comes right after Django's authentication: what follows sees a person signed in only within their time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Sign out who is past their time; they are then asked to sign in like anybody, and what they typed is kept."""
        if request.user.is_authenticated:
            now = timezone.now()
            end = sessions.ends_at(request.session)
            if end is None or end <= now:
                logout(request)
            else:
                sessions.note_use(request.session, now)
        return self.get_response(request)
