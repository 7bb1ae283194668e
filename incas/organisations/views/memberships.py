# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The people of a body: who they are, inviting them, and what happens to each membership."""

from collections.abc import Callable

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incas.accounts.models import User
from incas.accounts.requests import SignedInRequest
from incas.audit.queries import history
from incas.core.editing import Editing
from incas.core.lists import Column, Empty, Kind, Listing
from incas.core.pages import object_page, page
from incas.core.transitions import TransitionRefused
from incas.organisations import rules
from incas.organisations.choices import MembershipState, Role
from incas.organisations.forms.memberships import InviteForm, ReasonForm, ValidityForm, validity_of
from incas.organisations.models import Body, Membership
from incas.organisations.operations import invitations, memberships
from incas.organisations.operations.invitations import InvitationRefused
from incas.organisations.operations.memberships import MembershipRefused
from incas.organisations.queries.memberships import people_of

REFUSALS = (MembershipRefused, TransitionRefused)
TOLD_FIELDS = {
    "state": gettext_lazy("Stato"),
    "starts_on": gettext_lazy("Dal"),
    "ends_on": gettext_lazy("Fino al"),
    "confirmed_on": gettext_lazy("Confermata il"),
}


class PeopleFilters(django_filters.FilterSet):
    """What narrows the list of people."""

    role = django_filters.ChoiceFilter(label=gettext_lazy("Ruolo"), choices=Role.choices)
    state = django_filters.ChoiceFilter(label=gettext_lazy("Stato"), choices=MembershipState.choices)


def record_export(request: HttpRequest, kind: str, _rows: QuerySet[Membership]) -> None:
    """Leave a trace of who takes away the list of people of a body."""
    if isinstance(request.user, User) and request.resolver_match is not None:
        body = Body.objects.get(pk=request.resolver_match.kwargs["pk"])
        memberships.note_people_exported(body=body, file=kind, by=request.user, at=timezone.now())


PEOPLE = Listing(
    name="persone",
    caption=gettext_lazy("Persone dell'ente"),
    columns=(
        Column(
            "person",
            gettext_lazy("Persona"),
            value="holder",
            sort=("user__last_name", "user__first_name", "user__email"),
            width=34,
        ),
        Column("role", gettext_lazy("Ruolo"), value="get_role_display", sort="role", width=34),
        Column("state", gettext_lazy("Stato"), value="get_state_display", cell=lambda row: row.chip, sort="state"),
        Column("since", gettext_lazy("Dal"), value="starts_on", kind=Kind.DATE, sort="starts_on"),
        Column("until", gettext_lazy("Fino al"), value="ends_on", kind=Kind.DATE),
        Column(
            "confirmed", gettext_lazy("Da confermare entro"), value="confirm_by", kind=Kind.DATE, sort="confirmed_on"
        ),
        Column("email", gettext_lazy("Indirizzo e-mail"), value="user.email", is_shown=False, width=34),
    ),
    default_sort="person",
    filters=PeopleFilters,
    search=("user__last_name", "user__first_name", "user__email"),
    opens="organisations:membership",
    empty=Empty(
        gettext_lazy("Nessuna persona"),
        gettext_lazy("Qui stanno le persone che lavorano per l'ente sulla piattaforma, ognuna con il suo ruolo."),
        icon="user",
    ),
    on_export=record_export,
)


@page(allowed=rules.has_any_role(Role.ADMINISTRATOR))
@require_safe
def own_people(request: SignedInRequest) -> HttpResponse:
    """Lead the administrator to the people of the body they act for."""
    return redirect("organisations:people", request.user.acting_body_id)


@object_page(Body, allowed=rules.manage_people)
@require_safe
def people(request: SignedInRequest, body: Body) -> HttpResponseBase:
    """List the people of a body; who runs the programme sees its administrators alone."""
    rows = people_of(request.user, body)
    return PEOPLE.respond(request, rows, template="organisations/people.html", context={"body": body})


