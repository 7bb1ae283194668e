# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The services of the pilot: the list, each one's page, adding and correcting."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from incas.accounts.requests import SignedInRequest
from incas.audit.queries import history
from incas.cases import rules
from incas.cases.forms.services import ServiceForm, find_bodies
from incas.cases.models import PilotService
from incas.cases.operations.services import ServiceRefused, change_service, open_service
from incas.cases.pilot import pilot_form, register_pilot_part
from incas.cases.queries.services import comuni_without_service, possible_operators
from incas.cases.tables.services import SERVICES
from incas.core.choosing import suggest, typed_text
from incas.core.editing import Editing
from incas.core.pages import object_page, page

LIST = "cases:services"
LIST_LABEL = gettext_lazy("Servizi dei Comuni")
STORY = {
    "name": gettext_lazy("Nome"),
    "operator": gettext_lazy("Ente attuatore"),
    "opens_on": gettext_lazy("Attivo dal"),
    "closes_on": gettext_lazy("Attivo fino al"),
}

register_pilot_part(
    LIST_LABEL,
    gettext_lazy("I Comuni del progetto pilota, chi gestisce il loro servizio, da quando."),
    LIST,
    rule=rules.see_pilot,
    order=60,
)


@page(allowed=rules.see_pilot)
@require_safe
def index(request: SignedInRequest) -> HttpResponseBase:
    """List the services a person sees."""
    context = {"may_add": rules.run_pilot(request.user)}
    services = PilotService.objects.visible_to(request.user)
    return SERVICES.respond(request, services, template="cases/services.html", context=context)


@object_page(PilotService, allowed=rules.see_service, related=("body", "operator"))
@require_safe
def show(request: SignedInRequest, service: PilotService) -> HttpResponse:
    """Show a service and what became of it."""
    context = {
        "service": service,
        "operator": service.operator.name if service.operator else "",
        "may_change": rules.change_service(request.user, service),
        "history": history(service),
        "history_fields": STORY,
    }
    return render(request, "cases/service.html", context)


@page(allowed=rules.run_pilot)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Put a Comune in the pilot."""
    edit = Editing(
        request,
        ServiceForm,
        options={"comuni": comuni_without_service(), "operators": possible_operators()},
        refusals=(ServiceRefused,),
    )
    return edit.save_with(
        lambda form: open_service(by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=lambda service: reverse("cases:service", args=[service.pk]),
        message=_("Servizio aggiunto: le sue chiavi sono pronte."),
    ) or edit.render(
        "cases/pilot_form.html", pilot_form(_("Aggiungere un servizio"), _("Aggiungi"), LIST_LABEL, reverse(LIST))
    )


@object_page(PilotService, allowed=rules.change_service, related=("body", "operator"))
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, service: PilotService) -> HttpResponse:
    """Correct a service."""
    edit = Editing(
        request,
        ServiceForm,
        service,
        initial=written,
        options={"operators": possible_operators()},
        refusals=(ServiceRefused,),
    )
    back = reverse("cases:service", args=[service.pk])
    return edit.save_with(
        lambda form: change_service(service=service, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=back,
        message=_("Servizio modificato."),
    ) or edit.render(
        "cases/pilot_form.html", pilot_form(service.name, _("Salva"), LIST_LABEL, reverse(LIST), back=back)
    )


@page(allowed=rules.run_pilot)
@require_safe
def suggest_comuni(request: SignedInRequest) -> HttpResponse:
    """Suggest Comuni while one types."""
    found = find_bodies(comuni_without_service(), typed_text(request))
    return suggest(request, ((body.pk, body.name, body.get_kind_display()) for body in found[:12]))


@page(allowed=rules.run_pilot)
@require_safe
def suggest_operators(request: SignedInRequest) -> HttpResponse:
    """Suggest bodies that may run a service while one types."""
    found = find_bodies(possible_operators(), typed_text(request))
    return suggest(request, ((body.pk, body.name, body.get_kind_display()) for body in found[:12]))


def written(service: PilotService) -> dict[str, Any]:
    """Give a service as its form is filled."""
    return {
        "name": service.name,
        "operator": service.operator_id,
        "opens_on": service.opens_on,
        "closes_on": service.closes_on,
    }
