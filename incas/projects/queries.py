# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The budget of a project read whole; who may accompany it; the days it turns on."""

from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from incas.accounts.models import User
from incas.organisations.choices import BodyKind, Role
from incas.organisations.models import Body, Membership
from incas.programmes.models import RuleSet
from incas.programmes.periods import ClaimPeriod, claim_periods
from incas.programmes.queries import current_rule_sets, rulebook_of
from incas.projects.budget import Budget, Package
from incas.projects.models import BudgetLine, Project, WorkPackage
from incas.projects.readiness import Readiness, readiness_of

MAY_HOLD_PROJECTS = (BodyKind.COMUNE, BodyKind.IMPLEMENTING)


def budget_of(project: Project) -> Budget:
    """Load the budget of a project whole: the rules it was born with, its packages, its amounts.

    Seven queries at most.
    """
    packages = tuple(
        Package(package.pk, package.code, package.title)
        for package in WorkPackage.objects.filter(project=project).order_by("position", "code")
    )
    lines = BudgetLine.objects.filter(project=project).values_list("cost_item_id", "work_package_id", "amount")
    amounts = {(item, package): amount for item, package, amount in lines}
    rule_set = RuleSet.objects.select_related("call").get(pk=project.rule_set_id)
    return Budget(rulebook_of(rule_set), packages, amounts)


def project_readiness(project: Project) -> Readiness:
    """Load what a project needs to start and look at it."""
    return readiness_of(project, budget_of(project))


def with_totals(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Add to each project what its budget comes to (`budget_total`), in the same query."""
    total = BudgetLine.objects.filter(project=OuterRef("pk")).order_by().values("project").annotate(total=Sum("amount"))
    zero = Value(Decimal("0.00"), output_field=DecimalField(max_digits=14, decimal_places=2))
    return projects.annotate(budget_total=Coalesce(Subquery(total.values("total")), zero))


def periods_of(project: Project) -> tuple[ClaimPeriod, ...]:
    """Cut a project in the periods of its claims. No query when its rule set is loaded."""
    rules = project.rule_set
    return claim_periods(
        project.starts_on,
        project.ends_on,
        cadence_months=rules.cadence_months,
        claim_days=rules.claim_days,
        final_claim_days=rules.final_claim_days,
    )


def tutors(on: date) -> QuerySet[User]:
    """People who may accompany a project on a day: tutors by a membership in force."""
    members = Membership.objects.in_force(on).filter(role=Role.TUTOR).values("user")
    return User.objects.filter(is_active=True, pk__in=members)


def bodies_for_projects(user: User) -> QuerySet[Body]:
    """Bodies for which a person may make a project: all for who runs the programme, else the one they act for."""
    bodies = Body.objects.filter(kind__in=MAY_HOLD_PROJECTS)
    if Role.COORDINATOR in user.acting_roles:
        return bodies
    return bodies.filter(pk=user.acting_body_id) if user.acting_body_id else bodies.none()


def rule_sets_for_projects(user: User, on: date) -> QuerySet[RuleSet]:
    """Rules under which a person may make a project on a day: of open calls; of all published for who runs them."""
    found = current_rule_sets()
    if Role.COORDINATOR in user.acting_roles:
        return found
    return found.filter(call__opens_on__lte=on, call__closes_on__gte=on)


def packages_in_use(project: Project) -> set[int]:
    """Keys of the packages that bear an amount."""
    return set(BudgetLine.objects.filter(project=project).values_list("work_package_id", flat=True))
