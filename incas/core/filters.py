# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Filters of lists: ranges of days and of amounts, each end with a label of its own; one row among some."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIteratorValue
from django.utils.translation import gettext as _
from django_filters import DateFromToRangeFilter, ModelChoiceFilter, RangeFilter
from django_filters.fields import ModelChoiceField, ModelChoiceIterator
from django_filters.widgets import SuffixedMultiWidget

from incas.core.forms import DayInput


class RangeWidget(SuffixedMultiWidget):
    """Two spaces, from and to."""

    template_name = "components/list_range.html"
    use_fieldset = True
    suffixes = ["da", "a"]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give each end its label."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], (_("da"), _("a")), strict=True):
            part["label"] = label
        return context

    def decompress(self, value: slice | None) -> list[Any]:
        """Give the two ends."""
        return [value.start, value.stop] if value is not None else [None, None]


class RowChoices(ModelChoiceIterator):  # type: ignore[type-arg]  # it takes no type when it runs
    """The rows one may choose among, read in one statement: through a cursor they would take three."""

    def __iter__(self) -> Iterator[tuple[ModelChoiceIteratorValue | str, str]]:
        """Give the choices, the empty one first."""
        if self.field.empty_label is not None:
            yield "", str(self.field.empty_label)
        yield from (self.choice(row) for row in self.queryset)


class RowField(ModelChoiceField):
    """One row among some."""

    iterator = RowChoices


class RowFilter(ModelChoiceFilter):
    """Rows that refer to a row chosen among some. `queryset` had better load what names them and no more."""

    field_class = RowField


class DayRangeFilter(DateFromToRangeFilter):
    """Days from one to another, either end open; instants are taken in Italian time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=RangeWidget((DayInput(), DayInput())), **kwargs)


class AmountRangeFilter(RangeFilter):
    """Amounts from one to another, either end open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        figures = forms.NumberInput({"step": "0.01", "inputmode": "decimal"})
        super().__init__(*args, widget=RangeWidget((figures, figures)), **kwargs)
