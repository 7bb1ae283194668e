# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Versions of the rules: begun, read in plain Italian, written by sections, checked, published, compared."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from incas.accounts.requests import SignedInRequest
from incas.audit.queries import SHORT, history
from incas.core.editing import Editing
from incas.core.pages import object_page
from incas.core.writing import percentage
from incas.programmes import rules
from incas.programmes.choices import CallState, Requirement, RuleSetState, Section, SectionState, VatRule
from incas.programmes.comparison import differences
from incas.programmes.findings import findings_of, is_publishable, section_states
from incas.programmes.forms.calls import BeginRulesForm
from incas.programmes.models import Call, RuleSet
from incas.programmes.operations.rule_sets import (
    DraftExists,
    RuleSetIncomplete,
    RuleSetPublished,
    copy_rule_set,
    create_rule_set,
    discard_rule_set,
    load_rule_set,
    publish_rule_set,
)
from incas.programmes.queries import rulebook_of, sources_for, versions_of
from incas.programmes.rulebook import Rulebook
from incas.programmes.telling import told_values
from incas.programmes.wording import plain_rules

SLUGS: dict[Section, str] = {
    Section.SOURCE: "fonte",
    Section.ITEMS: "voci",
    Section.CEILINGS: "massimali",
    Section.FLAT_RATES: "tassi",
    Section.PERIOD: "periodo",
    Section.TRANCHES: "quote",
    Section.CADENCE: "cadenza",
    Section.EVIDENCE: "documenti",
    Section.CODES: "cup-cig-iva",
    Section.MOVES: "spostamenti",
    Section.PHASES: "controlli",
}

TOLD_FIELDS = {
    "section": gettext_lazy("Sezione"),
    "item": gettext_lazy("Voce di costo"),
    "removed": gettext_lazy("Tolto"),
    "parent": gettext_lazy("Sotto la voce"),
    "place": gettext_lazy("Nuovo posto"),
    "item_code": gettext_lazy("Codice della voce"),
    "item_name": gettext_lazy("Nome della voce"),
    "item_description": gettext_lazy("Che cosa comprende"),
    "copied_from": gettext_lazy("Copiate da"),
    "loaded_from": gettext_lazy("File"),
    "state": gettext_lazy("Stato"),
    **{
        section.value: section.label
        for section in (Section.CEILINGS, Section.FLAT_RATES, Section.TRANCHES, Section.EVIDENCE, Section.PHASES)
    },
    **{
        name: capfirst(str(RuleSet._meta.get_field(name).verbose_name))  # type: ignore[union-attr]  # a plain one
        for name in (
            "note",
            "document_days_before_start",
            "document_days_after_end",
            "payment_days_after_end",
            "cadence_months",
            "claim_days",
            "final_claim_days",
            "cup_rule",
            "cig_rule",
            "vat_rule",
            "move_tolerance_percent",
        )
    },
}
TOLD_VALUES = {
    choice.value: choice.label for choices in (Section, RuleSetState, Requirement, VatRule) for choice in choices
}


def story_of(rule_set: RuleSet, limit: int | None = SHORT) -> dict[str, Any]:
    """Give the history of a version, with what tells its fields and values."""
    told = history(rule_set, limit)
    return {
        "history": told,
        "fields": TOLD_FIELDS,
        "values": told_values(told.entries, TOLD_VALUES, figure=percentage),
    }


def section_url(rule_set: RuleSet, section: Section) -> str:
    """Give the address of a section of a draft."""
    return reverse("programmes:rules_section", args=[rule_set.pk, SLUGS[section]])


def checks_of(rule_set: RuleSet, book: Rulebook) -> list[dict[str, Any]]:
    """Give what is missing or wrong as the page tells it, each with the section that mends it."""
    return [
        {
            "finding": finding,
            "url": section_url(rule_set, finding.section),
            "kind": "danger" if finding.stops else "warning",
        }
        for finding in findings_of(book)
    ]


@object_page(Call, allowed=rules.manage_calls)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: SignedInRequest, call: Call) -> HttpResponse:
    """Begin a version of the rules of a call: empty, as a copy, from a file."""
    sources = sources_for(request.user)
    latest = sources.filter(call=call).first()
    edit = Editing(
        request,
        BeginRulesForm,
        initial={"origin": BeginRulesForm.COPY if sources.exists() else BeginRulesForm.EMPTY, "source": latest},
        options={"sources": sources},
        refusals=(DraftExists,),
        autosave=False,
    )
    return edit.save_with(
        lambda form: begin_with(form, call, request),
        outcome=lambda rule_set: reverse("programmes:rules_write", args=[rule_set.pk]),
    ) or edit.render("programmes/rules_begin.html", {"call": call})


def begin_with(form: BeginRulesForm, call: Call, request: SignedInRequest) -> RuleSet:
    """Begin as the form says."""
    data, by, at = form.cleaned_data, request.user, timezone.now()
    if data["origin"] == BeginRulesForm.COPY:
        return copy_rule_set(source=data["source"], call=call, by=by, at=at)
    if data["origin"] == BeginRulesForm.FILE:
        return load_rule_set(call=call, book=data["book"], file_name=data["file"].name, by=by, at=at)
    return create_rule_set(call=call, by=by, at=at)


