# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The assessment of a case: indicators of exploitation, needs and how they change."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.choices.cases import Moment, Need
from incas.cases.doors import case_page
from incas.cases.forms.assessment import IndicatorsForm, NeedsForm
from incas.cases.models import Case
from incas.cases.needs_picture import needs_picture
from incas.cases.operations.assessment import AssessmentRefused, observe_indicators, weigh_needs
from incas.cases.queries.assessment import before_and_after, coming_moment, observed, weighings
from incas.cases.tabs import form_frame, frame_of, register_part
from incas.core.editing import Editing
from incas.privacy.drafts import sealed_drafts

ASSESSMENT = "cases:assessment"

register_part(gettext_lazy("Valutazione"), ASSESSMENT, order=20)


def page_of(case: Case) -> str:
    """Where the assessment of a case is."""
    return reverse(ASSESSMENT, args=[case.code])


@case_page(Case, allowed=rules.see_case, part=Part.ASSESSMENT)
@require_safe
def index(request: SignedInRequest, case: Case) -> HttpResponse:
    """Show what was observed, and how needs stand before and after."""
    found = weighings(case)
    pair = before_and_after(found)
    context = {
        "groups": observed(case).items(),
        "weighings": found,
        "picture": needs_picture(*pair) if pair else None,
    }
    return render(request, "cases/assessment.html", frame_of(case, request.user, current=ASSESSMENT) | context)


def observations_of(case: Case) -> dict[str, Any]:
    """Give what the grid of indicators is shown with."""
    return {row.indicator: row.observation for rows in observed(case).values() for row in rows}


@case_page(Case, allowed=rules.open_case, part=Part.ASSESSMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def indicators(request: SignedInRequest, case: Case) -> HttpResponseBase:
    """Say what was observed."""
    edit = Editing(
        request,
        IndicatorsForm,
        case,
        initial=observations_of,
        refusals=(AssessmentRefused,),
        drafts=sealed_drafts(case.body_id),
    )
    frame = form_frame(
        case, title=_("Indicatori di sfruttamento"), submit=_("Salva gli indicatori"), back=page_of(case)
    )
    return edit.save_with(
        lambda form: observe_indicators(
            case=case, observations=form.observations(), by=request.user, at=timezone.now()
        ),
        outcome=page_of(case),
        message=_("Indicatori salvati."),
    ) or edit.render("cases/indicators_form.html", frame)


@case_page(Case, allowed=rules.open_case, part=Part.ASSESSMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def needs_new(request: SignedInRequest, case: Case) -> HttpResponseBase:
    """Weigh the needs on a day: the moment asked for in the address is proposed, else the one that comes."""
    asked = request.GET.get("momento")
    moment = Moment(asked) if asked in Moment.values else coming_moment(case)
    initial = {"weighed_on": timezone.localdate(), "moment": moment}
    edit = Editing(
        request, NeedsForm, initial=initial, refusals=(AssessmentRefused,), drafts=sealed_drafts(case.body_id)
    )
    return weighed(request, case, edit, is_new=True)


@case_page(Case, allowed=rules.open_case, part=Part.ASSESSMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def needs_edit(request: SignedInRequest, case: Case, moment: str, day: str) -> HttpResponseBase:
    """Correct a weighing."""
    weighed_on = day_in(day)
    if not case.scores.filter(moment=moment, weighed_on=weighed_on).exists():
        raise Http404

    def shown(case: Case) -> dict[str, Any]:
        scores = case.scores.filter(moment=moment, weighed_on=weighed_on)
        values: dict[str, Any] = {"moment": moment, "weighed_on": weighed_on}
        for score in scores:
            values |= {score.need: score.score, NeedsForm.note_of(Need(score.need)): score.note}
        return values

    edit = Editing(
        request,
        NeedsForm,
        case,
        initial=shown,
        options={"is_fixed": True},
        refusals=(AssessmentRefused,),
        drafts=sealed_drafts(case.body_id),
    )
    return weighed(request, case, edit)


def weighed(
    request: SignedInRequest, case: Case, edit: Editing[NeedsForm], *, is_new: bool = False
) -> HttpResponseBase:
    """Save the weighing that was typed, or show its form."""
    frame = form_frame(case, title=_("Bisogni"), submit=_("Salva la valutazione"), back=page_of(case))
    return edit.save_with(
        lambda form: weigh_needs(
            case=case,
            moment=Moment(form.cleaned_data["moment"]),
            weighed_on=form.cleaned_data["weighed_on"],
            weights=form.weights(),
            by=request.user,
            at=timezone.now(),
            is_new=is_new,
        ),
        outcome=page_of(case),
        message=_("Valutazione salvata."),
    ) or edit.render("cases/needs_form.html", frame)


def day_in(text: str) -> date:
    """Read a day from an address. Raises Http404."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
