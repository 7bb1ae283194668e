# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The individual programme of a case: read by who follows it, written by who may open it, approved by a supervisor."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.choices.programmes import PROGRAMME_RUNS, ProgrammeState
from incas.cases.doors import case_page
from incas.cases.forms.programmes import (
    ApproveForm,
    CloseForm,
    EndForm,
    ProgrammeForm,
    ReachedForm,
    ReviewForm,
    ShareForm,
    WrittenProgrammeForm,
    described,
    reached,
)
from incas.cases.measure_rows import Reader, measure_rows
from incas.cases.models import Case, Programme
from incas.cases.operations.programmes import (
    ProgrammeRefused,
    approve_programme,
    assess_objectives,
    close_programme,
    draft_programme,
    move_end,
    review_programme,
    rewrite_programme,
    share_programme,
    write_programme,
)
from incas.cases.queries.permits import permit_cover
from incas.cases.queries.programmes import current_programme, measures_of, progress_of
from incas.cases.tabs import frame_of, register_part
from incas.cases.timetable import measures_picture
from incas.core.editing import Editing
from incas.core.transitions import TransitionRefused
from incas.privacy.drafts import sealed_drafts

PROGRAMME, PROGRESS = "cases:programme", "cases:progress"
METHODS = ["GET", "HEAD", "POST"]
REFUSALS = (ProgrammeRefused, TransitionRefused)

register_part(gettext_lazy("Programma"), PROGRAMME, order=50)
register_part(gettext_lazy("Risultati"), PROGRESS, order=55)


@dataclass(frozen=True, slots=True)
class Words:
    """What the page of a form says: its title, its verb, what is told when it is done."""

    title: str
    submit: str
    done: str


@case_page(Case, allowed=rules.see_case, part=Part.PROGRAMME)
@require_safe
def show(request: SignedInRequest, case: Case) -> HttpResponse:
    """Show the programme that is open, or the last one, with its objectives and measures."""
    programme = current_programme(case)
    context = frame_of(case, request.user, current=PROGRAMME) | {
        "programme": programme,
        "reviews": [],
        "cover": permit_cover(case, timezone.localdate()),
        "may_begin": not case.is_closed and (programme is None or programme.state == ProgrammeState.CLOSED),
    }
    if programme is not None:
        context |= told(programme, may_open=context["may_open"], token=get_token(request))
    return render(request, "cases/programme.html", context)


@case_page(Case, allowed=rules.see_case, part=Part.PROGRAMME)
@require_safe
def progress(request: SignedInRequest, case: Case) -> HttpResponse:
    """Show what was reached: Italian, work, home, rights."""
    context = {"progress": progress_of(case), "today": timezone.localdate()}
    return render(request, "cases/progress.html", frame_of(case, request.user, current=PROGRESS) | context)


