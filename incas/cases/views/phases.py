# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A case along its phases: the next step, the closure asked and decided, the case taken up again."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.choices.cases import Phase
from incas.cases.doors import case_page
from incas.cases.forms.phases import AloneForm, ClosureForm, PhaseBackForm, PhaseForm, RefusalForm
from incas.cases.models import Case, Closure
from incas.cases.operations.phases import (
    StepRefused,
    advance_case,
    approve_closure,
    ask_closure,
    refuse_closure,
    reopen_case,
    take_phase_back,
    withdraw_closure,
)
from incas.cases.queries.staff import other_supervisors
from incas.cases.queries.steps import loose_ends
from incas.cases.tabs import form_frame
from incas.core.editing import Editing
from incas.core.transitions import TransitionRefused
from incas.privacy.drafts import sealed_drafts


def page_of(case: Case) -> str:
    """Where a case is."""
    return reverse("cases:case", args=[case.code])


@case_page(Case, allowed=rules.open_case, part=Part.SUMMARY)
@require_POST
def advance(request: SignedInRequest, case: Case) -> HttpResponse:
    """Move the case to the phase that was asked."""
    form = PhaseForm(request.POST)
    if form.is_valid():
        try:
            moved = advance_case(case=case, to=Phase(form.cleaned_data["to"]), by=request.user, at=timezone.now())
            messages.success(request, _("Il caso è passato a «%(phase)s».") % {"phase": moved.get_phase_display()})
        except (StepRefused, TransitionRefused) as refusal:
            messages.error(request, str(refusal))
    return redirect(page_of(case))


@case_page(Case, allowed=rules.open_case, part=Part.SUMMARY)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: SignedInRequest, case: Case) -> HttpResponseBase:
    """Bring the case back from the phase to which it was moved by mistake."""
    edit = Editing(request, PhaseBackForm, initial={"to": case.phase}, refusals=(StepRefused,), autosave=False)
    frame = form_frame(case, title=_("Tornare alla fase di prima"), submit=_("Torna indietro"), back=page_of(case))
    lead = _("Per una fase raggiunta per errore. Ciò che è scritto nel caso resta; la storia lo dice.")
    return edit.save_with(
        lambda form: take_phase_back(
            case=case, moved_to=Phase(form.cleaned_data["to"]), by=request.user, at=timezone.now()
        ),
        outcome=page_of(case),
        message=_("Il caso è alla fase di prima."),
    ) or edit.render("cases/form.html", frame | {"lead": lead})


@case_page(Case, allowed=rules.open_case, part=Part.SUMMARY)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: SignedInRequest, case: Case) -> HttpResponseBase:
    """Ask the supervisor to close the case."""
    edit = Editing(
        request,
        ClosureForm,
        initial={"closes_on": timezone.localdate()},
        options={"phase": Phase(case.phase)},
        refusals=(StepRefused,),
        drafts=sealed_drafts(case.body_id),
    )
    frame = form_frame(case, title=_("Chiedere la chiusura"), submit=_("Chiedi la chiusura"), back=page_of(case))
    return edit.save_with(
        lambda form: ask_closure(case=case, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=page_of(case),
        message=_("Chiusura chiesta: la approva il coordinatore del servizio."),
    ) or edit.render("cases/closure_form.html", frame | {"loose_ends": loose_ends(case)})


@case_page(Closure, allowed=rules.supervise_case, part=Part.SUMMARY, related=("case", "asked_by"))
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: SignedInRequest, closure: Closure) -> HttpResponseBase:
    """Approve the closure, having read what it leaves open; one's own only where nobody else may."""
    case = closure.case
    is_own = closure.asked_by_id == request.user.pk
    others = other_supervisors(case.body_id, besides=request.user.pk, on=timezone.localdate()) if is_own else []
    form_class = AloneForm if is_own else forms.Form
    edit = Editing(request, form_class, closure, initial={}, refusals=(StepRefused, TransitionRefused), autosave=False)
    context = form_frame(case, title=_("Approvare la chiusura"), submit=_("Approva e chiudi"), back=page_of(case)) | {
        "closure": closure,
        "loose_ends": loose_ends(case),
        "may_open": rules.open_case(request.user, case),
        "others": others,
    }
    return edit.save_with(
        lambda form: approve_closure(closure=closure, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=page_of(case),
        message=_("Caso chiuso."),
    ) or edit.render("cases/closure_approve.html", context)


@case_page(Closure, allowed=rules.supervise_case, part=Part.SUMMARY, related=("case",))
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: SignedInRequest, closure: Closure) -> HttpResponseBase:
    """Leave the case open, saying what is missing."""
    case = closure.case
    refusals = (StepRefused, TransitionRefused)
    edit = Editing(request, RefusalForm, refusals=refusals, drafts=sealed_drafts(case.body_id))
    return edit.save_with(
        lambda form: refuse_closure(closure=closure, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=page_of(case),
        message=_("Il caso resta aperto: chi ha chiesto la chiusura legge che cosa manca."),
    ) or edit.render(
        "cases/form.html",
        form_frame(case, title=_("Non approvare la chiusura"), submit=_("Lascia aperto il caso"), back=page_of(case)),
    )


@case_page(Closure, allowed=rules.open_case, part=Part.SUMMARY, related=("case",))
@require_POST
def withdraw(request: SignedInRequest, closure: Closure) -> HttpResponse:
    """Take the request to close back."""
    try:
        withdraw_closure(closure=closure, by=request.user, at=timezone.now())
        messages.success(request, _("Richiesta di chiusura ritirata."))
    except TransitionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(page_of(closure.case))


@case_page(Case, allowed=rules.supervise_case, part=Part.SUMMARY)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: SignedInRequest, case: Case) -> HttpResponseBase:
    """Take a closed case up again."""
    edit = Editing(request, forms.Form, case, refusals=(StepRefused, TransitionRefused), autosave=False)
    frame = form_frame(case, title=_("Riaprire il caso"), submit=_("Riapri il caso"), back=page_of(case))
    return edit.save_with(
        lambda _form: reopen_case(case=case, by=request.user, at=timezone.now()),
        outcome=page_of(case),
        message=_("Caso riaperto: si riparte dalla valutazione."),
    ) or edit.render("cases/reopen.html", frame)
