# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Parents and unions of a family: indicated between persons who are already there, corrected, taken away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.choices.family import ParentKind
from incas.cases.doors import case_page
from incas.cases.forms.families import LASTS, ParentForm, ParentKindForm, UnionFactsForm, UnionForm
from incas.cases.models import Case, ParentLink, Person, Union
from incas.cases.operations.families.bonds import (
    add_parent,
    add_union,
    change_parent,
    change_union,
    remove_link,
)
from incas.cases.operations.families.changes import FamilyChangeRefused
from incas.cases.queries.members import FamilyView
from incas.cases.tabs import form_frame
from incas.cases.views.families.family import family_of, page_of, view_of
from incas.core.editing import Editing
from incas.privacy.drafts import sealed_drafts


@case_page(Case, allowed=rules.open_case, part=Part.FAMILY)
@require_http_methods(["GET", "HEAD", "POST"])
def parent_new(request: SignedInRequest, case: Case) -> HttpResponse:
    """Say that one person of the family is the parent of another."""
    view = view_of(case, request)
    edit = editing(request, case, ParentForm, options={"persons": view.named()})
    return edit.save_with(
        lambda form: add_parent(
            family=view.rows.family,
            parent=person_of(view, form.cleaned_data["parent"]),
            child=person_of(view, form.cleaned_data["child"]),
            kind=ParentKind(form.cleaned_data["parent_kind"]),
            by=request.user,
            at=timezone.now(),
        ),
        outcome=page_of(case),
        message=_("Genitore indicato."),
    ) or edit.render("cases/form.html", frame_of_bond(case, _("Indicare un genitore")))


@case_page(Case, allowed=rules.open_case, part=Part.FAMILY)
@require_http_methods(["GET", "HEAD", "POST"])
def parent_edit(request: SignedInRequest, case: Case, link: str) -> HttpResponse:
    """Correct how one became the parent of another."""
    row = get_object_or_404(family_of(case).parent_links.select_related("family"), code=link)
    edit = editing(request, case, ParentKindForm, row, initial=lambda link: {"parent_kind": link.kind})
    return edit.save_with(
        lambda form: change_parent(
            link=row, kind=ParentKind(form.cleaned_data["parent_kind"]), by=request.user, at=timezone.now()
        ),
        outcome=page_of(case),
        message=_("Legame corretto."),
    ) or edit.render("cases/form.html", frame_of_bond(case, _("Correggere una filiazione")))


@case_page(Case, allowed=rules.open_case, part=Part.FAMILY)
@require_POST
def parent_remove(request: SignedInRequest, case: Case, link: str) -> HttpResponse:
    """Take a parent away from a child; gone already, nothing happens."""
    return removed(request, case, family_of(case).parent_links.select_related("family").filter(code=link).first())


@case_page(Case, allowed=rules.open_case, part=Part.FAMILY)
@require_http_methods(["GET", "HEAD", "POST"])
def union_new(request: SignedInRequest, case: Case) -> HttpResponse:
    """Say that two persons of the family are, or were, united."""
    view = view_of(case, request)
    edit = editing(request, case, UnionForm, options={"persons": view.named()})
    return edit.save_with(
        lambda form: add_union(
            family=view.rows.family,
            one=person_of(view, form.cleaned_data["one"]),
            other=person_of(view, form.cleaned_data["other"]),
            facts=form.union(),
            by=request.user,
            at=timezone.now(),
        ),
        outcome=page_of(case),
        message=_("Unione indicata."),
    ) or edit.render("cases/form.html", frame_of_bond(case, _("Indicare un'unione")))


@case_page(Case, allowed=rules.open_case, part=Part.FAMILY)
@require_http_methods(["GET", "HEAD", "POST"])
def union_edit(request: SignedInRequest, case: Case, link: str) -> HttpResponse:
    """Correct a union, or say how and when it ended."""
    row = get_object_or_404(family_of(case).unions.select_related("family"), code=link)
    edit = editing(request, case, UnionFactsForm, row, initial=values_of)
    return edit.save_with(
        lambda form: change_union(union=row, facts=form.union(), by=request.user, at=timezone.now()),
        outcome=page_of(case),
        message=_("Unione corretta."),
    ) or edit.render("cases/form.html", frame_of_bond(case, _("Correggere un'unione")))


@case_page(Case, allowed=rules.open_case, part=Part.FAMILY)
@require_POST
def union_remove(request: SignedInRequest, case: Case, link: str) -> HttpResponse:
    """Take a union away; gone already, nothing happens."""
    return removed(request, case, family_of(case).unions.select_related("family").filter(code=link).first())


def removed(request: SignedInRequest, case: Case, link: ParentLink | Union | None) -> HttpResponse:
    """Take a bond away and go back to the family."""
    try:
        if link is not None:
            remove_link(link=link, by=request.user, at=timezone.now())
        messages.success(request, _("Legame tolto: si può annullare, dalla storia della famiglia."))
    except FamilyChangeRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(page_of(case))


def editing(request: SignedInRequest, case: Case, form: Any, row: Any = None, **more: Any) -> Editing[Any]:
    """Make the form of a bond."""
    drafts = sealed_drafts(case.body_id)
    return Editing(request, form, row, refusals=(FamilyChangeRefused,), drafts=drafts, **more)


def person_of(view: FamilyView, code: str) -> Person:
    """Give a person of the family, whom the form has offered."""
    return next(person for person in view.rows.persons if person.code == code)


def frame_of_bond(case: Case, title: str) -> dict[str, Any]:
    """Give what the page of a form of a bond shows."""
    return form_frame(case, title=title, submit=_("Salva"), back=page_of(case))


def values_of(union: Union) -> dict[str, Any]:
    """Give the values the form of a union is shown with."""
    return {
        "union_kind": union.kind,
        "started_on": union.started_on,
        "ended": union.ended or LASTS,
        "ended_on": union.ended_on,
    }
