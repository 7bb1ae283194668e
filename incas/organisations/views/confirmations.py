# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Saying again, every six months, who works for a body and as what."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from incas.accounts.requests import SignedInRequest
from incas.core.lists import BulkAction, Column, Empty, Kind, Listing
from incas.core.pages import page
from incas.organisations import rules
from incas.organisations.choices import Role
from incas.organisations.operations.memberships import confirm_memberships
from incas.organisations.queries.memberships import memberships_to_confirm

TO_CONFIRM = Listing(
    name="conferme",
    caption=gettext_lazy("Persone da confermare"),
    columns=(
        Column(
            "person", gettext_lazy("Persona"), value="holder", sort=("user__last_name", "user__first_name"), width=34
        ),
        Column("role", gettext_lazy("Ruolo"), value="get_role_display", sort="role", width=34),
        Column("body", gettext_lazy("Ente"), value="body.name", sort="body__name", width=34),
        Column("since", gettext_lazy("Dal"), value="starts_on", kind=Kind.DATE),
        Column("confirmed", gettext_lazy("Ultima conferma"), value="confirmed_on", kind=Kind.DATE, sort="confirmed_on"),
        Column("by", gettext_lazy("Da confermare entro"), value="confirm_by", kind=Kind.DATE),
    ),
    default_sort="confirmed",
    opens="organisations:membership",
    bulk=(BulkAction(gettext_lazy("Conferma per sei mesi"), "organisations:confirm_selected"),),
    empty=Empty(
        gettext_lazy("Nessuna persona da confermare"),
        gettext_lazy("Le appartenenze compaiono qui trenta giorni prima di decadere."),
        icon="check-circle",
    ),
)

may_confirm = rules.has_any_role(Role.ADMINISTRATOR, Role.COORDINATOR)


@page(allowed=may_confirm)
@require_safe
def confirm_people(request: SignedInRequest) -> HttpResponseBase:
    """List what the person is asked to confirm, to be confirmed in one go."""
    rows = memberships_to_confirm(request.user, on=timezone.localdate())
    return TO_CONFIRM.respond(request, rows, template="organisations/confirm_people.html")


@page(allowed=may_confirm)
@require_POST
def confirm_selected(request: SignedInRequest) -> HttpResponse:
    """Confirm the chosen ones."""
    now = timezone.now()
    chosen = TO_CONFIRM.selected(request, memberships_to_confirm(request.user, on=timezone.localdate(now)))
    confirmed = confirm_memberships(memberships=chosen, by=request.user, at=now)
    if confirmed:
        text = ngettext("%(count)s persona confermata.", "%(count)s persone confermate.", confirmed)
        messages.success(request, text % {"count": confirmed})
    else:
        messages.warning(request, _("Nessuna persona confermata: scegliere prima le righe."))
    return redirect("organisations:confirm_people")
