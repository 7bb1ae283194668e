# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the banner that warns of the session's end needs."""

from django import template
from django.http import HttpRequest
from django.utils import timezone

from incas.accounts.sessions import WARNED_FOR, seconds_left

register = template.Library()


@register.filter
def session_seconds(request: HttpRequest) -> str:
    """Tell how many seconds the session still lasts, as a script reads numbers: without the Italian separators."""
    return str(seconds_left(request.session, timezone.now()))


@register.simple_tag
def session_warned() -> str:
    """Tell how many seconds before the end the page warns."""
    return str(int(WARNED_FOR.total_seconds()))
