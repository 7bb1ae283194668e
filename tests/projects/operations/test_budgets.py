# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Work packages and budgets: written, told in the trail, held to the rules once the project runs."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from incas.audit.models import Entry
from incas.projects.models import BudgetLine
from incas.projects.operations.budgets import PackageRow, write_budget, write_packages
from incas.projects.operations.projects import ProjectRefused
from incas.projects.queries import budget_of
from tests.projects.factories import ProjectFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)


def trail_of(item):
    return [(entry.verb, entry.before, entry.after, entry.reason) for entry in Entry.objects.about(item)]


def rows_of(project) -> list[PackageRow]:
    return [PackageRow(one.pk, one.code, one.title) for one in project.work_packages.order_by("position")]


def keys_of(project) -> tuple[dict[str, int], dict[str, int]]:
    """Give the keys of items and of packages by their codes."""
    items = {item.code: item.pk for item in project.rule_set.cost_items.all()}
    return items, {package.code: package.pk for package in project.work_packages.all()}


def test_packages_are_written_in_order(project_manager):
    project = ProjectFactory()
    rows = [PackageRow(None, "WP1", "Primo"), PackageRow(None, "WP2", "Secondo")]
    write_packages(project=project, rows=rows, by=project_manager, at=NOON)
    kept = rows_of(project)
    write_packages(project=project, rows=kept, by=project_manager, at=NOON)
    assert [(row.code, row.title) for row in kept] == [("WP1", "Primo"), ("WP2", "Secondo")]
    assert trail_of(project) == [("packaged", {"packages": ""}, {"packages": "WP1 Primo, WP2 Secondo"}, "")]


def test_packages_exchange_codes_and_places(project_manager):
    project = ProjectFactory(budgeted=True)
    first, second = rows_of(project)
    rows = [PackageRow(second.pk, "WP1", second.title), PackageRow(first.pk, "WP2", first.title)]
    write_packages(project=project, rows=rows, by=project_manager, at=NOON)
    assert rows_of(project) == rows
    assert budget_of(project).by_package == {first.pk: Decimal("67000.00"), second.pk: Decimal("40000.00")}


def test_package_that_bears_amounts_does_not_go(project_manager):
    project = ProjectFactory(budgeted=True)
    with pytest.raises(ProjectRefused, match="prima azzerarli"):
        write_packages(project=project, rows=rows_of(project)[:1], by=project_manager, at=NOON)
    assert project.work_packages.count() == 2


def test_packages_have_each_their_code(project_manager):
    rows = [PackageRow(None, "WP1", "Primo"), PackageRow(None, "WP1", "Secondo")]
    with pytest.raises(ProjectRefused, match="stesso codice"):
        write_packages(project=ProjectFactory(), rows=rows, by=project_manager, at=NOON)


def test_package_of_another_project_is_not_touched(project_manager):
    other = ProjectFactory(budgeted=True)
    (taken, *_) = rows_of(other)
    project = ProjectFactory()
    write_packages(project=project, rows=[PackageRow(taken.pk, "X", "Mio")], by=project_manager, at=NOON)
    assert rows_of(other)[0] == taken
    assert rows_of(project)[0].pk != taken.pk


def test_budget_is_written_and_what_is_zero_goes(project_manager):
    project = ProjectFactory(budgeted=True)
    items, packages = keys_of(project)
    amounts = dict(budget_of(project).amounts)
    amounts[items["C"], packages["WP2"]] = Decimal("0.00")
    amounts[items["C"], packages["WP1"]] = Decimal("9000.00")
    for _ in range(2):
        budget = write_budget(project=project, amounts=amounts, by=project_manager, at=NOON)
    assert budget.total == Decimal("106000.00")
    assert not BudgetLine.objects.filter(amount=0).exists()
    assert trail_of(project) == [
        (
            "budgeted",
            {"budget_total": "107000.00", "C / WP1": "0.00", "C / WP2": "10000.00"},
            {"budget_total": "106000.00", "C / WP1": "9000.00", "C / WP2": "0.00"},
            "",
        )
    ]


def test_lines_keep_their_key_when_their_amount_changes(project_manager):
    project = ProjectFactory(budgeted=True)
    before = set(project.budget_lines.values_list("pk", flat=True))
    amounts = {key: amount + 1 for key, amount in budget_of(project).amounts.items()}
    write_budget(project=project, amounts=amounts, by=project_manager, at=NOON)
    assert set(project.budget_lines.values_list("pk", flat=True)) == before


def test_draft_may_pass_through_what_breaks_the_rules(project_manager):
    project = ProjectFactory(budgeted=True)
    items, packages = keys_of(project)
    budget = write_budget(
        project=project, amounts={(items["A.1"], packages["WP1"]): Decimal(100)}, by=project_manager, at=NOON
    )
    assert [finding.stops for finding in budget.findings()] == [False, True]


def test_amounts_stand_on_leaves_and_packages_of_the_project(project_manager):
    project, other = ProjectFactory(budgeted=True), ProjectFactory(budgeted=True)
    items, packages = keys_of(project)
    _, foreign = keys_of(other)
    for key in ((items["A"], packages["WP1"]), (items["B"], foreign["WP1"])):
        with pytest.raises(ProjectRefused, match="ricaricare la pagina"):
            write_budget(project=project, amounts={key: Decimal(1)}, by=project_manager, at=NOON)
    with pytest.raises(ProjectRefused, match="negativi"):
        write_budget(project=project, amounts={(items["B"], packages["WP1"]): Decimal(-1)}, by=project_manager, at=NOON)


def test_budget_of_a_running_project_changes_by_the_coordinator_with_a_reason_within_the_rules(
    project_manager, coordinator
):
    project = ProjectFactory(active=True)
    items, packages = keys_of(project)
    amounts = dict(budget_of(project).amounts)
    amounts[items["B"], packages["WP1"]] -= 1000
    with pytest.raises(ProjectRefused, match="spettano al coordinamento"):
        write_budget(project=project, amounts=amounts, reason="x", by=project_manager, at=NOON)
    with pytest.raises(ProjectRefused, match="scrivere il motivo"):
        write_budget(project=project, amounts=amounts, by=coordinator, at=NOON)
    with pytest.raises(ProjectRefused, match="tasso forfettario arriva a"):
        write_budget(project=project, amounts=amounts, reason="Nota", by=coordinator, at=NOON)
    assert budget_of(project).total == Decimal("107000.00")
    amounts[items["D"], packages["WP1"]] = Decimal("6930.00")
    write_budget(project=project, amounts=amounts, reason="Nota del Comune", by=coordinator, at=NOON)
    assert budget_of(project).total == Decimal("105930.00")
    assert [reason for *_, reason in trail_of(project)] == ["Nota del Comune"]
