# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Choosing one of thousands by typing: Comuni, projects, suppliers.

With scripts the server suggests as one types. Without, what was typed is searched when the form is sent: one result is
taken, several come back as buttons to choose from, none is said.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_SHOWN: Final = 12
Search = Callable[[models.QuerySet[Any], str], models.QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Typed:
    """What the browser sent: a key chosen among suggestions, one chosen among buttons, the words typed."""

    key: str
    picked: str
    text: str

    def __bool__(self) -> bool:
        return bool(self.text or self.picked)


class SearchSelect(forms.Widget):
    """A line in which to type, with its suggestions. `label_of` and `found` are set by its field."""

    template_name = "forms/search.html"
    choices: Iterable[Any] = ()
    found: tuple[tuple[str, str], ...] = ()

    def __init__(self, attrs: dict[str, Any] | None = None, *, url: "str | Promise" = "") -> None:
        super().__init__(attrs)
        self.url = url
        self.label_of: Callable[[Any], str] = str

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Any], name: str) -> Typed:  # noqa: ARG002 (the signature of Django's widgets)
        """Gather the three parts of the answer."""
        return Typed(
            str(data.get(name, "")), str(data.get(f"{name}-pick", "")), str(data.get(f"{name}-text", "")).strip()
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002 (the signature of Django's widgets)
        """Tell whether the form was sent without this field."""
        return f"{name}-text" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the words shown, the key held, the address that suggests, and what was found."""
        context = super().get_context(name, None, attrs)
        typed = (
            value if isinstance(value, Typed) else Typed(str(value or ""), "", self.label_of(value) if value else "")
        )
        context["widget"] |= {
            "key": typed.key,
            "text": typed.text,
            "url": str(self.url),
            "found": self.found,
            "is_required": bool(context["widget"]["attrs"].pop("required", False)),
        }
        return context


class SearchField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no parameters at run time
    """One row of `queryset`, chosen by typing. `search(queryset, text)` finds rows; `url` is the view that suggests.

    The view answers with `suggest(request, rows)`. A form narrows `fields["…"].queryset` to what the person may see.
    """

    widget = SearchSelect
    default_error_messages: ClassVar[dict[str, Any]] = {
        "nothing": _("Nessun risultato per «%(text)s»: controllare come è scritto."),
        "several": _("Più risultati per «%(text)s»: scegliere quello giusto qui sotto."),
        "too_many": _("Troppi risultati per «%(text)s»: scrivere qualche lettera in più."),
    }

    def __init__(self, queryset: models.QuerySet[Any], *, search: Search, url: "str | Promise", **kwargs: Any) -> None:
        self.search = search
        kwargs.setdefault("widget", SearchSelect(url=url))
        super().__init__(queryset, **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Let the widget of this form's own field say rows by their label."""
        self.widget.label_of = self._label_of_key
        return super().get_bound_field(form, field_name)

    def _rows(self) -> models.QuerySet[Any]:
        """Give what may be chosen."""
        return cast("models.QuerySet[Any]", self.queryset)

    def _label_of_key(self, key: Any) -> str:
        row = self._rows().filter(pk=key).first()
        return self.label_from_instance(row) if row else ""

    def prepare_value(self, value: Any) -> Any:
        """Keep what was typed as it is; of a row take the key."""
        return value if isinstance(value, Typed) else super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        """Find the row: by button, by suggestion still matching the words, or by searching the words."""
        if not isinstance(value, Typed):
            return super().to_python(value)
        if not value:
            return None
        if value.picked:
            return super().to_python(value.picked)
        if value.key:
            row = super().to_python(value.key)
            if row is not None and value.text in {"", self.label_from_instance(row)}:
                return row
        return self._searched(value.text)

    def _searched(self, text: str) -> Any:
        rows = list(self.search(self._rows(), text)[: MOST_SHOWN + 1])
        exact = [row for row in rows if self.label_from_instance(row).casefold() == text.casefold()]
        if len(exact) == 1 or len(rows) == 1:
            return (exact or rows)[0]
        if not rows:
            raise ValidationError(self.error_messages["nothing"], code="nothing", params={"text": text})
        if len(rows) > MOST_SHOWN:
            raise ValidationError(self.error_messages["too_many"], code="too_many", params={"text": text})
        self.widget.found = tuple((str(row.pk), self.label_from_instance(row)) for row in rows)
        raise ValidationError(self.error_messages["several"], code="several", params={"text": text})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether another row was chosen."""
        if not isinstance(data, Typed):
            return super().has_changed(initial, data)
        return str(getattr(initial, "pk", initial) or "") != (data.picked or data.key) or not data


def typed_text(request: HttpRequest) -> str:
    """Read what is being typed, whatever the name of the field."""
    return next((str(value).strip() for name, value in request.GET.items() if name.endswith("-text")), "")


def suggest(request: HttpRequest, rows: Iterable[tuple[Any, str, str]]) -> HttpResponse:
    """Answer a search field with suggestions: key, label, a hint that tells one from another (or nothing)."""
    return render(request, "forms/suggestions.html", {"rows": list(rows)[:MOST_SHOWN]})
