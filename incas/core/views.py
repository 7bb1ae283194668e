# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages that belong to no app of the domain."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from incas.core.pages import public_page


@public_page
@require_safe
def shortcuts(request: HttpRequest) -> HttpResponse:
    """List the keys that do something: the same list that `?` opens."""
    return render(request, "core/shortcuts.html")
