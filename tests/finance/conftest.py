# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What tests of finance share: a running project of `comune`, accompanied by `tutor`."""

from datetime import UTC, datetime

import pytest

from incas.accounts.models import User
from incas.organisations.models import Body
from incas.projects.models import Project
from tests.projects.factories import ProjectFactory


@pytest.fixture
def noon() -> datetime:
    """An instant in the first claim period's aftermath: 10 June 2026, 12:00 in Italy."""
    return datetime(2026, 6, 10, 10, 0, tzinfo=UTC)


@pytest.fixture
def project(comune: Body, tutor: User) -> Project:
    return ProjectFactory(active=True, body=comune, tutor=tutor)
