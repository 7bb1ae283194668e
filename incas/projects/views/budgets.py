# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Work packages and the budget: read, written as a table, checked while it is typed, taken away as a spreadsheet."""

from dataclasses import replace
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incas.accounts.requests import SignedInRequest
from incas.core.editing import Editing
from incas.core.exports import Field, Sheet, xlsx_response
from incas.core.kinds import Kind
from incas.core.pages import object_page
from incas.projects import rules
from incas.projects.budget import Budget
from incas.projects.choices import ProjectSection
from incas.projects.forms.budgets import (
    BudgetForm,
    PackagesForm,
    budget_values,
    package_rows,
    package_values,
)
from incas.projects.models import Project
from incas.projects.operations.budgets import write_budget, write_packages
from incas.projects.operations.projects import ProjectRefused
from incas.projects.pictures import budget_picture
from incas.projects.queries import budget_of
from incas.projects.views.preparation import back_to, page_of
from incas.projects.views.projects import frame_of


@object_page(Project, allowed=rules.read_project, related=("body", "rule_set__call"))
@require_safe
def show(request: SignedInRequest, project: Project) -> HttpResponse:
    """Show the budget: the table, the picture, what breaks the rules."""
    budget = budget_of(project)
    context = frame_of(project, request, "projects:budget") | {
        "budget": budget,
        "picture": budget_picture(budget),
        "findings": budget.findings(),
    }
    return render(request, "projects/budget.html", context)


@object_page(Project, allowed=rules.prepare_project, related=("body", "rule_set__call"))
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, project: Project) -> HttpResponse:
    """Write the budget, a cell for each cost item and work package."""
    budget = budget_of(project)
    edit = Editing(
        request,
        BudgetForm,
        project,
        initial=lambda found: budget_values(budget if found is project else budget_of(found)),
        options={"budget": budget, "needs_reason": not project.is_draft},
        refusals=(ProjectRefused,),
    )
    return edit.save_with(
        lambda form: write_budget(
            project=project,
            amounts=form.amounts(),
            reason=form.cleaned_data.get("reason", ""),
            by=request.user,
            at=timezone.now(),
        ),
        outcome=reverse("projects:budget", args=[project.pk]),
        message=_("Piano finanziario salvato."),
    ) or edit.render(
        "projects/budget_form.html",
        page_of(project, ProjectSection.BUDGET) | checks_of(budget) | {"budget": budget},
    )


def checks_of(budget: Budget) -> dict[str, Any]:
    """Tell what the rules say of a budget: what breaks them, and what each flat rate comes to."""
    rates = [
        (item, budget.book.flat_rate_amount(item.code, budget.by_item), budget.by_item[item.code])
        for item in budget.book.leaves
        if item.is_flat_rate
    ]
    return {"findings": budget.findings(), "rates": rates}


@object_page(Project, allowed=rules.prepare_project)
@require_POST
def check(request: SignedInRequest, project: Project) -> HttpResponse:
    """Tell what the rules say of the amounts as they are typed. Nothing is stored."""
    budget = budget_of(project)
    form = BudgetForm(request.POST, budget=budget, needs_reason=False)
    if not form.is_valid():
        return HttpResponse(status=204)
    typed = replace(budget, amounts=form.amounts())
    return render(request, "projects/budget_checks.html", checks_of(typed))


@object_page(Project, allowed=rules.prepare_project, related=("body", "rule_set__call"))
@require_http_methods(["GET", "HEAD", "POST"])
def packages(request: SignedInRequest, project: Project) -> HttpResponse:
    """Write the work packages."""
    found = budget_of(project).packages
    edit = Editing(
        request,
        PackagesForm,
        project,
        initial=lambda row: package_values(found if row is project else budget_of(row).packages),
        options={"rows": package_rows(found), "needs_reason": not project.is_draft},
        refusals=(ProjectRefused,),
    )
    return edit.save_with(
        lambda form: write_packages(
            project=project,
            rows=form.packages(),
            reason=form.cleaned_data.get("reason", ""),
            by=request.user,
            at=timezone.now(),
        ),
        outcome=back_to(project),
        message=_("Pacchetti di lavoro salvati."),
    ) or edit.render("projects/packages.html", page_of(project, ProjectSection.PACKAGES))


@object_page(Project, allowed=rules.read_project)
@require_safe
def as_xlsx(_request: SignedInRequest, project: Project) -> FileResponse:
    """Give the budget as a spreadsheet."""
    budget = budget_of(project)
    fields = [
        Field(_("Codice"), width=12),
        Field(_("Voce di costo"), width=45),
        *(Field(str(package), Kind.MONEY, 20) for package in budget.packages),
        Field(_("Totale"), Kind.MONEY, 18),
        Field(_("Quota"), Kind.PERCENT),
    ]
    rows = [(row.item.code, row.item.name, *row.cells, row.total, row.share) for row in budget.rows]
    rows.append(
        ("", _("Totale"), *(total for _package, total in budget.footer), budget.total, 100 if budget.total else 0)
    )
    return xlsx_response(
        f"piano-{slugify(project.code.replace('/', '-'))}", [Sheet(_("Piano finanziario"), fields, rows)]
    )
