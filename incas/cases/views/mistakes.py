# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Take away what was written in a case by mistake: one page for each kind of row, all alike."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.doors import case_page
from incas.cases.forms.mistakes import MistakeForm
from incas.cases.models import (
    Admission,
    CaseRecord,
    CaseTask,
    Consent,
    DiaryEntry,
    Dwelling,
    Engagement,
    Entitlement,
    ItalianAssessment,
    Measure,
    NeedScore,
    Permit,
    PersonRequest,
    Post,
    Programme,
    ProgrammeReview,
    Report,
)
from incas.cases.operations.mistakes import MistakeRefused, take_away, told_row
from incas.cases.tabs import form_frame
from incas.core.editing import Editing
from incas.core.pages import View


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of row that may be taken away: the part of the case it is in, the page that shows it."""

    model: type[CaseRecord]
    part: Part
    page: str


KINDS: dict[str, Kind] = {
    "ammissione": Kind(Admission, Part.PERMIT, "cases:permits"),
    "permesso": Kind(Permit, Part.PERMIT, "cases:permits"),
    "segnalazione": Kind(Report, Part.SUMMARY, "cases:case"),
    "consenso": Kind(Consent, Part.CONSENTS, "cases:consents"),
    "bisogni": Kind(NeedScore, Part.ASSESSMENT, "cases:assessment"),
    "programma": Kind(Programme, Part.PROGRAMME, "cases:programme"),
    "misura": Kind(Measure, Part.PROGRAMME, "cases:programme"),
    "verifica": Kind(ProgrammeReview, Part.PROGRAMME, "cases:programme"),
    "lavoro": Kind(Engagement, Part.PROGRAMME, "cases:progress"),
    "italiano": Kind(ItalianAssessment, Part.PROGRAMME, "cases:progress"),
    "abitazione": Kind(Dwelling, Part.PROGRAMME, "cases:progress"),
    "diritto": Kind(Entitlement, Part.PROGRAMME, "cases:progress"),
    "contatto": Kind(DiaryEntry, Part.DIARY, "cases:diary"),
    "attivita": Kind(CaseTask, Part.DIARY, "cases:diary"),
    "messaggio": Kind(Post, Part.THREADS, "cases:case_threads"),
    "richiesta": Kind(PersonRequest, Part.ACCESS, "cases:requests"),
}
"""By the word of their address."""


def removal(kind: Kind) -> View:
    """Make the page that takes away a row of a kind, having said what it is and asked what was wrong."""

    def remove(request: SignedInRequest, row: CaseRecord) -> HttpResponse:
        case = rules.case_of(row)
        edit = Editing(request, MistakeForm, refusals=(MistakeRefused,), autosave=False)
        back = reverse(kind.page, args=[case.code])
        frame = form_frame(case, title=_("Togliere ciò che è sbagliato"), submit=_("Togli"), back=back)
        return edit.save_with(
            lambda form: take_away(row=row, why=form.cleaned_data["why"], by=request.user, at=timezone.now()),
            outcome=back,
            message=_("Tolto: la storia del caso dice che cosa, da chi e perché."),
        ) or edit.render("cases/mistake.html", frame | {"told": told_row(row)})

    remove.__name__ = remove.__qualname__ = f"remove_{kind.model.__name__.lower()}"
    allowed: Callable[..., bool] = rules.talk_about_case if kind.model is Post else rules.open_case
    guarded = require_http_methods(["GET", "HEAD", "POST"])(remove)
    return case_page(kind.model, allowed=allowed, part=kind.part, related=("case",))(guarded)


PAGES: dict[str, View] = {word: removal(kind) for word, kind in KINDS.items()}
