# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The diary of a case and what is to be done, for who may open it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.doors import case_page
from incas.cases.forms.diary import DiaryForm, TaskForm
from incas.cases.models import Case, CaseTask
from incas.cases.operations.diary import DiaryRefused, finish_task, set_task, write_diary
from incas.cases.queries.diary import diary_page, tasks_of, team_of
from incas.cases.tabs import frame_of, register_part
from incas.core.editing import Editing
from incas.privacy.drafts import sealed_drafts

DIARY = "cases:diary"

register_part(gettext_lazy("Diario e attività"), DIARY, rules.open_case, order=60)


@case_page(Case, allowed=rules.open_case, part=Part.DIARY)
@require_safe
def index(request: SignedInRequest, case: Case) -> HttpResponse:
    """Show what is to be done and the diary, newest first."""
    context = {
        "tasks": tasks_of(case),
        "today": timezone.localdate(),
        "diary": diary_page(case, before=request.GET.get("prima", "")),
    }
    return render(request, "cases/diary.html", frame_of(case, request.user, current=DIARY) | context)


@case_page(Case, allowed=rules.open_case, part=Part.DIARY)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, case: Case) -> HttpResponse:
    """Write a contact in the diary."""
    edit = Editing(
        request,
        DiaryForm,
        initial={"happened_on": timezone.localdate()},
        refusals=(DiaryRefused,),
        drafts=sealed_drafts(case.body_id),
    )
    return edit.save_with(
        lambda form: write_diary(case=case, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(DIARY, args=[case.code]),
        message=_("Scritto nel diario."),
    ) or edit.render("cases/form.html", written(case, request, _("Scrivere nel diario"), _("Scrivi nel diario")))


@case_page(Case, allowed=rules.open_case, part=Part.DIARY)
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: SignedInRequest, case: Case) -> HttpResponse:
    """Give somebody something to do."""
    now = timezone.now()
    edit = Editing(
        request,
        TaskForm,
        initial={"owner": request.user.pk},
        options={"team": team_of(case, at=now)},
        refusals=(DiaryRefused,),
        drafts=sealed_drafts(case.body_id),
    )
    return edit.save_with(
        lambda form: set_task(case=case, by=request.user, at=now, **form.cleaned_data),
        outcome=reverse(DIARY, args=[case.code]),
        message=_("Attività assegnata."),
    ) or edit.render("cases/form.html", written(case, request, _("Assegnare un'attività"), _("Assegna")))


@case_page(CaseTask, allowed=rules.open_case, part=Part.DIARY, related=("case",))
@require_POST
def finish(request: SignedInRequest, task: CaseTask) -> HttpResponse:
    """Say that something is done."""
    finish_task(task=task, by=request.user, at=timezone.now())
    messages.success(request, _("Attività conclusa."))
    return redirect(DIARY, task.case.code)


def written(case: Case, request: SignedInRequest, title: str, submit: str) -> dict[str, Any]:
    """Give what the page of a form of the diary shows."""
    back = reverse(DIARY, args=[case.code])
    return frame_of(case, request.user, current=DIARY) | {"title": title, "submit": submit, "back": back}
