# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Sections of a draft: written, confirmed, told in the trail; never once published."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from incas.audit.models import Entry
from incas.organisations.choices import Role
from incas.programmes.choices import EvidenceKind, PhaseKind, Requirement, Section, Silence, TrancheKind, VatRule
from incas.programmes.operations.rule_sets import RuleSetPublished
from incas.programmes.operations.sections import (
    RuleRefused,
    add_ceiling,
    change_ceiling,
    confirm_section,
    remove_ceiling,
    remove_flat_rate,
    set_flat_rate,
    write_evidence,
    write_phases,
    write_section,
    write_tranches,
)
from incas.programmes.queries import rulebook_of
from incas.programmes.rulebook import CeilingRule, Paper, PhaseRule, TrancheRule
from tests.programmes.factories import RuleSetFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
PERIOD = {"document_days_before_start": 10, "document_days_after_end": 0, "payment_days_after_end": 60}


@pytest.fixture
def draft(db):
    return RuleSetFactory(with_tree=True)


def trail_of(item):
    return [(entry.before, entry.after) for entry in Entry.objects.about(item)]


def test_section_is_written_and_marked_and_the_same_again_changes_nothing(draft, coordinator):
    for _ in range(2):
        write_section(rule_set=draft, section=Section.PERIOD, values=PERIOD, by=coordinator, at=NOON)
    draft.refresh_from_db()
    assert (draft.document_days_before_start, draft.written_sections) == (10, ["period"])
    assert trail_of(draft) == [
        ({"document_days_before_start": 0}, {"section": "period", "document_days_before_start": 10})
    ]


def test_section_takes_its_own_values_alone(draft, coordinator):
    write_section(rule_set=draft, section=Section.PERIOD, values=PERIOD | {"claim_days": 99}, by=coordinator, at=NOON)
    draft.refresh_from_db()
    assert draft.claim_days == 30


def test_defaults_looked_at_and_left_are_marked(draft, coordinator):
    values = {
        "cup_rule": Requirement.REMEDIABLE,
        "cig_rule": Requirement.REMEDIABLE,
        "vat_rule": VatRule.IF_UNRECOVERABLE,
    }
    write_section(rule_set=draft, section=Section.CODES, values=values, by=coordinator, at=NOON)
    draft.refresh_from_db()
    assert draft.written_sections == ["codes"]
    assert trail_of(draft) == [({}, {"section": "codes"})]


def test_section_is_confirmed_once(draft, coordinator):
    for _ in range(2):
        confirm_section(rule_set=draft, section=Section.CEILINGS, by=coordinator, at=NOON)
    draft.refresh_from_db()
    assert draft.written_sections == ["ceilings"]
    assert len(trail_of(draft)) == 1


def test_tranches_are_written_in_order(draft, coordinator):
    rows = (
        TrancheRule(TrancheKind.ADVANCE, Decimal(80), Decimal(0), ""),
        TrancheRule(TrancheKind.BALANCE, Decimal(20), Decimal(100), "dopo la verifica"),
    )
    for _ in range(2):
        write_tranches(rule_set=draft, rows=rows, by=coordinator, at=NOON)
    assert rulebook_of(draft).tranches == rows
    ((before, after),) = trail_of(draft)
    assert before["tranches"].startswith("Anticipo: il 50% del finanziamento.")
    assert after["tranches"] == (
        "Anticipo: l'80% del finanziamento. Saldo: il 20% del finanziamento, "
        "quando è speso il 100% di quanto già ricevuto (dopo la verifica)."
    )


def test_phases_follow_the_order_of_their_kinds(draft, coordinator):
    rows = (
        PhaseRule(PhaseKind.PAYMENT, Role.MINISTRY_OFFICER, 45, Silence.NOTHING),
        PhaseRule(PhaseKind.FIRST_CHECK, Role.COORDINATOR, 20, Silence.REFUSED),
    )
    write_phases(rule_set=draft, rows=rows, by=coordinator, at=NOON)
    assert rulebook_of(draft).phases == rows[::-1]
    assert len(trail_of(draft)) == 1


def test_ceiling_is_added_changed_and_removed(draft, coordinator):
    rule = CeilingRule("B", Decimal(30), ("A", "C"), "art. 8")
    ceiling = add_ceiling(rule_set=draft, rule=rule, by=coordinator, at=NOON)
    for _ in range(2):
        change_ceiling(ceiling=ceiling, rule=replace(rule, percent=Decimal(25)), by=coordinator, at=NOON)
    assert rulebook_of(draft).ceilings[-1] == replace(rule, percent=Decimal(25))
    for _ in range(2):
        remove_ceiling(ceiling=ceiling, by=coordinator, at=NOON)
    assert [one.item for one in rulebook_of(draft).ceilings] == ["A"]
    at_first = "La voce «B Servizi e forniture» non può superare il 30% di «A Personale» e «C Destinatari» (art. 8)."
    in_the_end = at_first.replace("30", "25")
    assert trail_of(draft) == [
        ({}, {"section": "ceilings", "removed": in_the_end}),
        ({"ceilings": at_first}, {"section": "ceilings", "ceilings": in_the_end}),
        ({}, {"section": "ceilings", "ceilings": at_first}),
    ]


