# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Choices to open, drawn in Python: Django's template renders another one for each option.

A list that may be narrowed to one of a hundred provinces would spend more on that choice than on its rows.
"""

from typing import Any

from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

TEMPLATE = "django/forms/widgets/select.html"
"""What Django's selects ask their renderer for."""
NOT_CHOSEN = "---------"
"""What Django writes where nothing is chosen."""


def drawn_select(widget: dict[str, Any]) -> SafeString:
    """Draw a select from what Django's widget tells of itself, every text escaped."""
    groups = mark_safe("".join(_group(name, options) for name, options, _index in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), groups)


def _group(name: str | None, options: list[dict[str, Any]]) -> SafeString:
    drawn = format_html_join("", '<option value="{}"{}>{}</option>', map(_option, options))
    return format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn


def _option(option: dict[str, Any]) -> tuple[str, SafeString, str]:
    """Give the value, the attributes and the label of an option."""
    label = _("Scegliere…") if option["label"] == NOT_CHOSEN else option["label"]
    return (
        str(option["value"]),
        flatatt(option["attrs"]) if option["attrs"] else SafeString(),
        conditional_escape(label),
    )
