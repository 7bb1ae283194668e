# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The value of a form field in words, as the person chose it: on the chips of a list, beside another's value."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files import File
from django.db import models
from django.forms import Field, ModelChoiceField
from django.utils.translation import gettext as _

from incas.core import writing
from incas.core.kinds import print_boolean, print_instant, print_number


def tell(field: Field, value: Any) -> str:
    """Say a value of a field: the label of a choice, a day, an amount, yes or no, the two ends of a range."""
    if isinstance(value, slice):
        return tell_range(field, value)
    if isinstance(value, list | tuple | set | models.QuerySet):
        return ", ".join(tell(field, one) for one in value)
    if value is None or value == "":
        return ""
    if isinstance(field, ModelChoiceField):
        rows = field.queryset
        row = value if isinstance(value, models.Model) or rows is None else rows.filter(pk=value).first()
        return str(field.label_from_instance(row)) if row is not None else str(value)
    choices = getattr(field, "choices", None)
    if choices is not None:
        return str(next((label for key, label in flat(choices) if str(key) == str(value)), value))
    return tell_plain(value)


def tell_plain(value: Any) -> str:
    """Say a value that stands for itself."""
    if isinstance(value, bool):
        return print_boolean(value)
    if isinstance(value, datetime):
        return print_instant(value)
    if isinstance(value, date):
        return writing.day(value)
    if isinstance(value, Decimal | float):
        return print_number(value)
    return (value.name or "") if isinstance(value, File) else str(value)


def tell_range(field: Field, value: slice) -> str:
    """Say a range of which either end may be open. Its ends are days when they are instants."""
    ends = (end.date() if isinstance(end, datetime) else end for end in (value.start, value.stop))
    since, until = (tell(field, end) for end in ends)
    if not since:
        return _("fino a %(until)s") % {"until": until}
    return (
        _("da %(since)s a %(until)s") % {"since": since, "until": until}
        if until
        else _("da %(since)s") % {"since": since}
    )


def flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    """Walk choices whether or not they are grouped."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
