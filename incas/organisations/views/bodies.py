# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Bodies: the list of those that take part, each one's page, making and correcting them."""

import django_filters
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from incas.accounts.requests import SignedInRequest
from incas.audit.queries import history
from incas.core.choosing import suggest, typed_text
from incas.core.components.marks import Chip
from incas.core.editing import Editing
from incas.core.lists import Action, Column, Empty, Listing
from incas.core.pages import object_page, page
from incas.organisations import rules
from incas.organisations.choices import BodyKind
from incas.organisations.forms.bodies import BodyForm, values_of
from incas.organisations.models import Body
from incas.organisations.operations import bodies
from incas.organisations.operations.bodies import BodyRefused
from incas.organisations.queries.memberships import with_administrator
from incas.organisations.queries.territories import search_territories, told_territory


class BodyFilters(django_filters.FilterSet):
    """What narrows the list of bodies."""

    kind = django_filters.ChoiceFilter(label=gettext_lazy("Tipo"), choices=BodyKind.choices)
    has_administrator = django_filters.BooleanFilter(label=gettext_lazy("Ha un amministratore"))


def administrator_chip(body: Body) -> Chip:
    """Say whether somebody administers the body (the query tells it)."""
    if getattr(body, "has_administrator", False):
        return Chip(_("Sì"), "success")
    return Chip(_("Da nominare"), "waiting")


BODIES = Listing(
    name="enti",
    caption=gettext_lazy("Enti"),
    columns=(
        Column("name", gettext_lazy("Ente"), sort="name", width=40),
        Column("kind", gettext_lazy("Tipo"), value="get_kind_display", sort=("kind", "name")),
        Column("territory", gettext_lazy("Territorio"), value="territory.name", sort="territory__name"),
        Column("tax_code", gettext_lazy("Codice fiscale"), sort="tax_code"),
        Column("certified_email", gettext_lazy("PEC"), is_shown=False, width=34),
        Column(
            "administrator",
            gettext_lazy("Amministratore"),
            value="has_administrator",
            cell=administrator_chip,
            export=lambda body: administrator_chip(body).label,
        ),
    ),
    default_sort="name",
    filters=BodyFilters,
    search=("name", "tax_code", "territory__name"),
    opens="organisations:body",
    empty=Empty(
        gettext_lazy("Nessun ente"),
        gettext_lazy("Qui stanno gli enti che prendono parte al programma."),
        Action(gettext_lazy("Aggiungi un ente"), "organisations:body_new"),
        icon="pa",
    ),
)


TOLD_FIELDS = {
    "name": gettext_lazy("Denominazione"),
    "tax_code": gettext_lazy("Codice fiscale"),
    "certified_email": gettext_lazy("PEC"),
    "territory": gettext_lazy("Territorio"),
}


@page(allowed=rules.list_bodies)
@require_safe
def body_list(request: SignedInRequest) -> HttpResponseBase:
    """List the bodies that take part, saying which ones nobody administers."""
    rows = with_administrator(Body.objects.visible_to(request.user), on=timezone.localdate())
    return BODIES.respond(
        request,
        rows.select_related("territory"),
        template="organisations/body_list.html",
        context={"may_manage": rules.manage_bodies(request.user)},
    )


@object_page(Body, allowed=rules.see_body, related=("territory__parent",))
@require_safe
def body(request: SignedInRequest, item: Body) -> HttpResponse:
    """Show a body."""
    shown = {
        "body": item,
        "territory": told_territory(item.territory) if item.territory else "",
        "may_list": rules.list_bodies(request.user),
        "may_change": rules.manage_bodies(request.user),
        "may_manage_people": rules.manage_people(request.user, item),
        "history": history(item),
        "fields": TOLD_FIELDS,
    }
    return render(request, "organisations/body.html", shown)


@page(allowed=rules.manage_bodies)
@require_http_methods(["GET", "HEAD", "POST"])
def body_new(request: SignedInRequest) -> HttpResponse:
    """Make a body, then name its administrator."""
    edit = Editing(request, BodyForm, refusals=(BodyRefused,))
    return edit.save_with(
        lambda form: bodies.create_body(by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=lambda made: reverse("organisations:invite", args=[made.pk]),
        message=_("Ente aggiunto: ora invitare il suo amministratore."),
    ) or edit.render("organisations/body_form.html")


@object_page(Body, allowed=rules.manage_bodies)
@require_http_methods(["GET", "HEAD", "POST"])
def body_change(request: SignedInRequest, item: Body) -> HttpResponse:
    """Correct a body."""
    edit = Editing(request, BodyForm, item, initial=values_of, options={"body": item}, refusals=(BodyRefused,))
    return edit.save_with(
        lambda form: bodies.change_body(body=item, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse("organisations:body", args=[item.pk]),
        message=_("Ente modificato."),
    ) or edit.render("organisations/body_form.html", {"body": item})


@page(allowed=rules.manage_bodies)
@require_safe
def suggest_territories(request: SignedInRequest) -> HttpResponse:
    """Suggest territories while one types."""
    found = search_territories(typed_text(request))
    return suggest(
        request, ((item.pk, told_territory(item), str(item.parent) if item.parent_id else "") for item in found)
    )
