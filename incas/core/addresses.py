# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Whole addresses, for what leaves the platform: e-mails, calendars, documents. A page links with a path alone."""

from typing import Any

from django.conf import settings
from django.urls import reverse


def whole_url(name: str, *args: Any) -> str:
    """Write the whole address of a page, from where the settings say that the service answers."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"
