# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Projects to test with. `ProjectFactory()` is a bare draft; `ProjectFactory(active=True)` runs, with its budget.

The budget of an active project, in euro (100.000 of it shown by real costs, which the ceiling of A leaves room for):

             WP1          WP2
    A.1   20.000,00    10.000,00
    A.2   10.000,00         0,00  (no line)
    B     30.000,00    20.000,00
    C          0,00    10.000,00  (WP2 alone)
    D      7.000,00         0,00  (WP1 alone): 7 % of 100.000,00
"""

from datetime import date
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from incas.projects.choices import ProjectState
from incas.projects.models import BudgetLine, Project, WorkPackage
from tests.organisations.factories import BodyFactory
from tests.programmes.factories import RuleSetFactory

BUDGET = {
    ("A.1", "WP1"): "20000.00",
    ("A.1", "WP2"): "10000.00",
    ("A.2", "WP1"): "10000.00",
    ("B", "WP1"): "30000.00",
    ("B", "WP2"): "20000.00",
    ("C", "WP2"): "10000.00",
    ("D", "WP1"): "7000.00",
}


def plan_budget(project: Project, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001 (factory_boy's call)
    """Give a project the two work packages and the lines of the module's docstring."""
    packages = {
        code: WorkPackageFactory(project=project, code=code, title=title, position=position)
        for position, (code, title) in enumerate(
            (("WP1", "Presa in carico"), ("WP2", "Inserimento lavorativo")), start=1
        )
    }
    items = {item.code: item for item in project.rule_set.cost_items.all()}
    for (item, package), amount in BUDGET.items():
        BudgetLineFactory(
            project=project, work_package=packages[package], cost_item=items[item], amount=Decimal(amount)
        )


class ProjectFactory(DjangoModelFactory[Project]):
    """A draft under a published rule set; `budgeted` adds the budget; `active` the agreement too, and starts it."""

    class Meta:
        model = Project
        skip_postgeneration_save = True

    class Params:
        budgeted = factory.Trait(budget=factory.PostGeneration(plan_budget))
        active = factory.Trait(
            state=ProjectState.ACTIVE,
            agreement_signed_on=date(2026, 2, 10),
            agreement_reference="rep. 118/2026",
            budget=factory.PostGeneration(plan_budget),
        )

    body = factory.SubFactory(BodyFactory)
    rule_set = factory.SubFactory(RuleSetFactory, published=True)
    code = factory.Sequence(lambda n: f"P-{n:03d}")
    title = factory.Sequence(lambda n: f"Progetto di prova {n}")
    cup = factory.Sequence(lambda n: f"H19G22{n:09d}")
    starts_on = date(2026, 2, 17)
    ends_on = date(2028, 2, 12)


class WorkPackageFactory(DjangoModelFactory[WorkPackage]):
    """A work package of a draft."""

    class Meta:
        model = WorkPackage

    project = factory.SubFactory(ProjectFactory)
    code = factory.Sequence(lambda n: f"WP{n}")
    title = factory.Sequence(lambda n: f"Pacchetto di prova {n}")
    position = factory.Sequence(lambda n: n % 30000)


class BudgetLineFactory(DjangoModelFactory[BudgetLine]):
    """A thousand euro on B; a project must be told with its package."""

    class Meta:
        model = BudgetLine

    project = factory.SubFactory(ProjectFactory, budgeted=False)
    work_package = factory.SubFactory(WorkPackageFactory, project=factory.SelfAttribute("..project"))
    cost_item = factory.LazyAttribute(lambda line: line.project.rule_set.cost_items.get(code="B"))
    amount = Decimal("1000.00")
