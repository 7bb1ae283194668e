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
from incas.cases.choices.permits import PermitState, ReviewReason
from incas.cases.doors import scope_of
from incas.cases.models import (
    Case,
    CaseReview,
    Closure,
    Grant,
    Identity,
    Permit,
    PersonRequest,
    PilotService,
    PublishedFigures,
    Transfer,
)
from incas.cases.queries.retention import cases_to_anonymise
from incas.cases.statistics.periods import last_settled_quarter
from incas.cases.tenancy import whole_platform
from incas.demo import first_data
from incas.demo.scenes import pilot, staff, stage_all
from incas.demo.scenes.people import PARTS, gather
from incas.demo.scenes.pilot import past
from incas.demo.scenes.pilot.services import EXAMPLES
from incas.organisations.acting import act_for
from incas.organisations.choices import Role
from incas.organisations.models import Body, Membership
from incas.organisations.operations.territories import load_territories
from incas.organisations.queries.memberships import memberships_to_confirm

STAFF = 2 * len(EXAMPLES) + 1
"""Who works in the services of the other Comuni of the pilot; one has only who coordinates it."""
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
    """How many rows each of our models has, those of cases too."""
    with whole_platform(reason="a test"):
        return {
            model._meta.label: model._base_manager.count()
            for model in apps.get_models()
            if model.__module__.startswith("incas.")
        }


def test_everybody_in_the_demo_says_so():
    people = User.objects.filter(is_demo=True)
    named = people.exclude(email=staff.INVITED[2])  # who is invited has no name yet
    assert named.count() == people.count() - 1 == len(PARTS) + 2 + STAFF
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
    others = others.filter(body__name="Comune di Forlì (demo)")
    state_of = dict(others.values_list("user__email", "state"))
    assert state_of == {staff.TO_CONFIRM[2]: "active", staff.SUSPENDED[2]: "suspended", staff.INVITED[2]: "invited"}
    anna = User.objects.get(email=PARTS["administrator"].email)
    act_for(anna, on=timezone.localdate())
    assert [str(one.user) for one in memberships_to_confirm(anna, on=timezone.localdate())] == ["Pietro Demo-Longo"]


def test_every_membership_of_the_demo_tells_its_story():
    told = set(Entry.objects.filter(subject_type="organisations.membership").values_list("subject_id", flat=True))
    assert set(Membership.objects.values_list("pk", flat=True)) == told


def test_ten_services_of_the_pilot_say_they_are_examples():
    services = PilotService.objects.all()
    assert services.count() == 10
    assert all(service.is_example and service.name.endswith("(demo)") for service in services)
    assert [str(service.operator) for service in services if service.operator] == [
        "Cooperativa sociale Filo Rosso (demo)"
    ]


def test_cases_are_of_invented_people_who_say_so():
    with whole_platform(reason="a test"):
        assert Case.objects.unscoped(reason="a test").count() == 64 + sum(past.SIZES)
        identities = Identity.objects.unscoped(reason="a test")
        assert all(identity.sealed["last_name"].startswith("Demo-") for identity in identities)


def test_the_first_service_shows_each_way_a_permit_may_go():
    with whole_platform(reason="a test"):
        permits = Permit.objects.unscoped(reason="a test").filter(body__name="Comune di Forlì (demo)")
        states = set(permits.values_list("state", flat=True))
        left = {
            (permit.expires_on - timezone.localdate()).days: permit.has_live_receipt
            for permit in permits.filter(state=PermitState.ISSUED, expires_on__isnull=False)
        }
        assert states == {"reported", "proposed", "requested", "issued", "converted", "revoked"}
        assert {days: left[days] for days in (20, 22, 50, 80)} == {20: True, 22: False, 50: False, 80: True}
        reviews = CaseReview.objects.unscoped(reason="a test").filter(settled_at__isnull=True)
        assert reviews.filter(reason=ReviewReason.PERMIT_REVOKED).count() == 1


def test_cases_pass_between_services_and_what_waits_for_the_first_is_there():
    with whole_platform(reason="a test"):
        comune = "Comune di Forlì (demo)"
        transfers = Transfer.objects.unscoped(reason="a test")
        told = {(one.kind, one.state, one.body.name == comune, one.to_body is not None) for one in transfers}
        asked = PersonRequest.objects.unscoped(reason="a test").filter(body__name=comune)
        closures = Closure.objects.unscoped(reason="a test").filter(body__name=comune, state="asked")
        kept = cases_to_anonymise((Body.objects.get(name=comune).pk,), on=timezone.localdate())
        assert told == {
            ("transfer", "accepted", True, True),
            ("transfer", "proposed", False, True),
            ("referral", "proposed", True, False),
        }
        assert {one.kind: one.answered_on is None for one in asked} == {"access": True, "rectification": False}
        assert (closures.count(), kept.count()) == (1, 1)


def test_figures_of_the_last_closed_quarter_are_published():
    published = PublishedFigures.objects.values_list("until", flat=True)
    assert list(published) == [last_settled_quarter(timezone.localdate())]


def test_demo_staged_again_months_later_still_opens_its_cases():
    later = timezone.now() + dt.timedelta(days=200)
    with transaction.atomic():
        cast = gather(at=later)
        with scope_of(cast.case_worker):
            assert Grant.objects.visible_to(cast.case_worker).in_force(later).count() == 0
        pilot.stage(cast)
        with scope_of(cast.case_worker):
            opened = Grant.objects.visible_to(cast.case_worker).in_force(later).filter(user=cast.case_worker)
            assert opened.count() == 18
        transaction.set_rollback(True)


def test_staging_again_changes_nothing(capsys):
    before = counts()
    call_command("load_demo")
    assert counts() == before
    assert capsys.readouterr().out.startswith("Demo pronta")


def test_the_demo_is_staged_again_before_its_people_lapse(monkeypatch):
    assert first_data.is_missing() is False
    monkeypatch.setattr(first_data.timezone, "localdate", lambda: dt.date.today() + ONE_MONTH)  # noqa: DTZ011 (a day)
    assert first_data.is_missing() is True
