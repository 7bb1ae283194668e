# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Funds, calls and rule sets to test with. Rule sets are built as drafts: the database freezes them once published.

`RuleSetFactory()` is an empty draft; `RuleSetFactory(with_tree=True)` a complete one; `RuleSetFactory(published=True)`
the complete one, published, with its call. The tree of `with_tree`:

    A        Personale                 at most 50 % of the total
      A.1    Personale interno         payslip, timesheet, F24, payment order
      A.2    Collaboratori             contract, and the papers of A
    B        Servizi e forniture       procedure act, invoice, payment order, receipt (DURC where due)
    C        Destinatari               register, invoice
    D        Costi indiretti           flat rate: 7 % of A, B and C
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from incas.organisations.choices import Role
from incas.programmes.choices import (
    CallState,
    CostKind,
    EvidenceKind,
    PhaseKind,
    RuleSetState,
    Silence,
    TrancheKind,
)
from incas.programmes.models import Call, Ceiling, CostItem, EvidenceRule, Fund, Phase, RuleSet, Tranche

PUBLISHED_AT = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)


class FundFactory(DjangoModelFactory[Fund]):
    """A fund."""

    class Meta:
        model = Fund

    code = factory.Sequence(lambda n: f"F{n}")
    name = factory.Sequence(lambda n: f"Fondo di prova {n}")


class CallFactory(DjangoModelFactory[Call]):
    """A call in preparation; `published` opens it."""

    class Meta:
        model = Call

    class Params:
        published = factory.Trait(state=CallState.PUBLISHED)

    fund = factory.SubFactory(FundFactory)
    code = factory.Sequence(lambda n: f"AVV-{n}")
    title = factory.Sequence(lambda n: f"Avviso di prova {n}")
    opens_on = date(2026, 1, 1)
    closes_on = date(2026, 3, 31)
    amount = Decimal("1000000.00")


def plant_tree(rule_set: RuleSet, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001 (factory_boy's call)
    """Give a draft rule set the tree of the module's docstring, its tranches and its phases."""
    staff = CostItemFactory(rule_set=rule_set, code="A", name="Personale", position=1)
    internal = CostItemFactory(rule_set=rule_set, parent=staff, code="A.1", name="Personale interno", position=1)
    external = CostItemFactory(rule_set=rule_set, parent=staff, code="A.2", name="Collaboratori", position=2)
    services = CostItemFactory(rule_set=rule_set, code="B", name="Servizi e forniture", position=2)
    people = CostItemFactory(rule_set=rule_set, code="C", name="Destinatari", position=3)
    CostItemFactory(rule_set=rule_set, code="D", name="Costi indiretti", position=4, flat_rate=True)
    CeilingFactory(rule_set=rule_set, item=staff, percent=Decimal(50), note="Avviso, art. 7")
    papers = {
        staff: (EvidenceKind.PAYMENT_ORDER, EvidenceKind.F24),
        internal: (EvidenceKind.PAYSLIP, EvidenceKind.TIMESHEET),
        external: (EvidenceKind.CONTRACT,),
        services: (
            EvidenceKind.PROCEDURE_ACT,
            EvidenceKind.INVOICE,
            EvidenceKind.PAYMENT_ORDER,
            EvidenceKind.PAYMENT_RECEIPT,
        ),
        people: (EvidenceKind.REGISTER, EvidenceKind.INVOICE),
    }
    for item, kinds in papers.items():
        for kind in kinds:
            EvidenceRuleFactory(rule_set=rule_set, item=item, kind=kind)
    EvidenceRuleFactory(rule_set=rule_set, item=services, kind=EvidenceKind.DURC, is_required=False)
    for position, (kind, percent, spent) in enumerate(
        ((TrancheKind.ADVANCE, 50, 0), (TrancheKind.INTERIM, 30, 80), (TrancheKind.BALANCE, 20, 100)), start=1
    ):
        TrancheFactory(rule_set=rule_set, position=position, kind=kind, percent=percent, spent_percent=spent)
    for position, (phase, role, days) in enumerate(
        (
            (PhaseKind.FIRST_CHECK, Role.TUTOR, 30),
            (PhaseKind.CERTIFICATION, Role.MINISTRY_OFFICER, 30),
            (PhaseKind.PAYMENT, Role.MINISTRY_OFFICER, 60),
        ),
        start=1,
    ):
        PhaseFactory(rule_set=rule_set, position=position, kind=phase, role=role, days=days)


def publish(rule_set: RuleSet, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001 (factory_boy's call)
    """Publish a rule set that was built as a draft."""
    rule_set.state, rule_set.published_at = RuleSetState.PUBLISHED, PUBLISHED_AT
    rule_set.save(update_fields=["state", "published_at"])


class RuleSetFactory(DjangoModelFactory[RuleSet]):
    """A draft; `with_tree` completes it; `published` completes and publishes it, and its call."""

    class Meta:
        model = RuleSet
        skip_postgeneration_save = True

    class Params:
        with_tree = factory.Trait(tree=factory.PostGeneration(plant_tree))
        published = factory.Trait(
            call=factory.SubFactory(CallFactory, published=True),
            tree=factory.PostGeneration(plant_tree),
            publication=factory.PostGeneration(publish),
        )

    call = factory.SubFactory(CallFactory)
    version = 1
    payment_days_after_end = 60
    cadence_months = 3
    claim_days = 30
    move_tolerance_percent = Decimal(10)


class CostItemFactory(DjangoModelFactory[CostItem]):
    """A top item of a draft; `flat_rate` makes it 7 % of A, B and C."""

    class Meta:
        model = CostItem

    class Params:
        flat_rate = factory.Trait(kind=CostKind.FLAT_RATE, flat_rate_percent=Decimal(7), flat_rate_base=["A", "B", "C"])

    rule_set = factory.SubFactory(RuleSetFactory)
    code = factory.Sequence(lambda n: f"V{n}")
    name = factory.Sequence(lambda n: f"Voce di prova {n}")
    position = factory.Sequence(lambda n: n % 30000)


class CeilingFactory(DjangoModelFactory[Ceiling]):
    """At most half of the total."""

    class Meta:
        model = Ceiling

    item = factory.SubFactory(CostItemFactory)
    rule_set = factory.SelfAttribute("item.rule_set")
    percent = Decimal(50)


class EvidenceRuleFactory(DjangoModelFactory[EvidenceRule]):
    """An invoice, required."""

    class Meta:
        model = EvidenceRule

    item = factory.SubFactory(CostItemFactory)
    rule_set = factory.SelfAttribute("item.rule_set")
    kind = EvidenceKind.INVOICE


class TrancheFactory(DjangoModelFactory[Tranche]):
    """All of it in advance."""

    class Meta:
        model = Tranche

    rule_set = factory.SubFactory(RuleSetFactory)
    position = 1
    kind = TrancheKind.ADVANCE
    percent = Decimal(100)


class PhaseFactory(DjangoModelFactory[Phase]):
    """First check by the tutor, within 30 days."""

    class Meta:
        model = Phase

    rule_set = factory.SubFactory(RuleSetFactory)
    position = 1
    kind = PhaseKind.FIRST_CHECK
    role = Role.TUTOR
    days = 30
    silence = Silence.NOTHING
