# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Funds and calls: made, corrected, published, closed, deleted; each time the trail says so, once."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from incas.audit.models import Entry
from incas.core.transitions import TransitionRefused
from incas.programmes.choices import CallState
from incas.programmes.models import Call, RuleSet
from incas.programmes.operations.calls import (
    CallRefused,
    change_call,
    change_fund,
    close_call,
    create_call,
    create_fund,
    delete_call,
    publish_call,
)
from tests.programmes.factories import CallFactory, FundFactory, RuleSetFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)


def trail_of(item):
    return [(entry.verb, entry.before, entry.after) for entry in Entry.objects.about(item)]


def said_of(call, **changes: object) -> dict[str, object]:
    """Give what a call says, with some of it changed."""
    names = ("fund", "code", "title", "summary", "opens_on", "closes_on", "amount")
    return {name: getattr(call, name) for name in names} | changes


def test_fund_is_made_and_corrected(coordinator):
    fund = create_fund(code="FNPM", name="Fondo", description="", by=coordinator, at=NOON)
    change_fund(fund=fund, code="FNPM", name="Fondo nazionale", description="", by=coordinator, at=NOON)
    change_fund(fund=fund, code="FNPM", name="Fondo nazionale", description="", by=coordinator, at=NOON)
    assert trail_of(fund) == [
        ("changed", {"name": "Fondo"}, {"name": "Fondo nazionale"}),
        ("created", {}, {}),
    ]


def test_call_is_made_in_preparation(coordinator):
    call = create_call(
        fund=FundFactory(code="FNPM"),
        code="AVV-1",
        title="Avviso",
        summary="",
        opens_on=date(2026, 1, 1),
        closes_on=date(2026, 3, 31),
        amount=Decimal("1000000.00"),
        by=coordinator,
        at=NOON,
    )
    assert call.state == CallState.DRAFT
    ((verb, _before, after),) = trail_of(call)
    assert (verb, after["amount"], after["opens_on"]) == ("created", "1000000.00", "2026-01-01")


def test_call_is_corrected_and_the_same_again_changes_nothing(coordinator):
    call = CallFactory(title="Avvizo")
    for _ in range(2):
        change_call(call=call, **said_of(call, title="Avviso"), by=coordinator, at=NOON)
    assert trail_of(call) == [("changed", {"title": "Avvizo"}, {"title": "Avviso"})]


def test_published_call_keeps_its_code_and_fund(coordinator):
    call = CallFactory(published=True)
    with pytest.raises(CallRefused):
        change_call(call=call, **said_of(call, code="ALTRO"), by=coordinator, at=NOON)
    with pytest.raises(CallRefused):
        change_call(call=call, **said_of(call, fund=FundFactory()), by=coordinator, at=NOON)
    change_call(call=call, **said_of(call, closes_on=date(2026, 4, 30)), by=coordinator, at=NOON)
    call.refresh_from_db()
    assert call.closes_on == date(2026, 4, 30)


def test_call_is_published_once_it_has_published_rules(coordinator):
    call = RuleSetFactory(with_tree=True).call
    with pytest.raises(CallRefused, match="Mancano le regole"):
        publish_call(call=call, by=coordinator, at=NOON)
    call = RuleSetFactory(published=True, call=CallFactory()).call
    publish_call(call=call, by=coordinator, at=NOON)
    publish_call(call=call, by=coordinator, at=NOON)
    assert trail_of(call) == [("published", {"state": "draft"}, {"state": "published"})]


def test_call_is_closed_once_and_not_opened_again(coordinator):
    call = CallFactory(published=True)
    close_call(call=call, by=coordinator, at=NOON)
    close_call(call=call, by=coordinator, at=NOON)
    assert trail_of(call) == [("closed", {"state": "published"}, {"state": "closed"})]
    with pytest.raises(TransitionRefused):
        publish_call(call=call, by=coordinator, at=NOON)


def test_call_in_preparation_is_not_closed(coordinator):
    with pytest.raises(TransitionRefused):
        close_call(call=CallFactory(), by=coordinator, at=NOON)


def test_call_in_preparation_is_deleted_with_its_draft(coordinator):
    call = RuleSetFactory(with_tree=True).call
    delete_call(call=call, by=coordinator, at=NOON)
    delete_call(call=call, by=coordinator, at=NOON)
    assert not Call.objects.exists()
    assert not RuleSet.objects.exists()
    assert list(Entry.objects.values_list("verb", "subject_label")) == [("deleted", str(call))]


@pytest.mark.parametrize("state", [CallState.DRAFT, CallState.PUBLISHED])
def test_call_with_published_rules_is_not_deleted(state, coordinator):
    call = RuleSetFactory(published=True, call=CallFactory(state=state)).call
    with pytest.raises(CallRefused):
        delete_call(call=call, by=coordinator, at=NOON)
    assert Call.objects.filter(pk=call.pk).exists()
