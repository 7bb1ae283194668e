# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a programme leads to: Italian, work, home, rights. One form a page, all written by who may open the case."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.choices.programmes import EntitlementKind
from incas.cases.doors import case_page
from incas.cases.forms.progress import DwellingForm, EngagementForm, EntitlementForm, ItalianForm, VerificationForm
from incas.cases.models import Case, Engagement, Entitlement
from incas.cases.operations.progress import (
    ProgressRefused,
    note_dwelling,
    note_engagement,
    note_italian,
    set_entitlement,
    verify_engagement,
)
from incas.cases.tabs import frame_of
from incas.core.editing import Editing
from incas.privacy.drafts import sealed_drafts

PROGRESS = "cases:progress"
METHODS = ["GET", "HEAD", "POST"]


@case_page(Case, allowed=rules.open_case, part=Part.PROGRAMME)
@require_http_methods(METHODS)
def italian(request: SignedInRequest, case: Case) -> HttpResponse:
    """Write the level of Italian."""
    initial = {"assessed_on": timezone.localdate()}
    return written(request, case, ItalianForm, note_italian, _("Livello di italiano"), initial)


@case_page(Case, allowed=rules.open_case, part=Part.PROGRAMME)
@require_http_methods(METHODS)
def work(request: SignedInRequest, case: Case) -> HttpResponse:
    """Write training, an internship or a contract."""
    return written(request, case, EngagementForm, note_engagement, _("Formazione o lavoro"), {})


@case_page(Engagement, allowed=rules.open_case, part=Part.PROGRAMME, related=("case",))
@require_http_methods(METHODS)
def work_edit(request: SignedInRequest, engagement: Engagement) -> HttpResponse:
    """Correct training, an internship or a contract, or write the day it ended."""
    case = engagement.case
    edit = Editing(
        request,
        EngagementForm,
        engagement,
        initial=told_engagement,
        refusals=(ProgressRefused,),
        drafts=sealed_drafts(case.body_id),
    )
    return edit.save_with(
        lambda form: note_engagement(
            case=case, engagement=engagement, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        outcome=reverse(PROGRESS, args=[case.code]),
        message=_("Risultato corretto."),
    ) or edit.render("cases/form.html", page_of(case, request, _("Correggere formazione o lavoro")))


def told_engagement(engagement: Engagement) -> dict[str, Any]:
    """Give what the form of training or work is shown with."""
    return {name: getattr(engagement, name) for name in ("kind", "sector", "employer", "starts_on", "ends_on")}


@case_page(Case, allowed=rules.open_case, part=Part.PROGRAMME)
@require_http_methods(METHODS)
def dwelling(request: SignedInRequest, case: Case) -> HttpResponse:
    """Write where the person lives."""
    return written(request, case, DwellingForm, note_dwelling, _("Abitazione"), {})


@case_page(Case, allowed=rules.open_case, part=Part.PROGRAMME)
@require_http_methods(METHODS)
def entitlement(request: SignedInRequest, case: Case) -> HttpResponse:
    """Write what became of a right or a benefit; `?quale=` says which, as it is now."""
    asked = request.GET.get("quale", "")
    kind = asked if asked in EntitlementKind.values else ""
    held = case.entitlements.filter(kind=kind).first() or Entitlement(kind=kind)
    initial = {name: getattr(held, name) for name in ("kind", "state", "requested_on", "decided_on")}
    return written(request, case, EntitlementForm, set_entitlement, _("Diritto o prestazione"), initial)


@case_page(Engagement, allowed=rules.open_case, part=Part.PROGRAMME, related=("case",))
@require_http_methods(METHODS)
def verify(request: SignedInRequest, engagement: Engagement) -> HttpResponse:
    """Write whether the person still works, months after a contract began."""
    edit = Editing(
        request,
        VerificationForm,
        initial={"verified_on": timezone.localdate()},
        refusals=(ProgressRefused,),
        drafts=sealed_drafts(engagement.body_id),
    )
    return edit.save_with(
        lambda form: verify_engagement(engagement=engagement, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(PROGRESS, args=[engagement.case.code]),
        message=_("Verifica scritta."),
    ) or edit.render("cases/form.html", page_of(engagement.case, request, _("Verifica del contratto")))


def written(
    request: SignedInRequest,
    case: Case,
    form_class: type[forms.Form],
    operation: Callable[..., Any],
    title: str,
    initial: dict[str, Any],
) -> HttpResponse:
    """Show a form of results, and do what it asks: its fields are the arguments of the operation."""
    edit = Editing(
        request, form_class, initial=initial, refusals=(ProgressRefused,), drafts=sealed_drafts(case.body_id)
    )
    return edit.save_with(
        lambda form: operation(case=case, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(PROGRESS, args=[case.code]),
        message=_("Risultato scritto."),
    ) or edit.render("cases/form.html", page_of(case, request, title))


def page_of(case: Case, request: SignedInRequest, title: str) -> dict[str, Any]:
    """Give what the page of a form of results shows."""
    back = reverse(PROGRESS, args=[case.code])
    return frame_of(case, request.user, current=PROGRESS) | {"title": title, "submit": _("Salva"), "back": back}
