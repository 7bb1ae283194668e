# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The demo is staged whole, says that it is invented, and staged again changes nothing."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from incas.accounts.models import User
from incas.demo import first_data
from incas.demo.scenes import stage_all
from incas.demo.scenes.people import PARTS
from incas.organisations.choices import Role
from incas.organisations.models import Body, Membership
from incas.organisations.operations.territories import load_territories

ONE_MONTH = dt.timedelta(days=31)


@pytest.fixture(scope="module", autouse=True)
def staged(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """Stage it once for the module, its files in a folder that goes; everything is rolled back at the end."""
    place = {"location": tmp_path_factory.mktemp("vault")}
    vault = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": place}
    with (
        override_settings(STORAGES={**settings.STORAGES, "default": vault}),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        load_territories(at=timezone.now())
        stage_all()
        yield
        transaction.set_rollback(True)


def counts() -> dict[str, int]:
    """How many rows each of our models has."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("incas.")
    }


def test_everybody_in_the_demo_says_so():
    people = User.objects.filter(is_demo=True)
    assert people.count() == len(PARTS)
    assert all(person.last_name.startswith("Demo-") and person.email.endswith("@demo.invalid") for person in people)
    assert not any(person.has_usable_password() for person in people)
    assert all(body.name.endswith("(demo)") for body in Body.objects.filter(is_demo=True))
    assert not User.objects.filter(is_demo=False).exists()


def test_every_role_is_played():
    in_force = Membership.objects.in_force(timezone.localdate()).filter(user__is_demo=True)
    assert set(in_force.values_list("role", flat=True)) == set(Role)


def test_somebody_works_for_two_bodies():
    franco = User.objects.get(email="franco.demo-moretti@demo.invalid")
    assert set(franco.memberships.values_list("body__name", flat=True)) == {
        "Comune di Forlì (demo)", "Comune di Reggio di Calabria (demo)",
    }  # fmt: skip


def test_staging_again_changes_nothing(capsys):
    before = counts()
    call_command("load_demo")
    assert counts() == before
    assert capsys.readouterr().out.startswith("Demo pronta")


def test_the_demo_is_staged_again_before_its_people_lapse(monkeypatch):
    assert first_data.is_missing() is False
    monkeypatch.setattr(first_data.timezone, "localdate", lambda: dt.date.today() + ONE_MONTH)  # noqa: DTZ011 (a day)
    assert first_data.is_missing() is True
