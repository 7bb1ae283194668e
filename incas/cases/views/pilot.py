# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The page of the pilot: where each of its parts is."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.pilot import parts_for, register_pilot_part
from incas.core.pages import page

register_pilot_part(
    _("Misure comuni"),
    _("I tipi di misura uguali in tutti i Comuni, e come ogni Comune li chiama."),
    "cases:taxonomy",
    rule=rules.see_taxonomy,
    order=70,
)


@page(allowed=rules.see_pilot)
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Lead to the parts of the pilot that this person sees."""
    return render(request, "cases/pilot.html", {"parts": parts_for(request.user)})
