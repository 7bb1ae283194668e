# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Flat-rate shares of a claim, on what is claimed and on what is admitted."""

from decimal import Decimal

from incas.finance.checks import ClaimContext, Room
from incas.finance.checks.context import ZERO
from incas.finance.flat_rates import FlatShare, flat_shares


def shares_claimed(context: ClaimContext) -> tuple[FlatShare, ...]:
    """Compute the flat-rate shares of a claim as it stands. No queries."""
    return flat_shares(context.rulebook, context.amounts_by_item(), left_by_item(context.rooms))


def shares_admitted(context: ClaimContext, admitted: dict[str, Decimal]) -> tuple[FlatShare, ...]:
    """Compute them on the amounts that the control admits, by code of item. No queries."""
    return flat_shares(context.rulebook, admitted, left_by_item(context.rooms))


def left_by_item(rooms: tuple[Room, ...]) -> dict[str, Decimal]:
    """Sum what is left of the budget of each cost item."""
    left: dict[str, Decimal] = {}
    for room in rooms:
        left[room.item_code] = left.get(room.item_code, ZERO) + room.amount - room.taken
    return left
