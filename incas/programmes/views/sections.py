# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The sections of a draft of the rules, one a page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incas.accounts.requests import SignedInRequest
from incas.core.editing import Editing
from incas.core.pages import object_page
from incas.programmes import rules
from incas.programmes.choices import RuleSetState, Section, SectionState
from incas.programmes.findings import findings_of, section_states
from incas.programmes.forms.sections import (
    PLAIN_FORMS,
    PhasesForm,
    TranchesForm,
    phase_values,
    plain_values,
    tranche_rows,
    tranche_values,
)
from incas.programmes.models import RuleSet
from incas.programmes.operations.rule_sets import RuleSetPublished
from incas.programmes.operations.sections import (
    RuleRefused,
    confirm_section,
    write_phases,
    write_section,
    write_tranches,
)
from incas.programmes.queries import rulebook_of
from incas.programmes.rulebook import Rulebook
from incas.programmes.views.rule_sets import SLUGS, section_url
from incas.programmes.wording import flat_rate_sentence, listed, plain_rules

REFUSALS = (RuleSetPublished, RuleRefused)
BY_SLUG = {slug: section for section, slug in SLUGS.items()}


def section_named(name: str) -> Section:
    """Find a section by its name in the address."""
    try:
        return BY_SLUG[name]
    except KeyError:
        raise Http404 from None


@object_page(RuleSet, allowed=rules.manage_calls, related=("call",))
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, rule_set: RuleSet, name: str) -> HttpResponse:
    """Show a section of a draft and write it. Of published rules it leads to the page that tells them."""
    section = section_named(name)
    if rule_set.state == RuleSetState.PUBLISHED:
        return redirect("programmes:rules", rule_set.pk)
    return PAGES_OF_SECTIONS[section](request, rule_set, section)


@object_page(RuleSet, allowed=rules.manage_calls, related=("call",))
@require_POST
def confirm(request: SignedInRequest, rule_set: RuleSet, name: str) -> HttpResponse:
    """Say that a section made of rows is as it should be, and go on to the next."""
    section = section_named(name)
    try:
        confirm_section(rule_set=rule_set, section=section, by=request.user, at=timezone.now())
    except RuleSetPublished as refusal:
        messages.error(request, str(refusal))
    return redirect(next_url(rule_set, section))


def next_url(rule_set: RuleSet, section: Section) -> str:
    """Give the address of the section that follows, or of the check after the last."""
    order = list(Section)
    place = order.index(section) + 1
    if place < len(order):
        return section_url(rule_set, order[place])
    return reverse("programmes:rules_check", args=[rule_set.pk])


def frame_of(rule_set: RuleSet, section: Section, book: Rulebook) -> dict[str, Any]:
    """Give what every page of a section shows: where one is, how it stands, what does not hold together."""
    order = list(Section)
    findings = findings_of(book)
    return {
        "rule_set": rule_set,
        "book": book,
        "section": section,
        "number": order.index(section) + 1,
        "count": len(order),
        "state": section_states(book, findings)[section],
        "is_done": section_states(book, findings)[section] == SectionState.DONE,
        "findings": [one for one in findings if one.section == section],
        "is_written": section in book.written_sections,
        "confirm_url": reverse("programmes:rules_confirm", args=[rule_set.pk, SLUGS[section]]),
        "sentences": next((one.sentences for one in plain_rules(book) if one.section == section), ()),
    }


def plain(request: SignedInRequest, rule_set: RuleSet, section: Section) -> HttpResponse:
    """Write a section made of plain values."""
    form_class = PLAIN_FORMS[section]
    edit = Editing(
        request,
        form_class,
        rule_set,
        initial=lambda found: plain_values(form_class, found),
        refusals=REFUSALS,
    )
    return edit.save_with(
        lambda form: write_section(
            rule_set=rule_set, section=section, values=form.cleaned_data, by=request.user, at=timezone.now()
        ),
        outcome=next_url(rule_set, section),
        message=_("Sezione «%(section)s» salvata.") % {"section": section.label},
    ) or edit.render("programmes/section_plain.html", frame_of(rule_set, section, rulebook_of(rule_set)))


