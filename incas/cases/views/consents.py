# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Consents and information given: the newest of a kind holds."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.doors import case_page
from incas.cases.forms.assessment import ConsentForm
from incas.cases.models import Case
from incas.cases.operations.assessment import AssessmentRefused, record_consent
from incas.cases.queries.assessment import consent_rows
from incas.cases.tabs import form_frame, frame_of, register_part
from incas.core.editing import Editing
from incas.privacy.drafts import sealed_drafts

CONSENTS = "cases:consents"

register_part(gettext_lazy("Consensi"), CONSENTS, order=25)


@case_page(Case, allowed=rules.see_case, part=Part.CONSENTS)
@require_safe
def index(request: SignedInRequest, case: Case) -> HttpResponse:
    """Show what holds of each kind, and what is lacking."""
    context = {"rows": consent_rows(case)}
    return render(request, "cases/consents.html", frame_of(case, request.user, current=CONSENTS) | context)


@case_page(Case, allowed=rules.open_case, part=Part.CONSENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, case: Case) -> HttpResponseBase:
    """Write what the person was told or agreed to."""
    initial = {"given_on": timezone.localdate(), "language": case.language, "kind": request.GET.get("cosa", "")}
    edit = Editing(
        request, ConsentForm, initial=initial, refusals=(AssessmentRefused,), drafts=sealed_drafts(case.body_id)
    )
    back = reverse(CONSENTS, args=[case.code])
    return edit.save_with(
        lambda form: record_consent(case=case, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=back,
        message=_("Registrato."),
    ) or edit.render(
        "cases/form.html", form_frame(case, title=_("Registrare un consenso"), submit=_("Registra"), back=back)
    )
