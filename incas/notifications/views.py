# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Messages of a person, what they want by e-mail, their calendar of deadlines."""

from itertools import groupby

from django.contrib import messages as flash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incas.accounts.models import User
from incas.accounts.requests import SignedInRequest
from incas.core.addresses import whole_url
from incas.core.pages import everyone, object_page, page, public_page
from incas.notifications.calendars import written_calendar
from incas.notifications.forms import KindsForm
from incas.notifications.kinds import KINDS
from incas.notifications.models import CalendarKey, Message
from incas.notifications.operations import close_calendar, hashed, mark_all_read, mark_read, mute_kinds, open_calendar
from incas.notifications.queries import deadlines_of, muted_kinds

SHOWN = 60
NEW_ADDRESS = "new_calendar"
"""Session key of a calendar's secret, between its making and the one page that shows it."""


@page(allowed=everyone)
@require_safe
def messages(request: SignedInRequest) -> HttpResponse:
    """List the messages of the last thirty days by day, newest first; only the new ones unless all are asked for."""
    own = Message.objects.visible_to(request.user)
    shows_all = request.GET.get("mostra") == "tutti"
    chosen = own if shows_all else own.unread()
    before = request.GET.get("prima", "")
    if before.isdecimal() and len(before) < 19:  # noqa: PLR2004 (a bigint)
        chosen = chosen.filter(pk__lt=int(before))
    rows = list(chosen.order_by("-created_at", "-pk")[: SHOWN + 1])
    shown = {
        "days": [
            (day, list(items))
            for day, items in groupby(rows[:SHOWN], key=lambda item: timezone.localdate(item.created_at))
        ],
        "older": rows[SHOWN - 1].pk if len(rows) > SHOWN else None,
        "shows_all": shows_all,
    }
    return render(request, "notifications/messages.html", shown)


@object_page(Message, allowed=everyone)
@require_POST
def open_message(request: SignedInRequest, message: Message) -> HttpResponse:  # noqa: ARG001 (the door gives both)
    """Open what a message is about; it is then read."""
    return redirect(mark_read(message=message, at=timezone.now()).url)


@page(allowed=everyone)
@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    """Mark all messages as read."""
    mark_all_read(recipient=request.user, at=timezone.now())
    return redirect("notifications:messages")


@page(allowed=everyone)
@require_http_methods(["GET", "HEAD", "POST"])
def kinds(request: SignedInRequest) -> HttpResponse:
    """Choose what should come by e-mail too."""
    wanted = sorted(set(KINDS) - muted_kinds(request.user)) if request.method != "POST" else None
    form = KindsForm(request.POST if request.method == "POST" else None, initial={"wanted": wanted})
    if request.method == "POST" and form.is_valid():
        mute_kinds(recipient=request.user, kinds=form.muted)
        flash.success(request, _("Scelte salvate."))
        return redirect("notifications:messages")
    return render(request, "notifications/kinds.html", {"form": form})


@page(allowed=everyone)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: SignedInRequest) -> HttpResponse:
    """Tell whether the calendar has an address; make one, shown this once."""
    if request.method == "POST":
        request.session[NEW_ADDRESS] = open_calendar(by=request.user, at=timezone.now())
        return redirect("notifications:calendar")
    secret = request.session.pop(NEW_ADDRESS, "")
    shown = {
        "key": CalendarKey.objects.filter(user=request.user).first(),
        "address": whole_url("notifications:feed", secret) if secret else "",
    }
    return render(request, "notifications/calendar.html", shown)


@page(allowed=everyone)
@require_POST
def calendar_revoke(request: SignedInRequest) -> HttpResponse:
    """Revoke the address of the calendar."""
    close_calendar(by=request.user, at=timezone.now())
    flash.success(request, _("L'indirizzo del calendario non vale più."))
    return redirect(reverse("notifications:calendar"))


@public_page
@never_cache
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Give the calendar of deadlines to whoever holds its secret address: their own calendar program."""
    person = User.objects.filter(is_active=True, calendar_key__secret_hash=hashed(secret)).first()
    if person is None:
        raise Http404
    now = timezone.now()
    content = written_calendar(deadlines_of(person, now), name=_("Scadenze InCaS plus"), at=now)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="scadenze-incas.ics"'
    return response
