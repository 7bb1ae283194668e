# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The place of a case in its family, put right: holder or relative, out of a family that is another's."""

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.doors import case_page
from incas.cases.forms.families import PlaceForm
from incas.cases.models import Case
from incas.cases.operations.families.changes import FamilyChangeRefused
from incas.cases.operations.families.places import leave_family, set_place
from incas.cases.tabs import form_frame
from incas.cases.views.families.family import family_of, page_of
from incas.core.editing import Editing

METHODS = ["GET", "HEAD", "POST"]


@case_page(Case, allowed=rules.open_case, part=Part.FAMILY)
@require_http_methods(METHODS)
def place(request: SignedInRequest, case: Case) -> HttpResponse:
    """Say whether the person is the holder or a relative of one."""
    family_of(case)
    initial = {"place": "relative" if case.is_relative else "holder"}
    edit = Editing(request, PlaceForm, initial=initial, refusals=(FamilyChangeRefused,), autosave=False)
    frame = form_frame(case, title=_("Titolare o familiare"), submit=_("Salva"), back=page_of(case))
    return edit.save_with(
        lambda form: set_place(case=case, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=page_of(case),
        message=_("Corretto."),
    ) or edit.render("cases/form.html", frame)


@case_page(Case, allowed=rules.open_case, part=Part.FAMILY)
@require_http_methods(METHODS)
def leave(request: SignedInRequest, case: Case) -> HttpResponse:
    """Take the person out of a family that is not theirs, having read what goes with them."""
    family_of(case)
    edit = Editing(request, forms.Form, refusals=(FamilyChangeRefused,), autosave=False)
    lead = _(
        "La persona resta nel suo caso, in una famiglia sua; i legami con le persone di questa si tolgono. "
        "Non si annulla: poi si può unire alla famiglia giusta."
    )
    frame = form_frame(case, title=_("Uscire da questa famiglia"), submit=_("Esce dalla famiglia"), back=page_of(case))
    return edit.save_with(
        lambda _form: leave_family(case=case, by=request.user, at=timezone.now()),
        outcome=page_of(case),
        message=_("La persona è in una famiglia sua."),
    ) or edit.render("cases/leave_family.html", frame | {"lead": lead})
