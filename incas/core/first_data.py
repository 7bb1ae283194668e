# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Data that must be there before anybody uses the platform. An app registers its own in a module `first_data`."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FirstData:
    """Something to load once: its name on screen, whether it is missing (one quick query), how to load it."""

    name: str
    is_missing: Callable[[], bool]
    load: Callable[[], object]


FIRST_DATA: list[FirstData] = []


def register_first_data(name: str, *, is_missing: Callable[[], bool], load: Callable[[], object]) -> None:
    """Have `make run` load this when it is missing. Apps are asked in the order of INSTALLED_APPS."""
    FIRST_DATA.append(FirstData(name, is_missing, load))
