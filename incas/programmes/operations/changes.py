# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Setting the fields of a row and telling what changed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models


def apply_changes(row: models.Model, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set and save the fields that differ; give what they were and what they are, as the trail keeps them.

    Nothing is written, and both are empty, when no field differs.
    """
    before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    for name in before:
        setattr(row, name, values[name])
    if before:
        stamps = [field.name for field in row._meta.local_fields if getattr(field, "auto_now", False)]
        row.save(update_fields=[*(row._meta.get_field(name).name for name in before), *stamps])
    return plain(before), plain({name: values[name] for name in before})


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Write values as JSON can carry them: exact decimals and days as text, rows by their name."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date | Decimal | models.Model):
        return str(value)
    return value
