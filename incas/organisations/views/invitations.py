# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Accepting an invitation. The secret leaves the address at once: it must not stay in histories and referrers."""

from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from incas.accounts.forms import ArrivalForm
from incas.accounts.sessions import sign_in_after_invitation
from incas.core.pages import public_page
from incas.organisations.choices import MembershipState
from incas.organisations.middleware import SESSION_KEY as ACTING_BODY
from incas.organisations.models import Membership
from incas.organisations.operations.invitations import InvitationRefused, accept_invitation, arrive
from incas.organisations.queries.invitations import find_invitation

KEY: Final = "invito"


@public_page
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, secret: str = "") -> HttpResponse:
    """Show the invitation of a secret to whoever holds it, and let them accept it."""
    if secret:
        if find_invitation(secret) is None:
            return refused(request)
        request.session[KEY] = secret
        return redirect("organisations:accept_invitation")
    secret = request.POST.get(KEY) or request.session.get(KEY, "")
    membership = find_invitation(secret)
    if membership is None or not is_good(membership):
        return refused(request)
    if membership.state == MembershipState.ACTIVE:
        return render(request, "organisations/invitation_accepted.html", {"membership": membership})
    return newcomer(request, membership, secret) if membership.user.is_awaited else member(request, membership)


def is_good(membership: Membership) -> bool:
    """Tell whether the invitation still says something: it was accepted, or may be."""
    until = membership.invitation_ends_at
    is_open = membership.state == MembershipState.INVITED and until is not None and until > timezone.now()
    return is_open or membership.state == MembershipState.ACTIVE


def refused(request: HttpRequest) -> HttpResponse:
    """Say that the invitation is worth nothing (any more): made up, withdrawn, replaced and expired look the same."""
    return render(request, "organisations/invitation_refused.html", status=410)


def newcomer(request: HttpRequest, membership: Membership, secret: str) -> HttpResponse:
    """Ask somebody new for their name and a password, and let them in. Whoever was signed in here must leave first."""
    if request.user.is_authenticated:
        return render(request, "organisations/invitation_for_another.html", {"membership": membership})
    form = ArrivalForm(request.POST or None, user=membership.user)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("first_name", "last_name")}
        try:
            user = arrive(membership=membership, password=form.cleaned_data["password1"], at=timezone.now(), **words)
        except InvitationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            sign_in_after_invitation(request, user)
            return entered(request, membership)
    shown = {"membership": membership, "form": form, "secret": secret}
    return render(request, "organisations/invitation_arrive.html", shown)


def member(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Let somebody who has an access already accept one more membership, once signed in as themselves."""
    if not request.user.is_authenticated:
        return render(request, "organisations/invitation_sign_in.html", {"membership": membership})
    if request.user.pk != membership.user_id:
        return render(request, "organisations/invitation_for_another.html", {"membership": membership})
    if request.method == "POST":
        try:
            accept_invitation(membership=membership, by=request.user, at=timezone.now())
        except InvitationRefused as refusal:
            messages.error(request, str(refusal))
        else:
            return entered(request, membership)
    return render(request, "organisations/invitation_accept.html", {"membership": membership})


def entered(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Lead in, acting for the body that invited."""
    request.session.pop(KEY, None)
    request.session[ACTING_BODY] = membership.body_id
    messages.success(request, _("Invito accettato: si agisce per %(body)s.") % {"body": membership.body.name})
    return redirect(settings.LOGIN_REDIRECT_URL)
