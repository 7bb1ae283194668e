# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Work packages and the budget of a project."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.projects.budget import ZERO, Budget
from incas.projects.choices import ProjectState
from incas.projects.models import BudgetLine, Project, WorkPackage
from incas.projects.operations.projects import ProjectRefused, open_project
from incas.projects.queries import budget_of


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A work package as it was written: the key of the one it was, or None for a new one."""

    pk: int | None
    code: str
    title: str


@transaction.atomic
def write_packages(
    *, project: Project, rows: Sequence[PackageRow], reason: str = "", by: User, at: datetime
) -> Project:
    """Write the work packages of a project, in order; those left out go. The same again changes nothing.

    Raises ProjectRefused when a code is there twice, one that goes bears amounts, or `open_project` refuses.
    """
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    packages = {package.pk: package for package in project.work_packages.order_by("position", "code")}
    old = [PackageRow(package.pk, package.code, package.title) for package in packages.values()]
    if old == list(rows):
        return project
    project = open_project(project, user=by, reason=reason)
    codes = [row.code for row in rows]
    if len(codes) != len(set(codes)):
        raise ProjectRefused(_("Due pacchetti di lavoro hanno lo stesso codice."))
    kept = {row.pk for row in rows if row.pk in packages}
    try:
        project.work_packages.exclude(pk__in=kept).delete()
    except ProtectedError:
        raise ProjectRefused(
            _("Un pacchetto con importi nel piano finanziario non si toglie: prima azzerarli.")
        ) from None
    for key in kept:  # codes may be exchanged: no two rows ever bear the same one meanwhile
        WorkPackage.objects.filter(pk=key).update(code=f"#{key}"[:10])
    for position, row in enumerate(rows, start=1):
        values = {"code": row.code, "title": row.title, "position": position}
        if row.pk in kept:
            WorkPackage.objects.filter(pk=row.pk).update(**values)
        else:
            WorkPackage.objects.create(project=project, **values)
    project.save(update_fields=["updated_at"])
    record(
        project,
        "packaged",
        by=by,
        at=at,
        before={"packages": _told(old)},
        after={"packages": _told(rows)},
        reason=reason,
    )
    return project


def _told(rows: Sequence[PackageRow]) -> str:
    return ", ".join(f"{row.code} {row.title}" for row in rows)


@transaction.atomic
def write_budget(
    *, project: Project, amounts: Mapping[tuple[int, int], Decimal], reason: str = "", by: User, at: datetime
) -> Budget:
    """Write the budget of a project, by key of cost item and of work package; what is left out or zero goes.

    The rules are not held here: a draft may pass through what breaks them, and starting checks. Once the project runs
    the budget must keep to them. The same again changes nothing. Raises ProjectRefused when an amount is negative,
    stands on what is not of this project, a line that bears expenses would go, or `open_project` refuses.
    """
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    old = budget_of(project)
    wanted = {key: amount for key, amount in amounts.items() if amount}
    if wanted == {key: amount for key, amount in old.amounts.items() if amount}:
        return old
    project = open_project(project, user=by, reason=reason)
    _require_of_project(old, wanted)
    _replace_lines(project, wanted)
    new = budget_of(project)
    if project.state != ProjectState.DRAFT:
        wrong = [finding.what for finding in new.findings() if finding.stops]
        if wrong:
            raise ProjectRefused(" ".join(wrong))
    project.save(update_fields=["updated_at"])
    before, after = _differences(old, new)
    record(project, "budgeted", by=by, at=at, before=before, after=after, reason=reason)
    return new


def _require_of_project(budget: Budget, amounts: Mapping[tuple[int, int], Decimal]) -> None:
    leaves = {leaf.pk for leaf in budget.book.leaves}
    packages = {package.pk for package in budget.packages}
    if any(item not in leaves or package not in packages for item, package in amounts):
        raise ProjectRefused(_("Il piano finanziario è cambiato nel frattempo: ricaricare la pagina."))
    if any(amount < 0 for amount in amounts.values()):
        raise ProjectRefused(_("Nel piano finanziario non ci sono importi negativi."))


def _replace_lines(project: Project, wanted: Mapping[tuple[int, int], Decimal]) -> None:
    """Change the lines that differ, add the new ones, take away the rest."""
    lines = {(line.cost_item_id, line.work_package_id): line for line in project.budget_lines.select_for_update()}
    for key, amount in wanted.items():
        line = lines.pop(key, None)
        if line is None:
            item, package = key
            BudgetLine.objects.create(project=project, cost_item_id=item, work_package_id=package, amount=amount)
        elif line.amount != amount:
            line.amount = amount
            line.save(update_fields=["amount"])
    try:
        BudgetLine.objects.filter(pk__in=[line.pk for line in lines.values()]).delete()
    except ProtectedError:
        raise ProjectRefused(_("A una riga che si vuole togliere sono già imputate delle spese.")) from None


def _differences(old: Budget, new: Budget) -> tuple[dict[str, str], dict[str, str]]:
    """Tell the lines that changed, as `A.1 / WP1`, and the total, before and after."""
    packages = {package.pk: package.code for package in (*old.packages, *new.packages)}
    before, after = {"budget_total": str(old.total)}, {"budget_total": str(new.total)}
    for key in sorted({*old.amounts, *new.amounts}):
        was, is_now = old.amounts.get(key, ZERO), new.amounts.get(key, ZERO)
        if was != is_now:
            name = f"{new.book.by_pk[key[0]].code} / {packages[key[1]]}"
            before[name], after[name] = str(was), str(is_now)
    return before, after
