# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Versions of the rules: begun, copied, loaded, published for good, discarded."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from incas.audit.models import Entry
from incas.programmes.choices import CallState, RuleSetState, Section
from incas.programmes.comparison import differences
from incas.programmes.exchange import from_json, to_json
from incas.programmes.models import CostItem, RuleSet
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
from incas.programmes.queries import rulebook_of
from tests.programmes.factories import CallFactory, RuleSetFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
EVERY_SECTION = [section.value for section in Section]


def verbs_about(item) -> list[str]:
    return list(Entry.objects.about(item).values_list("verb", flat=True))


def test_rule_set_begins_empty_as_the_first_version(coordinator):
    rule_set = create_rule_set(call=CallFactory(), by=coordinator, at=NOON)
    assert (rule_set.version, rule_set.state, rule_set.written_sections) == (1, RuleSetState.DRAFT, [])
    assert verbs_about(rule_set) == ["created"]


def test_a_call_has_one_draft_at_a_time(coordinator):
    call = RuleSetFactory().call
    with pytest.raises(DraftExists, match="in preparazione"):
        create_rule_set(call=call, by=coordinator, at=NOON)
    with pytest.raises(DraftExists):
        copy_rule_set(source=RuleSetFactory(published=True), call=call, by=coordinator, at=NOON)


def test_closed_call_has_no_new_versions(coordinator):
    with pytest.raises(DraftExists, match="chiuso"):
        create_rule_set(call=CallFactory(state=CallState.CLOSED), by=coordinator, at=NOON)


def test_new_version_is_a_copy_that_differs_in_nothing(coordinator):
    source = RuleSetFactory(published=True)
    rule_set = copy_rule_set(source=source, call=source.call, by=coordinator, at=NOON)
    assert (rule_set.version, rule_set.state) == (2, RuleSetState.DRAFT)
    assert differences(rulebook_of(source), rulebook_of(rule_set)) == ()
    assert [item.code for item in rulebook_of(rule_set).items] == ["A", "A.1", "A.2", "B", "C", "D"]
    assert Entry.objects.about(rule_set).get().after == {"copied_from": str(source)}


def test_rules_are_copied_from_another_call(coordinator):
    source, call = RuleSetFactory(published=True), CallFactory()
    rule_set = copy_rule_set(source=source, call=call, by=coordinator, at=NOON)
    assert (rule_set.call, rule_set.version) == (call, 1)
    assert differences(rulebook_of(source), rulebook_of(rule_set)) == ()
    assert source.cost_items.count() == 6


def test_rules_written_to_a_file_come_back_as_a_draft(coordinator):
    source = RuleSetFactory(published=True, note="Convenzione, art. 4")
    book = from_json(to_json(rulebook_of(source)).encode())
    rule_set = load_rule_set(call=CallFactory(), book=book, file_name="regole.json", by=coordinator, at=NOON)
    assert rule_set.state == RuleSetState.DRAFT
    assert differences(rulebook_of(source), rulebook_of(rule_set)) == ()
    assert Entry.objects.about(rule_set).get().after == {"loaded_from": "regole.json"}


def test_publishing_freezes_and_says_who_and_when_once(coordinator):
    rule_set = RuleSetFactory(with_tree=True, written_sections=EVERY_SECTION)
    for _ in range(2):
        publish_rule_set(rule_set=rule_set, by=coordinator, at=NOON)
    rule_set.refresh_from_db()
    assert (rule_set.state, rule_set.published_at, rule_set.published_by) == (RuleSetState.PUBLISHED, NOON, coordinator)
    assert verbs_about(rule_set) == ["published"]


def test_incomplete_rules_are_not_published(coordinator):
    rule_set = RuleSetFactory(with_tree=True, written_sections=EVERY_SECTION)
    rule_set.phases.all().delete()
    rule_set.tranches.first().delete()
    with pytest.raises(RuleSetIncomplete, match="Ci sono 4 cose"):
        publish_rule_set(rule_set=rule_set, by=coordinator, at=NOON)
    rule_set.refresh_from_db()
    assert rule_set.state == RuleSetState.DRAFT
    assert verbs_about(rule_set) == []


def test_rules_with_sections_nobody_opened_are_not_published(coordinator):
    rule_set = RuleSetFactory(with_tree=True, written_sections=EVERY_SECTION[:-1])
    with pytest.raises(RuleSetIncomplete, match="sezioni non ancora completate"):
        publish_rule_set(rule_set=rule_set, by=coordinator, at=NOON)


def test_draft_is_discarded_and_the_call_remembers(coordinator):
    rule_set = RuleSetFactory(with_tree=True)
    for _ in range(2):
        discard_rule_set(rule_set=rule_set, by=coordinator, at=NOON)
    assert not RuleSet.objects.exists()
    assert not CostItem.objects.exists()
    assert verbs_about(rule_set.call) == ["discarded"]


def test_published_rules_are_not_discarded(coordinator):
    with pytest.raises(RuleSetPublished):
        discard_rule_set(rule_set=RuleSetFactory(published=True), by=coordinator, at=NOON)


def test_copy_of_a_version_keeps_which_sections_were_looked_at(coordinator):
    source = RuleSetFactory(with_tree=True, written_sections=["items", "codes"])
    rule_set = copy_rule_set(source=source, call=CallFactory(), by=coordinator, at=NOON)
    assert sorted(rule_set.written_sections) == ["codes", "items"]


def test_rulebook_of_a_copy_is_another_row(coordinator):
    source = RuleSetFactory(published=True)
    copied = rulebook_of(copy_rule_set(source=source, call=source.call, by=coordinator, at=NOON))
    assert {item.pk for item in copied.items} & {item.pk for item in rulebook_of(source).items} == set()
    assert replace(copied, pk=0).version == 2
