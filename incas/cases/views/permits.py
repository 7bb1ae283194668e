# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The permit of a case with the two life cycles beside it, and the forms of its steps."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.choices.permits import (
    PERMIT_PENDING,
    STEP_DAYS,
    STEP_FROM,
    AdmissionState,
    PermitKind,
    PermitState,
    PermitStep,
    ReviewReason,
)
from incas.cases.doors import case_page
from incas.cases.forms import permits as forms
from incas.cases.models import Case, Permit
from incas.cases.operations import permits as operations
from incas.cases.pictures import life_cycles_picture
from incas.cases.queries.life_cycles import PermitStory, entries_of_cycles, life_cycles_of
from incas.cases.refusals import Refused
from incas.cases.tabs import frame_of, register_part
from incas.core.editing import Editing
from incas.core.transitions import TransitionRefused
from incas.privacy.drafts import sealed_drafts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PERMITS = "cases:permits"
STORY = {
    "step": gettext_lazy("Passo"),
    "state": gettext_lazy("Permesso"),
    "admission_state": gettext_lazy("Ammissione"),
    "reason": gettext_lazy("Motivo"),
}
STORY_WORDS = [*PermitStep.choices, *PermitState.choices, *AdmissionState.choices, *ReviewReason.choices]
GRAVE = frozenset({PermitStep.REVOCATION, PermitStep.DENIAL, PermitStep.RENEWAL_DENIAL})
CORRECTED = frozenset(STEP_DAYS) - {PermitStep.RENEWAL, PermitStep.CONVERSION}
"""Steps whose day the page offers to correct."""

register_part(gettext_lazy("Permesso e ammissione"), PERMITS, order=40)


@dataclass(frozen=True, slots=True)
class StepPage:
    """The page of a step: its place in the address, its words, its form, its operation."""

    slug: str
    title: "StrOrPromise"
    submit: "StrOrPromise"
    form: type[forms.StepForm]
    operation: Callable[..., Permit]


STEP_PAGES: dict[PermitStep, StepPage] = {
    PermitStep.REPORTED: StepPage(
        "segnalazione",
        gettext_lazy("Correggere il giorno della segnalazione"),
        gettext_lazy("Correggi"),
        forms.StepForm,
        operations.note_report,
    ),
    PermitStep.PROPOSAL: StepPage(
        "proposta",
        gettext_lazy("Proposta dell'autorità giudiziaria"),
        gettext_lazy("Registra la proposta"),
        forms.StepForm,
        operations.note_proposal,
    ),
    PermitStep.OPINION: StepPage(
        "parere",
        gettext_lazy("Parere dell'Ispettorato nazionale del lavoro"),
        gettext_lazy("Registra il parere"),
        forms.StepForm,
        operations.note_opinion,
    ),
    PermitStep.REQUEST: StepPage(
        "richiesta",
        gettext_lazy("Richiesta del permesso"),
        gettext_lazy("Registra la richiesta"),
        forms.RequestForm,
        operations.request_permit,
    ),
    PermitStep.ISSUE: StepPage(
        "rilascio",
        gettext_lazy("Rilascio del permesso"),
        gettext_lazy("Registra il rilascio"),
        forms.IssueForm,
        operations.issue_permit,
    ),
    PermitStep.COMMUNICATION: StepPage(
        "comunicazione",
        gettext_lazy("Comunicazione al Ministero del Lavoro"),
        gettext_lazy("Registra la comunicazione"),
        forms.CommunicationForm,
        operations.communicate_permit,
    ),
    PermitStep.RENEWAL_REQUEST: StepPage(
        "richiesta-di-rinnovo",
        gettext_lazy("Ricevuta della richiesta di rinnovo"),
        gettext_lazy("Registra la ricevuta"),
        forms.StepForm,
        operations.request_renewal,
    ),
    PermitStep.RENEWAL: StepPage(
        "rinnovo",
        gettext_lazy("Rinnovo del permesso"),
        gettext_lazy("Registra il rinnovo"),
        forms.RenewalForm,
        operations.renew_permit,
    ),
    PermitStep.CONVERSION: StepPage(
        "conversione",
        gettext_lazy("Conversione del permesso"),
        gettext_lazy("Registra la conversione"),
        forms.ConversionForm,
        operations.convert_permit,
    ),
    PermitStep.RENEWAL_DENIAL: StepPage(
        "diniego-del-rinnovo",
        gettext_lazy("Diniego del rinnovo"),
        gettext_lazy("Registra il diniego"),
        forms.StepForm,
        operations.deny_renewal,
    ),
    PermitStep.REVOCATION: StepPage(
        "revoca",
        gettext_lazy("Revoca del permesso"),
        gettext_lazy("Registra la revoca"),
        forms.RevocationForm,
        operations.revoke_permit,
    ),
    PermitStep.DENIAL: StepPage(
        "diniego",
        gettext_lazy("Diniego del permesso"),
        gettext_lazy("Registra il diniego"),
        forms.StepForm,
        operations.deny_permit,
    ),
    PermitStep.RESTORATION: StepPage(
        "annullamento",
        gettext_lazy("Annullamento della revoca o del diniego"),
        gettext_lazy("Registra l'annullamento"),
        forms.StepForm,
        operations.restore_permit,
    ),
}


