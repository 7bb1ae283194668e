# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Rule sets read whole, and the calls a project may be made under."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Max, Q, QuerySet

from incas.accounts.models import User
from incas.organisations.choices import Role
from incas.programmes.choices import (
    CallState,
    CostKind,
    EvidenceKind,
    PhaseKind,
    Requirement,
    RuleSetState,
    Section,
    Silence,
    TrancheKind,
    VatRule,
)
from incas.programmes.models import Call, Ceiling, CostItem, EvidenceRule, Fund, Phase, RuleSet, Tranche
from incas.programmes.rulebook import CeilingRule, Item, Paper, PhaseRule, Rulebook, TrancheRule


def rulebook_of(rule_set: RuleSet) -> Rulebook:
    """Load a rule set whole, in five queries (six when its call is not loaded yet); a published one is read once.

    What is published never changes, nor do its parts: triggers refuse it. The names of its call may.
    """
    if rule_set.state == RuleSetState.DRAFT or rule_set.published_at is None:
        return rulebooks_of([rule_set])[rule_set.pk]
    kept, call = published_rulebook(rule_set.pk, rule_set.published_at), rule_set.call
    if (kept.call_code, kept.call_title) == (call.code, call.title):
        return kept
    return replace(kept, call_code=call.code, call_title=call.title)


@lru_cache(maxsize=256)
def published_rulebook(key: int, _published_at: datetime) -> Rulebook:
    """Keep a published rule set in memory: the instant tells it from another that had its key in another database."""
    return rulebooks_of(RuleSet.objects.filter(pk=key).select_related("call"))[key]


def rulebooks_of(rule_sets: Iterable[RuleSet]) -> dict[int, Rulebook]:
    """Load several rule sets whole, by key, in five queries however many they are.

    Their calls should come with them.
    """
    found = {rule_set.pk: rule_set for rule_set in rule_sets}
    items: dict[int, list[CostItem]] = defaultdict(list)
    for item in CostItem.objects.filter(rule_set__in=found).order_by("position", "code"):
        items[item.rule_set_id].append(item)
    codes = {item.pk: item.code for rows in items.values() for item in rows}
    ceilings: dict[int, list[CeilingRule]] = defaultdict(list)
    for ceiling in Ceiling.objects.filter(rule_set__in=found).order_by("item__position", "pk"):
        rule = CeilingRule(codes[ceiling.item_id], ceiling.percent, tuple(ceiling.base), ceiling.note)
        ceilings[ceiling.rule_set_id].append(rule)
    papers: dict[int, list[Paper]] = defaultdict(list)
    for row in EvidenceRule.objects.filter(rule_set__in=found).order_by("item__position", "pk"):
        paper = Paper(EvidenceKind(row.kind), row.is_required, row.note, codes[row.item_id])
        papers[row.rule_set_id].append(paper)
    tranches: dict[int, list[TrancheRule]] = defaultdict(list)
    for tranche in Tranche.objects.filter(rule_set__in=found).order_by("position", "pk"):
        part = TrancheRule(TrancheKind(tranche.kind), tranche.percent, tranche.spent_percent, tranche.note)
        tranches[tranche.rule_set_id].append(part)
    phases: dict[int, list[PhaseRule]] = defaultdict(list)
    for phase in Phase.objects.filter(rule_set__in=found).order_by("position", "pk"):
        step = PhaseRule(PhaseKind(phase.kind), Role(phase.role), phase.days, Silence(phase.silence))
        phases[phase.rule_set_id].append(step)
    return {
        pk: _rulebook(rule_set, items[pk], ceilings[pk], papers[pk], tranches[pk], phases[pk])
        for pk, rule_set in found.items()
    }


def _rulebook(
    rule_set: RuleSet,
    items: list[CostItem],
    ceilings: list[CeilingRule],
    papers: list[Paper],
    tranches: list[TrancheRule],
    phases: list[PhaseRule],
) -> Rulebook:
    return Rulebook(
        pk=rule_set.pk,
        call_pk=rule_set.call_id,
        call_code=rule_set.call.code,
        call_title=rule_set.call.title,
        version=rule_set.version,
        state=RuleSetState(rule_set.state),
        published_at=rule_set.published_at,
        note=rule_set.note,
        document_days_before_start=rule_set.document_days_before_start,
        document_days_after_end=rule_set.document_days_after_end,
        payment_days_after_end=rule_set.payment_days_after_end,
        cadence_months=rule_set.cadence_months,
        claim_days=rule_set.claim_days,
        final_claim_days=rule_set.final_claim_days,
        cup_rule=Requirement(rule_set.cup_rule),
        cig_rule=Requirement(rule_set.cig_rule),
        vat_rule=VatRule(rule_set.vat_rule),
        move_tolerance_percent=rule_set.move_tolerance_percent,
        written_sections=frozenset(Section(name) for name in rule_set.written_sections),
        items=in_reading_order(items),
        ceilings=tuple(ceilings),
        papers=tuple(papers),
        tranches=tuple(tranches),
        phases=tuple(phases),
    )


def in_reading_order(rows: Iterable[CostItem]) -> tuple[Item, ...]:
    """Put rows, sorted among themselves, in the order of the tree: each item before what is under it."""
    under: dict[int | None, list[CostItem]] = defaultdict(list)
    for row in rows:
        under[row.parent_id].append(row)
    ordered: list[Item] = []

    def walk(parent: CostItem | None, depth: int) -> None:
        for row in under[parent.pk if parent else None]:
            ordered.append(
                Item(
                    pk=row.pk,
                    code=row.code,
                    name=row.name,
                    description=row.description,
                    kind=CostKind(row.kind),
                    parent=parent.code if parent else "",
                    depth=depth,
                    is_leaf=not under.get(row.pk),
                    percent=row.flat_rate_percent,
                    base=tuple(row.flat_rate_base),
                )
            )
            walk(row, depth + 1)

    walk(None, 0)
    return tuple(ordered)


def current_rule_sets() -> QuerySet[RuleSet]:
    """Keep the latest published version of each published call: what a new project is born under.

    Calls come with them.
    """
    published = RuleSet.objects.published().filter(call__state=CallState.PUBLISHED)
    latest = published.order_by("call_id", "-version").distinct("call_id").values("pk")
    return published.filter(pk__in=latest).select_related("call", "call__fund").order_by("call__code")


def with_latest_version(calls: QuerySet[Call]) -> QuerySet[Call]:
    """Add to each call the number of its latest published version of the rules, as `latest_version`."""
    published = Q(rule_sets__state=RuleSetState.PUBLISHED)
    return calls.annotate(latest_version=Max("rule_sets__version", filter=published))


def funds_with_calls() -> QuerySet[Fund]:
    """Give the funds with how many calls stand under each (`call_count`)."""
    return Fund.objects.annotate(call_count=Count("calls"))


def versions_of(call: Call, user: User) -> QuerySet[RuleSet]:
    """Give the versions of the rules of a call that a person may see, newest first."""
    visible = RuleSet.objects.visible_to(user).filter(call=call)
    return visible.select_related("published_by", "call").order_by("-version")


def sources_for(user: User) -> QuerySet[RuleSet]:
    """Give the versions a new one may be copied from: all those published, newest first within each call."""
    published = RuleSet.objects.visible_to(user).published()
    return published.select_related("call").order_by("call__code", "-version")
