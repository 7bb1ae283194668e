# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A role of the database that would pass over the policies of the cases is told before anything is written."""

import pytest
from django.core.checks import ERROR, WARNING, Tags, run_checks
from django.core.management import CommandError, call_command

from incas.cases import checks

pytestmark = pytest.mark.django_db


def test_ordinary_role_is_in_order():
    assert run_checks(tags=[Tags.database], databases=["default"]) == []


@pytest.mark.parametrize(("demo", "level"), [(True, WARNING), (False, ERROR)])
def test_role_that_passes_over_policies_is_refused_outside_the_demo(demo, level, settings, monkeypatch):
    settings.DEMO = demo
    monkeypatch.setattr(checks, "passes_over_policies", lambda: True)
    assert [(found.id, found.level) for found in run_checks(tags=[Tags.database], databases=["default"])] == [
        ("cases.E001", level)
    ]


def test_migrations_are_not_run_by_such_a_role(settings, monkeypatch):
    settings.DEMO = False
    monkeypatch.setattr(checks, "passes_over_policies", lambda: True)
    with pytest.raises(CommandError, match=r"cases\.E001"):
        call_command("migrate", verbosity=0, skip_checks=False)
