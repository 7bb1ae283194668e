# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Gives the signed-in person the body they act for; holds back who has not shown the second factor their roles need."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from incas.accounts.queries import second_factors
from incas.accounts.sessions import passed_second_factor
from incas.core.failures import is_fragment
from incas.core.middleware import BeforeViews
from incas.organisations.acting import act_for
from incas.organisations.rules import needs_second_factor

SESSION_KEY = "acting_body"

OPEN_WITHOUT_SECOND_FACTOR: Final = frozenset(
    {
        "account_logout",
        "accounts:session_time",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "organisations:switch_body",
    }
)
"""Where a person may go before showing their second factor: to show it, to act for another body, to leave."""

OPEN_TO_SET_ONE_UP: Final = frozenset(
    {
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_index",
    }
)
"""Where a person may go besides while they have no second factor. Who has one cannot add another without showing it."""


class ActingMiddleware:
    """Loads, once a request, the roles under which the person acts (one query)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set the acting body from the session, falling back on the person's first."""
        if request.user.is_authenticated:
            act_for(request.user, on=timezone.localdate(), body_id=request.session.get(SESSION_KEY))
        return self.get_response(request)


class SecondFactorRequired(BeforeViews):
    """Sends who acts under a role that needs a second factor, and has not shown one, to do that and nowhere else."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Answer in place of the view when a second factor is missing."""
        if not request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if not needs_second_factor(request.user) or passed_second_factor(request):
            return None
        has_one = second_factors(request.user).is_active
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN_WITHOUT_SECOND_FACTOR or (name in OPEN_TO_SET_ONE_UP and not has_one):
            return None
        url = verification_url(request) if has_one else reverse("mfa_index")
        if is_fragment(request):
            return HttpResponse(status=204, headers={"HX-Redirect": url})
        return redirect(url)


def verification_url(request: HttpRequest) -> str:
    """Where the person shows the second factor they have, to come back afterwards."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    url = next(method["url"] for method in methods if method["id"].startswith("mfa_"))
    after = request.get_full_path() if request.method == "GET" and not is_fragment(request) else "/"
    return f"{url}?{urlencode({'next': after})}"
