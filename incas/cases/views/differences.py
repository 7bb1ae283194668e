# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages where it is said why a figure of the comparison differs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.forms.figures import DifferenceForm, WordsForm
from incas.cases.models import DifferenceNote, PublishedFigures
from incas.cases.operations.differences import (
    DifferenceRefused,
    correct_difference,
    explain_difference,
    withdraw_difference,
)
from incas.cases.pilot import pilot_form
from incas.cases.queries.services import bodies_of
from incas.core.editing import Editing
from incas.core.pages import object_page

LABEL = gettext_lazy("Confronto fra i Comuni")


@object_page(PublishedFigures, allowed=rules.explain_differences)
@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: SignedInRequest, figures: PublishedFigures) -> HttpResponse:
    """Say why a figure of a Comune differs, in these figures."""
    edit = Editing(request, DifferenceForm, options={"bodies": bodies_of(request.user)}, refusals=(DifferenceRefused,))
    back = comparison_of(figures)
    return edit.save_with(
        lambda form: explain_difference(figures=figures, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=back,
        message=_("Nota scritta."),
    ) or edit.render("cases/pilot_form.html", pilot_form(_("Spiegare una differenza"), _("Scrivi"), LABEL, back))


@object_page(DifferenceNote, allowed=rules.change_difference, related=("figures", "body"))
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: SignedInRequest, note: DifferenceNote) -> HttpResponse:
    """Write other words in a note."""
    edit = Editing(request, WordsForm, note, initial=lambda found: {"text": found.text}, refusals=(DifferenceRefused,))
    back = comparison_of(note.figures)
    return edit.save_with(
        lambda form: correct_difference(note=note, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=back,
        message=_("Nota modificata."),
    ) or edit.render(
        "cases/pilot_form.html", pilot_form(_("Modificare la nota"), _("Salva"), LABEL, back, about=note.body.name)
    )


@object_page(DifferenceNote, allowed=rules.change_difference, related=("figures", "body"))
@require_POST
def withdraw(request: SignedInRequest, note: DifferenceNote) -> HttpResponse:
    """Take a note away."""
    withdraw_difference(note=note, by=request.user, at=timezone.now())
    messages.success(request, _("Nota tolta."))
    return redirect(comparison_of(note.figures))


def comparison_of(figures: PublishedFigures) -> str:
    """Give the address of the comparison of these figures."""
    return f"{reverse('cases:comparison')}?al={figures.until.isoformat()}"
