# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What projects put on the Scrivania, and what apps above add to a project."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from incas.core.pages import everyone
from incas.projects import settled, tabs
from incas.projects.board import changes, claims_due, drafts
from incas.projects.operations.projects import activate_project, describe_project
from incas.projects.settled import register_settled_periods, settled_periods
from incas.projects.tabs import register_project_tab, tabs_of
from tests.projects.factories import ProjectFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
AGREED = {"agreement_signed_on": date(2026, 2, 10), "agreement_reference": "rep. 1"}


@pytest.fixture(autouse=True)
def _nothing_claimed(monkeypatch):
    monkeypatch.setattr(settled, "PROVIDERS", [])


def test_drafts_wait_for_who_prepares_them_and_for_who_starts_them(
    project_manager, coordinator, finance_officer, tutor, comune
):
    project = ProjectFactory(body=comune, title="Mio")
    ProjectFactory(title="Di altri")
    ProjectFactory(body=comune, active=True)
    assert [(one.verb, one.title, one.url) for one in drafts(project_manager, NOON)] == [
        ("Completa", "Mio", reverse("projects:prepare", args=[project.pk]))
    ]
    assert {(one.verb, one.title) for one in drafts(coordinator, NOON)} == {
        ("Controlla", "Mio"),
        ("Controlla", "Di altri"),
    }
    assert list(drafts(finance_officer, NOON)) == []
    assert list(drafts(tutor, NOON)) == []


def test_claims_fall_due_for_who_keeps_the_accounts(finance_officer, project_manager, other_finance_officer, comune):
    project = ProjectFactory(body=comune, active=True, starts_on=date(2026, 1, 1), ends_on=date(2026, 9, 30))
    ProjectFactory(body=comune)
    due = list(claims_due(finance_officer, NOON))
    assert [(one.due_on, one.title) for one in due] == [
        (date(2026, 7, 30), "Domanda di rimborso per le spese dal 01/04/2026 al 30/06/2026"),
        (date(2026, 11, 29), "Domanda di rimborso per le spese dal 01/07/2026 al 30/09/2026"),
    ]
    assert {one.url for one in due} == {reverse("projects:deadlines", args=[project.pk])}
    assert list(claims_due(project_manager, NOON)) == []
    assert list(claims_due(other_finance_officer, NOON)) == []


def test_late_claim_shows_for_a_month(finance_officer, comune):
    ProjectFactory(body=comune, active=True, starts_on=date(2026, 1, 1), ends_on=date(2026, 9, 30))
    late = datetime(2026, 5, 30, 10, 0, tzinfo=UTC)
    assert next(claims_due(finance_officer, late)).due_on == date(2026, 4, 30)
    assert next(claims_due(finance_officer, late + timedelta(days=1))).due_on == date(2026, 7, 30)


def test_period_already_claimed_falls_due_no_more(finance_officer, comune):
    project = ProjectFactory(body=comune, active=True, starts_on=date(2026, 1, 1), ends_on=date(2026, 9, 30))
    asked = []

    def claimed(projects):
        asked.append(list(projects))
        return [(project.pk, date(2026, 6, 30))]

    register_settled_periods(claimed)
    assert [one.due_on for one in claims_due(finance_officer, NOON)] == [date(2026, 11, 29)]
    assert asked == [[project.pk]]
    assert settled_periods([project.pk]) == {(project.pk, date(2026, 6, 30))}


@pytest.mark.parametrize("how_many", [1, 3])
def test_board_costs_the_same_however_many_projects(how_many, finance_officer, comune, django_assert_num_queries):
    ProjectFactory.create_batch(how_many, body=comune, active=True)
    with django_assert_num_queries(1):
        list(claims_due(finance_officer, NOON))
    with django_assert_num_queries(1):
        list(changes(finance_officer, NOON))


def test_what_others_did_since_is_told_and_what_one_did_is_not(coordinator, project_manager, finance_officer, comune):
    project = ProjectFactory(body=comune, budgeted=True, **AGREED)
    activate_project(project=project, by=coordinator, at=NOON)
    other = ProjectFactory()
    describe_project(
        project=other,
        title="Altrove",
        summary="",
        cup=other.cup,
        starts_on=other.starts_on,
        ends_on=other.ends_on,
        by=coordinator,
        at=NOON,
    )
    since = NOON - timedelta(hours=1)
    (change,) = changes(project_manager, since)
    assert (change.title, change.what, change.who) == (project.title, "ha avviato", "Clara Coordina")
    assert change.url == reverse("projects:project", args=[project.pk])
    assert list(changes(coordinator, since)) == []
    assert list(changes(finance_officer, NOON)) == []


def test_apps_above_add_tabs_in_their_place(monkeypatch, finance_officer, comune):
    monkeypatch.setattr(tabs, "TABS", dict(tabs.TABS))
    register_project_tab("Prova", "projects:advance", everyone, order=5)
    register_project_tab("Nascosta", "projects:tutor", lambda _user, _project: False, order=6)
    project = ProjectFactory(body=comune)
    shown = tabs_of(project, finance_officer, current="projects:advance")
    assert (shown[0].label, shown[0].is_current) == ("Prova", True)
    assert shown[0].url == reverse("projects:advance", args=[project.pk])
    assert "Nascosta" not in [tab.label for tab in shown]
    assert [tab.label for tab in shown if tab.url.startswith(f"/progetti/{project.pk}/")][-1] == "Storia"
