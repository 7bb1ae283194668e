# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Cost items, ceilings, flat rates and papers of a draft: each row on a page of its own."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incas.accounts.requests import SignedInRequest
from incas.core.editing import Editing
from incas.core.pages import object_page
from incas.programmes import rules
from incas.programmes.choices import RuleSetState, Section
from incas.programmes.forms.items import CeilingForm, EvidenceForm, FlatRateForm, ItemForm, evidence_values
from incas.programmes.models import Ceiling, CostItem, RuleSet
from incas.programmes.operations.cost_items import add_item, change_item, move_item, remove_item
from incas.programmes.operations.rule_sets import RuleSetPublished
from incas.programmes.operations.sections import (
    RuleRefused,
    add_ceiling,
    change_ceiling,
    remove_ceiling,
    remove_flat_rate,
    set_flat_rate,
    write_evidence,
)
from incas.programmes.queries import rulebook_of
from incas.programmes.rulebook import Rulebook
from incas.programmes.views.rule_sets import section_url

REFUSALS = (RuleSetPublished, RuleRefused)


def while_a_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead to the page that tells the rules when they are published: there is nothing to write."""

    @wraps(view)
    def show(request: SignedInRequest, row: RuleSet | CostItem | Ceiling) -> HttpResponse:
        rule_set = row if isinstance(row, RuleSet) else row.rule_set
        if rule_set.state == RuleSetState.PUBLISHED:
            return redirect("programmes:rules", rule_set.pk)
        return view(request, row)

    return show


def tree_url(item: CostItem) -> str:
    """Give the address of an item in the tree of its draft."""
    return f"{section_url(item.rule_set, Section.ITEMS)}#voce-{item.pk}"


# Items


@object_page(RuleSet, allowed=rules.manage_calls, related=("call",))
@require_http_methods(["GET", "HEAD", "POST"])
@while_a_draft
def new(request: SignedInRequest, rule_set: RuleSet) -> HttpResponse:
    """Add an item, at the top or under the one the address names (`sotto`)."""
    asked = request.GET.get("sotto", "")
    parent = rule_set.cost_items.filter(pk=int(asked)).first() if asked.isdecimal() else None
    edit = Editing(request, ItemForm, refusals=REFUSALS)
    return edit.save_with(
        lambda form: add_item(
            rule_set=rule_set, parent=parent, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        outcome=tree_url,
        message=_("Voce aggiunta."),
    ) or edit.render("programmes/item_form.html", {"rule_set": rule_set, "parent": parent, "item": None})


@object_page(CostItem, allowed=rules.manage_calls, related=("rule_set__call", "parent"))
@require_http_methods(["GET", "HEAD", "POST"])
@while_a_draft
def change(request: SignedInRequest, item: CostItem) -> HttpResponse:
    """Rename or describe an item."""
    edit = Editing(request, ItemForm, item, refusals=REFUSALS)
    return edit.save_with(
        lambda form: change_item(item=item, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=tree_url(item),
        message=_("Voce modificata."),
    ) or edit.render("programmes/item_form.html", {"rule_set": item.rule_set, "parent": item.parent, "item": item})


@object_page(CostItem, allowed=rules.manage_calls, related=("rule_set__call",))
@require_POST
@while_a_draft
def move(request: SignedInRequest, item: CostItem) -> HttpResponse:
    """Move an item up or down among those beside it."""
    direction: Literal["up", "down"] = "up" if request.POST.get("verso") == "su" else "down"
    try:
        move_item(item=item, direction=direction, by=request.user, at=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect(tree_url(item))


@object_page(CostItem, allowed=rules.manage_calls, related=("rule_set__call",))
@require_http_methods(["GET", "HEAD", "POST"])
@while_a_draft
def remove(request: SignedInRequest, item: CostItem) -> HttpResponse:
    """Remove an item with what is under it, on confirmation, after saying what else names it."""
    book = rulebook_of(item.rule_set)
    edit = Editing(request, Form, refusals=REFUSALS, autosave=False)
    return edit.save_with(
        lambda _form: remove_item(item=item, by=request.user, at=timezone.now()),
        outcome=section_url(item.rule_set, Section.ITEMS),
        message=_("Voce tolta."),
    ) or edit.render(
        "programmes/item_remove.html",
        {
            "item": item,
            "under": book.under(item.code)[1:],
            "users": users_of(book, item.code),
            "back": tree_url(item),
        },
    )


def users_of(book: Rulebook, code: str) -> list[str]:
    """Name the rules that stay and would call on what goes with an item."""
    going = {item.code for item in book.under(code)}
    ceilings = [
        _("il massimale sulla voce %(item)s") % {"item": book.item(rule.item)}
        for rule in book.ceilings
        if rule.item not in going and going & set(rule.base)
    ]
    rates = [
        _("il tasso forfettario della voce %(item)s") % {"item": item}
        for item in book.items
        if item.code not in going and going & set(item.base)
    ]
    return ceilings + rates


# Ceilings


@object_page(RuleSet, allowed=rules.manage_calls, related=("call",))
@require_http_methods(["GET", "HEAD", "POST"])
@while_a_draft
def ceiling_new(request: SignedInRequest, rule_set: RuleSet) -> HttpResponse:
    """Add a ceiling."""
    edit = Editing(request, CeilingForm, options={"book": rulebook_of(rule_set)}, refusals=REFUSALS)
    return edit.save_with(
        lambda form: add_ceiling(rule_set=rule_set, rule=form.rule(), by=request.user, at=timezone.now()),
        outcome=section_url(rule_set, Section.CEILINGS),
        message=_("Massimale aggiunto."),
    ) or edit.render("programmes/ceiling_form.html", {"rule_set": rule_set, "ceiling": None})


@object_page(Ceiling, allowed=rules.manage_calls, related=("rule_set__call", "item"))
@require_http_methods(["GET", "HEAD", "POST"])
@while_a_draft
def ceiling_change(request: SignedInRequest, ceiling: Ceiling) -> HttpResponse:
    """Change a ceiling."""
    rule_set = ceiling.rule_set
    edit = Editing(
        request,
        CeilingForm,
        ceiling,
        initial=lambda found: {
            "item": found.item.code,
            "percent": found.percent,
            "base": found.base,
            "note": found.note,
        },
        options={"book": rulebook_of(rule_set)},
        refusals=REFUSALS,
    )
    return edit.save_with(
        lambda form: change_ceiling(ceiling=ceiling, rule=form.rule(), by=request.user, at=timezone.now()),
        outcome=section_url(rule_set, Section.CEILINGS),
        message=_("Massimale modificato."),
    ) or edit.render("programmes/ceiling_form.html", {"rule_set": rule_set, "ceiling": ceiling})


@object_page(Ceiling, allowed=rules.manage_calls, related=("rule_set__call",))
@require_POST
@while_a_draft
def ceiling_remove(request: SignedInRequest, ceiling: Ceiling) -> HttpResponse:
    """Take a ceiling away."""
    return _removed(
        request,
        lambda: remove_ceiling(ceiling=ceiling, by=request.user, at=timezone.now()),
        section_url(ceiling.rule_set, Section.CEILINGS),
        _("Massimale tolto."),
    )


# Flat rates


@object_page(RuleSet, allowed=rules.manage_calls, related=("call",))
@require_http_methods(["GET", "HEAD", "POST"])
@while_a_draft
def flat_rate_new(request: SignedInRequest, rule_set: RuleSet) -> HttpResponse:
    """Make an item a flat rate."""
    edit = Editing(request, FlatRateForm, options={"book": rulebook_of(rule_set)}, refusals=REFUSALS)
    return edit.save_with(
        lambda form: set_flat_rate(rule_set=rule_set, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=section_url(rule_set, Section.FLAT_RATES),
        message=_("Tasso forfettario aggiunto."),
    ) or edit.render("programmes/flat_rate_form.html", {"rule_set": rule_set, "item": None})


@object_page(CostItem, allowed=rules.manage_calls, related=("rule_set__call",))
@require_http_methods(["GET", "HEAD", "POST"])
@while_a_draft
def flat_rate_change(request: SignedInRequest, item: CostItem) -> HttpResponse:
    """Change the rate of an item, or what it is a share of."""
    rule_set = item.rule_set
    edit = Editing(
        request,
        FlatRateForm,
        item,
        initial=lambda found: {"percent": found.flat_rate_percent, "base": found.flat_rate_base},
        options={"book": rulebook_of(rule_set), "code": item.code},
        refusals=REFUSALS,
    )
    return edit.save_with(
        lambda form: set_flat_rate(
            rule_set=rule_set, code=item.code, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        outcome=section_url(rule_set, Section.FLAT_RATES),
        message=_("Tasso forfettario modificato."),
    ) or edit.render("programmes/flat_rate_form.html", {"rule_set": rule_set, "item": item})


@object_page(CostItem, allowed=rules.manage_calls, related=("rule_set__call",))
@require_POST
@while_a_draft
def flat_rate_remove(request: SignedInRequest, item: CostItem) -> HttpResponse:
    """Put an item back to real costs."""
    return _removed(
        request,
        lambda: remove_flat_rate(rule_set=item.rule_set, code=item.code, by=request.user, at=timezone.now()),
        section_url(item.rule_set, Section.FLAT_RATES),
        _("Tasso forfettario tolto: la voce torna a costi reali."),
    )


def _removed(request: SignedInRequest, operation: Any, url: str, message: str) -> HttpResponse:
    """Take a row away and go back to its section, saying what became of it."""
    try:
        operation()
        messages.success(request, message)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect(url)


# Papers


@object_page(CostItem, allowed=rules.manage_calls, related=("rule_set__call",))
@require_http_methods(["GET", "HEAD", "POST"])
@while_a_draft
def evidence(request: SignedInRequest, item: CostItem) -> HttpResponse:
    """Write the papers an item asks for."""
    rule_set = item.rule_set
    book = rulebook_of(rule_set)
    edit = Editing(
        request,
        EvidenceForm,
        item,
        initial=lambda found: evidence_values(book if found is item else rulebook_of(found.rule_set), found.code),
        options={"book": book, "code": item.code},
        refusals=REFUSALS,
    )
    return edit.save_with(
        lambda form: write_evidence(
            rule_set=rule_set, code=item.code, papers=form.papers(), by=request.user, at=timezone.now()
        ),
        outcome=f"{section_url(rule_set, Section.EVIDENCE)}#voce-{item.pk}",
        message=_("Documenti richiesti salvati."),
    ) or edit.render("programmes/evidence_form.html", {"rule_set": rule_set, "item": item})
