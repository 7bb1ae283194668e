# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Work packages and the budget, each a table of fields."""

from decimal import Decimal
from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from incas.core.fields import EuroField
from incas.programmes.rulebook import Item
from incas.projects.budget import Budget, Package
from incas.projects.forms.projects import ReasonMixin
from incas.projects.operations.budgets import PackageRow

MOST_PACKAGES = 30
SPARE_PACKAGES = 2
FEWEST_ROWS = 4


class PackageFields(TypedDict):
    """The fields of one work package."""

    pk: forms.BoundField
    code: forms.BoundField
    title: forms.BoundField


class PackagesForm(ReasonMixin):
    """The work packages of a project, a row each; a row without title is no package."""

    def __init__(self, *args: Any, rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = str(self.data.get("righe", "")) if self.is_bound else ""
        self.count = min(int(sent), MOST_PACKAGES) if sent.isdecimal() else rows
        for number in range(1, self.count + 1):
            words = {"number": number}
            self.fields[f"pk_{number}"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
            self.fields[f"code_{number}"] = forms.CharField(
                label=_("Pacchetto %(number)s: codice") % words, max_length=10, required=False
            )
            self.fields[f"title_{number}"] = forms.CharField(
                label=_("Pacchetto %(number)s: titolo") % words, max_length=200, required=False
            )
        if "reason" in self.fields:
            self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def table(self) -> list[PackageFields]:
        """Give the rows with their fields."""
        return [
            {"pk": self[f"pk_{number}"], "code": self[f"code_{number}"], "title": self[f"title_{number}"]}
            for number in range(1, self.count + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the code of each package, and that no two have the same."""
        cleaned = super().clean() or {}
        seen: set[str] = set()
        for number in range(1, self.count + 1):
            code, title = cleaned.get(f"code_{number}"), cleaned.get(f"title_{number}")
            if title and not code:
                self.add_error(f"code_{number}", _("Scrivere il codice del pacchetto, per esempio WP1."))
            if title and code and code in seen:
                self.add_error(f"code_{number}", _("Questo codice è già di un altro pacchetto."))
            seen.add(str(code))
        return cleaned

    def packages(self) -> list[PackageRow]:
        """Give the packages that were written, in order."""
        data = self.cleaned_data
        return [
            PackageRow(data[f"pk_{number}"], data[f"code_{number}"], data[f"title_{number}"])
            for number in range(1, self.count + 1)
            if data[f"title_{number}"]
        ]


def package_rows(packages: tuple[Package, ...]) -> int:
    """Count the rows to show: those there are, and some spare ones."""
    return min(max(len(packages) + SPARE_PACKAGES, FEWEST_ROWS), MOST_PACKAGES)


def package_values(packages: tuple[Package, ...]) -> dict[str, Any]:
    """Read what the packages are shown with; spare rows propose the next codes."""
    values: dict[str, Any] = {}
    for number in range(1, package_rows(packages) + 1):
        package = packages[number - 1] if number <= len(packages) else None
        values |= {
            f"pk_{number}": package.pk if package else None,
            f"code_{number}": package.code if package else f"WP{number}",
            f"title_{number}": package.title if package else "",
        }
    return values


class BudgetRow(TypedDict):
    """An item of the table: its cells to fill (none where it contains others), what it comes to."""

    item: Item
    cells: list[tuple[Package, forms.BoundField | None, Decimal]]
    total: Decimal


def cell_name(item: int, package: int) -> str:
    """Name the field of a cell."""
    return f"importo-{item}-{package}"


class BudgetForm(ReasonMixin):
    """The budget: an amount for each leaf of the tree of costs and each work package; empty is zero."""

    def __init__(self, *args: Any, budget: Budget, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.budget = budget
        for item in budget.book.leaves:
            for package in budget.packages:
                self.fields[cell_name(item.pk, package.pk)] = EuroField(
                    label=f"{item}, {package}", required=False, min_value=0
                )
        if "reason" in self.fields:
            self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def table(self) -> list[BudgetRow]:
        """Give the rows with their fields, totals as they are stored."""
        return [
            {
                "item": row.item,
                "total": row.total,
                "cells": [
                    (package, self[cell_name(row.item.pk, package.pk)] if row.item.is_leaf else None, amount)
                    for package, amount in zip(self.budget.packages, row.cells, strict=True)
                ],
            }
            for row in self.budget.rows
        ]

    def amounts(self) -> dict[tuple[int, int], Decimal]:
        """Give the amounts that were written, by key of item and of package."""
        return {
            (item.pk, package.pk): amount
            for item in self.budget.book.leaves
            for package in self.budget.packages
            if (amount := self.cleaned_data.get(cell_name(item.pk, package.pk)))
        }


def budget_values(budget: Budget) -> dict[str, Any]:
    """Read what the budget is shown with."""
    return {cell_name(item, package): amount for (item, package), amount in budget.amounts.items()}
