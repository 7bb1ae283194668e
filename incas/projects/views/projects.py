# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Projects: the list, each one's page, its deadlines, its history."""

from dataclasses import dataclass
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
from incas.audit.queries import history
from incas.core.choosing import suggest, typed_text
from incas.core.editing import Editing
from incas.core.pages import object_page, page
from incas.core.writing import day
from incas.documents.responses import file_response
from incas.organisations.choices import Role
from incas.programmes.telling import told_values
from incas.projects import rules
from incas.projects.choices import ProjectState
from incas.projects.forms.projects import NewProjectForm, find_bodies
from incas.projects.models import Project
from incas.projects.operations.projects import ProjectRefused, create_project
from incas.projects.pictures import budget_picture
from incas.projects.queries import (
    bodies_for_projects,
    budget_of,
    periods_of,
    rule_sets_for_projects,
    with_totals,
)
from incas.projects.settled import settled_periods
from incas.projects.tables import PROJECTS
from incas.projects.tabs import tabs_of

TOLD_FIELDS = {
    "title": gettext_lazy("Titolo"),
    "summary": gettext_lazy("In breve"),
    "cup": gettext_lazy("CUP"),
    "starts_on": gettext_lazy("Inizio"),
    "ends_on": gettext_lazy("Fine"),
    "tutor": gettext_lazy("Referente territoriale"),
    "packages": gettext_lazy("Pacchetti di lavoro"),
    "budget_total": gettext_lazy("Totale del piano finanziario"),
    "agreement_signed_on": gettext_lazy("Convenzione firmata il"),
    "agreement_reference": gettext_lazy("Estremi della convenzione"),
    "agreement_file_name": gettext_lazy("File della convenzione"),
    "advance_amount": gettext_lazy("Anticipo ricevuto"),
    "advance_received_on": gettext_lazy("Anticipo arrivato il"),
    "rule_set": gettext_lazy("Regole"),
    "body": gettext_lazy("Ente"),
    "state": gettext_lazy("Stato"),
}
TOLD_VALUES = {state.value: state.label for state in ProjectState}
NEXT_SHOWN = 3


def told_fields(entries: list[Any]) -> dict[str, Any]:
    """Name the fields of a history: those of the project, and the lines of the budget by their own names."""
    lines = {name: name for entry in entries for name in (*entry.before, *entry.after) if " / " in name}
    return TOLD_FIELDS | dict(sorted(lines.items()))


@page(allowed=rules.follow_projects)
@require_safe
def index(request: SignedInRequest) -> HttpResponseBase:
    """List the projects a person may see."""
    related = ("body__territory__parent__parent", "rule_set__call", "tutor")
    projects = with_totals(Project.objects.visible_to(request.user).select_related(*related))
    may_create = rules.create_projects(request.user)
    return PROJECTS.respond(request, projects, template="projects/projects.html", context={"may_create": may_create})


@page(allowed=rules.create_projects)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Make a project in preparation."""
    bodies = bodies_for_projects(request.user)
    own = None if Role.COORDINATOR in request.user.acting_roles else bodies.first()
    rule_sets = rule_sets_for_projects(request.user, timezone.localdate())
    edit = Editing(
        request,
        NewProjectForm,
        options={"rule_sets": rule_sets, "bodies": bodies, "own": own},
        refusals=(ProjectRefused,),
    )
    return edit.save_with(
        lambda form: create_project(by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=lambda project: reverse("projects:prepare", args=[project.pk]),
        message=_("Progetto aggiunto: ora completarne le sezioni."),
    ) or edit.render("projects/project_new.html", {"own": own, "has_calls": rule_sets.exists()})


@page(allowed=rules.create_projects)
@require_safe
def suggest_bodies(request: SignedInRequest) -> HttpResponse:
    """Suggest bodies while one types."""
    found = find_bodies(bodies_for_projects(request.user), typed_text(request))
    return suggest(request, ((body.pk, body.name, body.get_kind_display()) for body in found[:12]))


def frame_of(project: Project, request: SignedInRequest, current: str) -> dict[str, Any]:
    """Give what the head of every page of a project shows."""
    user = request.user
    may_manage = rules.manage_projects(user)
    return {
        "project": project,
        "tabs": tabs_of(project, user, current=current),
        "may_prepare": project.is_draft and rules.prepare_project(user, project),
        "may_change": not project.is_draft and may_manage,
        "may_manage": may_manage,
        "may_record_advance": rules.record_advance(user, project),
    }


@object_page(
    Project,
    allowed=rules.read_project,
    related=("body__territory__parent__parent", "rule_set__call", "tutor", "agreement_file"),
)
@require_safe
def show(request: SignedInRequest, project: Project) -> HttpResponse:
    """Show a project: what it is, its budget as a picture, what falls due, what was done."""
    budget = budget_of(project)
    told = history(
        project
    )  # the lines of the budget are told by the whole history alone: here they would bury the rest
    context = frame_of(project, request, "projects:project") | {
        "budget": budget,
        "picture": budget_picture(budget),
        "findings": budget.findings() if budget.total else (),
        "deadlines": deadlines_of(project)[:NEXT_SHOWN],
        "history": told,
        "fields": TOLD_FIELDS,
        "values": told_values(told.entries, TOLD_VALUES),
    }
    return render(request, "projects/project.html", context)


@dataclass(frozen=True, slots=True)
class ClaimDue:
    """A claim to come, as the list of deadlines shows it."""

    label: str
    due_on: date
    url: str


def deadlines_of(project: Project) -> list[ClaimDue]:
    """Give the claims to come, nearest first."""
    if project.state != ProjectState.ACTIVE:
        return []
    done = settled_periods([project.pk])
    return [
        ClaimDue(
            _("Domanda di rimborso: spese dal %(first)s al %(last)s")
            % {"first": day(period.first), "last": day(period.last)},
            period.due_on,
            reverse("projects:deadlines", args=[project.pk]),
        )
        for period in periods_of(project)
        if (project.pk, period.last) not in done
    ]


@object_page(Project, allowed=rules.read_project, related=("body", "rule_set__call"))
@require_safe
def deadlines(request: SignedInRequest, project: Project) -> HttpResponse:
    """Show the periods of the claims, each with the day by which it is due."""
    done, today = settled_periods([project.pk]), timezone.localdate()
    periods = [
        {
            "period": period,
            "is_done": (project.pk, period.last) in done,
            "is_late": period.due_on < today,
            "is_now": today in period,
        }
        for period in periods_of(project)
    ]
    context = frame_of(project, request, "projects:deadlines") | {"periods": periods, "rules": project.rule_set}
    return render(request, "projects/deadlines.html", context)


@object_page(Project, allowed=rules.read_project, related=("body", "rule_set__call"))
@require_safe
def story(request: SignedInRequest, project: Project) -> HttpResponse:
    """Show the whole history of a project."""
    told = history(project, limit=None)
    context = frame_of(project, request, "projects:story") | {
        "history": told,
        "fields": told_fields(told.entries),
        "values": told_values(told.entries, TOLD_VALUES),
    }
    return render(request, "projects/story.html", context)


@object_page(Project, allowed=rules.read_project, related=("agreement_file",))
@require_safe
def agreement_file(_request: SignedInRequest, project: Project) -> HttpResponseBase:
    """Give the signed agreement as a file to save."""
    if project.agreement_file is None:
        raise Http404
    return file_response(project.agreement_file, name=project.agreement_file_name)
