# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A table with sealed fields, made for the tests alone: its app is installed while one of them asks, and not before."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar
from uuid import uuid4

from django.apps import AppConfig, apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from incas.organisations.models import Body
from incas.privacy.fields import BlindIndexField, SealedJSONField, SealedTextField


def new_code() -> str:
    return uuid4().hex[:12]


class Note(models.Model):
    """What is known of a person: all of it invented."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12, unique=True, default=new_code)
    label = models.CharField(max_length=20, blank=True)
    surname = SealedTextField(max_length=40)
    remark = SealedTextField(blank=True, null=True)
    answers = SealedJSONField(blank=True)
    surname_index = BlindIndexField(null=True)
    word_indexes = ArrayField(BlindIndexField(db_index=False), default=list, blank=True)

    objects: ClassVar[models.Manager["Note"]] = models.Manager()

    class Meta:
        app_label = "sealed_notes"

    def __str__(self) -> str:
        return self.code


@contextmanager
def installed() -> Iterator[None]:
    """Have Django know the app, as if it stood in the settings."""
    config = AppConfig("sealed_notes", sys.modules[__name__])
    config.apps, config.models = apps, apps.all_models["sealed_notes"]
    apps.app_configs["sealed_notes"] = config
    apps.clear_cache()
    try:
        yield
    finally:
        del apps.app_configs["sealed_notes"]
        apps.clear_cache()


def make_table() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Note)
