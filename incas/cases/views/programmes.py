# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The individual programme of a case: read by who follows it, written by who may open it, approved by a supervisor."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
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
    return done_with(
        request, programme, ShareForm, share_programme, (_("Programma condiviso e firmato"), _("Registra")), initial
    )


@case_page(Programme, allowed=rules.approve_programme, part=Part.PROGRAMME, related=("case",))
@require_http_methods(METHODS)
def approve(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Approve a programme that was signed."""
    return done_with(
        request, programme, ApproveForm, approve_programme, (_("Approvare il programma"), _("Approva")), {}
    )


@case_page(Programme, allowed=rules.approve_programme, part=Part.PROGRAMME, related=("case",))
@require_http_methods(METHODS)
def end_moved(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Move the last day of a programme that runs."""
    initial = {"ends_on": programme.ends_on}
    return done_with(request, programme, EndForm, move_end, (_("Spostare la fine del programma"), _("Sposta")), initial)


@case_page(Programme, allowed=rules.open_case, part=Part.PROGRAMME, related=("case",))
@require_http_methods(METHODS)
def review(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Write a review made with the person."""
    initial = {"reviewed_on": timezone.localdate()}
    return done_with(
        request, programme, ReviewForm, review_programme, (_("Verifica del programma"), _("Salva")), initial
    )


@case_page(Programme, allowed=rules.open_case, part=Part.PROGRAMME, related=("case",))
@require_http_methods(METHODS)
def close(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Close a programme."""
    initial = {"closed_on": timezone.localdate()}
    return done_with(request, programme, CloseForm, close_programme, (_("Chiudere il programma"), _("Chiudi")), initial)


@case_page(Programme, allowed=rules.open_case, part=Part.PROGRAMME, related=("case",))
@require_POST
def rewrite(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Take a shared programme back to a draft."""
    if programme.state not in {ProgrammeState.SHARED, ProgrammeState.DRAFT}:
        raise Http404
    rewrite_programme(programme=programme, by=request.user, at=timezone.now())
    return redirect("cases:programme_write", programme.code)


def done_with(
    request: SignedInRequest,
    programme: Programme,
    form_class: type[forms.Form],
    operation: Any,
    words: tuple[str, str],
    initial: dict[str, Any],
) -> HttpResponse:
    """Show a form about a programme, and do what it asks: its fields are the arguments of the operation."""
    title, submit = words
    edit = Editing(request, form_class, initial=initial, refusals=REFUSALS, drafts=sealed_drafts(programme.body_id))
    return edit.save_with(
        lambda form: operation(programme=programme, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(PROGRAMME, args=[programme.case.code]),
        message=_("Fatto: il programma è aggiornato."),
    ) or edit.render("cases/form.html", page_of(programme.case, request, title, submit))


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
