# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Two people edit the same object: nothing is overwritten unseen.

The form carries, sealed, the values it was shown with. When it comes back, each field is compared three ways: what I
left untouched takes what the other wrote; what only I changed is mine; what both changed differently is asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from incas.core.packing import packed, unpacked
from incas.core.telling import tell

BASE = "versione"
CHOICE = "scelta-"
MINE, THEIRS = "mio", "altro"


@dataclass(frozen=True, slots=True)
class Base:
    """What a form was shown with: its values, and the fields whose conflict was being asked about."""

    values: dict[str, Any]
    asked: frozenset[str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that two people changed, each value in words."""

    name: str
    label: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """How what was sent stands to what is stored: the data with the other's changes put in, and what to ask."""

    data: QueryDict
    files: "MultiValueDict[str, UploadedFile[Any]]"
    conflicts: tuple[Conflict, ...]
    taken: tuple[str, ...]


def compared_fields(form: forms.BaseForm) -> Iterable[forms.BoundField]:
    """The fields that take part: a disabled one is never sent."""
    return (form[name] for name, field in form.fields.items() if not field.disabled)


def values_of(form: forms.BaseForm) -> dict[str, Any]:
    """The values a form shows before anybody writes in it."""
    return {bound.name: unpacked(packed(bound.initial)) for bound in compared_fields(form)}


def sealed_base(values: Mapping[str, Any], asked: Iterable[str], *, place: str) -> str:
    """Seal values for the page of a form. `place` binds them to one person and one address."""
    content = [{name: packed(value) for name, value in values.items()}, sorted(asked)]
    return signing.dumps(content, salt=f"incas.core.editing:{place}", compress=True)


def opened_base(token: str, *, place: str) -> Base | None:
    """Read sealed values back; None when the token is absent or was altered."""
    try:
        values, asked = signing.loads(token, salt=f"incas.core.editing:{place}")
    except signing.BadSignature:
        return None
    return Base({name: unpacked(value) for name, value in values.items()}, frozenset(asked))


def compare(form: forms.BaseForm, base: Base | None, current: forms.BaseForm) -> Comparison:
    """Compare the form that was sent, what it was shown with (None: not known) and what would be shown now.

    Field by field. Without a base every difference is asked. A file that was chosen as one's own must be there again.
    """
    sent = sent_by(form)
    data, files = sent.copy(), MultiValueDict(dict(form.files.lists()))
    conflicts: list[Conflict] = []
    taken: list[str] = []
    for bound in compared_fields(form):
        name, field = bound.name, bound.field
        now, choice = current[name].initial, sent.get(f"{CHOICE}{name}", "")
        was_asked = base is not None and name in base.asked
        is_file_missing = was_asked and choice == MINE and isinstance(field, forms.FileField) and not bound.data
        if not differs(bound, now) and not is_file_missing:
            continue
        has_base = base is not None and name in base.values
        before = base.values[name] if base is not None and has_base else now
        is_untouched = has_base and not differs(bound, before)
        is_settled = has_base and packed(before) == packed(now)
        if is_file_missing:
            conflicts.append(Conflict(name, str(bound.label), tell(field, now), ""))
        elif is_untouched or (is_settled and was_asked and choice == THEIRS):
            put(data, bound, now)
            files.pop(bound.html_name, None)
            taken.append(name)
        elif not is_settled or (was_asked and choice != MINE):
            conflicts.append(Conflict(name, str(bound.label), tell(field, now), told_as_sent(bound)))
    return Comparison(data, files, tuple(conflicts), tuple(taken))


def differs(bound: forms.BoundField, value: Any) -> bool:
    """Tell whether what was sent differs from a value, beyond what its widget cannot show (seconds, say)."""
    return bound.field.has_changed(value, bound.data) and sent_texts(bound) != shown_texts(bound, value)


def sent_by(form: forms.BaseForm) -> QueryDict:
    """What a form was sent with: Django's own type says less than it is."""
    return cast("QueryDict", form.data)


def sent_texts(bound: forms.BoundField) -> dict[str, list[str]]:
    """The texts a field was sent as, by the name of each."""
    sent = sent_by(bound.form)
    return {name: texts for name in names_of(bound) if (texts := sent.getlist(name))}


def shown_texts(bound: forms.BoundField, value: Any) -> dict[str, list[str]]:
    """The texts a field shown with this value would be sent as, if nobody touched it."""
    widget, prepared = bound.field.widget, bound.field.prepare_value(value)
    if isinstance(widget, forms.MultiWidget):
        parts = widget.decompress(prepared) or [None] * len(widget.widgets)
        pairs = zip(names_of(bound), widget.widgets, parts, strict=True)
        return {name: texts for name, part, one in pairs if (texts := texts_of(part, one))}
    texts = texts_of(widget, prepared)
    return {bound.html_name: texts} if texts else {}


def texts_of(widget: forms.Widget, value: Any) -> list[str]:
    """What one widget sends for a value: nothing for an empty box to tick, several texts for several choices."""
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    shown: Any = widget.format_value(value)
    if isinstance(shown, list | tuple):
        return [str(one) for one in shown]
    return ["" if shown is None else str(shown)]


def names_of(bound: forms.BoundField) -> list[str]:
    """The names a field is sent under: several for a widget made of widgets."""
    widget = bound.field.widget
    if isinstance(widget, forms.MultiWidget):
        return [f"{bound.html_name}{suffix}" for suffix in vars(widget)["widgets_names"]]
    return [bound.html_name]


def put(data: QueryDict, bound: forms.BoundField, value: Any) -> None:
    """Write a value into the data as if it had been sent. A file cannot be: what is stored simply stays."""
    if isinstance(bound.field, forms.FileField):
        return
    for name in names_of(bound):
        data.pop(name, None)
    for name, texts in shown_texts(bound, value).items():
        data.setlist(name, texts)


def told_as_sent(bound: forms.BoundField) -> str:
    """Say in words what was sent, even where it makes no sense."""
    try:
        return tell(bound.field, bound.field.clean(bound.data))
    except (forms.ValidationError, TypeError):
        return ", ".join(text for texts in sent_texts(bound).values() for text in texts)
