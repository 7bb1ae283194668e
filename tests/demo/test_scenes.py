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
from incas.audit.models import Entry
from incas.demo import first_data
from incas.demo.scenes import staff, stage_all
from incas.demo.scenes.people import PARTS
from incas.organisations.acting import act_for
from incas.organisations.choices import Role
from incas.organisations.models import Body, Membership
from incas.organisations.operations.territories import load_territories
from incas.organisations.queries.memberships import memberships_to_confirm

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
    named = people.exclude(email=staff.INVITED[2])  # who is invited has no name yet
    assert named.count() == people.count() - 1 == len(PARTS) + 2
    assert all(person.last_name.startswith("Demo-") for person in named)
    assert all(person.email.endswith("@demo.invalid") for person in people)
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


def test_administrator_finds_somebody_to_confirm_somebody_suspended_and_an_invitation():
    others = Membership.objects.exclude(user__email__in=[part.email for part in PARTS.values()])
    state_of = dict(others.values_list("user__email", "state"))
    assert state_of == {staff.TO_CONFIRM[2]: "active", staff.SUSPENDED[2]: "suspended", staff.INVITED[2]: "invited"}
    anna = User.objects.get(email=PARTS["administrator"].email)
    act_for(anna, on=timezone.localdate())
    assert [str(one.user) for one in memberships_to_confirm(anna, on=timezone.localdate())] == ["Pietro Demo-Longo"]


def test_every_membership_of_the_demo_tells_its_story():
    told = set(Entry.objects.filter(subject_type="organisations.membership").values_list("subject_id", flat=True))
    assert set(Membership.objects.values_list("pk", flat=True)) == told


def test_staging_again_changes_nothing(capsys):
    before = counts()
    call_command("load_demo")
    assert counts() == before
    assert capsys.readouterr().out.startswith("Demo pronta")


def test_the_demo_is_staged_again_before_its_people_lapse(monkeypatch):
    assert first_data.is_missing() is False
    monkeypatch.setattr(first_data.timezone, "localdate", lambda: dt.date.today() + ONE_MONTH)  # noqa: DTZ011 (a day)
    assert first_data.is_missing() is True
