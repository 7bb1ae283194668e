# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The tree of cost items: added, renamed with whatever uses the code, moved, removed."""

from datetime import UTC, datetime

import pytest

from incas.audit.models import Entry
from incas.programmes.choices import Section
from incas.programmes.findings import findings_of
from incas.programmes.operations import cost_items
from incas.programmes.operations.cost_items import add_item, change_item, move_item, remove_item
from incas.programmes.operations.rule_sets import RuleSetPublished
from incas.programmes.operations.sections import RuleRefused
from incas.programmes.queries import rulebook_of
from tests.programmes.factories import CeilingFactory, CostItemFactory, RuleSetFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
WORDS = {"name": "Nuova voce", "description": ""}


@pytest.fixture
def draft(db):
    return RuleSetFactory(with_tree=True)


def codes_of(rule_set) -> list[str]:
    return [item.code for item in rulebook_of(rule_set).items]


def test_item_is_added_after_those_beside_it(draft, coordinator):
    parent = draft.cost_items.get(code="A")
    add_item(rule_set=draft, parent=parent, code="A.3", **WORDS, by=coordinator, at=NOON)
    add_item(rule_set=draft, parent=None, code="E", **WORDS, by=coordinator, at=NOON)
    assert codes_of(draft) == ["A", "A.1", "A.2", "A.3", "B", "C", "D", "E"]
    assert [entry.after for entry in Entry.objects.about(draft)] == [
        {"section": "items", "item": "E Nuova voce"},
        {"section": "items", "item": "A.3 Nuova voce", "parent": "A"},
    ]


def test_item_is_not_added_under_a_code_taken_a_flat_rate_or_too_deep(draft, coordinator, monkeypatch):
    items = {item.code: item for item in draft.cost_items.all()}
    with pytest.raises(RuleRefused, match="è già di un'altra voce"):
        add_item(rule_set=draft, parent=None, code="B", **WORDS, by=coordinator, at=NOON)
    with pytest.raises(RuleRefused, match="tasso forfettario"):
        add_item(rule_set=draft, parent=items["D"], code="D.1", **WORDS, by=coordinator, at=NOON)
    third = CostItemFactory(rule_set=draft, parent=items["A.1"], code="A.1.1")
    fourth = add_item(rule_set=draft, parent=third, code="A.1.1.1", **WORDS, by=coordinator, at=NOON)
    with pytest.raises(RuleRefused, match="quarto livello"):
        add_item(rule_set=draft, parent=fourth, code="A.1.1.1.1", **WORDS, by=coordinator, at=NOON)
    with pytest.raises(RuleRefused, match="non c'è più"):
        add_item(rule_set=RuleSetFactory(), parent=items["A"], code="A.9", **WORDS, by=coordinator, at=NOON)
    monkeypatch.setattr(cost_items, "MOST_ITEMS", 8)
    with pytest.raises(RuleRefused, match="Ci sono già 8 voci"):
        add_item(rule_set=draft, parent=None, code="Z", **WORDS, by=coordinator, at=NOON)


def test_new_code_is_written_wherever_the_old_one_was_used(draft, coordinator):
    CeilingFactory(item=draft.cost_items.get(code="C"), base=["B", "A"])
    item = draft.cost_items.get(code="B")
    for _ in range(2):
        change_item(item=item, code="BB", name=item.name, description="", by=coordinator, at=NOON)
    book = rulebook_of(draft)
    assert book.item("D").base == ("A", "BB", "C")
    assert [rule.base for rule in book.ceilings if rule.item == "C"] == [("BB", "A")]
    assert not [finding for finding in findings_of(book) if finding.section == Section.FLAT_RATES]
    assert [(entry.before, entry.after) for entry in Entry.objects.about(draft)] == [
        (
            {"item_code": "B"},
            {"section": "items", "item_code": "BB", "item": "BB Servizi e forniture"},
        )
    ]


def test_code_of_another_item_is_refused(draft, coordinator):
    item = draft.cost_items.get(code="B")
    with pytest.raises(RuleRefused):
        change_item(item=item, code="C", name=item.name, description="", by=coordinator, at=NOON)


def test_item_moves_among_those_beside_it_and_stops_at_the_end(draft, coordinator):
    item = draft.cost_items.get(code="C")
    move_item(item=item, direction="up", by=coordinator, at=NOON)
    assert codes_of(draft) == ["A", "A.1", "A.2", "C", "B", "D"]
    move_item(item=item, direction="up", by=coordinator, at=NOON)
    move_item(item=item, direction="up", by=coordinator, at=NOON)
    assert codes_of(draft) == ["C", "A", "A.1", "A.2", "B", "D"]
    move_item(item=draft.cost_items.get(code="A.1"), direction="down", by=coordinator, at=NOON)
    assert codes_of(draft) == ["C", "A", "A.2", "A.1", "B", "D"]
    assert Entry.objects.about(draft).count() == 3


def test_removed_item_takes_what_is_under_it_and_bases_that_named_it_are_told(draft, coordinator):
    item = draft.cost_items.get(code="A")
    for _ in range(2):
        remove_item(item=item, by=coordinator, at=NOON)
    book = rulebook_of(draft)
    assert [item.code for item in book.items] == ["B", "C", "D"]
    assert book.ceilings == ()
    assert {paper.asked_by for paper in book.papers} == {"B", "C"}
    wrong = [finding.what for finding in findings_of(book) if finding.section == Section.FLAT_RATES]
    assert wrong == ["Il tasso forfettario della voce D Costi indiretti richiama la voce A, che non c'è."]
    assert [(entry.before, entry.after) for entry in Entry.objects.about(draft)] == [
        ({}, {"section": "items", "removed": "A Personale"})
    ]


def test_tree_of_published_rules_does_not_change(coordinator):
    rule_set = RuleSetFactory(published=True)
    item = rule_set.cost_items.get(code="B")
    with pytest.raises(RuleSetPublished):
        add_item(rule_set=rule_set, parent=None, code="Z", **WORDS, by=coordinator, at=NOON)
    with pytest.raises(RuleSetPublished):
        change_item(item=item, code="Z", **WORDS, by=coordinator, at=NOON)
    with pytest.raises(RuleSetPublished):
        move_item(item=item, direction="up", by=coordinator, at=NOON)
    with pytest.raises(RuleSetPublished):
        remove_item(item=item, by=coordinator, at=NOON)


def test_item_that_is_gone_is_neither_changed_nor_moved(draft, coordinator):
    item = draft.cost_items.get(code="B")
    remove_item(item=item, by=coordinator, at=NOON)
    with pytest.raises(RuleRefused, match="non c'è più"):
        change_item(item=item, code="B", **WORDS, by=coordinator, at=NOON)
    with pytest.raises(RuleRefused, match="non c'è più"):
        move_item(item=item, direction="up", by=coordinator, at=NOON)
