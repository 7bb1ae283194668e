# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""How forms are drawn: `{{ form }}` alone is a good form body, its error summary included.

Label above, hint below it, error beside the field with an icon. Needed fields are the rule: others say "facoltativo".
"""

from typing import Any, Final, TypeVar

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, QueryDict

from incas.core import selects

CHECKS: Final = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)
"""Widgets that are boxes to tick, not spaces to fill."""


CONDITIONAL: Final = "is_conditional"
FieldT = TypeVar("FieldT", bound=forms.Field)


def conditional(field: FieldT) -> FieldT:
    """Mark a field that something else in the form makes needed: its label says when, and never "facoltativo"."""
    setattr(field, CONDITIONAL, True)
    return field


class ItalianBoundField(forms.BoundField):
    """A field with what its template must know: its shape, and where the error summary points."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add the class of Bootstrap Italia that suits the widget."""
        built = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if "class" in widget.attrs or widget.is_hidden:
            return built
        if isinstance(widget, CHECKS):
            built["class"] = "form-check-input"
        elif isinstance(widget, (forms.Select, forms.SelectMultiple)):
            built["class"] = "form-select"
        elif isinstance(widget, forms.FileInput):
            built["class"] = "form-file"
        else:
            built["class"] = "form-control"
        return built

    @property
    def shape(self) -> str:
        """How the field is laid out: one box to tick, a group of boxes, a file, or a line to fill."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "tick"
        if widget.use_fieldset:
            return "group"
        return "file" if isinstance(widget, forms.FileInput) else "line"

    @property
    def size(self) -> str:
        """How wide the space is, which hints at how much is expected: `short`, `medium` or `full`."""
        declared = getattr(self.field, "size", "")
        if declared:
            return str(declared)
        widget = self.field.widget
        if isinstance(widget, (forms.DateInput, forms.NumberInput, forms.TimeInput)):
            return "short"
        return "medium" if isinstance(widget, (forms.Select, forms.EmailInput, forms.PasswordInput)) else "full"

    @property
    def affix(self) -> str:
        """What stands before or after the space: `€`, `%`."""
        return str(getattr(self.field, "affix", ""))

    @property
    def is_optional(self) -> bool:
        """Tell whether to say that the field may be left empty; not of boxes to tick, nor of what is conditional."""
        is_free = not self.field.required and not getattr(self.field, CONDITIONAL, False)
        return is_free and self.shape != "tick" and not self.field.disabled

    @property
    def summary_target(self) -> str:
        """The id the error summary leads to: for a group of boxes, the first one."""
        return f"{self.auto_id}_0" if self.shape == "group" and self.auto_id else self.id_for_label


class ItalianRenderer(TemplatesSetting):
    """Draws forms with the templates of `templates/forms/`."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
    bound_field_class = ItalianBoundField

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Draw a widget; a select without templates, since there it pays."""
        if template_name == selects.TEMPLATE:
            return selects.drawn_select(context["widget"])
        return super().render(template_name, context, request)


class DayInput(forms.DateInput):
    """The browser's own date field. It reads and writes ISO dates and shows Italian ones.

    `max` only tells the browser that a year has four figures: who types goes on to the next field, and not on the year.
    """

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"max": "9999-12-31"} | (attrs or {}), format="%Y-%m-%d")


class RowFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # no parameters at run time
    """Rows of the same form, with a button that adds one.

    It works without JavaScript: the button sends the form; the rows are then not valid, show no errors, are one more,
    and the new one has the focus.
    """

    row_label = "Riga"
    add_label = "Aggiungi una riga"

    def __init__(self, data: QueryDict | None = None, *args: Any, prefix: str | None = None, **kwargs: Any) -> None:
        prefix = prefix or self.get_default_prefix()
        self.is_adding = self.has_new_row = data is not None and f"{prefix}-add" in data
        if data is not None and self.is_adding:
            data = data.copy()
            total = f"{prefix}-{forms.formsets.TOTAL_FORM_COUNT}"
            data[total] = str(min(int(data.get(total) or 0) + 1, self.absolute_max))
        super().__init__(data, *args, prefix=prefix, **kwargs)  # type: ignore[misc]  # args never hold the prefix

    @property
    def add_name(self) -> str:
        """Name of the button that asks for another row."""
        return f"{self.prefix}-add"

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Put the focus where typing goes on: in the row that was just added."""
        super().add_fields(form, index)
        if self.has_new_row and index == self.total_form_count() - 1:
            form.visible_fields()[0].field.widget.attrs["autofocus"] = True

    def full_clean(self) -> None:
        """Check nothing while a row is being added: nobody has finished typing."""
        if not self.is_adding:
            super().full_clean()
            return
        self._errors: list[Any] = []
        self._non_form_errors = self.error_class(renderer=self.renderer)  # type: ignore[attr-defined]  # set by formset_factory
        for row in self.forms:
            row._errors = forms.utils.ErrorDict(renderer=row.renderer)

    def is_valid(self) -> bool:
        """Tell whether every row may be saved; never while a row is being added."""
        return not self.is_adding and super().is_valid()