def tranches(request: SignedInRequest, rule_set: RuleSet, section: Section) -> HttpResponse:
    """Write the tranches."""
    book = rulebook_of(rule_set)
    edit = Editing(
        request,
        TranchesForm,
        rule_set,
        initial=lambda found: tranche_values(book if found is rule_set else rulebook_of(found)),
        options={"rows": tranche_rows(book)},
        refusals=REFUSALS,
    )
    return edit.save_with(
        lambda form: write_tranches(rule_set=rule_set, rows=form.tranches(), by=request.user, at=timezone.now()),
        outcome=section_url(rule_set, section),
        message=_("Quote salvate."),
    ) or edit.render("programmes/section_tranches.html", frame_of(rule_set, section, book))


def phases(request: SignedInRequest, rule_set: RuleSet, section: Section) -> HttpResponse:
    """Write the phases of the control."""
    book = rulebook_of(rule_set)
    edit = Editing(
        request,
        PhasesForm,
        rule_set,
        initial=lambda found: phase_values(book if found is rule_set else rulebook_of(found)),
        refusals=REFUSALS,
    )
    return edit.save_with(
        lambda form: write_phases(rule_set=rule_set, rows=form.phases(), by=request.user, at=timezone.now()),
        outcome=next_url(rule_set, section),
        message=_("Controlli salvati."),
    ) or edit.render("programmes/section_phases.html", frame_of(rule_set, section, book))


def rows_page(template: str) -> Callable[[SignedInRequest, RuleSet, Section], HttpResponse]:
    """Make the page of a section whose rows are each written on a page of their own."""

    def show(request: SignedInRequest, rule_set: RuleSet, section: Section) -> HttpResponse:
        book = rulebook_of(rule_set)
        rows = ROWS[section](rule_set, book)
        return render(request, template, frame_of(rule_set, section, book) | {"rows": rows})

    return show


def item_rows(rule_set: RuleSet, book: Rulebook) -> list[dict[str, Any]]:
    """Give the items with where each may go."""
    new_url = reverse("programmes:item_new", args=[rule_set.pk])
    beside: dict[str, list[str]] = {}
    for item in book.items:
        beside.setdefault(item.parent, []).append(item.code)
    return [
        {
            "item": item,
            "is_first": beside[item.parent][0] == item.code,
            "is_last": beside[item.parent][-1] == item.code,
            "new_url": f"{new_url}?sotto={item.pk}",
            "may_contain": not item.is_flat_rate and item.depth < 3,  # noqa: PLR2004 (the fourth level contains nothing)
        }
        for item in book.items
    ]


def ceiling_rows(rule_set: RuleSet, book: Rulebook) -> list[dict[str, Any]]:
    """Give the ceilings with their keys."""
    found = rule_set.ceilings.select_related("item").order_by("item__position", "pk")
    return [{"ceiling": ceiling, "base": [book.find(code) or code for code in ceiling.base]} for ceiling in found]


def flat_rate_rows(_rule_set: RuleSet, book: Rulebook) -> list[dict[str, Any]]:
    """Give the flat rates, each told."""
    return [{"item": item, "told": flat_rate_sentence(book, item)} for item in book.items if item.is_flat_rate]


def evidence_rows(_rule_set: RuleSet, book: Rulebook) -> list[dict[str, Any]]:
    """Give the items, each with the papers it asks for itself and the codes of those above that ask for more."""
    return [
        {
            "item": item,
            "own": [paper for paper in book.papers if paper.asked_by == item.code],
            "inherited_from": listed(
                dict.fromkeys(paper.asked_by for paper in book.evidence_for(item.code) if paper.asked_by != item.code)
            ),
        }
        for item in book.items
    ]


ROWS: dict[Section, Callable[[RuleSet, Rulebook], list[dict[str, Any]]]] = {
    Section.ITEMS: item_rows,
    Section.CEILINGS: ceiling_rows,
    Section.FLAT_RATES: flat_rate_rows,
    Section.EVIDENCE: evidence_rows,
}

PAGES_OF_SECTIONS: dict[Section, Callable[[SignedInRequest, RuleSet, Section], HttpResponse]] = {
    **dict.fromkeys(PLAIN_FORMS, plain),
    Section.TRANCHES: tranches,
    Section.PHASES: phases,
    Section.ITEMS: rows_page("programmes/section_items.html"),
    Section.CEILINGS: rows_page("programmes/section_ceilings.html"),
    Section.FLAT_RATES: rows_page("programmes/section_flat_rates.html"),
    Section.EVIDENCE: rows_page("programmes/section_evidence.html"),
}
