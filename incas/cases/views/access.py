# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who may open a case: granted, ended, confirmed by the supervisor; taken in an emergency."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.choices.pilot import LawRule
from incas.cases.doors import case_page, pilot_page
from incas.cases.forms.access import ConfirmForm, EmergencyForm, GrantForm
from incas.cases.law import pilot_rules
from incas.cases.models import Case, Grant, served_by
from incas.cases.operations.access import AccessRefused, confirm_access, end_access, grant_access, open_emergency
from incas.cases.pilot import register_pilot_part
from incas.cases.queries.access import access_to, grants_to_confirm, told_of_emergency
from incas.cases.queries.staff import staff_of
from incas.cases.tables.access import GRANTS_TO_CONFIRM
from incas.cases.tabs import frame_of, register_part
from incas.core import writing
from incas.core.editing import Editing
from incas.core.lists import list_address
from incas.privacy.drafts import sealed_drafts

ACCESS = "cases:access"

register_part(gettext_lazy("Accessi"), ACCESS, rules.see_access, order=80)
register_pilot_part(
    gettext_lazy("Accessi da confermare"),
    gettext_lazy("Chi può aprire i casi del servizio e sta per non poterlo più."),
    "cases:access_confirm",
    rule=rules.supervise_service,
    order=80,
)


@case_page(Case, allowed=rules.see_access, part=Part.ACCESS)
@require_safe
def index(request: SignedInRequest, case: Case) -> HttpResponse:
    """Show who may open the case, and who could."""
    context = {"access": access_to(case, at=timezone.now())}
    return render(request, "cases/access.html", frame_of(case, request.user, current=ACCESS) | context)


@case_page(Case, allowed=rules.supervise_case, part=Part.ACCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: SignedInRequest, case: Case) -> HttpResponse:
    """Let somebody of the service open the case."""
    now, today = timezone.now(), timezone.localdate()
    days = pilot_rules(today).one(LawRule.GRANT_DAYS)
    options = {"staff": staff_of(case.body_id, on=today), "days": days}
    edit = Editing(request, GrantForm, options=options, refusals=(AccessRefused,), drafts=sealed_drafts(case.body_id))
    return edit.save_with(
        lambda form: grant_access(case=case, by=request.user, at=now, **form.cleaned_data),
        outcome=reverse(ACCESS, args=[case.code]),
        message=_("Accesso autorizzato."),
    ) or edit.render("cases/form.html", _about(case, request, _("Autorizzare ad aprire il caso"), _("Autorizza")))


@case_page(Case, allowed=rules.supervise_case, part=Part.ACCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: SignedInRequest, case: Case) -> HttpResponse:
    """Open the case at once, having read what it means."""
    now = timezone.now()
    edit = Editing(request, EmergencyForm, refusals=(AccessRefused,), drafts=sealed_drafts(case.body_id))
    context = _about(case, request, _("Accesso di emergenza"), _("Apri in emergenza")) | {
        "hours": pilot_rules(timezone.localdate()).one(LawRule.EMERGENCY_HOURS),
        "told": told_of_emergency(case, by=request.user, at=now),
    }
    return edit.save_with(
        lambda form: open_emergency(case=case, by=request.user, at=now, **form.cleaned_data),
        outcome=reverse("cases:case", args=[case.code]),
        message=_("Accesso di emergenza aperto: chi controlla è stato avvisato."),
    ) or edit.render("cases/emergency.html", context)


@case_page(Grant, allowed=rules.supervise_case, part=Part.ACCESS, related=("case",))
@require_POST
def end(request: SignedInRequest, grant: Grant) -> HttpResponse:
    """Take back the right to open the case."""
    end_access(grant=grant, by=request.user, at=timezone.now())
    messages.success(request, _("L'accesso è cessato."))
    return redirect(ACCESS, grant.case.code)


@pilot_page(allowed=rules.supervise_service, part=Part.ACCESS)
@require_safe
def to_confirm(request: SignedInRequest) -> HttpResponseBase:
    """List the accesses that lapse soon, to be confirmed many at once."""
    waiting = grants_to_confirm(served_by(request.user), at=timezone.now())
    return GRANTS_TO_CONFIRM.respond(request, waiting, template="cases/access_confirm.html")


@pilot_page(allowed=rules.supervise_service, part=Part.ACCESS)
@require_POST
def confirm(request: SignedInRequest) -> HttpResponse:
    """Confirm the chosen accesses; ask for a reason first when one's own is among them."""
    now = timezone.now()
    waiting = grants_to_confirm(served_by(request.user), at=now).select_related("user")
    chosen = list(GRANTS_TO_CONFIRM.selected(request, waiting))
    form, back = ConfirmForm(request.POST), list_address(request, reverse("cases:access_confirm"))
    try:
        if form.is_valid():
            confirmed = confirm_access(grants=chosen, by=request.user, at=now, **form.cleaned_data)
            _tell_confirmed(request, chosen, confirmed)
            return redirect(back)
    except AccessRefused as refusal:
        if refusal.field not in form.fields:
            messages.error(request, str(refusal))
            return redirect(back)
        form.add_error(refusal.field, str(refusal))
    return render(request, "cases/access_confirm_own.html", {"form": form, "chosen": chosen, "back": back})


def _tell_confirmed(request: SignedInRequest, chosen: list[Grant], confirmed: list[Grant]) -> None:
    """Say how many accesses were confirmed, and whose were not."""
    if not chosen:
        messages.warning(request, _("Nessun accesso confermato: scegliere prima le righe."))
    if count := len(confirmed):
        said = ngettext("%(count)s accesso confermato.", "%(count)s accessi confermati.", count)
        messages.success(request, said % {"count": writing.whole(count)})
    if gone := sorted({str(grant.user) for grant in chosen if grant not in confirmed}):
        said = _("Non confermati, perché non lavorano più nel servizio e perdono l'accesso da sé: %(who)s.")
        messages.warning(request, said % {"who": ", ".join(gone)})


def _about(case: Case, request: SignedInRequest, title: str, submit: str) -> dict[str, Any]:
    back = reverse(ACCESS, args=[case.code])
    return frame_of(case, request.user, current=ACCESS) | {"title": title, "submit": submit, "back": back}
