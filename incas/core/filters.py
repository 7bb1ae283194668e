# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Filters that django-filter draws as text: ranges of days and of amounts, each end with a label of its own."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django_filters import DateFromToRangeFilter, RangeFilter
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


class DayRangeFilter(DateFromToRangeFilter):
    """Days from one to another, either end open; instants are taken in Italian time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=RangeWidget((DayInput(), DayInput())), **kwargs)


class AmountRangeFilter(RangeFilter):
    """Amounts from one to another, either end open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        figures = forms.NumberInput({"step": "0.01", "inputmode": "decimal"})
        super().__init__(*args, widget=RangeWidget((figures, figures)), **kwargs)