@object_page(RuleSet, allowed=rules.read_calls, related=("call__fund", "published_by"))
@require_safe
def show(request: SignedInRequest, rule_set: RuleSet) -> HttpResponse:
    """Tell the rules in plain Italian, to be read and printed."""
    versions = list(versions_of(rule_set.call, request.user))
    context = {
        "rule_set": rule_set,
        "book": (book := rulebook_of(rule_set)),
        "chapters": plain_rules(book),
        "evidence": book.evidence_groups(),
        "previous": next((version for version in versions if version.version < rule_set.version), None),
        "may_manage": rules.manage_calls(request.user),
        "is_draft": rule_set.state == RuleSetState.DRAFT,
    }
    return render(request, "programmes/rules.html", context)


@object_page(RuleSet, allowed=rules.manage_calls, related=("call",))
@require_safe
def write(request: SignedInRequest, rule_set: RuleSet) -> HttpResponse:
    """Show the sections of a draft, each with how it stands."""
    if rule_set.state == RuleSetState.PUBLISHED:
        return redirect("programmes:rules", rule_set.pk)
    book = rulebook_of(rule_set)
    findings = findings_of(book)
    states = section_states(book, findings)
    tasks = [
        {
            "label": section.label,
            "url": section_url(rule_set, section),
            "state": state.value,
            "hint": next((one.what for one in findings if one.section == section and state != SectionState.TODO), ""),
        }
        for section, state in states.items()
    ]
    context = {
        "rule_set": rule_set,
        "tasks": tasks,
        "done": sum(state == SectionState.DONE for state in states.values()),
        **story_of(rule_set),
    }
    return render(request, "programmes/rules_write.html", context)


@object_page(RuleSet, allowed=rules.read_calls, related=("call",))
@require_safe
def story(request: SignedInRequest, rule_set: RuleSet) -> HttpResponse:
    """Show the whole history of a version."""
    return render(request, "programmes/rules_story.html", {"rule_set": rule_set, **story_of(rule_set, limit=None)})


@object_page(RuleSet, allowed=rules.manage_calls, related=("call",))
@require_safe
def check(request: SignedInRequest, rule_set: RuleSet) -> HttpResponse:
    """Repeat everything a draft says, with what is missing or does not hold together."""
    book = rulebook_of(rule_set)
    states = section_states(book)
    context = {
        "rule_set": rule_set,
        "book": book,
        "checks": checks_of(rule_set, book),
        "to_begin": [
            (section.label, section_url(rule_set, section))
            for section, state in states.items()
            if section not in book.written_sections
        ],
        "is_ready": is_publishable(book),
        "is_published": rule_set.state == RuleSetState.PUBLISHED,
        "chapters": [(chapter, section_url(rule_set, chapter.section)) for chapter in plain_rules(book)],
        "evidence": book.evidence_groups(),
        "source_url": section_url(rule_set, Section.SOURCE),
    }
    return render(request, "programmes/rules_check.html", context)


@object_page(RuleSet, allowed=rules.manage_calls, related=("call",))
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: SignedInRequest, rule_set: RuleSet) -> HttpResponse:
    """Publish a version for good, on confirmation."""
    edit = Editing(request, Form, refusals=(RuleSetIncomplete,), autosave=False)
    is_hidden = rule_set.call.state == CallState.DRAFT
    return edit.save_with(
        lambda _form: publish_rule_set(rule_set=rule_set, by=request.user, at=timezone.now()),
        outcome=reverse("programmes:call", args=[rule_set.call_id])
        if is_hidden
        else reverse("programmes:rules", args=[rule_set.pk]),
        message=_("Versione pubblicata: ora si può pubblicare l'avviso.")
        if is_hidden
        else _("Versione pubblicata: d'ora in poi non cambia."),
    ) or edit.render("programmes/rules_publish.html", {"rule_set": rule_set})


@object_page(RuleSet, allowed=rules.manage_calls, related=("call",))
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: SignedInRequest, rule_set: RuleSet) -> HttpResponse:
    """Throw a draft away, on confirmation."""
    edit = Editing(request, Form, refusals=(RuleSetPublished,), autosave=False)
    return edit.save_with(
        lambda _form: discard_rule_set(rule_set=rule_set, by=request.user, at=timezone.now()),
        outcome=reverse("programmes:call", args=[rule_set.call_id]),
        message=_("Versione in preparazione scartata."),
    ) or edit.render("programmes/rules_discard.html", {"rule_set": rule_set})


@object_page(RuleSet, allowed=rules.read_calls, related=("call",))
@require_safe
def compare(request: SignedInRequest, rule_set: RuleSet) -> HttpResponse:
    """Tell what changed from another version: the one asked for, else the one before."""
    others = [version for version in versions_of(rule_set.call, request.user) if version.pk != rule_set.pk]
    asked = request.GET.get("con", "")
    older = [version for version in others if version.version < rule_set.version]
    if asked.isdecimal():
        other = get_object_or_404(RuleSet.objects.visible_to(request.user).select_related("call"), pk=int(asked))
    else:
        other = (older or others or [rule_set])[0]
    found = differences(rulebook_of(other), rulebook_of(rule_set))
    sections = [
        (section.label, [one for one in found if one.section == section])
        for section in Section
        if any(one.section == section for one in found)
    ]
    context = {"rule_set": rule_set, "other": other, "others": others, "sections": sections, "count": len(found)}
    return render(request, "programmes/rules_compare.html", context)
