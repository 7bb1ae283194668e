# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Preparing a project by sections, checking it, starting it; and correcting it once it runs."""

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incas.accounts.requests import SignedInRequest
from incas.core.editing import Editing
from incas.core.pages import object_page
from incas.core.transitions import TransitionRefused
from incas.programmes.choices import SectionState
from incas.projects import rules
from incas.projects.budget import Finding
from incas.projects.choices import ProjectSection
from incas.projects.forms.projects import (
    AdvanceForm,
    AgreementForm,
    DescribeForm,
    TutorForm,
    advanced,
    agreed,
    described,
)
from incas.projects.models import Project
from incas.projects.operations.projects import (
    ProjectRefused,
    activate_project,
    assign_tutor,
    delete_project,
    describe_project,
    record_advance,
    record_agreement,
)
from incas.projects.queries import project_readiness, tutors

SECTION_PAGES = {
    ProjectSection.GENERAL: "projects:describe",
    ProjectSection.TUTOR: "projects:tutor",
    ProjectSection.PACKAGES: "projects:packages",
    ProjectSection.BUDGET: "projects:budget_change",
    ProjectSection.AGREEMENT: "projects:agreement",
    ProjectSection.ADVANCE: "projects:advance",
}


def back_to(project: Project) -> str:
    """Give where one goes after writing a section: on with the preparation, or to the page of a running project."""
    return reverse("projects:prepare" if project.is_draft else "projects:project", args=[project.pk])


def may_open(section: ProjectSection, user: object) -> bool:
    """Tell whether a person who prepares a project may write this section: the tutor is for the coordinator."""
    return section != ProjectSection.TUTOR or rules.manage_projects(user)


@object_page(Project, allowed=rules.prepare_project, related=("body", "rule_set__call", "tutor"))
@require_safe
def prepare(request: SignedInRequest, project: Project) -> HttpResponse:
    """Show the sections of a project in preparation, each with how it stands. A running one leads to its page."""
    if not project.is_draft:
        return redirect("projects:project", project.pk)
    readiness = project_readiness(project)
    tasks = [
        {
            "label": section.label,
            "url": reverse(SECTION_PAGES[section], args=[project.pk]) if may_open(section, request.user) else "",
            "state": state.value if may_open(section, request.user) or state == SectionState.DONE else "later",
            "hint": hint_of(section, state, readiness.findings, may_open=may_open(section, request.user)),
        }
        for section, state in readiness.states.items()
    ]
    context = {"project": project, "tasks": tasks, "may_manage": rules.manage_projects(request.user)}
    return render(request, "projects/prepare.html", context)


def hint_of(section: ProjectSection, state: SectionState, findings: tuple[Finding, ...], *, may_open: bool) -> str:
    """Give the line under a section: what is missing, or why it waits."""
    if not may_open:
        return _("Lo assegna il coordinamento.") if state != SectionState.DONE else ""
    if section == ProjectSection.ADVANCE and state == SectionState.TODO:
        return _("Si può scrivere anche dopo l'avvio.")
    found = [finding.what for finding in findings if finding.section == section]
    return found[0] if found and state != SectionState.TODO else ""


@object_page(Project, allowed=rules.prepare_project, related=("body", "rule_set__call"))
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: SignedInRequest, project: Project) -> HttpResponse:
    """Write the general data."""
    edit = Editing(
        request,
        DescribeForm,
        project,
        initial=described,
        options={"needs_reason": not project.is_draft},
        refusals=(ProjectRefused,),
    )
    return edit.save_with(
        lambda form: describe_project(project=project, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=back_to(project),
        message=_("Dati generali salvati."),
    ) or edit.render("projects/form.html", page_of(project, ProjectSection.GENERAL))


def page_of(project: Project, section: ProjectSection) -> dict[str, object]:
    """Give what the page of a section shows beside its form."""
    return {"project": project, "title": section.label, "back": back_to(project), "step": project.is_draft}


@object_page(Project, allowed=rules.manage_projects, related=("body", "rule_set__call", "tutor"))
@require_http_methods(["GET", "HEAD", "POST"])
def tutor(request: SignedInRequest, project: Project) -> HttpResponse:
    """Assign the tutor."""
    edit = Editing(
        request,
        TutorForm,
        project,
        initial=lambda found: {"tutor": found.tutor_id},
        options={"tutors": tutors(timezone.localdate())},
        refusals=(ProjectRefused,),
    )
    return edit.save_with(
        lambda form: assign_tutor(
            project=project, tutor=form.cleaned_data["tutor"], by=request.user, at=timezone.now()
        ),
        outcome=back_to(project),
        message=_("Referente territoriale salvato."),
    ) or edit.render("projects/form.html", page_of(project, ProjectSection.TUTOR))


@object_page(Project, allowed=rules.prepare_project, related=("body", "rule_set__call", "agreement_file"))
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: SignedInRequest, project: Project) -> HttpResponse:
    """Write the agreement and keep its text."""
    edit = Editing(
        request,
        AgreementForm,
        project,
        initial=agreed,
        options={"needs_reason": not project.is_draft},
        refusals=(ProjectRefused,),
    )
    return edit.save_with(
        lambda form: agree(project, form, request),
        outcome=back_to(project),
        message=_("Convenzione salvata."),
    ) or edit.render("projects/agreement.html", page_of(project, ProjectSection.AGREEMENT))


