# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What must hold of every table of ours."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL

from incas.core.privacy import CLASSIFIED
from tests.architecture.layers import rank_of_apps

OURS = [model for model in apps.get_models() if model.__module__.startswith("incas.")]


def app_of(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def test_there_are_models_to_look_at():
    assert len(OURS) > 20


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_model_classifies_every_field(model):
    declared = CLASSIFIED[model]
    fields = {field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)}
    assert declared.open | declared.identifying | declared.special == fields


KEPT = [
    model
    for model in OURS
    if any("DELETE" in str(trigger.operation) for trigger in getattr(model._meta, "triggers", ()))
]
"""Models some of whose rows a trigger keeps from being deleted."""


def test_models_whose_rows_are_kept_are_known():
    labels = {model._meta.label for model in KEPT}
    assert labels >= {"audit.Entry", "documents.Receipt", "finance.Claim", "finance.Expense", "programmes.RuleSet"}


@pytest.mark.django_db
@pytest.mark.parametrize("model", KEPT, ids=lambda model: model._meta.label)
def test_table_whose_rows_are_kept_is_never_emptied(model):
    """TRUNCATE goes past the triggers of rows: it needs one of its own."""
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match=r"(?i)truncate"):
        cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_model_refers_only_to_its_own_app_or_one_below(model):
    rank = rank_of_apps()
    targets = [field.related_model for field in model._meta.get_fields() if field.concrete and field.is_relation]
    above = [
        target._meta.label
        for target in targets
        if target in OURS and app_of(target) != app_of(model) and rank[app_of(target)] >= rank[app_of(model)]
    ]
    assert above == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_model_says_what_it_is(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_money_has_two_places(model):
    wrong = [
        field.name
        for field in model._meta.local_fields
        if isinstance(field, models.FloatField)
        or (isinstance(field, models.DecimalField) and field.decimal_places != 2)
    ]
    assert wrong == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, stdout=io.StringIO())


def test_every_migration_can_be_undone():
    ours = {
        key: migration
        for key, migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items()
        if migration.__module__.startswith("incas.")
    }
    stuck = [
        f"{app}.{name}"
        for (app, name), migration in ours.items()
        for operation in migration.operations
        if isinstance(operation, RunSQL | RunPython) and not operation.reversible
    ]
    assert ours
    assert stuck == []
