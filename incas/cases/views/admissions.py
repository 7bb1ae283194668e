# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The forms of an admission to assistance, and of what must be looked at again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.choices.permits import ADMISSION_TRANSITIONS, AdmissionState
from incas.cases.doors import case_page
from incas.cases.forms.permits import DecisionForm, EndForm, ProposalForm, SuspensionForm
from incas.cases.models import Admission, Case, CaseReview
from incas.cases.operations.admissions import admit, end_admission, propose_admission, suspend_admission
from incas.cases.operations.reviews import settle_review, waits_for_a_bond
from incas.cases.refusals import Refused
from incas.cases.views.permits import PERMITS, written
from incas.core.editing import Editing
from incas.core.transitions import TransitionRefused
from incas.privacy.drafts import sealed_drafts

REFUSALS = (Refused, TransitionRefused)


@case_page(Case, allowed=rules.open_case, part=Part.PERMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: SignedInRequest, case: Case) -> HttpResponse:
    """Propose that the person is admitted."""
    edit = Editing(request, ProposalForm, refusals=REFUSALS, drafts=sealed_drafts(case.body_id))
    return edit.save_with(
        lambda form: propose_admission(case=case, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(PERMITS, args=[case.code]),
        message=_("Proposta registrata."),
    ) or edit.render("cases/form.html", written(case, request, _("Proporre l'ammissione"), _("Registra la proposta")))


@case_page(Admission, allowed=rules.open_case, part=Part.PERMIT, related=("case",))
@require_http_methods(["GET", "HEAD", "POST"])
def put_in_force(request: SignedInRequest, admission: Admission) -> HttpResponse:
    """Put an admission in force, or take it up again."""
    is_resumed = admission.state == AdmissionState.SUSPENDED
    title = _("Riprendere l'ammissione") if is_resumed else _("Ammettere all'assistenza")
    edit = Editing(
        request, ProposalForm, admission, initial=_reference, refusals=REFUSALS, drafts=sealed_drafts(admission.body_id)
    )
    return edit.save_with(
        lambda form: admit(admission=admission, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(PERMITS, args=[admission.case.code]),
        message=_("Ammissione in vigore."),
    ) or edit.render("cases/form.html", written(admission.case, request, title, _("Registra")))


def _reference(admission: Admission) -> dict[str, object]:
    return {"act_reference": admission.act_reference}


@case_page(Admission, allowed=rules.open_case, part=Part.PERMIT, related=("case",))
@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request: SignedInRequest, admission: Admission) -> HttpResponse:
    """Suspend an admission."""
    edit = Editing(
        request, SuspensionForm, admission, initial={}, refusals=REFUSALS, drafts=sealed_drafts(admission.body_id)
    )
    return edit.save_with(
        lambda form: suspend_admission(admission=admission, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(PERMITS, args=[admission.case.code]),
        message=_("Ammissione sospesa."),
    ) or edit.render("cases/form.html", written(admission.case, request, _("Sospendere l'ammissione"), _("Sospendi")))


@case_page(Admission, allowed=rules.open_case, part=Part.PERMIT, related=("case",))
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedInRequest, admission: Admission) -> HttpResponse:
    """End an admission, with its reason."""
    moves = ADMISSION_TRANSITIONS[AdmissionState(admission.state)]
    edit = Editing(
        request,
        EndForm,
        admission,
        initial={},
        options={"may_revoke": AdmissionState.REVOKED in moves},
        refusals=REFUSALS,
        drafts=sealed_drafts(admission.body_id),
    )
    return edit.save_with(
        lambda form: end_admission(admission=admission, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(PERMITS, args=[admission.case.code]),
        message=_("Cessazione registrata."),
    ) or edit.render(
        "cases/form.html", written(admission.case, request, _("Far cessare l'ammissione"), _("Registra la cessazione"))
    )


@case_page(CaseReview, allowed=rules.open_case, part=Part.PERMIT, related=("case",))
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: SignedInRequest, review: CaseReview) -> HttpResponse:
    """Settle a review, in words; a bond is verified where the family is."""
    if waits_for_a_bond(review, at=timezone.now()):
        messages.info(request, _("Il legame si verifica qui, persona per persona."))
        return redirect("cases:family", review.case.code)
    edit = Editing(request, DecisionForm, review, initial={}, refusals=REFUSALS, drafts=sealed_drafts(review.body_id))
    title = _("Verifica: %(reason)s") % {"reason": review.get_reason_display()}
    return edit.save_with(
        lambda form: settle_review(review=review, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse(PERMITS, args=[review.case.code]),
        message=_("Verifica conclusa."),
    ) or edit.render("cases/form.html", written(review.case, request, title, _("Concludi la verifica")))
