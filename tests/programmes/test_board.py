# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What calls put on the Scrivania, and how the trail is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from incas.audit.models import Entry
from incas.core.writing import percentage
from incas.programmes import links
from incas.programmes.board import changes, closing_calls, drafts
from incas.programmes.links import links_of, register_call_link
from incas.programmes.operations.calls import close_call
from incas.programmes.telling import told_values
from tests.programmes.factories import CallFactory, RuleSetFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)


def test_rules_in_preparation_wait_for_the_coordinator_alone(coordinator, ministry_officer):
    rules = RuleSetFactory(call=CallFactory(code="AVV", title="Avviso"))
    RuleSetFactory(published=True)
    assert [(one.verb, one.title, one.detail, one.url) for one in drafts(coordinator, NOON)] == [
        ("Completa", "Regole dell'avviso AVV, versione 1", "Avviso", reverse("programmes:rules_write", args=[rules.pk]))
    ]
    assert list(drafts(ministry_officer, NOON)) == []


def test_open_calls_close_for_who_may_present_a_project(project_manager, finance_officer):
    CallFactory(published=True, code="APERTO", closes_on=date(2026, 3, 2))
    CallFactory(published=True, closes_on=date(2026, 3, 1))
    CallFactory(published=True, opens_on=date(2026, 3, 3))
    CallFactory(closes_on=date(2026, 3, 31))
    assert [(one.due_on, one.title) for one in closing_calls(project_manager, NOON)] == [
        (date(2026, 3, 2), "Chiude l'avviso APERTO")
    ]
    assert list(closing_calls(finance_officer, NOON)) == []


def test_calls_published_or_closed_by_others_are_told(coordinator, finance_officer):
    call = CallFactory(published=True)
    close_call(call=call, by=coordinator, at=NOON)
    (change,) = changes(finance_officer, NOON - timedelta(hours=1))
    assert (change.title, change.what, change.who) == (call.title, "ha chiuso", "Clara Coordina")
    assert list(changes(coordinator, NOON - timedelta(hours=1))) == []
    assert list(changes(finance_officer, NOON)) == []


def test_apps_above_add_links_to_a_call(monkeypatch, coordinator, finance_officer):
    monkeypatch.setattr(links, "CALL_LINKS", [])
    register_call_link("Prova", lambda call: f"/prova/{call.pk}/", rule=lambda user: user == coordinator)
    call = CallFactory()
    assert links_of(call, coordinator) == [("Prova", f"/prova/{call.pk}/")]
    assert links_of(call, finance_officer) == []


def test_trail_is_told_as_italians_write():
    entry = Entry(before={"a": "2026-02-17", "b": "1234.50"}, after={"a": "draft", "b": "12.50", "c": 3, "d": None})
    told = told_values([entry], {"draft": "In preparazione"})
    assert told == {
        "draft": "In preparazione",
        "2026-02-17": "17/02/2026",
        "1234.50": "€\xa01.234,50",
        "12.50": "€\xa012,50",
    }
    assert told_values([entry], {}, figure=percentage)["12.50"] == "12,5%"
