# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Writing the sections of a draft of the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.programmes.choices import CostKind, PhaseKind, Section
from incas.programmes.models import Ceiling, EvidenceRule, RuleSet
from incas.programmes.operations.changes import apply_changes, plain
from incas.programmes.operations.rule_sets import open_draft, write_phase_rows, write_tranche_rows
from incas.programmes.queries import rulebook_of
from incas.programmes.rulebook import CeilingRule, Paper, PhaseRule, Rulebook, TrancheRule
from incas.programmes.wording import ceiling_sentence, flat_rate_sentence, plain_rules

FIELDS: dict[Section, tuple[str, ...]] = {
    Section.SOURCE: ("note",),
    Section.PERIOD: ("document_days_before_start", "document_days_after_end", "payment_days_after_end"),
    Section.CADENCE: ("cadence_months", "claim_days", "final_claim_days"),
    Section.CODES: ("cup_rule", "cig_rule", "vat_rule"),
    Section.MOVES: ("move_tolerance_percent",),
}
"""The sections that are plain values of the rule set."""


class RuleRefused(Exception):
    """This rule cannot be written so; the message says why, in Italian."""


@transaction.atomic
def write_section(*, rule_set: RuleSet, section: Section, values: Mapping[str, Any], by: User, at: datetime) -> RuleSet:
    """Write the plain values of a section, and mark it as looked at. The same values again change nothing.

    Raises RuleSetPublished; KeyError when a value is not of the section.
    """
    rule_set = open_draft(rule_set)
    before, after = apply_changes(rule_set, {name: values[name] for name in FIELDS[section]})
    _mark(rule_set, section, by=by, at=at, before=before, after=after)
    return rule_set


@transaction.atomic
def confirm_section(*, rule_set: RuleSet, section: Section, by: User, at: datetime) -> RuleSet:
    """Say that a section is as it should be: of one that may be empty (no ceilings), that it is so on purpose.

    Called again it changes nothing. Raises RuleSetPublished.
    """
    rule_set = open_draft(rule_set)
    _mark(rule_set, section, by=by, at=at)
    return rule_set


@transaction.atomic
def write_tranches(*, rule_set: RuleSet, rows: Sequence[TrancheRule], by: User, at: datetime) -> RuleSet:
    """Write the parts in which the grant is paid, in order. Raises RuleSetPublished."""
    rule_set = open_draft(rule_set)
    old = rulebook_of(rule_set)
    new = replace(old, tranches=tuple(rows))
    if old.tranches != new.tranches:
        write_tranche_rows(rule_set, new)
    _mark(rule_set, Section.TRANCHES, by=by, at=at, **_told(Section.TRANCHES, old, new))
    return rule_set


@transaction.atomic
def write_phases(*, rule_set: RuleSet, rows: Sequence[PhaseRule], by: User, at: datetime) -> RuleSet:
    """Write the phases of the control; they follow the order of their kinds. Raises RuleSetPublished."""
    rule_set = open_draft(rule_set)
    order = list(PhaseKind)
    old = rulebook_of(rule_set)
    new = replace(old, phases=tuple(sorted(rows, key=lambda row: order.index(row.kind))))
    if old.phases != new.phases:
        write_phase_rows(rule_set, new)
    _mark(rule_set, Section.PHASES, by=by, at=at, **_told(Section.PHASES, old, new))
    return rule_set


@transaction.atomic
def add_ceiling(*, rule_set: RuleSet, rule: CeilingRule, by: User, at: datetime) -> Ceiling:
    """Add a ceiling to a draft. Raises RuleSetPublished, RuleRefused when it names items that are not there."""
    rule_set = open_draft(rule_set)
    book = rulebook_of(rule_set)
    ceiling = Ceiling.objects.create(rule_set=rule_set, **_ceiling_values(book, rule))
    told = _with_source(book, rule)
    _mark(rule_set, Section.CEILINGS, by=by, at=at, after={Section.CEILINGS.value: told})
    return ceiling


@transaction.atomic
def change_ceiling(*, ceiling: Ceiling, rule: CeilingRule, by: User, at: datetime) -> Ceiling:
    """Change a ceiling of a draft. The same again changes nothing.

    Raises RuleSetPublished; RuleRefused when it is gone or names items that are not there.
    """
    rule_set = open_draft(ceiling.rule_set)
    found = rule_set.ceilings.select_related("item").filter(pk=ceiling.pk).first()
    if found is None:
        raise RuleRefused(_("Il massimale non c'è più: qualcuno l'ha tolto."))
    book = rulebook_of(rule_set)
    old = CeilingRule(found.item.code, found.percent, tuple(found.base), found.note)
    values = _ceiling_values(book, rule)
    if old != rule:
        apply_changes(found, values)
    told = (
        {"before": {}, "after": {}}
        if old == rule
        else {
            "before": {Section.CEILINGS.value: _with_source(book, old)},
            "after": {Section.CEILINGS.value: _with_source(book, rule)},
        }
    )
    _mark(rule_set, Section.CEILINGS, by=by, at=at, **told)
    return found


@transaction.atomic
def remove_ceiling(*, ceiling: Ceiling, by: User, at: datetime) -> RuleSet:
    """Take a ceiling away. Called again it changes nothing. Raises RuleSetPublished."""
    rule_set = open_draft(ceiling.rule_set)
    found = rule_set.ceilings.select_related("item").filter(pk=ceiling.pk).first()
    if found is not None:
        rule = CeilingRule(found.item.code, found.percent, tuple(found.base), found.note)
        told = _with_source(rulebook_of(rule_set), rule)
        found.delete()
        _mark(rule_set, Section.CEILINGS, by=by, at=at, after={"removed": told})
    return rule_set