@case_page(Case, allowed=rules.open_case, part=Part.PROGRAMME)
@require_http_methods(METHODS)
def begin(request: SignedInRequest, case: Case) -> HttpResponse:
    """Begin a programme; its objectives are written next."""
    initial = {"language": case.language, "starts_on": timezone.localdate()}
    edit = Editing(request, ProgrammeForm, initial=initial, refusals=REFUSALS, drafts=sealed_drafts(case.body_id))
    return edit.save_with(
        lambda form: draft_programme(case=case, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=lambda programme: reverse("cases:programme_write", args=[programme.code]),
        message=_("Bozza aperta: ora scrivere gli obiettivi."),
    ) or edit.render("cases/form.html", page_of(case, request, _("Nuovo programma"), _("Apri la bozza")))


@case_page(Programme, allowed=rules.open_case, part=Part.PROGRAMME, related=("case",))
@require_http_methods(METHODS)
def write(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Write a draft and its objectives."""
    edit = Editing(
        request,
        WrittenProgrammeForm,
        programme,
        initial=described,
        options={"programme": programme},
        refusals=REFUSALS,
        drafts=sealed_drafts(programme.body_id),
    )

    def save(form: WrittenProgrammeForm) -> Programme:
        return write_programme(
            programme=programme, objectives=form.objectives, by=request.user, at=timezone.now(), **form.cleaned_data
        )

    return edit.save_with(
        save, outcome=reverse(PROGRAMME, args=[programme.case.code]), message=_("Programma salvato.")
    ) or edit.render(
        "cases/programme_form.html", page_of(programme.case, request, _("Scrivere il programma"), _("Salva"))
    )


@case_page(Programme, allowed=rules.open_case, part=Part.PROGRAMME, related=("case",))
@require_http_methods(METHODS)
def objectives(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Say how the objectives went."""
    edit = Editing(
        request,
        ReachedForm,
        programme,
        initial=reached,
        options={"objectives": list(programme.objectives.all())},
        refusals=REFUSALS,
        drafts=sealed_drafts(programme.body_id),
    )
    return edit.save_with(
        lambda form: assess_objectives(programme=programme, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(PROGRAMME, args=[programme.case.code]),
        message=_("Obiettivi valutati."),
    ) or edit.render(
        "cases/form.html", page_of(programme.case, request, _("Come sono andati gli obiettivi"), _("Salva"))
    )


@case_page(Programme, allowed=rules.open_case, part=Part.PROGRAMME, related=("case",))
@require_http_methods(METHODS)
def share(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Record that the programme was explained and signed."""
    initial = {"language": programme.language}
    words = Words(
        _("Programma condiviso e firmato"), _("Registra"), _("Firma registrata: ora il programma va approvato.")
    )
    return done_with(request, programme, ShareForm, share_programme, words, initial)


@case_page(Programme, allowed=rules.approve_programme, part=Part.PROGRAMME, related=("case",))
@require_http_methods(METHODS)
def approve(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Approve a programme that was signed, having read what it holds."""
    words = Words(_("Approvare il programma"), _("Approva"), _("Programma approvato: le misure possono iniziare."))
    reader = Reader(may_open=False, may_start=False, may_take_away=False, token="")
    held = {
        "programme": programme,
        "objectives": list(programme.objectives.all()),
        "measure_rows": measure_rows(measures_of(programme), reader),
    }
    return done_with(
        request,
        programme,
        ApproveForm,
        approve_programme,
        words,
        {"seen": programme.updated_at},
        template="cases/programme_approve.html",
        held=held,
    )


@case_page(Programme, allowed=rules.approve_programme, part=Part.PROGRAMME, related=("case",))
@require_http_methods(METHODS)
def end_moved(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Move the last day of a programme that runs."""
    initial = {"ends_on": programme.ends_on}
    words = Words(_("Spostare la fine del programma"), _("Sposta"), _("Fine del programma spostata."))
    return done_with(request, programme, EndForm, move_end, words, initial)


@case_page(Programme, allowed=rules.open_case, part=Part.PROGRAMME, related=("case",))
@require_http_methods(METHODS)
def review(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Write a review made with the person."""
    initial = {"reviewed_on": timezone.localdate()}
    words = Words(_("Verifica del programma"), _("Salva"), _("Verifica salvata."))
    return done_with(request, programme, ReviewForm, review_programme, words, initial)


@case_page(Programme, allowed=rules.open_case, part=Part.PROGRAMME, related=("case",))
@require_http_methods(METHODS)
def close(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Close a programme."""
    initial = {"closed_on": timezone.localdate()}
    words = Words(_("Chiudere il programma"), _("Chiudi"), _("Programma chiuso."))
    return done_with(request, programme, CloseForm, close_programme, words, initial)


@case_page(Programme, allowed=rules.rewrite_programme, part=Part.PROGRAMME, related=("case",))
@require_POST
def rewrite(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Take a shared programme back to a draft, as who writes it or who would approve it."""
    try:
        rewrite_programme(programme=programme, by=request.user, at=timezone.now())
    except TransitionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(PROGRAMME, programme.case.code)
    messages.success(request, _("Il programma è di nuovo una bozza: va condiviso e firmato un'altra volta."))
    if rules.open_case(request.user, programme):
        return redirect("cases:programme_write", programme.code)
    return redirect(PROGRAMME, programme.case.code)


def done_with(
    request: SignedInRequest,
    programme: Programme,
    form_class: type[forms.Form],
    operation: Any,
    words: Words,
    initial: dict[str, Any],
    *,
    template: str = "cases/form.html",
    held: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show a form about a programme, and do what it asks: its fields are the arguments of the operation."""
    edit = Editing(request, form_class, initial=initial, refusals=REFUSALS, drafts=sealed_drafts(programme.body_id))
    return edit.save_with(
        lambda form: operation(programme=programme, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(PROGRAMME, args=[programme.case.code]),
        message=words.done,
    ) or edit.render(template, page_of(programme.case, request, words.title, words.submit) | (held or {}))


def page_of(case: Case, request: SignedInRequest, title: str, submit: str) -> dict[str, Any]:
    """Give what the page of a form of the programme shows."""
    back = reverse(PROGRAMME, args=[case.code])
    return frame_of(case, request.user, current=PROGRAMME) | {"title": title, "submit": submit, "back": back}


def told(programme: Programme, *, may_open: bool, token: str) -> dict[str, Any]:
    """Give what a programme holds, as its page shows it to who may open the case, or not."""
    measures = list(measures_of(programme))
    is_closed, may_start = programme.state == ProgrammeState.CLOSED, programme.state in PROGRAMME_RUNS
    reader = Reader(may_open=may_open, may_start=may_start, may_take_away=not is_closed, token=token)
    return {
        "objectives": list(programme.objectives.all()),
        "reviews": list(programme.reviews.select_related("reviewed_by").order_by("-reviewed_on")),
        "picture": measures_picture(programme, measures, today=timezone.localdate()) if measures else None,
        "measure_rows": measure_rows(measures, reader),
    }
