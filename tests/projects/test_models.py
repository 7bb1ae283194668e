# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the database holds of projects: each constraint, both ways."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.db.models import Sum

from incas.documents.models import StoredFile
from incas.projects.choices import ProjectState
from incas.projects.models import BudgetLine, Project
from tests.organisations.factories import BodyFactory
from tests.programmes.factories import RuleSetFactory
from tests.projects.factories import BudgetLineFactory, ProjectFactory, WorkPackageFactory

pytestmark = pytest.mark.django_db


def refused(make, **values: object) -> bool:
    """Tell whether the database refuses to make it."""
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**values)
    return True


def test_active_project_has_agreement_packages_and_budget():
    project = ProjectFactory(active=True)
    project.refresh_from_db()
    assert project.state == ProjectState.ACTIVE
    assert project.agreement_signed_on == date(2026, 2, 10)
    assert list(project.work_packages.values_list("code", flat=True)) == ["WP1", "WP2"]
    assert project.budget_lines.aggregate(total=Sum("amount"))["total"] == Decimal("107000.00")


def test_project_ends_after_it_starts():
    ProjectFactory(starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 2))
    assert refused(ProjectFactory, starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 1))


@pytest.mark.parametrize("cup", ["H19G2200035000", "h19G22000350001", "1H9G22000350001", "-"])
def test_malformed_cup_is_refused(cup):
    assert refused(ProjectFactory, cup=cup)


def test_draft_may_wait_for_its_cup_a_running_project_may_not():
    ProjectFactory(cup="")
    ProjectFactory(cup="")
    assert refused(ProjectFactory, cup="", active=True)


def test_project_is_born_under_published_rules_and_keeps_them():
    assert refused(ProjectFactory, rule_set=RuleSetFactory())
    project = ProjectFactory()
    other = RuleSetFactory(published=True)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(rule_set=other)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(body=BodyFactory())
    assert Project.objects.filter(pk=project.pk).update(rule_set=project.rule_set, title="Altro titolo") == 1


def test_cup_belongs_to_one_project():
    project = ProjectFactory(cup="H19G22000350001")
    assert refused(ProjectFactory, cup=project.cup)


def test_running_project_needs_an_agreement():
    assert refused(ProjectFactory, state=ProjectState.ACTIVE)
    ProjectFactory(state=ProjectState.ACTIVE, agreement_signed_on=date(2026, 2, 10))


def test_advance_has_both_day_and_amount():
    ProjectFactory(advance_amount=Decimal("50000.00"), advance_received_on=date(2026, 3, 1))
    assert refused(ProjectFactory, advance_amount=Decimal("50000.00"))
    assert refused(ProjectFactory, advance_received_on=date(2026, 3, 1))
    assert refused(ProjectFactory, advance_amount=Decimal(0), advance_received_on=date(2026, 3, 1))


def test_work_package_code_is_used_once_in_a_project():
    package = WorkPackageFactory(code="WP1")
    assert refused(WorkPackageFactory, project=package.project, code="WP1")
    WorkPackageFactory(code="WP1")


def test_budget_line_is_one_for_each_item_and_package_and_not_negative():
    line = BudgetLineFactory()
    same = {"project": line.project, "work_package": line.work_package, "cost_item": line.cost_item}
    assert refused(BudgetLineFactory, **same)
    other = WorkPackageFactory(project=line.project)
    assert refused(BudgetLineFactory, **same | {"work_package": other, "amount": Decimal("-0.01")})
    BudgetLineFactory(**same | {"work_package": other, "amount": Decimal(0)})
    assert BudgetLine.objects.count() == 2


def test_money_is_budgeted_on_leaves_of_the_rules_of_the_project():
    project, other = ProjectFactory(), ProjectFactory()
    package = WorkPackageFactory(project=project)
    items = {item.code: item for item in project.rule_set.cost_items.all()}
    assert refused(BudgetLineFactory, project=project, work_package=package, cost_item=items["A"])
    assert refused(
        BudgetLineFactory, project=project, work_package=package, cost_item=other.rule_set.cost_items.get(code="B")
    )
    BudgetLineFactory(project=project, work_package=package, cost_item=items["A.1"])


def test_money_is_budgeted_on_packages_of_the_project():
    assert refused(BudgetLineFactory, work_package=WorkPackageFactory())


def test_agreement_file_has_a_name():
    file = StoredFile.objects.create(sha256="0" * 64, size=1, stored_at=datetime(2026, 2, 1, tzinfo=UTC))
    assert refused(ProjectFactory, agreement_file=file)
    assert refused(ProjectFactory, agreement_file_name="convenzione.pdf")
    ProjectFactory(agreement_file=file, agreement_file_name="convenzione.pdf")
