# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Choices to open, drawn in Python: Django's template renders another one for each option.

A list that may be narrowed to one of a hundred provinces would spend more on that choice than on its rows.
"""

from html import escape
from typing import Any

from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

TEMPLATE = "django/forms/widgets/select.html"
"""What Django's selects ask their renderer for."""
NOT_CHOSEN = "---------"
"""What Django writes where nothing is chosen."""


def drawn_select(widget: dict[str, Any]) -> SafeString:
    """Draw a select from what Django's widget tells of itself, every text escaped."""
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    return mark_safe(f'<select name="{escape(widget["name"])}"{flatatt(widget["attrs"])}>{groups}</select>')


def _group(name: str | None, options: list[dict[str, Any]]) -> str:
    drawn = "".join(map(_option, options))
    return f'<optgroup label="{escape(str(name))}">{drawn}</optgroup>' if name else drawn


def _option(option: dict[str, Any]) -> str:
    """Draw an option. `html.escape` writes what Django's own does, without asking each text whether it is lazy."""
    attributes = flatatt(option["attrs"]) if option["attrs"] else ""
    label = str(option["label"])
    if not isinstance(label, SafeString):
        label = escape(_("Scegliere…") if label == NOT_CHOSEN else label)
    return f'<option value="{escape(str(option["value"]))}"{attributes}>{label}</option>'
