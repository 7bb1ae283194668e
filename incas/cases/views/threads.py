# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Questions on cases: across the cases one sees, those of a case, one with its messages."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.doors import case_page, pilot_page
from incas.cases.forms.threads import AnswerForm, QuestionForm
from incas.cases.models import Case, Thread
from incas.cases.operations.threads import ThreadRefused, answer, ask, settle
from incas.cases.pilot import register_pilot_part
from incas.cases.queries.threads import posts_of, threads_of, with_turn
from incas.cases.tables.threads import THREADS
from incas.cases.tabs import frame_of, register_part
from incas.core.editing import Editing
from incas.privacy.drafts import sealed_drafts

OF_CASE = "cases:case_threads"

register_part(gettext_lazy("Domande"), OF_CASE, rules.talk_about_case, order=70)
register_pilot_part(
    gettext_lazy("Domande sui casi"),
    gettext_lazy("Fra i servizi e il coordinamento specialistico, sul codice di un caso: prima quelle che aspettano."),
    "cases:threads",
    rule=rules.see_cases,
    order=30,
)


@pilot_page(allowed=rules.see_cases, part=Part.THREADS)
@require_safe
def index(request: SignedInRequest) -> HttpResponseBase:
    """List the questions on the cases a person sees, those that wait first."""
    threads = with_turn(Thread.objects.visible_to(request.user))
    return THREADS.respond(request, threads, template="cases/threads.html")


@case_page(Case, allowed=rules.talk_about_case, part=Part.THREADS)
@require_safe
def of_case(request: SignedInRequest, case: Case) -> HttpResponse:
    """List the questions on a case."""
    context = frame_of(case, request.user, current=OF_CASE) | {"threads": threads_of(case)}
    return render(request, "cases/case_threads.html", context)


@case_page(Case, allowed=rules.talk_about_case, part=Part.THREADS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, case: Case) -> HttpResponse:
    """Ask a question on a case."""
    edit = Editing(request, QuestionForm, refusals=(ThreadRefused,), drafts=sealed_drafts(case.body_id))
    words = {"title": _("Fare una domanda"), "submit": _("Invia"), "back": reverse(OF_CASE, args=[case.code])}
    return edit.save_with(
        lambda form: ask(case=case, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=lambda thread: reverse("cases:thread", args=[thread.code]),
        message=_("Domanda inviata."),
    ) or edit.render("cases/form.html", frame_of(case, request.user, current=OF_CASE) | words)


@case_page(Thread, allowed=rules.talk_about_case, part=Part.THREADS, related=("case__body",))
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, thread: Thread) -> HttpResponse:
    """Show a question with its messages, and answer."""
    edit = Editing(request, AnswerForm, refusals=(ThreadRefused,), drafts=sealed_drafts(thread.body_id))
    return edit.save_with(
        lambda form: answer(thread=thread, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse("cases:thread", args=[thread.code]),
        message=_("Risposta inviata."),
    ) or edit.render(
        "cases/thread.html",
        frame_of(thread.case, request.user, current=OF_CASE) | {"thread": thread, "posts": posts_of(thread)},
    )


@case_page(Thread, allowed=rules.talk_about_case, part=Part.THREADS, related=("case",))
@require_POST
def finish(request: SignedInRequest, thread: Thread) -> HttpResponse:
    """Say that a question has its answer."""
    settle(thread=thread, by=request.user, at=timezone.now())
    messages.success(request, _("Domanda risolta."))
    return redirect("cases:thread", thread.code)
