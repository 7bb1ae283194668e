# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What tests of the pilot share: the services of two Comuni, a case of each.

`with scope_of(user):` (incas.cases.doors) shows what that person is shown, as a page does.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from incas.accounts.models import User
from incas.cases.models import Case, PilotService
from incas.cases.tenancy import whole_platform
from incas.organisations.models import Body
from tests.cases.factories import CaseFactory, PilotServiceFactory


@pytest.fixture
def noon() -> datetime:
    """10 June 2026, 12:00 in Italy."""
    return datetime(2026, 6, 10, 10, 0, tzinfo=UTC)


@pytest.fixture
def service(comune: Body) -> PilotService:
    return PilotServiceFactory(body=comune)


@pytest.fixture
def other_service(other_comune: Body) -> PilotService:
    return PilotServiceFactory(body=other_comune)


@pytest.fixture
def case(service: PilotService, case_worker: User) -> Case:
    """A case of `comune` that `case_worker` may open."""
    return CaseFactory(service=service, team=[case_worker])


@pytest.fixture
def other_case(other_service: PilotService) -> Case:
    """A case of another Comune."""
    return CaseFactory(service=other_service)


@pytest.fixture
def everywhere(db: None) -> Iterator[None]:
    """The whole platform's scope for the length of the test: for tests of what no person does."""
    with whole_platform(reason="a test"):
        yield
