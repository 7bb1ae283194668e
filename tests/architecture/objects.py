# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""One object of each model that has pages, made for `comune` and for people the test asks about."""

from collections.abc import Callable

import pytest
from django.db import models
from django.utils import timezone

from incas.notifications.models import Message
from incas.organisations.models import Body, Membership, Territory
from incas.programmes.models import Call, Ceiling, CostItem, Fund, RuleSet
from incas.projects.models import Project
from tests.organisations.factories import MembershipFactory
from tests.programmes.factories import CallFactory, CeilingFactory, CostItemFactory, FundFactory, RuleSetFactory
from tests.projects.factories import ProjectFactory

Maker = Callable[[pytest.FixtureRequest], models.Model]

MAKERS: dict[type[models.Model], Maker] = {
    Message: lambda request: Message.objects.create(
        recipient=request.getfixturevalue("finance_officer"),
        kind="prova",
        title="Prova",
        url="/",
        created_at=timezone.now(),
    ),
    Territory: lambda request: request.getfixturevalue("comune").territory,
    Body: lambda request: request.getfixturevalue("comune"),
    Membership: lambda request: MembershipFactory(body=request.getfixturevalue("comune")),
    Fund: lambda _request: FundFactory(),
    Call: lambda _request: CallFactory(published=True),
    RuleSet: lambda _request: RuleSetFactory(with_tree=True),
    CostItem: lambda _request: CostItemFactory(),
    Ceiling: lambda _request: CeilingFactory(),
    Project: lambda request: ProjectFactory(
        body=request.getfixturevalue("comune"), tutor=request.getfixturevalue("tutor"), active=True
    ),
}