def _ceiling_values(book: Rulebook, rule: CeilingRule) -> dict[str, Any]:
    for code in (rule.item, *rule.base):
        _require_item(book, code)
    return {
        "item_id": book.item(rule.item).pk,
        "percent": rule.percent,
        "base": list(rule.base),
        "note": rule.note,
    }


def _with_source(book: Rulebook, rule: CeilingRule) -> str:
    sentence = ceiling_sentence(book, rule)
    return f"{sentence.removesuffix('.')} ({rule.note})." if rule.note else sentence


@transaction.atomic
def set_flat_rate(
    *, rule_set: RuleSet, code: str, percent: Decimal, base: Sequence[str], by: User, at: datetime
) -> RuleSet:
    """Make an item a share of others: of those named, with what is under them, or of all real costs when none is.

    Raises RuleSetPublished, RuleRefused for an item that contains others.
    """
    rule_set = open_draft(rule_set)
    book = rulebook_of(rule_set)
    for named in (code, *base):
        _require_item(book, named)
    if not book.item(code).is_leaf:
        raise RuleRefused(_("Una voce che ne contiene altre non può essere a tasso forfettario."))
    item = rule_set.cost_items.get(code=code)
    values = {"kind": CostKind.FLAT_RATE, "flat_rate_percent": percent, "flat_rate_base": list(base)}
    apply_changes(item, values)
    told = _flat_rates(book, rulebook_of(rule_set), code)
    _mark(rule_set, Section.FLAT_RATES, by=by, at=at, **told)
    return rule_set


@transaction.atomic
def remove_flat_rate(*, rule_set: RuleSet, code: str, by: User, at: datetime) -> RuleSet:
    """Put an item back to real costs. Of one that already is, nothing changes. Raises RuleSetPublished, RuleRefused."""
    rule_set = open_draft(rule_set)
    book = rulebook_of(rule_set)
    _require_item(book, code)
    item = rule_set.cost_items.get(code=code)
    apply_changes(item, {"kind": CostKind.REAL, "flat_rate_percent": None, "flat_rate_base": []})
    told = _flat_rates(book, rulebook_of(rule_set), code)
    _mark(rule_set, Section.FLAT_RATES, by=by, at=at, **told)
    return rule_set


@transaction.atomic
def write_evidence(*, rule_set: RuleSet, code: str, papers: Sequence[Paper], by: User, at: datetime) -> RuleSet:
    """Write the papers an item asks for, itself and what is under it. Raises RuleSetPublished, RuleRefused."""
    rule_set = open_draft(rule_set)
    old = rulebook_of(rule_set)
    _require_item(old, code)
    kept = tuple(paper for paper in old.papers if paper.asked_by != code)
    new = replace(old, papers=(*kept, *(replace(paper, asked_by=code) for paper in papers)))
    if set(old.papers) != set(new.papers):
        item = rule_set.cost_items.get(code=code)
        item.evidence_rules.all().delete()
        EvidenceRule.objects.bulk_create(
            EvidenceRule(rule_set=rule_set, item=item, kind=paper.kind, is_required=paper.is_required, note=paper.note)
            for paper in papers
        )
    _mark(rule_set, Section.EVIDENCE, by=by, at=at, **_told(Section.EVIDENCE, old, new))
    return rule_set


def _require_item(book: Rulebook, code: str) -> None:
    if book.find(code) is None:
        raise RuleRefused(_("La voce %(code)s non c'è più: qualcuno l'ha tolta o rinominata.") % {"code": code})


def _told(section: Section, old: Rulebook, new: Rulebook) -> dict[str, dict[str, Any]]:
    """Tell a section before and after, in the sentences of the rules, when they differ."""
    before, after = (_sentences(section, book) for book in (old, new))
    if before == after:
        return {"before": {}, "after": {}}
    return {"before": {section.value: before}, "after": {section.value: after}}


def _sentences(section: Section, book: Rulebook) -> str:
    return " ".join(next(chapter.sentences for chapter in plain_rules(book) if chapter.section == section))


def _flat_rates(old: Rulebook, new: Rulebook, code: str) -> dict[str, dict[str, Any]]:
    """Tell the flat rate of an item before and after."""
    before, after = (
        flat_rate_sentence(book, book.item(code)) if book.item(code).is_flat_rate else "" for book in (old, new)
    )
    if before == after:
        return {"before": {}, "after": {}}
    if not after:
        return {"before": {}, "after": {"removed": before}}
    return {"before": {Section.FLAT_RATES.value: before} if before else {}, "after": {Section.FLAT_RATES.value: after}}


def mark_written(rule_set: RuleSet, section: Section) -> bool:
    """Note that a person has saved a section, and that the draft was touched. Tell whether it was the first time."""
    is_first = section.value not in rule_set.written_sections
    if is_first:
        rule_set.written_sections = [*rule_set.written_sections, section.value]
    rule_set.save(update_fields=["written_sections", "updated_at"])
    return is_first


def _mark(
    rule_set: RuleSet,
    section: Section,
    *,
    by: User,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Note that a section was saved; leave an entry in the trail when something changed or it was the first time."""
    if mark_written(rule_set, section) or before or after:
        record(
            rule_set,
            "written",
            by=by,
            at=at,
            before=before,
            after=plain({"section": section.value} | (after or {})),
        )
