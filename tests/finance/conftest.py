# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What tests of finance share: a running project of `comune`, accompanied by `tutor`, and its claims in each state."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from incas.accounts.models import User
from incas.finance.models import Claim
from incas.organisations.models import Body
from incas.projects.models import BudgetLine, Project
from tests.finance.factories import ClaimFactory, ExpenseFactory
from tests.projects.factories import ProjectFactory


@pytest.fixture
def vault(settings: LazySettings, tmp_path: Path) -> None:
    """Files of a test stay in its own folder."""
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def noon() -> datetime:
    """An instant in the first claim period's aftermath: 10 June 2026, 12:00 in Italy."""
    return datetime(2026, 6, 10, 10, 0, tzinfo=UTC)


@pytest.fixture
def project(comune: Body, tutor: User) -> Project:
    return ProjectFactory(active=True, body=comune, tutor=tutor)


@pytest.fixture
def line(project: Project) -> BudgetLine:
    """Services, first work package: 30.000,00 euro."""
    return project.budget_lines.get(cost_item__code="B", work_package__code="WP1")


@pytest.fixture
def draft(project: Project, finance_officer: User) -> Claim:
    """A draft with two complete expenses of 1.220,00 euro each."""
    expenses = ExpenseFactory.create_batch(2, project=project, complete=True)
    return ClaimFactory(project=project, created_by=finance_officer, expenses=expenses)


@pytest.fixture
def submitted(project: Project, finance_officer: User) -> Claim:
    return ClaimFactory(project=project, created_by=finance_officer, submitted=True)


@pytest.fixture
def under_check(project: Project, finance_officer: User) -> Claim:
    return ClaimFactory(project=project, created_by=finance_officer, under_check=True)


@pytest.fixture
def checked(project: Project, finance_officer: User) -> Claim:
    return ClaimFactory(project=project, created_by=finance_officer, checked=True)
