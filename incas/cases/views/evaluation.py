# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The evaluation of the pilot: questions, answers of each service beside protected figures, the synthesis as a file."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.forms.evaluation import EvaluationForm, QuestionForm
from incas.cases.models import EvaluationAnswer, EvaluationQuestion, served_by
from incas.cases.operations.criticalities import CriticalityRefused
from incas.cases.operations.evaluation import add_question, answer_question, change_question
from incas.cases.pilot import pilot_form, register_pilot_part
from incas.cases.queries.evaluation import evaluation_for
from incas.cases.queries.services import bodies_of
from incas.cases.statistics.comparing import before_and_after
from incas.cases.statistics.pictures import multiples
from incas.cases.tables.evaluation import evaluation_sheet
from incas.cases.views.figures import opened
from incas.core.editing import Editing
from incas.core.exports import FORMATS, XLSX, csv_response, xlsx_response
from incas.core.pages import object_page, page

INDEX = "cases:evaluation"
LABEL = gettext_lazy("Valutazione del pilota")

register_pilot_part(
    LABEL,
    gettext_lazy("Le domande di valutazione, le risposte dei servizi accanto alle cifre, i bisogni prima e dopo."),
    INDEX,
    rule=rules.see_evaluation,
    order=50,
)


@page(allowed=rules.see_evaluation)
@require_safe
def index(request: SignedInRequest) -> HttpResponseBase:
    """Show the questions with the answers a person sees and the figures beside them, or give them as a file."""
    asked = evaluation_for(request.user)
    kind = request.GET.get("esporta", "")
    if kind in FORMATS:
        sheet = evaluation_sheet(asked)
        return (
            xlsx_response("valutazione-pilota", [sheet]) if kind == XLSX else csv_response("valutazione-pilota", sheet)
        )
    _figures, tables, context = opened(request)
    shown = [
        {"asked": each, "picture": multiples(tables[slug]) if (slug := each.question.indicator) in tables else None}
        for each in asked
    ]
    context |= {
        "shown": shown,
        "needs": before_and_after(tables),
        "may_write": rules.write_questions(request.user),
        "may_answer": rules.supervise_service(request.user),
    }
    return render(request, "cases/evaluation.html", context)


@page(allowed=rules.write_questions)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Add a question."""
    edit = Editing(request, QuestionForm, initial={"position": 10}, options={"is_new": True})
    return edit.save_with(
        lambda form: add_question(by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(INDEX),
        message=_("Domanda aggiunta."),
    ) or edit.render(
        "cases/pilot_form.html", pilot_form(_("Aggiungere una domanda"), _("Aggiungi"), LABEL, reverse(INDEX))
    )


@object_page(EvaluationQuestion, allowed=rules.write_question)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, question: EvaluationQuestion) -> HttpResponse:
    """Change or retire a question."""
    names = ("text", "help", "indicator", "position", "is_retired")
    edit = Editing(
        request, QuestionForm, question, initial=lambda found: {name: getattr(found, name) for name in names}
    )
    return edit.save_with(
        lambda form: change_question(question=question, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(INDEX),
        message=_("Domanda modificata."),
    ) or edit.render("cases/pilot_form.html", pilot_form(_("Modificare la domanda"), _("Salva"), LABEL, reverse(INDEX)))


@object_page(EvaluationQuestion, allowed=rules.answer_evaluation)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, question: EvaluationQuestion) -> HttpResponse:
    """Answer for the own service."""
    edit = Editing(
        request,
        EvaluationForm,
        initial=given(request, question),
        options={"bodies": bodies_of(request.user)},
        refusals=(CriticalityRefused,),
    )
    return edit.save_with(
        lambda form: answer_question(question=question, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(INDEX),
        message=_("Risposta registrata."),
    ) or edit.render(
        "cases/pilot_form.html",
        pilot_form(question.text, _("Rispondi"), LABEL, reverse(INDEX), about=question.help),
    )


def given(request: SignedInRequest, question: EvaluationQuestion) -> dict[str, Any]:
    """Give what the own service answered already."""
    bodies = served_by(request.user)
    found = EvaluationAnswer.objects.filter(question=question, body_id__in=bodies).order_by("pk").first()
    if found is None:
        return {"body": bodies[0]}
    return {"body": found.body_id, "text": found.text, "rating": found.rating}
