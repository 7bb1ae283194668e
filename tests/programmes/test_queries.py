# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Rule sets read whole, at a constant cost."""

from decimal import Decimal

import pytest

from incas.programmes.choices import CallState, EvidenceKind, PhaseKind
from incas.programmes.models import Call, RuleSet
from incas.programmes.queries import current_rule_sets, rulebook_of, rulebooks_of
from tests.programmes.factories import CallFactory, RuleSetFactory

pytestmark = pytest.mark.django_db


def test_rulebook_holds_the_whole_rule_set():
    book = rulebook_of(RuleSetFactory(published=True))
    assert [(item.code, item.parent, item.depth, item.is_leaf) for item in book.items] == [
        ("A", "", 0, False),
        ("A.1", "A", 1, True),
        ("A.2", "A", 1, True),
        ("B", "", 0, True),
        ("C", "", 0, True),
        ("D", "", 0, True),
    ]
    assert (book.item("D").percent, book.item("D").base) == (Decimal("7.00"), ("A", "B", "C"))
    assert [(rule.item, rule.percent, rule.note) for rule in book.ceilings] == [("A", Decimal(50), "Avviso, art. 7")]
    assert [paper.kind for paper in book.evidence_for("A.2")] == [
        EvidenceKind.CONTRACT,
        EvidenceKind.PAYMENT_ORDER,
        EvidenceKind.F24,
    ]
    assert [tranche.percent for tranche in book.tranches] == [50, 30, 20]
    assert [phase.kind for phase in book.phases] == list(PhaseKind)
    assert (book.move_tolerance_percent, book.claim_days, book.final_claim_days) == (10, 30, 60)


@pytest.mark.parametrize("how_many", [1, 3])
def test_rulebooks_cost_five_queries_however_many(how_many, django_assert_num_queries):
    made = RuleSetFactory.create_batch(how_many, published=True)
    found = list(RuleSet.objects.select_related("call").filter(pk__in=[rule_set.pk for rule_set in made]))
    with django_assert_num_queries(5):
        books = rulebooks_of(found)
    assert {book.pk: len(book.items) for book in books.values()} == {rule_set.pk: 6 for rule_set in made}


def test_published_rules_are_read_once_and_the_names_of_their_call_each_time(django_assert_num_queries):
    rule_set = RuleSetFactory(published=True)
    first = rulebook_of(rule_set)
    Call.objects.filter(pk=rule_set.call_id).update(title="Avviso rinominato")
    again = RuleSet.objects.select_related("call").get(pk=rule_set.pk)
    with django_assert_num_queries(0):
        second = rulebook_of(again)
    assert (second.call_title, second.items) == ("Avviso rinominato", first.items)


def test_rules_in_preparation_are_read_each_time():
    draft = RuleSetFactory(with_tree=True)
    before = rulebook_of(draft)
    draft.cost_items.filter(code="D").update(name="Altro nome")
    assert before.item("D").name != "Altro nome"
    assert rulebook_of(draft).item("D").name == "Altro nome"


def test_new_projects_are_born_under_the_latest_published_version_of_published_calls():
    first = RuleSetFactory(published=True)
    second = RuleSetFactory(published=True, call=first.call, version=2)
    RuleSetFactory(call=first.call, version=3)
    RuleSetFactory(published=True, call=CallFactory(state=CallState.CLOSED))
    RuleSetFactory(published=True, call=CallFactory())
    other = RuleSetFactory(published=True)
    assert set(current_rule_sets()) == {second, other}
