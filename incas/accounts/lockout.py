# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Lock-out after repeated failures, as django-axes asks for it: by pair of address typed and network address.

An address that belongs to nobody is locked out exactly like one that belongs to somebody.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def typed_email(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """The e-mail address of an attempt, written one way: capitals and blanks must not make it another one."""
    typed = (credentials or {}).get("email") or request.POST.get("login", "")
    return str(typed).strip().lower()[:254]


def client_address(request: HttpRequest) -> str:
    """The network address of whoever asks, behind as many proxies as the settings trust."""
    return str(get_adapter().get_client_ip(request))


def locked_until(request: HttpRequest, credentials: Mapping[str, Any] | None) -> datetime | None:
    """Tell when the lock ends: half an hour after the last failure that counted."""
    attempts = AccessAttempt.objects.filter(
        username=typed_email(request, credentials), ip_address=client_address(request)
    )
    last: datetime | None = attempts.aggregate(last=Max("attempt_time"))["last"]
    pause = get_cool_off(request)
    return last + pause if last is not None and pause is not None else None


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, credentials: Mapping[str, Any] | None
) -> HttpResponse:
    """Tell until when, and what to do."""
    until = locked_until(request, credentials)
    return render(request, "account/locked_out.html", {"until": until}, status=429)
