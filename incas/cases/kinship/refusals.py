# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Why a family is not taken in: one exception, whose Italian text says what is wrong and what to do."""

from collections.abc import Iterable
from typing import TypeAlias

PersonId: TypeAlias = str | int
"""How a person is called in a family: a code of the caller's choice, never shown to say who somebody is."""


class FamilyRefused(Exception):
    """The family cannot be computed.

    `reason` is an Italian sentence for the person who wrote it; `persons` are those it is about, so that a form can
    tell it beside them.
    """

    def __init__(self, reason: str, *, persons: Iterable[PersonId] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.persons = tuple(persons)
