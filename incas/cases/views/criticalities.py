# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Criticalities of the pilot: the list, each one's page, from what is wrong to the effect of its correction."""

from collections.abc import Callable
from typing import Any

from django import forms
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
from incas.cases.choices.pilot import CRITICALITY_TRANSITIONS, CriticalityState
from incas.cases.forms.criticalities import CorrectionForm, CriticalityForm, EffectForm, ReasonForm
from incas.cases.models import Criticality
from incas.cases.operations.criticalities import (
    CriticalityRefused,
    change_criticality,
    correct,
    leave_unsolved,
    raise_criticality,
    reopen,
    verify_effect,
)
from incas.cases.pilot import pilot_form, register_pilot_part
from incas.cases.queries.services import bodies_of
from incas.cases.tables.criticalities import CRITICALITIES
from incas.core.editing import Editing
from incas.core.pages import object_page, page
from incas.core.transitions import TransitionRefused

LIST = "cases:criticalities"
LABEL = gettext_lazy("Criticità e correzioni")
STORY = {"state": gettext_lazy("Stato")}
REFUSALS = (CriticalityRefused, TransitionRefused)

register_pilot_part(
    LABEL,
    gettext_lazy("Che cosa non funziona, come è stato corretto, con quale effetto: le soluzioni verificate di tutti."),
    LIST,
    rule=rules.see_pilot,
    order=40,
)


@page(allowed=rules.see_pilot)
@require_safe
def index(request: SignedInRequest) -> HttpResponseBase:
    """List the criticalities a person sees: their own, and those of others once their effect is verified."""
    context = {"may_raise": rules.raise_criticalities(request.user)}
    found = Criticality.objects.visible_to(request.user)
    return CRITICALITIES.respond(request, found, template="cases/criticalities.html", context=context)


@object_page(Criticality, allowed=rules.see_criticality, related=("body", "measure_kind", "raised_by"))
@require_safe
def show(request: SignedInRequest, criticality: Criticality) -> HttpResponse:
    """Show a criticality, its correction, what may be done with it."""
    may_write = rules.write_criticality(request.user, criticality)
    context = {
        "criticality": criticality,
        "may_write": may_write,
        "ways": CRITICALITY_TRANSITIONS[CriticalityState(criticality.state)] if may_write else frozenset(),
        "history": history(criticality) if may_write or rules.run_pilot(request.user) else None,
        "history_fields": STORY,
        "history_values": dict(CriticalityState.choices),
    }
    return render(request, "cases/criticality.html", context)


@page(allowed=rules.raise_criticalities)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Tell what does not work."""
    options = {"bodies": bodies_of(request.user), "may_be_of_all": rules.coordinate_cases(request.user)}
    edit = Editing(request, CriticalityForm, options=options, refusals=REFUSALS)
    return edit.save_with(
        lambda form: raise_criticality(by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=lambda criticality: reverse("cases:criticality", args=[criticality.pk]),
        message=_("Criticità segnalata."),
    ) or edit.render(
        "cases/pilot_form.html", pilot_form(_("Segnalare una criticità"), _("Segnala"), LABEL, reverse(LIST))
    )


@object_page(Criticality, allowed=rules.write_criticality)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, criticality: Criticality) -> HttpResponse:
    """Write better what does not work."""
    names = ("title", "description", "origin", "phase", "measure_kind", "rule")
    edit = Editing(
        request,
        CriticalityForm,
        criticality,
        initial=lambda found: {name: getattr(found, name) for name in names},
        options={"bodies": None},
        refusals=REFUSALS,
    )
    return written(request, criticality, edit, change_criticality, _("Modificare la criticità"), _("Salva"))


@object_page(Criticality, allowed=rules.write_criticality)
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: SignedInRequest, criticality: Criticality) -> HttpResponse:
    """Write how it was corrected."""
    initial = {"correction": criticality.correction, "corrected_on": timezone.localdate()}
    edit = Editing(request, CorrectionForm, initial=initial, refusals=REFUSALS)
    return written(request, criticality, edit, correct, _("Registrare la correzione"), _("Registra"))


@object_page(Criticality, allowed=rules.write_criticality)
@require_http_methods(["GET", "HEAD", "POST"])
def effect(request: SignedInRequest, criticality: Criticality) -> HttpResponse:
    """Write that the correction had its effect."""
    initial = {"effect": criticality.effect, "verified_on": timezone.localdate()}
    edit = Editing(request, EffectForm, initial=initial, refusals=REFUSALS)
    return written(request, criticality, edit, verify_effect, _("Verificare l'effetto"), _("Verifica"))


@object_page(Criticality, allowed=rules.write_criticality)
@require_http_methods(["GET", "HEAD", "POST"])
def open_again(request: SignedInRequest, criticality: Criticality) -> HttpResponse:
    """Open it again, saying why."""
    edit = Editing(request, ReasonForm, refusals=REFUSALS)
    return written(request, criticality, edit, reopen, _("Riaprire la criticità"), _("Riapri"))


@object_page(Criticality, allowed=rules.write_criticality)
@require_http_methods(["GET", "HEAD", "POST"])
def unsolved(request: SignedInRequest, criticality: Criticality) -> HttpResponse:
    """Say that it was not solved, and why."""
    edit = Editing(request, ReasonForm, refusals=REFUSALS)
    return written(request, criticality, edit, leave_unsolved, _("Indicare come non risolta"), _("Conferma"))


def written(
    request: SignedInRequest,
    criticality: Criticality,
    edit: Editing[Any],
    operation: Callable[..., Criticality],
    title: str,
    submit: str,
) -> HttpResponse:
    """Do one operation on a criticality from its form, or show the form."""
    back = reverse("cases:criticality", args=[criticality.pk])

    def save(form: forms.Form) -> Criticality:
        return operation(criticality=criticality, by=request.user, at=timezone.now(), **form.cleaned_data)

    return edit.save_with(save, outcome=back, message=_("Registrato.")) or edit.render(
        "cases/pilot_form.html", pilot_form(title, submit, criticality.title, back)
    )
