# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The pages open to everyone: what the programme is, and the notices a public service owes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from incas.core.pages import public_page


@public_page
@require_safe
def entrance(request: HttpRequest) -> HttpResponse:
    """Tell who is not signed in what this is; take who is signed in to their desk."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "website/entrance.html")


@public_page
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement (l. 4/2004, AgID guidelines)."""
    return render(request, "website/accessibility.html", {"statement_url": settings.ACCESSIBILITY_STATEMENT_URL})


@public_page
@require_safe
def feedback(request: HttpRequest) -> HttpResponse:
    """Tell how to report a barrier, and within how many days an answer is due."""
    return render(request, "website/feedback.html", {"contact": settings.CONTACT_EMAIL})


@public_page
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show the privacy notice of the platform (Regulation (EU) 2016/679, art. 13)."""
    return render(request, "website/privacy.html", {"contact": settings.CONTACT_EMAIL})


@public_page
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """Show the legal notes: licences of contents, data and software."""
    return render(request, "website/legal.html")


@public_page
@require_safe
def credits_page(request: HttpRequest) -> HttpResponse:
    """Show who made the platform and on what it stands."""
    return render(request, "website/credits.html")
