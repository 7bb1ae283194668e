# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Persons of a family: added by how they are bound, corrected, taken away, verified, taken charge of."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.choices.family import Binding
from incas.cases.doors import case_page
from incas.cases.forms.families import NEW, AddPersonForm, BindForm, ChargeForm, ChooseBondForm, PersonForm, VerifyForm
from incas.cases.forms.persons import IDENTITY_FIELDS, MatchedForm
from incas.cases.identities import IdentityContent
from incas.cases.kinship import Outcome
from incas.cases.models import Case, Identity, Person
from incas.cases.operations.cases import ProbableDuplicates, ServiceClosed
from incas.cases.operations.families.changes import FamilyChangeRefused
from incas.cases.operations.families.charge import ChargeRefused, take_charge
from incas.cases.operations.families.persons import add_person, bind_person, change_person, remove_person
from incas.cases.operations.families.reviews import VerificationRefused, verify_kinship
from incas.cases.queries.members import Asked, FamilyView, Member, asked_of
from incas.cases.tabs import form_frame
from incas.cases.views.families.family import page_of, view_of
from incas.cases.views.persons import note_matches
from incas.core.editing import Editing
from incas.privacy.drafts import sealed_drafts


@case_page(Case, allowed=rules.open_case, part=Part.FAMILY)
@require_safe
def choose(request: SignedInRequest, case: Case) -> HttpResponse:
    """Ask who is bound to whom, and how: nothing is stored yet."""
    view = view_of(case, request)
    form = ChooseBondForm(request.GET or None, persons=view.named())
    if form.is_valid():
        data = form.cleaned_data
        if data["who"] != NEW:
            return redirect("cases:family_bind", case.code, data["who"], data["binding"], data["of"])
        return redirect("cases:family_add", case.code, data["binding"], data["of"])
    frame = form_frame(case, title=_("Aggiungere o legare una persona"), submit=_("Continua"), back=page_of(case))
    return render(request, "cases/family_choose.html", frame | {"form": form})


@case_page(Case, allowed=rules.open_case, part=Part.FAMILY)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, case: Case, binding: str, of: str) -> HttpResponse:
    """Add a person to the family by how they are bound to another."""
    asked = asked_or_404(view_of(case, request), binding, of)
    edit = Editing(
        request,
        AddPersonForm,
        options={"asked": asked},
        refusals=(FamilyChangeRefused, ProbableDuplicates),
        drafts=sealed_drafts(case.body_id),
    )

    def put(form: AddPersonForm) -> Person:
        with offering(form):
            return add_person(
                family=asked.of.family,
                facts=form.person(),
                bond=form.bond(),
                others=form.said_others(),
                by=request.user,
                at=timezone.now(),
            )

    saved = edit.save_with(put, outcome=place_in(case), message=_("Persona aggiunta alla famiglia."))
    note_matches(request, edit.form)
    frame = form_frame(
        case, title=_("Aggiungere una persona"), submit=_("Aggiungi"), back=page_of(case), lead=asked.sentence
    )
    return saved or edit.render("cases/family_person.html", frame)


@case_page(Case, allowed=rules.open_case, part=Part.FAMILY)
@require_http_methods(["GET", "HEAD", "POST"])
def bind(request: SignedInRequest, case: Case, who: str, binding: str, of: str) -> HttpResponse:
    """Say how a person who is already in the family is bound to another."""
    view = view_of(case, request)
    member = member_or_404(view, who)
    asked = asked_or_404(view, binding, of, besides=member.person)
    edit = Editing(
        request, BindForm, options={"asked": asked}, refusals=(FamilyChangeRefused,), drafts=sealed_drafts(case.body_id)
    )
    frame = form_frame(
        case,
        title=_("Legare una persona"),
        submit=_("Salva il legame"),
        back=page_of(case),
        lead=f"{member.label}: {asked.sentence}",
    )
    return edit.save_with(
        lambda form: bind_person(person=member.person, bond=form.bond(), by=request.user, at=timezone.now()),
        outcome=place_in(case),
        message=_("Legame aggiunto."),
    ) or edit.render("cases/family_bind.html", frame)


@case_page(Case, allowed=rules.open_case, part=Part.FAMILY)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, case: Case, person: str) -> HttpResponse:
    """Correct what is known of a person of the family without a case."""
    member = member_or_404(view_of(case, request), person, is_relative=True)
    editing = Editing(
        request,
        PersonForm,
        member.person,
        initial=values_of,
        refusals=(FamilyChangeRefused, ProbableDuplicates),
        drafts=sealed_drafts(case.body_id),
    )

    def put(form: PersonForm) -> Person:
        with offering(form):
            return change_person(
                person=member.person,
                facts=form.person(),
                others=form.said_others(),
                by=request.user,
                at=timezone.now(),
            )

    saved = editing.save_with(put, outcome=place_in(case), message=_("Dati della persona salvati."))
    note_matches(request, editing.form)
    frame = form_frame(case, title=_("Una persona della famiglia"), submit=_("Salva"), back=page_of(case))
    return saved or editing.render("cases/family_person.html", frame)


