# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What narrows a list: the words searched for and the filters, told as chips that can each be taken away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.forms import BoundField, Form
from django_filters import FilterSet

from incas.core.searching import holds, mentions
from incas.core.telling import tell

Searcher = Callable[[models.QuerySet[Any], str], models.QuerySet[Any]]

WORDS = 8
LOOKUPS = frozenset({"exact", "iexact", "contains", "icontains", "startswith", "istartswith"})


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One thing that narrows the list: what it is, its value in words, the parameters that hold it in the address."""

    label: str
    value: str
    parameters: tuple[str, ...]


def searched(queryset: models.QuerySet[Any], fields: Sequence[str], text: str) -> models.QuerySet[Any]:
    """Keep the rows in which every word of the text occurs in some field, whatever case and accents.

    A field that is not text names its own lookup (`number__exact`).
    """
    for word in text.split()[:WORDS]:
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{field: word}) if field.rpartition("__")[2] in LOOKUPS else mentions(field, word)
        queryset = queryset.filter(anywhere)
    return queryset


def by_words(field: str) -> Searcher:
    """Build the search of a list with a field that holds every word to look for, folded already by `Plain`."""

    def search(queryset: models.QuerySet[Any], text: str) -> models.QuerySet[Any]:
        for word in text.split()[:WORDS]:
            queryset = queryset.filter(holds(field, word))
        return queryset

    return search


def narrowings_of(filters: FilterSet | None) -> tuple[Narrowing, ...]:
    """Tell which filters are active, in words."""
    if filters is None or not filters.form.is_valid():
        return ()
    return tuple(
        Narrowing(str(bound.label), tell(bound.field, value), parameters_of(filters.form, bound))
        for bound in filters.form
        if has_value(value := filters.form.cleaned_data.get(bound.name))
    )


def has_value(value: Any) -> bool:
    """Tell whether a filter narrows anything."""
    if isinstance(value, slice):
        return value.start is not None or value.stop is not None
    if isinstance(value, models.QuerySet):
        return bool(value)
    return value is not None and value not in ("", [], ())


def parameters_of(form: Form, bound: BoundField) -> tuple[str, ...]:
    """Name the parameters that hold a filter: its own name and, of a range, the names of its ends."""
    names = set(form.fields)
    return tuple(
        key
        for key in form.data
        if key == bound.html_name or (key.startswith(f"{bound.html_name}_") and key not in names)
    )
