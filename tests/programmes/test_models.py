# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the database holds of calls and rule sets: each constraint and trigger, both ways."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from incas.programmes.choices import CallState, CostKind, EvidenceKind, PhaseKind, RuleSetState
from incas.programmes.models import Call, CostItem, RuleSet
from tests.programmes.factories import (
    PUBLISHED_AT,
    CallFactory,
    CeilingFactory,
    CostItemFactory,
    EvidenceRuleFactory,
    PhaseFactory,
    RuleSetFactory,
    TrancheFactory,
)

pytestmark = pytest.mark.django_db


def refused(make, **values: object) -> bool:
    """Tell whether the database refuses to make it."""
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**values)
    return True


def test_published_rule_set_is_complete_and_its_call_published():
    rule_set = RuleSetFactory(published=True)
    rule_set.refresh_from_db()
    assert rule_set.state == RuleSetState.PUBLISHED
    assert rule_set.published_at == PUBLISHED_AT
    assert rule_set.call.state == CallState.PUBLISHED
    assert list(rule_set.cost_items.order_by("code").values_list("code", flat=True)) == [
        "A",
        "A.1",
        "A.2",
        "B",
        "C",
        "D",
    ]


def test_published_rule_set_refuses_change():
    rule_set = RuleSetFactory(published=True)
    with pytest.raises(ProgrammingError), transaction.atomic():
        RuleSet.objects.filter(pk=rule_set.pk).update(claim_days=31)
    with pytest.raises(ProgrammingError), transaction.atomic():
        RuleSet.objects.filter(pk=rule_set.pk)._raw_delete("default")
    rule_set.refresh_from_db()
    assert rule_set.claim_days == 30


def test_draft_rule_set_takes_change():
    rule_set = RuleSetFactory(with_tree=True)
    assert RuleSet.objects.filter(pk=rule_set.pk).update(claim_days=31) == 1
    rule_set.cost_items.update(description="x")
    rule_set.delete()
    assert not CostItem.objects.exists()


@pytest.mark.parametrize("part", ["cost_items", "ceilings", "evidence_rules", "tranches", "phases"])
def test_parts_of_a_published_rule_set_refuse_change_and_removal(part):
    parts = getattr(RuleSetFactory(published=True), part)
    change = {"code": "Z"} if part == "cost_items" else {"position": 9} if part in {"tranches", "phases"} else None
    change = change or ({"percent": 1} if part == "ceilings" else {"is_required": False})
    with pytest.raises(IntegrityError), transaction.atomic():
        parts.filter(pk=parts.last().pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        parts.all()._raw_delete("default")


def test_published_rule_set_refuses_new_parts():
    rule_set = RuleSetFactory(published=True)
    item = rule_set.cost_items.get(code="B")
    assert refused(CostItemFactory, rule_set=rule_set)
    assert refused(CeilingFactory, item=item)
    assert refused(EvidenceRuleFactory, item=item, kind=EvidenceKind.REPORT)
    assert refused(TrancheFactory, rule_set=rule_set)
    rule_set = RuleSetFactory()
    PhaseFactory(rule_set=rule_set)
    assert refused(PhaseFactory, rule_set=rule_set)
    PhaseFactory(rule_set=rule_set, kind=PhaseKind.PAYMENT)


@pytest.mark.parametrize("state", ["published", "with_tree"])
def test_parts_stay_in_the_rule_set_they_were_made_for(state):
    rule_set, draft = RuleSetFactory(**{state: True}), RuleSetFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        rule_set.tranches.update(rule_set=draft)


def test_parts_name_items_of_their_own_rule_set():
    foreign, rule_set = RuleSetFactory(published=True).cost_items.get(code="B"), RuleSetFactory()
    assert refused(CeilingFactory, rule_set=rule_set, item=foreign)
    assert refused(EvidenceRuleFactory, rule_set=rule_set, item=foreign, kind=EvidenceKind.REPORT)
    assert refused(CostItemFactory, rule_set=rule_set, parent=foreign)
    own = CostItemFactory(rule_set=rule_set)
    CeilingFactory(rule_set=rule_set, item=own)
    CostItemFactory(rule_set=rule_set, parent=own)


def test_cost_items_stay_a_tree():
    top = CostItemFactory()
    child = CostItemFactory(rule_set=top.rule_set, parent=top)
    grandchild = CostItemFactory(rule_set=top.rule_set, parent=child)
    with pytest.raises(IntegrityError), transaction.atomic():
        CostItem.objects.filter(pk=top.pk).update(parent=grandchild)
    assert CostItem.objects.filter(pk=grandchild.pk).update(parent=top) == 1


def test_a_call_has_one_draft_of_its_rules_at_a_time():
    published = RuleSetFactory(published=True)
    RuleSetFactory(call=published.call, version=2)
    assert refused(RuleSetFactory, call=published.call, version=3)
    assert refused(RuleSetFactory, call=published.call, version=1)


def test_published_rule_set_needs_its_instant():
    rule_set = RuleSetFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.filter(pk=rule_set.pk).update(state=RuleSetState.PUBLISHED)
    assert RuleSet.objects.filter(pk=rule_set.pk).update(state=RuleSetState.PUBLISHED, published_at=PUBLISHED_AT) == 1


def test_tolerance_is_a_share():
    RuleSetFactory(move_tolerance_percent=100)
    assert refused(RuleSetFactory, move_tolerance_percent=Decimal("100.01"))


def test_call_closes_after_it_opens_and_puts_up_money():
    CallFactory(opens_on=date(2026, 1, 1), closes_on=date(2026, 1, 1))
    assert refused(CallFactory, opens_on=date(2026, 1, 2), closes_on=date(2026, 1, 1))
    assert refused(CallFactory, amount=0)
    assert Call.objects.count() == 1


def test_flat_rate_has_a_percent_and_real_cost_none():
    CostItemFactory(kind=CostKind.FLAT_RATE, flat_rate_percent=Decimal("7.00"))
    assert refused(CostItemFactory, kind=CostKind.FLAT_RATE)
    assert refused(CostItemFactory, kind=CostKind.FLAT_RATE, flat_rate_percent=Decimal(0))
    assert refused(CostItemFactory, kind=CostKind.REAL, flat_rate_percent=Decimal(7))


def test_cost_item_code_is_used_once_in_a_rule_set():
    item = CostItemFactory(code="A")
    assert refused(CostItemFactory, rule_set=item.rule_set, code="A")
    CostItemFactory(code="A")


def test_cost_item_is_not_its_own_parent():
    item = CostItemFactory()
    other = CostItemFactory(rule_set=item.rule_set)
    with pytest.raises(IntegrityError), transaction.atomic():
        CostItem.objects.filter(pk=item.pk).update(parent=item)
    assert CostItem.objects.filter(pk=item.pk).update(parent=other) == 1


def test_ceiling_and_tranche_are_shares():
    CeilingFactory(percent=Decimal("0.01"))
    assert refused(CeilingFactory, percent=0)
    assert refused(CeilingFactory, percent=Decimal("100.01"))
    TrancheFactory(percent=100, spent_percent=0)
    assert refused(TrancheFactory, percent=0)
    assert refused(TrancheFactory, percent=50, spent_percent=101)


def test_evidence_is_asked_once_for_an_item():
    rule = EvidenceRuleFactory(kind=EvidenceKind.INVOICE)
    assert refused(EvidenceRuleFactory, item=rule.item, kind=EvidenceKind.INVOICE)
    EvidenceRuleFactory(item=rule.item, kind=EvidenceKind.DURC)


def test_phase_lasts_a_day():
    PhaseFactory(days=1)
    assert refused(PhaseFactory, days=0)
