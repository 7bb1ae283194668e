# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages about one's own access: name, address, sessions. Password and second factor are pages of allauth."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incas.accounts import operations, queries
from incas.accounts.forms import EmailChangeForm, NameForm
from incas.accounts.models import User
from incas.accounts.operations import EmailChangeRefused
from incas.accounts.requests import SignedInRequest
from incas.accounts.sessions import begin, seconds_left
from incas.core.pages import everyone, page


@page(allowed=everyone)
@require_safe
def sessions(request: SignedInRequest) -> HttpResponse:
    """Show one's open sessions and the last attempts to sign in."""
    shown = {
        "sessions": queries.open_sessions(request.user, request.session.session_key),
        "sign_ins": queries.recent_sign_ins(request.user),
    }
    return render(request, "accounts/sessions.html", shown)


@page(allowed=everyone)
@require_POST
def end_session(request: SignedInRequest, key: int) -> HttpResponse:
    """End one of one's own sessions; another's is as if it did not exist."""
    operations.end_session(user=request.user, key=key, by=request.user, at=timezone.now())
    messages.success(request, _("Sessione chiusa."))
    return redirect("accounts:sessions")


@page(allowed=everyone)
@require_POST
def end_other_sessions(request: SignedInRequest) -> HttpResponse:
    """End all of one's sessions but this one."""
    operations.end_other_sessions(
        user=request.user, kept_session=request.session.session_key, by=request.user, at=timezone.now()
    )
    messages.success(request, _("Tutte le altre sessioni sono chiuse."))
    return redirect("accounts:sessions")


@page(allowed=everyone)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session_time(request: SignedInRequest) -> HttpResponse:
    """Tell how many seconds the session still lasts; a POST makes it last as from now."""
    now = timezone.now()
    if request.method == "POST":
        begin(request.session, now)
    return JsonResponse({"seconds": seconds_left(request.session, now)})


@page(allowed=everyone)
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: SignedInRequest) -> HttpResponse:
    """Change one's name."""
    form = NameForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        person = User.objects.get(email=request.user.email)
        operations.rename_person(user=person, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Nome modificato."))
        return redirect("organisations:profile")
    return render(request, "accounts/name.html", {"form": form})


@page(allowed=everyone)
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def email(request: SignedInRequest) -> HttpResponse:
    """Ask to change one's address: the new one must be confirmed by the link it receives.

    Who holds the address holds the access, so the person shows again who they are, unless they have just signed in.
    """
    form = EmailChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.ask_email_change(
            user=request.user, email=form.cleaned_data["email"], by=request.user, at=timezone.now()
        )
        messages.info(request, _("Aprire il collegamento inviato al nuovo indirizzo per completare il cambio."))
        return redirect("organisations:profile")
    return render(request, "accounts/email.html", {"form": form})


@page(allowed=everyone)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request: SignedInRequest, token: str) -> HttpResponse:
    """Confirm the new address: opening the link shows a button, pressing it changes the address."""
    if request.method != "POST":
        return render(request, "accounts/email_confirm.html")
    try:
        operations.change_email(token=token, by=request.user, at=timezone.now())
    except EmailChangeRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Indirizzo e-mail cambiato: da adesso si accede con quello nuovo."))
    return redirect("organisations:profile")


@page(allowed=everyone)
@require_safe
def no_password(request: SignedInRequest) -> HttpResponse:
    """Tell who has no password (invented people of the demo) that there is none to change."""
    messages.info(request, _("Questa persona accede senza password: non ce n'è una da cambiare."))
    return redirect("organisations:profile")
