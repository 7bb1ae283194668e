# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The family of a case: the tree, what each person is to the holder and what follows; undoing, joining two families."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incas.accounts.requests import SignedInRequest
from incas.audit.queries import history
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.choices.family import FamilyChange
from incas.cases.doors import case_page
from incas.cases.forms.families import JoinForm
from incas.cases.kinship import Outcome
from incas.cases.law import pilot_rules
from incas.cases.models import Case, Family
from incas.cases.operations.families.changes import FamilyChangeRefused, undo_change, undoable
from incas.cases.operations.families.persons import join_family
from incas.cases.queries.families import person_of
from incas.cases.queries.members import FamilyView, family_view
from incas.cases.tabs import form_frame, frame_of, register_part
from incas.core.editing import Editing
from incas.privacy.drafts import sealed_drafts

FAMILY = "cases:family"
STORY = {"change": gettext_lazy("Che cosa"), "outcome": gettext_lazy("Esito")}
STORY_WORDS = dict(FamilyChange.choices) | {outcome.value: outcome.label for outcome in Outcome}

register_part(gettext_lazy("Famiglia"), FAMILY, order=30)


@case_page(Case, allowed=rules.see_case, part=Part.FAMILY)
@require_safe
def show(request: SignedInRequest, case: Case) -> HttpResponse:
    """Show the family of a case."""
    context = frame_of(case, request.user, current=FAMILY)
    if person := person_of(case):
        context |= {
            "view": family_view(person.family, request.user, pilot_rules(timezone.localdate())),
            "undoable": undoable(person.family),
            "history": history(person.family),
            "history_fields": STORY,
            "history_values": STORY_WORDS,
        }
    return render(request, "cases/family.html", context)


@case_page(Case, allowed=rules.open_case, part=Part.FAMILY)
@require_POST
def undo(request: SignedInRequest, case: Case, entry: int) -> HttpResponse:
    """Undo the newest change of the family, if it is still the one that was shown."""
    try:
        undo_change(family=family_of(case), entry_key=entry, by=request.user, at=timezone.now())
        messages.success(request, _("Modifica annullata: la famiglia è com'era prima."))
    except FamilyChangeRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(page_of(case))


@case_page(Case, allowed=rules.open_case, part=Part.FAMILY)
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: SignedInRequest, case: Case) -> HttpResponse:
    """Bring the family of a relative's case into that of their holder."""
    family_of(case)
    edit = Editing(
        request,
        JoinForm,
        options={"user": request.user},
        refusals=(FamilyChangeRefused,),
        drafts=sealed_drafts(case.body_id),
    )
    lead = _("Le persone e i legami entrano nella famiglia del titolare. Non si può annullare: poi si dice il legame.")
    return edit.save_with(
        lambda form: join_family(
            case=case, holder_case=form.cleaned_data["holder"], by=request.user, at=timezone.now()
        ),
        outcome=page_of(case),
        message=_("Famiglie unite: ora si può dire come la persona è legata alle altre."),
    ) or edit.render(
        "cases/form.html",
        form_frame(
            case, title=_("Unire alla famiglia del titolare"), submit=_("Unisci"), back=page_of(case), lead=lead
        ),
    )


def page_of(case: Case) -> str:
    """Where the family of a case is."""
    return reverse(FAMILY, args=[case.code])


def family_of(case: Case) -> Family:
    """Give the family of a case. Raises Http404 where the person was erased."""
    person = person_of(case)
    if person is None:
        raise Http404
    return person.family


def view_of(case: Case, request: SignedInRequest) -> FamilyView:
    """Read the family of a case as the person is shown it. Raises Http404 where the person was erased."""
    return family_view(family_of(case), request.user, pilot_rules(timezone.localdate()))