@case_page(Case, allowed=rules.see_case, part=Part.PERMIT)
@require_safe
def index(request: SignedInRequest, case: Case) -> HttpResponse:
    """Show the three life cycles side by side, what was done and what may come."""
    today = timezone.localdate()
    cycles = life_cycles_of(case, today)
    context = {
        "cycles": cycles,
        "picture": life_cycles_picture(cycles, today),
        "permits": [shown_permit(story) for story in cycles.permits],
        "may_begin": not case.is_closed and not any(story.permit.state in PERMIT_PENDING for story in cycles.permits),
        "today": today,
        "entries": entries_of_cycles(case),
        "history_fields": STORY,
        "history_values": STORY_WORDS,
    }
    return render(request, "cases/permits.html", frame_of(case, request.user, current=PERMITS) | context)


@case_page(Case, allowed=rules.open_case, part=Part.PERMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedInRequest, case: Case) -> HttpResponse:
    """Begin a permit."""
    kind = PermitKind.FAMILY if case.is_relative else PermitKind.ART_18_TER
    edit = Editing(
        request, forms.ReportForm, initial={"kind": kind}, refusals=(Refused,), drafts=sealed_drafts(case.body_id)
    )
    return edit.save_with(
        lambda form: operations.report_permit(case=case, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(PERMITS, args=[case.code]),
        message=_("Permesso registrato."),
    ) or edit.render("cases/form.html", written(case, request, _("Registrare un permesso"), _("Registra")))


@case_page(Permit, allowed=rules.open_case, part=Part.PERMIT, related=("case",))
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: SignedInRequest, permit: Permit, slug: str) -> HttpResponse:
    """Record a step of a permit, or correct it."""
    kind, page = step_of(slug)
    edit = Editing(
        request,
        page.form,
        permit,
        initial=lambda found: known_of(found, kind, page.form),
        refusals=(Refused, TransitionRefused),
        drafts=sealed_drafts(permit.body_id),
    )
    return edit.save_with(
        lambda form: page.operation(permit=permit, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(PERMITS, args=[permit.case.code]),
        message=_("Passo registrato: «%(step)s».") % {"step": kind.label},
    ) or edit.render("cases/form.html", written(permit.case, request, page.title, page.submit))


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as the page shows it: its words, the page that records or corrects it (empty: none), its day."""

    label: str
    url: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ShownPermit:
    """A permit as the page shows it: what was done, what may come, what would end it."""

    permit: Permit
    done: list[ShownStep]
    to_come: list[ShownStep]
    ends: list[ShownStep]


def shown_permit(story: PermitStory) -> ShownPermit:
    """Give each step its page. No queries."""
    permit = story.permit
    return ShownPermit(
        permit=permit,
        done=[
            ShownStep(event.get_step_display(), _correcting(permit, PermitStep(event.step)), event.happened_on)
            for event in story.events
        ],
        to_come=[ShownStep(str(step.label), _page_of(permit, step)) for step in story.steps if step not in GRAVE],
        ends=[ShownStep(str(step.label), _page_of(permit, step)) for step in story.steps if step in GRAVE],
    )


def _page_of(permit: Permit, kind: PermitStep) -> str:
    return reverse("cases:permit_step", args=[permit.code, STEP_PAGES[kind].slug])


def _correcting(permit: Permit, kind: PermitStep) -> str:
    """Give the page that corrects a step recorded: none for what the clock did, or what led elsewhere."""
    is_correctable = kind in STEP_PAGES and kind in CORRECTED and permit.state in STEP_FROM[kind]
    return _page_of(permit, kind) if is_correctable else ""


def known_of(permit: Permit, kind: PermitStep, form: type[forms.StepForm]) -> dict[str, Any]:
    """Give what is already known of a step: what its form begins from."""
    fields = {name: getattr(permit, field) or None for name, field in form.corrects.items()}
    return {"on": getattr(permit, STEP_DAYS[kind]) if kind in STEP_DAYS else None, **fields}


def step_of(slug: str) -> tuple[PermitStep, StepPage]:
    """Find the step an address names; 404 for any other word."""
    for kind, page in STEP_PAGES.items():
        if page.slug == slug:
            return kind, page
    raise Http404


def written(case: Case, request: SignedInRequest, title: "StrOrPromise", submit: "StrOrPromise") -> dict[str, Any]:
    """Give what the page of a form of this part shows."""
    back = reverse(PERMITS, args=[case.code])
    return frame_of(case, request.user, current=PERMITS) | {"title": title, "submit": submit, "back": back}