@case_page(Case, allowed=rules.open_case, part=Part.FAMILY)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: SignedInRequest, case: Case, person: str) -> HttpResponse:
    """Take a person away from the family, on confirmation."""
    member = member_or_404(view_of(case, request), person, is_relative=True)
    editing = Editing(request, forms.Form, refusals=(FamilyChangeRefused,), autosave=False)
    return editing.save_with(
        lambda _form: remove_person(person=member.person, by=request.user, at=timezone.now()),
        outcome=page_of(case),
        message=_("Persona tolta dalla famiglia: si può annullare, dalla storia della famiglia."),
    ) or editing.render(
        "cases/family_remove.html", {"case": case, "member": member, "back": page_of(case), "title": _("Togliere")}
    )


@case_page(Case, allowed=rules.supervise_case, part=Part.FAMILY)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: SignedInRequest, case: Case, person: str) -> HttpResponse:
    """Decide on a contested bond."""
    member = member_or_404(view_of(case, request), person)
    editing = Editing(
        request,
        VerifyForm,
        member.person,
        initial=decision_of,
        refusals=(VerificationRefused,),
        drafts=sealed_drafts(case.body_id),
    )
    frame = form_frame(case, title=_("Verificare un legame"), submit=_("Decidi"), back=page_of(case))
    return editing.save_with(
        lambda form: verify_kinship(
            person=member.person,
            outcome=Outcome(form.cleaned_data["outcome"]),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        outcome=place_in(case),
        message=_("Legame verificato."),
    ) or editing.render("cases/family_verify.html", frame | {"member": member})


@case_page(Case, allowed=rules.open_case, part=Part.FAMILY, related=("service",))
@require_http_methods(["GET", "HEAD", "POST"])
def charge(request: SignedInRequest, case: Case, person: str) -> HttpResponse:
    """Take charge of a person of the family as a relative of the holder."""
    member = member_or_404(view_of(case, request), person)
    editing = Editing(
        request,
        ChargeForm,
        initial={"received_on": timezone.localdate(), "sex": member.person.sex, "language": case.language},
        refusals=(ChargeRefused, ProbableDuplicates, ServiceClosed),
        drafts=sealed_drafts(case.body_id),
    )

    def put(form: ChargeForm) -> Case:
        with offering(form):
            return take_charge(
                person=member.person,
                service=case.service,
                report=form.report(),
                facts=form.facts(),
                others=form.said_others(),
                by=request.user,
                at=timezone.now(),
            )

    saved = editing.save_with(put, outcome=lambda opened: reverse("cases:case", args=[opened.code]),
                              message=_("Caso aperto per la persona."))  # fmt: skip
    note_matches(request, editing.form)
    frame = form_frame(case, title=_("Prendere in carico"), submit=_("Apri il caso"), back=page_of(case))
    return saved or editing.render("cases/family_charge.html", frame | {"member": member})


@contextmanager
def offering(form: MatchedForm) -> Iterator[None]:
    """Put on the form who may be the same person, where the operation found somebody."""
    try:
        yield
    except ProbableDuplicates as found:
        form.offer(found.matches)
        raise


def place_in(case: Case) -> Any:
    """Give where a person of the family is shown, as a function of the person."""
    return lambda person: f"{page_of(case)}#persona-{person.code}"


def member_or_404(view: FamilyView, code: str, *, is_relative: bool = False) -> Member:
    """Find a person of the family; `is_relative` asks for one without a case."""
    member = view.member(code)
    if member is None or (is_relative and member.person.case_id is not None):
        raise Http404
    return member


def asked_or_404(view: FamilyView, binding: str, of: str, *, besides: Person | None = None) -> Asked:
    """Read from the address how a person is bound and to whom."""
    person = member_or_404(view, of).person
    if binding not in Binding.values or person == besides:
        raise Http404
    return asked_of(view, Binding(binding), person, besides=besides)


def values_of(person: Person) -> dict[str, Any]:
    """Give the values the form of a person is shown with, read again each time."""
    identity = Identity.objects.scoped().filter(person=person).first()
    content = IdentityContent.opened(identity.sealed) if identity else IdentityContent("")
    known = {name: getattr(content, name) for name in IDENTITY_FIELDS}
    return known | {"sex": person.sex, "is_deceased": person.is_deceased}


def decision_of(person: Person) -> dict[str, Any]:
    """Give the decision on a bond, as it is now."""
    return {"outcome": person.verified_outcome, "reason": person.verified_reason}
