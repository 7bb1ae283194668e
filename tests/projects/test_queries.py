# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Projects read at a constant cost; who sees which; who may make one."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from incas.organisations.choices import Role
from incas.programmes.models import RuleSet
from incas.projects.models import Project
from incas.projects.queries import (
    bodies_for_projects,
    budget_of,
    periods_of,
    rule_sets_for_projects,
    tutors,
    with_totals,
)
from tests.organisations.factories import BodyFactory, MembershipFactory
from tests.programmes.factories import CallFactory, RuleSetFactory
from tests.projects.factories import ProjectFactory, WorkPackageFactory

pytestmark = pytest.mark.django_db


def test_budget_is_read_whole():
    budget = budget_of(ProjectFactory(active=True))
    assert budget.total == Decimal("107000.00")
    assert budget.by_item == {
        "A.1": Decimal("30000.00"),
        "A.2": Decimal("10000.00"),
        "B": Decimal("50000.00"),
        "C": Decimal("10000.00"),
        "D": Decimal("7000.00"),
    }
    assert [package.code for package in budget.packages] == ["WP1", "WP2"]


@pytest.mark.parametrize("how_many", [0, 3])
def test_budget_costs_the_same_whatever_its_size(how_many, django_assert_num_queries):
    project = ProjectFactory(active=True)
    WorkPackageFactory.create_batch(how_many, project=project)
    budget_of(project)  # published rules are read once, and kept
    with django_assert_num_queries(3):
        budget_of(project)


@pytest.mark.parametrize("how_many", [1, 3])
def test_totals_come_with_the_projects(how_many, django_assert_num_queries):
    ProjectFactory.create_batch(how_many, active=True)
    with django_assert_num_queries(1):
        found = list(with_totals(Project.objects.all()))
    assert [project.budget_total for project in found] == [Decimal("107000.00")] * how_many


def test_total_of_a_project_without_budget_is_zero():
    ProjectFactory()
    assert with_totals(Project.objects.all()).get().budget_total == Decimal("0.00")


def test_periods_follow_the_rules_of_the_project():
    project = ProjectFactory(starts_on=date(2026, 1, 1), ends_on=date(2026, 8, 31))
    assert [(period.first, period.last, period.due_on) for period in periods_of(project)] == [
        (date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 30)),
        (date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 30)),
        (date(2026, 7, 1), date(2026, 8, 31), date(2026, 10, 30)),
    ]


def test_tutors_are_those_in_force(tutor, coordinator):
    MembershipFactory(role=Role.TUTOR, suspended=True)
    assert list(tutors(timezone.localdate())) == [tutor]
    assert list(tutors(timezone.localdate() - timedelta(days=60))) == []


def test_coordinator_makes_projects_for_any_comune_others_for_their_own(
    coordinator, project_manager, comune, cittalia, stranger
):
    other = BodyFactory()
    assert set(bodies_for_projects(coordinator)) == {comune, other}
    assert set(bodies_for_projects(project_manager)) == {comune}
    assert set(bodies_for_projects(stranger)) == set()


def test_coordinator_uses_any_published_rules_others_those_of_open_calls(coordinator, project_manager):
    today = date(2026, 3, 15)
    open_now = RuleSetFactory(published=True)
    past = RuleSetFactory(published=True, call=CallFactory(published=True, closes_on=date(2026, 3, 14)))
    future = RuleSetFactory(published=True, call=CallFactory(published=True, opens_on=date(2026, 3, 16)))
    assert set(rule_sets_for_projects(coordinator, today)) == {open_now, past, future}
    assert set(rule_sets_for_projects(project_manager, today)) == {open_now}


@pytest.mark.parametrize(
    ("persona", "sees"),
    [
        ("coordinator", {"own", "own draft", "other", "other draft", "assigned"}),
        ("ministry_officer", {"own", "other", "assigned"}),
        ("auditor", {"own", "other", "assigned"}),
        ("tutor", {"assigned"}),
        ("project_manager", {"own", "own draft"}),
        ("finance_officer", {"own", "own draft"}),
        ("other_finance_officer", {"other", "other draft"}),
        ("case_worker", set()),
        ("regional_officer", set()),
        ("stranger", set()),
    ],
)
def test_who_sees_which_projects(persona, sees, request, comune, other_comune, tutor):
    rules = RuleSetFactory(published=True)
    ProjectFactory(title="own", body=comune, rule_set=rules, active=True)
    ProjectFactory(title="own draft", body=comune, rule_set=rules)
    ProjectFactory(title="other", body=other_comune, rule_set=rules, active=True)
    ProjectFactory(title="other draft", body=other_comune, rule_set=rules, tutor=tutor)
    ProjectFactory(title="assigned", rule_set=rules, active=True, tutor=tutor)
    user = request.getfixturevalue(persona)
    assert set(Project.objects.visible_to(user).values_list("title", flat=True)) == sees


@pytest.mark.parametrize(("persona", "how_many"), [("coordinator", 3), ("project_manager", 1), ("stranger", 0)])
def test_who_sees_which_rules(persona, how_many, request):
    RuleSetFactory(published=True)
    RuleSetFactory(with_tree=True, call=CallFactory(published=True))
    RuleSetFactory(published=True, call=CallFactory())
    assert RuleSet.objects.visible_to(request.getfixturevalue(persona)).count() == how_many
