# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Labels of choices, looked up in a table made once for each field.

Django makes that table anew, with every label translated, each time `get_<field>_display` is called: in a list of sixty
rows it takes as long as the database does.
"""

from functools import cache
from typing import Any, cast

from django.db import models
from django.utils.encoding import force_str


class Labelled(models.Model):
    """A row whose `get_<field>_display` looks the label up. What is no choice is shown as it is."""

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: "models.Field[Any, Any]") -> str:  # noqa: N802 (Django's own name)
        value = getattr(self, field.attname)
        return cast("str", force_str(labels_of(field).get(value, value), strings_only=True))


@cache
def labels_of(field: "models.Field[Any, Any]") -> dict[Any, Any]:
    """Give the label of each choice of a field, translated when it is printed."""
    return dict(field.flatchoices)
