# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""States are data: a table of the ways between them, checked by the operation of each verb under a lock."""

from collections.abc import Mapping
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext as _

State = TypeVar("State", bound=TextChoices)


class TransitionRefused(Exception):
    """The object is not in a state from which this can be done; the message says so in Italian."""


def require_transition(table: Mapping[State, set[State]], current: str, target: State) -> None:
    """Raise TransitionRefused unless the table leads from `current` to `target`."""
    states = type(target)
    if target not in table[states(current)]:
        message = _("Non si può passare da «%(current)s» a «%(target)s».")
        raise TransitionRefused(message % {"current": states(current).label, "target": target.label})
