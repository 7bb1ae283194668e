# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the tests of lists, forms and jobs share: the pages of `site`, and rows for them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from incas.accounts.models import User
from incas.core.models import Job
from tests.personas import client_of


@pytest.fixture
def site(settings: LazySettings, finance_officer: User) -> Client:
    """A browser signed in on the pages made for these tests."""
    settings.ROOT_URLCONF = "tests.core.site"
    first = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**first, "DIRS": [*first["DIRS"], settings.BASE_DIR / "tests" / "templates"]}]
    return client_of(finance_officer)


@pytest.fixture
def make_job(finance_officer: User) -> Callable[..., Job]:
    """Make a row; each has a title of its own."""

    def make(**fields: Any) -> Job:
        number = Job.objects.count() + 1
        return Job.objects.create(
            **{"title": f"Lavoro {number:02d}", "kind": "prova", "owner_id": finance_officer.pk} | fields
        )

    return make