@object_page(Body, allowed=rules.manage_people)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest, body: Body) -> HttpResponse:
    """Invite a person into the body."""
    edit = Editing(
        request,
        InviteForm,
        options={"body": body, "by": request.user},
        refusals=(InvitationRefused,),
        autosave=False,
    )
    return edit.save_with(
        lambda form: invitations.invite_person(body=body, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse("organisations:people", args=[body.pk]),
        message=_("Invito inviato: vale sette giorni."),
    ) or edit.render("organisations/invite.html", {"body": body})


@object_page(Membership, allowed=rules.see_membership, related=("user", "body", "granted_by"))
@require_safe
def membership(request: SignedInRequest, item: Membership) -> HttpResponse:
    """Show a membership with its history and what may be done with it."""
    shown = {
        "membership": item,
        "is_managed": rules.manage_membership(request.user, item),
        "is_own": item.user_id == request.user.pk,
        "entries": history(item, limit=None).entries,
        "fields": TOLD_FIELDS,
        "values": dict(MembershipState.choices),
    }
    return render(request, "organisations/membership.html", shown)


@object_page(Membership, allowed=rules.manage_membership, related=("user", "body"))
@require_http_methods(["GET", "HEAD", "POST"])
def change_validity(request: SignedInRequest, item: Membership) -> HttpResponse:
    """Change from when to when a membership holds."""
    edit = Editing(request, ValidityForm, item, initial=validity_of, refusals=REFUSALS)
    return edit.save_with(
        lambda form: memberships.change_validity(
            membership=item, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        outcome=reverse("organisations:membership", args=[item.pk]),
        message=_("Validità cambiata."),
    ) or edit.render("organisations/membership_validity.html", {"membership": item})


@object_page(Membership, allowed=rules.manage_membership, related=("user", "body"))
@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request: SignedInRequest, item: Membership) -> HttpResponse:
    """Suspend a membership, with a reason."""
    edit = Editing(request, ReasonForm, refusals=REFUSALS, autosave=False)
    return edit.save_with(
        lambda form: memberships.suspend_membership(
            membership=item, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        ),
        outcome=reverse("organisations:membership", args=[item.pk]),
        message=_("Appartenenza sospesa: da adesso non dà più accesso."),
    ) or edit.render("organisations/membership_suspend.html", {"membership": item})


@object_page(Membership, allowed=rules.manage_membership, related=("user", "body"))
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedInRequest, item: Membership) -> HttpResponse:
    """End a membership for good, with a reason."""
    edit = Editing(request, ReasonForm, refusals=REFUSALS, autosave=False)
    return edit.save_with(
        lambda form: memberships.end_membership(
            membership=item, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        ),
        outcome=reverse("organisations:membership", args=[item.pk]),
        message=_("Appartenenza cessata."),
    ) or edit.render("organisations/membership_end.html", {"membership": item})


@object_page(Membership, allowed=rules.manage_membership, related=("user", "body"))
@require_POST
def reactivate(request: SignedInRequest, item: Membership) -> HttpResponse:
    """Take up again a membership that was suspended or lapsed."""
    return _done(
        request,
        item,
        lambda: memberships.reactivate_membership(membership=item, by=request.user, at=timezone.now()),
        _("Appartenenza riattivata e confermata per sei mesi."),
    )


@object_page(Membership, allowed=rules.manage_membership, related=("user", "body"))
@require_POST
def confirm(request: SignedInRequest, item: Membership) -> HttpResponse:
    """Confirm one membership for six months more."""
    return _done(
        request,
        item,
        lambda: memberships.confirm_memberships(memberships=[item], by=request.user, at=timezone.now()),
        _("Appartenenza confermata per sei mesi."),
    )


@object_page(Membership, allowed=rules.manage_membership, related=("user", "body"))
@require_POST
def invite_again(request: SignedInRequest, item: Membership) -> HttpResponse:
    """Send the invitation again, with a new secret."""
    return _done(
        request,
        item,
        lambda: invitations.invite_again(membership=item, by=request.user, at=timezone.now()),
        _("Invito inviato di nuovo: vale sette giorni, quello di prima non vale più."),
    )


@object_page(Membership, allowed=rules.manage_membership, related=("user", "body"))
@require_POST
def withdraw(request: SignedInRequest, item: Membership) -> HttpResponse:
    """Withdraw an invitation."""
    return _done(
        request,
        item,
        lambda: invitations.withdraw_invitation(membership=item, by=request.user, at=timezone.now()),
        _("Invito ritirato: il suo collegamento non vale più."),
    )


def _done(
    request: SignedInRequest, item: Membership, operation: Callable[[], object], message: str
) -> HttpResponseRedirect:
    """Do what a button asks for and go back to the membership, with the outcome or the refusal."""
    try:
        operation()
    except (*REFUSALS, InvitationRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, message)
    return redirect("organisations:membership", item.pk)
