# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Cases: the list, opening one, each one's summary, what is known of it without a name."""

from typing import Any

from django.db.models import QuerySet
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
from incas.cases.choices.access import Part
from incas.cases.choices.cases import Outcome, Phase
from incas.cases.doors import case_page, pilot_page
from incas.cases.forms.cases import CaseFactsForm, OpenCaseForm, ReportForm
from incas.cases.models import Case, PilotService
from incas.cases.models.services import WORKS_ON_CASES, served_by
from incas.cases.operations.cases import ProbableDuplicates, ServiceClosed, add_report, change_case, open_case
from incas.cases.queries.steps import way_of
from incas.cases.queries.terms import terms_of
from incas.cases.tables.cases import listing_for
from incas.cases.tabs import form_frame, frame_of, register_part
from incas.cases.views.persons import note_matches
from incas.core.editing import Editing
from incas.privacy.drafts import sealed_drafts

STORY = {
    "phase": gettext_lazy("Fase"),
    "outcome": gettext_lazy("Esito"),
    "taken": gettext_lazy("Registrazione"),
    "place": gettext_lazy("In carico come"),
}
STORY_WORDS = (
    dict(Phase.choices)
    | dict(Outcome.choices)
    | {"holder": gettext_lazy("titolare"), "relative": gettext_lazy("familiare di un titolare")}
)

register_part(gettext_lazy("Scheda"), "cases:case", order=10)


@pilot_page(allowed=rules.see_cases, part=Part.LIST)
def index(request: SignedInRequest) -> HttpResponseBase:
    """List the cases a person may see."""
    is_local = bool(request.user.acting_roles & WORKS_ON_CASES)
    may_open_cases = rules.work_in_service(request.user)
    context = {
        "may_open_cases": may_open_cases,
        "may_summarise": rules.read_summary(request.user),
        "has_no_service": is_local and not may_open_cases,
    }
    context["export_url"] = f"{reverse('cases:export_list')}?{request.GET.urlencode()}"
    cases = Case.objects.visible_to(request.user)
    return listing_for(request.user).respond(request, cases, template="cases/cases.html", context=context)


@pilot_page(allowed=rules.work_in_service)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponseBase:
    """Open a case from a report or a referral."""
    services = PilotService.objects.run_by(request.user)
    edit = Editing(
        request,
        OpenCaseForm,
        initial={"received_on": timezone.localdate()},
        options={"services": services, "user": request.user},
        refusals=(ServiceClosed, ProbableDuplicates),
        drafts=sealed_drafts(min(served_by(request.user))),
    )
    saved = edit.save_with(lambda form: opened(request, form), outcome=page_of, message=_("Caso aperto."))
    note_matches(request, edit.form)
    return saved or edit.render("cases/new.html")


def drafts_of(services: QuerySet[PilotService]) -> dict[str, Any]:
    """Keep what is typed under the key of the Comune whose case it becomes; where there are several, nowhere."""
    if len(services) == 1:
        return {"drafts": sealed_drafts(services[0].body_id)}
    return {"autosave": False}


def opened(request: SignedInRequest, form: OpenCaseForm) -> Case:
    """Open the case that was typed; who may be the same person goes on the form."""
    data = form.cleaned_data
    try:
        return open_case(
            service=data["service"],
            report=form.report(),
            facts=form.facts(),
            identity=form.identity(),
            holder=data["holder"],
            is_relative=data["is_relative"],
            others=form.said_others(),
            by=request.user,
            at=timezone.now(),
        )
    except ProbableDuplicates as found:
        form.offer(found.matches)
        raise


def page_of(case: Case) -> str:
    """Where a case is."""
    return reverse("cases:case", args=[case.code])


@case_page(Case, allowed=rules.see_case, part=Part.SUMMARY, related=("work_territory", "body", "service"))
@require_safe
def show(request: SignedInRequest, case: Case) -> HttpResponse:
    """Show a case without who it is: what it is like, what to do now, which days come."""
    frame = frame_of(case, request.user, current="cases:case")
    context = frame | {
        "way": way_of(case),
        "reports": list(case.reports.order_by("received_on", "pk")),
        "terms": terms_of(case, request.user, may_open=frame["may_open"]),
        "case_actions": "cases/case_actions.html",
        "history": history(case),
        "history_fields": STORY,
        "history_values": STORY_WORDS,
    }
    return render(request, "cases/case.html", context)


def facts_of(case: Case) -> dict[str, Any]:
    """Give the values the form of the facts is shown with."""
    names = ("sex", "sector", "language", "is_urgent")
    return {name: getattr(case, name) for name in names} | {"work_territory": case.work_territory_id}


@case_page(Case, allowed=rules.open_case, part=Part.SUMMARY)
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: SignedInRequest, case: Case) -> HttpResponseBase:
    """Correct what is known without naming the person."""
    edit = Editing(request, CaseFactsForm, case, initial=facts_of, drafts=sealed_drafts(case.body_id))
    return edit.save_with(
        lambda form: change_case(
            case=case,
            facts=form.facts(),
            is_urgent=form.cleaned_data["is_urgent"],
            by=request.user,
            at=timezone.now(),
        ),
        outcome=page_of,
        message=_("Dati del caso salvati."),
    ) or edit.render(
        "cases/form.html", form_frame(case, title=_("Dati del caso"), submit=_("Salva i dati"), back=page_of(case))
    )


@case_page(Case, allowed=rules.open_case, part=Part.ASSESSMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: SignedInRequest, case: Case) -> HttpResponseBase:
    """Take down another report about the case."""
    edit = Editing(
        request, ReportForm, initial={"received_on": timezone.localdate()}, drafts=sealed_drafts(case.body_id)
    )
    return edit.save_with(
        lambda form: add_report(case=case, report=form.report(), by=request.user, at=timezone.now()),
        outcome=page_of(case),
        message=_("Segnalazione registrata."),
    ) or edit.render(
        "cases/form.html",
        form_frame(case, title=_("Un'altra segnalazione"), submit=_("Registra la segnalazione"), back=page_of(case)),
    )
