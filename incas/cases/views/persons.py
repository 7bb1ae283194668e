# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who the person of a case is, for who may open the case; looking for a person by exact name or fiscal code."""

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
from incas.cases.choices.access import Part
from incas.cases.choices.cases import Sex
from incas.cases.doors import case_page, pilot_page
from incas.cases.forms.persons import FindPersonForm, IdentityForm, MatchedForm
from incas.cases.identities import IdentityContent
from incas.cases.ledger import note_search
from incas.cases.models import Case, Identity, served_by
from incas.cases.operations.cases import ProbableDuplicates
from incas.cases.operations.families.changes import FamilyChangeRefused
from incas.cases.operations.identities import IdentityGone, write_identity
from incas.cases.queries.persons import find_person
from incas.cases.tabs import form_frame, frame_of, register_part
from incas.core.editing import Editing
from incas.privacy.drafts import sealed_drafts

register_part(gettext_lazy("Identità"), "cases:identity", rules.open_case, order=15)


def identity_of(case: Case) -> IdentityContent | None:
    """Open the identity of the person of a case; None where it was erased or the case made anonymous."""
    if case.anonymised_at is not None:
        return None
    identity = Identity.objects.scoped().filter(person__case=case).first()
    return IdentityContent.opened(identity.sealed) if identity else None


def identity_values(case: Case) -> dict[str, Any]:
    """Give the values the form of an identity is shown with, read again each time."""
    content = identity_of(case)
    return {name: getattr(content, name) for name in IdentityContent.__dataclass_fields__} if content else {}


def note_matches(request: SignedInRequest, form: MatchedForm) -> None:
    """Write in the ledger that who may be the same person was shown."""
    cases = [match.case for match in form.matches if match.case is not None]
    if cases:
        note_search(body_ids=(), found=cases, by=request.user, at=timezone.now())


@case_page(Case, allowed=rules.open_case, part=Part.IDENTITY)
@require_safe
def identity(request: SignedInRequest, case: Case) -> HttpResponse:
    """Show who the person is."""
    context = frame_of(case, request.user, current="cases:identity") | {"identity": identity_of(case)}
    return render(request, "cases/identity.html", context)


@case_page(Case, allowed=rules.open_case, part=Part.IDENTITY)
@require_http_methods(["GET", "HEAD", "POST"])
def identity_edit(request: SignedInRequest, case: Case) -> HttpResponseBase:
    """Correct who the person is."""
    edit = Editing(
        request,
        IdentityForm,
        case,
        initial=identity_values,
        options={"sex": Sex(case.sex)},
        refusals=(IdentityGone, ProbableDuplicates, FamilyChangeRefused),
        drafts=sealed_drafts(case.body_id),
    )

    def write(form: IdentityForm) -> Identity:
        try:
            return write_identity(
                case=case, content=form.identity(), others=form.said_others(), by=request.user, at=timezone.now()
            )
        except ProbableDuplicates as found:
            form.offer(found.matches)
            raise

    back = reverse("cases:identity", args=[case.code])
    saved = edit.save_with(write, outcome=back, message=_("Identità salvata."))
    note_matches(request, edit.form)
    frame = form_frame(case, title=_("Identità"), submit=_("Salva l'identità"), back=back)
    return saved or edit.render("cases/identity_form.html", frame)


@pilot_page(allowed=rules.work_in_service)
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: SignedInRequest) -> HttpResponse:
    """Find a person of one's own Comune by exact name or fiscal code; nothing of it is in the address."""
    form = FindPersonForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        body_ids = served_by(request.user)
        matches = find_person(body_ids=body_ids, by=request.user, **form.cleaned_data)
        cases = [match.case for match in matches if match.case is not None]
        note_search(body_ids=body_ids, found=cases, by=request.user, at=timezone.now())
        context |= {"matches": matches, "is_answer": True}
    return render(request, "cases/find.html", context)
