# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The measures of a programme, and the taxonomy they are chosen from."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.choices.programmes import ServiceArea
from incas.cases.doors import case_page, pilot_page
from incas.cases.forms.programmes import EndMeasureForm, KindForm, LocalNameForm, MeasureForm
from incas.cases.models import LocalMeasure, Measure, MeasureKind, Programme, served_by
from incas.cases.operations.measures import (
    MeasureRefused,
    add_measure,
    change_measure,
    end_measure,
    start_measure,
)
from incas.cases.operations.taxonomy import TaxonomyRefused, drop_local_name, write_kind, write_local_name
from incas.cases.queries.programmes import kinds_to_choose, taxonomy
from incas.cases.tabs import frame_of
from incas.core.editing import Editing
from incas.core.pages import object_page
from incas.core.transitions import TransitionRefused
from incas.privacy.drafts import sealed_drafts

PROGRAMME, TAXONOMY = "cases:programme", "cases:taxonomy"
METHODS = ["GET", "HEAD", "POST"]
REFUSALS = (MeasureRefused, TransitionRefused)


@case_page(Programme, allowed=rules.open_case, part=Part.PROGRAMME, related=("case",))
@require_http_methods(METHODS)
def add(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Add a measure to a programme."""
    initial = {"starts_on": programme.starts_on, "ends_on": programme.ends_on}
    edit = Editing(
        request,
        MeasureForm,
        initial=initial,
        options=choices_of(programme),
        refusals=REFUSALS,
        drafts=sealed_drafts(programme.body_id),
    )
    return edit.save_with(
        lambda form: add_measure(programme=programme, content=form.content, by=request.user, at=timezone.now()),
        outcome=reverse(PROGRAMME, args=[programme.case.code]),
        message=_("Misura aggiunta."),
    ) or edit.render("cases/form.html", page_of(programme, request, _("Nuova misura"), _("Aggiungi la misura")))


@case_page(Measure, allowed=rules.open_case, part=Part.PROGRAMME, related=("case", "programme__case"))
@require_http_methods(METHODS)
def change(request: SignedInRequest, measure: Measure) -> HttpResponse:
    """Change a measure that has not ended."""
    programme = measure.programme
    edit = Editing(
        request,
        MeasureForm,
        measure,
        initial=written,
        options=choices_of(programme),
        refusals=REFUSALS,
        drafts=sealed_drafts(measure.body_id),
    )
    return edit.save_with(
        lambda form: change_measure(measure=measure, content=form.content, by=request.user, at=timezone.now()),
        outcome=reverse(PROGRAMME, args=[measure.case.code]),
        message=_("Misura salvata."),
    ) or edit.render("cases/form.html", page_of(programme, request, _("Modificare la misura"), _("Salva la misura")))


@case_page(Measure, allowed=rules.open_case, part=Part.PROGRAMME, related=("case",))
@require_POST
def start(request: SignedInRequest, measure: Measure) -> HttpResponse:
    """Begin a measure."""
    try:
        start_measure(measure=measure, by=request.user, at=timezone.now())
        messages.success(request, _("Misura iniziata."))
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect(PROGRAMME, measure.case.code)


@case_page(Measure, allowed=rules.open_case, part=Part.PROGRAMME, related=("case", "programme__case"))
@require_http_methods(METHODS)
def end(request: SignedInRequest, measure: Measure) -> HttpResponse:
    """End a measure, done or interrupted."""
    initial = {"ended_on": min(measure.ends_on, timezone.localdate())}
    edit = Editing(request, EndMeasureForm, initial=initial, refusals=REFUSALS, drafts=sealed_drafts(measure.body_id))
    return edit.save_with(
        lambda form: end_measure(measure=measure, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(PROGRAMME, args=[measure.case.code]),
        message=_("Misura conclusa."),
    ) or edit.render("cases/form.html", page_of(measure.programme, request, _("Concludere la misura"), _("Concludi")))


def choices_of(programme: Programme) -> dict[str, Any]:
    """Give what a measure of a programme is chosen among."""
    return {
        "kinds": kinds_to_choose(),
        "local_names": LocalMeasure.objects.filter(body_id=programme.body_id),
        "objectives": programme.objectives.all(),
    }


def written(measure: Measure) -> dict[str, Any]:
    """Give what the form of a measure is shown with."""
    names = ("provider", "starts_on", "ends_on", "hours_a_week", "cost", "note")
    keys = {"kind": measure.kind_id, "local_name": measure.local_name_id, "objective": measure.objective_id}
    return keys | {name: getattr(measure, name) for name in names}


def page_of(programme: Programme, request: SignedInRequest, title: str, submit: str) -> dict[str, Any]:
    """Give what the page of a form of a measure shows."""
    case = programme.case
    frame = frame_of(case, request.user, current=PROGRAMME)
    return frame | {"title": title, "submit": submit, "back": reverse(PROGRAMME, args=[case.code])}


@pilot_page(allowed=rules.see_taxonomy)
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Show the common taxonomy by area, with the names one's own Comune uses."""
    kinds = list(taxonomy(served_by(request.user)))
    areas = [(area, [kind for kind in kinds if kind.area == area]) for area in ServiceArea]
    context = {
        "areas": areas,
        "may_write": rules.write_taxonomy(request.user),
        "may_name": rules.supervise_service(request.user),
    }
    return render(request, "cases/taxonomy.html", context)


@pilot_page(allowed=rules.write_taxonomy)
@require_http_methods(METHODS)
def add_kind(request: SignedInRequest) -> HttpResponse:
    """Add a kind of measure to the taxonomy."""
    return kind_form(request, None, _("Nuovo tipo di misura"))


@object_page(MeasureKind, allowed=rules.write_taxonomy, key="slug")
@require_http_methods(METHODS)
def change_kind(request: SignedInRequest, kind: MeasureKind) -> HttpResponse:
    """Change the words of a kind of measure, or retire it."""
    return kind_form(request, kind, _("Modificare il tipo di misura"))


def kind_form(request: SignedInRequest, kind: MeasureKind | None, title: str) -> HttpResponse:
    """Show the form of a kind of measure, and do what it asks."""
    edit = Editing(request, KindForm, kind, initial=told_kind if kind else None, refusals=(TaxonomyRefused,))
    context = {"title": title, "submit": _("Salva"), "back": reverse(TAXONOMY)}
    return edit.save_with(
        lambda form: write_kind(kind=kind, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(TAXONOMY),
        message=_("Tipo di misura salvato."),
    ) or edit.render("cases/taxonomy_form.html", context)


def told_kind(kind: MeasureKind) -> dict[str, Any]:
    """Give what the form of a kind is shown with."""
    return {"area": kind.area, "name": kind.name, "description": kind.description, "is_retired": kind.is_retired}


@pilot_page(allowed=rules.supervise_service)
@require_http_methods(METHODS)
def add_local_name(request: SignedInRequest) -> HttpResponse:
    """Say what one's own Comune calls a kind of measure."""
    body_id = served_by(request.user)[0]
    edit = Editing(request, LocalNameForm, options={"kinds": kinds_to_choose()}, refusals=(TaxonomyRefused,))
    context = {"title": _("Nome usato nel Comune"), "submit": _("Salva"), "back": reverse(TAXONOMY)}
    return edit.save_with(
        lambda form: write_local_name(body_id=body_id, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(TAXONOMY),
        message=_("Nome salvato."),
    ) or edit.render("cases/taxonomy_form.html", context)


@object_page(LocalMeasure, allowed=rules.name_measure)
@require_POST
def remove_local_name(request: SignedInRequest, name: LocalMeasure) -> HttpResponse:
    """Take away a local name that no measure bears."""
    try:
        drop_local_name(name=name, by=request.user, at=timezone.now())
        messages.success(request, _("Nome tolto."))
    except TaxonomyRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(TAXONOMY)
