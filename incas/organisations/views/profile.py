# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The page about oneself, and the switch between bodies."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from incas.accounts.queries import second_factors
from incas.accounts.requests import SignedInRequest
from incas.core.pages import everyone, page
from incas.organisations.middleware import SESSION_KEY
from incas.organisations.queries.memberships import memberships_of
from incas.organisations.rules import needs_second_factor


@page(allowed=everyone)
@require_safe
def profile(request: SignedInRequest) -> HttpResponse:
    """Show who one is, how one signs in, for which bodies and as what."""
    shown = {
        "memberships": memberships_of(request.user),
        "factors": second_factors(request.user),
        "needs_second_factor": needs_second_factor(request.user),
    }
    return render(request, "organisations/profile.html", shown)


@page(allowed=everyone)
@require_POST
def switch_body(request: SignedInRequest) -> HttpResponse:
    """Act for another of one's own bodies; any other is as if it did not exist."""
    chosen = request.POST.get("body", "")
    key = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else None  # noqa: PLR2004 (bigint)
    if key is None or key not in request.user.bodies:
        raise Http404
    request.session[SESSION_KEY] = key
    messages.info(request, _("Da adesso si agisce per %(body)s.") % {"body": request.user.bodies[key]})
    return redirect(settings.LOGIN_REDIRECT_URL)
