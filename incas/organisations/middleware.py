# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Gives the signed-in person the body they chose to act for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from incas.organisations.acting import act_for

SESSION_KEY = "acting_body"


class ActingMiddleware:
    """Loads, once a request, the roles under which the person acts (one query)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set the acting body from the session, falling back on the person's first."""
        if request.user.is_authenticated:
            act_for(request.user, on=timezone.localdate(), body_id=request.session.get(SESSION_KEY))
        return self.get_response(request)
