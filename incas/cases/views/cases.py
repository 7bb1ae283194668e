# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Cases: the list and each one's summary."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from incas.accounts.requests import SignedInRequest
from incas.audit.queries import history
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.choices.cases import Phase
from incas.cases.doors import case_page, pilot_page
from incas.cases.models import Case
from incas.cases.tables.cases import CASES
from incas.cases.tabs import frame_of, register_part

STORY = {"phase": _("Fase")}
STORY_WORDS = dict(Phase.choices)

register_part(_("Scheda"), "cases:case", order=10)


@pilot_page(allowed=rules.see_cases, part=Part.LIST)
def index(request: SignedInRequest) -> HttpResponseBase:
    """List the cases a person may see."""
    return CASES.respond(request, Case.objects.visible_to(request.user), template="cases/cases.html")


@case_page(Case, allowed=rules.see_case, part=Part.SUMMARY)
def show(request: SignedInRequest, case: Case) -> HttpResponse:
    """Show a case without who it is."""
    context = frame_of(case, request.user, current="cases:case") | {
        "history": history(case),
        "history_fields": STORY,
        "history_values": STORY_WORDS,
    }
    return render(request, "cases/case.html", context)
