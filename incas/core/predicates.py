# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The typed door to django-rules: a predicate tells who may do a thing, and composes with `&`, `|` and `~`."""

from collections.abc import Callable

from rules.predicates import Predicate

__all__ = ["Predicate", "predicate"]


def predicate(rule: Callable[..., bool]) -> Predicate:
    """Make a predicate of a function of the person and, when it concerns one, the object."""
    return Predicate(rule)
