# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Shares at a flat rate that a claim asks for: they follow from its other lines, no document proves them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from incas.programmes.rulebook import Item, Rulebook

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class FlatShare:
    """A flat-rate item: its rate, what it is a share of, what it comes to within the room of its budget. Euro."""

    item: Item
    percent: Decimal
    base: Decimal
    amount: Decimal
    is_cut: bool
    """The budget of the item leaves less room than the rate would give."""


def flat_shares(
    rulebook: Rulebook, amounts: Mapping[str, Decimal], room: Mapping[str, Decimal]
) -> tuple[FlatShare, ...]:
    """Compute every flat-rate item on amounts by code of leaf, never below zero nor beyond its room.

    `room` is what the budget of each item has left.     An item without a budget has no room: a project that planned
    no indirect costs asks for none.
    """
    found = []
    for item in rulebook.leaves:
        if item.percent is None:
            continue
        base = sum((amounts.get(leaf, ZERO) for leaf in rulebook.flat_rate_base(item)), ZERO)
        computed = rulebook.flat_rate_amount(item.code, amounts)
        amount = max(min(computed, room.get(item.code, ZERO)), ZERO)
        found.append(FlatShare(item, item.percent, base, amount, is_cut=computed > amount))
    return tuple(found)
