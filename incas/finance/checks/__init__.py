# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Checks on expenses and claims: pure functions over what was loaded, told as sentences. One module a family."""

from incas.finance.checks import addressee, budget, charging, codes, days, duplicates, papers, payment
from incas.finance.checks.context import ClaimContext, Credit, Likeness, Room
from incas.finance.checks.findings import Finding, Remedy, gravest
from incas.finance.checks.registry import CHECKS, Check, check, run_checks

FAMILIES = (days, payment, codes, addressee, duplicates, charging, papers, budget)
"""In this order their checks are listed."""

__all__ = [
    "CHECKS",
    "FAMILIES",
    "Check",
    "ClaimContext",
    "Credit",
    "Finding",
    "Likeness",
    "Remedy",
    "Room",
    "check",
    "gravest",
    "run_checks",
]