def agree(project: Project, form: AgreementForm, request: SignedInRequest) -> Project:
    """Write the agreement as the form says."""
    data = form.cleaned_data
    return record_agreement(
        project=project,
        signed_on=data["agreement_signed_on"],
        reference=data["agreement_reference"],
        file=data["file"],
        file_name=data["file"].name if data["file"] else "",
        reason=data.get("reason", ""),
        by=request.user,
        at=timezone.now(),
    )


@object_page(Project, allowed=rules.record_advance, related=("body", "rule_set__call"))
@require_http_methods(["GET", "HEAD", "POST"])
def advance(request: SignedInRequest, project: Project) -> HttpResponse:
    """Write the advance that was received."""
    edit = Editing(request, AdvanceForm, project, initial=advanced, refusals=(ProjectRefused,))
    may_prepare = project.is_draft and rules.prepare_project(request.user, project)
    back = back_to(project) if may_prepare else reverse("projects:project", args=[project.pk])
    return edit.save_with(
        lambda form: record_advance(
            project=project,
            amount=form.cleaned_data["advance_amount"],
            received_on=form.cleaned_data["advance_received_on"],
            by=request.user,
            at=timezone.now(),
        ),
        outcome=back,
        message=_("Anticipo salvato."),
    ) or edit.render(
        "projects/form.html", page_of(project, ProjectSection.ADVANCE) | {"back": back, "step": may_prepare}
    )


@object_page(Project, allowed=rules.prepare_project, related=("body", "rule_set__call", "tutor", "agreement_file"))
@require_safe
def check(request: SignedInRequest, project: Project) -> HttpResponse:
    """Repeat everything a project says, with what is missing or breaks the rules."""
    return render(request, "projects/check.html", checked(project, request))


def checked(project: Project, request: SignedInRequest) -> dict[str, object]:
    """Look at what a project needs to start, for the page that says it."""
    readiness = project_readiness(project)
    checks = [
        {
            "finding": finding,
            "kind": "danger" if finding.stops else "warning",
            "url": reverse(SECTION_PAGES[finding.section], args=[project.pk])
            if may_open(finding.section, request.user)
            else "",
        }
        for finding in readiness.findings
    ]
    return {
        "project": project,
        "readiness": readiness,
        "budget": readiness.budget,
        "checks": checks,
        "pages": {name: reverse(url, args=[project.pk]) for name, url in SECTION_PAGES.items()},
        "may_start": readiness.may_start and project.is_draft and rules.manage_projects(request.user),
        "waits_for_coordinator": readiness.may_start and not rules.manage_projects(request.user),
    }


@object_page(Project, allowed=rules.manage_projects, related=("body", "rule_set__call"))
@require_http_methods(["GET", "HEAD", "POST"])
def activate(request: SignedInRequest, project: Project) -> HttpResponse:
    """Start a project, on confirmation."""
    edit = Editing(request, Form, refusals=(ProjectRefused, TransitionRefused), autosave=False)
    return edit.save_with(
        lambda _form: activate_project(project=project, by=request.user, at=timezone.now()),
        outcome=reverse("projects:project", args=[project.pk]),
        message=_("Progetto avviato: da ora si possono imputare le spese."),
    ) or edit.render("projects/activate.html", {"project": project})


@object_page(Project, allowed=rules.prepare_project, related=("body", "rule_set__call"))
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: SignedInRequest, project: Project) -> HttpResponse:
    """Delete a project in preparation, on confirmation."""
    edit = Editing(request, Form, refusals=(ProjectRefused,), autosave=False)
    return edit.save_with(
        lambda _form: delete_project(project=project, by=request.user, at=timezone.now()),
        outcome="projects:projects",
        message=_("Progetto eliminato."),
    ) or edit.render("projects/delete.html", {"project": project})
