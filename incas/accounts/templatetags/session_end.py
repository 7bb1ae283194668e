# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the banner that warns of the session's end needs."""

from django import template
from django.http import HttpRequest
from django.utils import timezone

from incas.accounts.sessions import WARNED_FOR, ends_at

register = template.Library()


@register.filter
def session_seconds(request: HttpRequest) -> int:
    """Tell how many seconds the session still lasts."""
    end = ends_at(request.session)
    return max(0, int((end - timezone.now()).total_seconds())) if end is not None else 0


@register.simple_tag
def session_warned() -> int:
    """Tell how many seconds before the end the page warns."""
    return int(WARNED_FOR.total_seconds())
