# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who changed an object last. This app knows no people: whoever does (the trail) says how to find out."""

from collections.abc import Callable

from django.db import models
from django.utils.translation import gettext as _

SOURCES: list[Callable[[models.Model], str]] = []


def name_authors_with(source: Callable[[models.Model], str]) -> None:
    """Register how the last author of an object is found: a function that gives a name, or nothing."""
    SOURCES.append(source)


def last_author(item: models.Model) -> str:
    """Name who changed an object last, as the page says it."""
    return next((name for source in SOURCES if (name := source(item))), "") or _("un'altra persona")