def test_ceiling_stands_on_items_that_exist(draft, coordinator):
    with pytest.raises(RuleRefused, match="La voce Z non c'è più"):
        add_ceiling(rule_set=draft, rule=CeilingRule("B", Decimal(30), ("Z",), ""), by=coordinator, at=NOON)
    ceiling = draft.ceilings.get()
    with pytest.raises(RuleRefused, match="La voce Z non c'è più"):
        change_ceiling(ceiling=ceiling, rule=CeilingRule("Z", Decimal(30), (), ""), by=coordinator, at=NOON)
    remove_ceiling(ceiling=ceiling, by=coordinator, at=NOON)
    with pytest.raises(RuleRefused, match="massimale non c'è più"):
        change_ceiling(ceiling=ceiling, rule=CeilingRule("B", Decimal(30), (), ""), by=coordinator, at=NOON)


def test_item_becomes_a_flat_rate_and_goes_back(draft, coordinator):
    for _ in range(2):
        set_flat_rate(rule_set=draft, code="C", percent=Decimal("12.5"), base=["B"], by=coordinator, at=NOON)
    item = rulebook_of(draft).item("C")
    assert (item.is_flat_rate, item.percent, item.base) == (True, Decimal("12.50"), ("B",))
    for _ in range(2):
        remove_flat_rate(rule_set=draft, code="C", by=coordinator, at=NOON)
    item = rulebook_of(draft).item("C")
    assert (item.is_flat_rate, item.percent, item.base) == (False, None, ())
    told = "La voce «C Destinatari» è il 12,5% di «B Servizi e forniture»."
    assert trail_of(draft) == [
        ({}, {"section": "flat_rates", "removed": told}),
        ({}, {"section": "flat_rates", "flat_rates": told}),
    ]


def test_flat_rate_stands_on_a_leaf_and_on_items_that_exist(draft, coordinator):
    with pytest.raises(RuleRefused, match="ne contiene altre"):
        set_flat_rate(rule_set=draft, code="A", percent=Decimal(7), base=[], by=coordinator, at=NOON)
    with pytest.raises(RuleRefused, match="Z"):
        set_flat_rate(rule_set=draft, code="C", percent=Decimal(7), base=["Z"], by=coordinator, at=NOON)
    with pytest.raises(RuleRefused, match="Z"):
        remove_flat_rate(rule_set=draft, code="Z", by=coordinator, at=NOON)


def test_papers_of_an_item_are_written_and_those_of_others_stay(draft, coordinator):
    papers = [
        Paper(EvidenceKind.INVOICE, is_required=True, note="elettronica", asked_by=""),
        Paper(EvidenceKind.REPORT, is_required=False, note="", asked_by=""),
    ]
    for _ in range(2):
        write_evidence(rule_set=draft, code="B", papers=papers, by=coordinator, at=NOON)
    book = rulebook_of(draft)
    assert [(paper.kind, paper.is_required, paper.note) for paper in book.evidence_for("B")] == [
        (EvidenceKind.INVOICE, True, "elettronica"),
        (EvidenceKind.REPORT, False, ""),
    ]
    assert len(book.evidence_for("A.1")) == 4
    assert len(trail_of(draft)) == 1


@pytest.mark.parametrize(
    "write",
    [
        lambda **who: write_section(section=Section.PERIOD, values=PERIOD, **who),
        lambda **who: confirm_section(section=Section.CEILINGS, **who),
        lambda **who: write_tranches(rows=(), **who),
        lambda **who: write_phases(rows=(), **who),
        lambda **who: add_ceiling(rule=CeilingRule("B", Decimal(30), (), ""), **who),
        lambda rule_set, **who: change_ceiling(
            ceiling=rule_set.ceilings.get(), rule=CeilingRule("B", Decimal(30), (), ""), **who
        ),
        lambda rule_set, **who: remove_ceiling(ceiling=rule_set.ceilings.get(), **who),
        lambda **who: set_flat_rate(code="C", percent=Decimal(7), base=[], **who),
        lambda **who: remove_flat_rate(code="D", **who),
        lambda **who: write_evidence(code="B", papers=(), **who),
    ],
)
def test_nothing_is_written_once_published(write, coordinator):
    rule_set = RuleSetFactory(published=True)
    with pytest.raises(RuleSetPublished):
        write(rule_set=rule_set, by=coordinator, at=NOON)
    assert trail_of(rule_set) == []
