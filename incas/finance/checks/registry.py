# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The list of checks: the same runs for who writes and for who controls."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incas.finance.checks.context import ClaimContext
from incas.finance.checks.findings import GRAVITY, Finding

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Run = Callable[[ClaimContext], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its code (it never changes), what it looks at in Italian, the function that runs it."""

    code: str
    title: "StrOrPromise"
    run: Run


CHECKS: dict[str, Check] = {}


def check(*, code: str, title: "StrOrPromise") -> Callable[[Run], Run]:
    """Register a check, a function of the context that gives what it finds. ValueError: the code is taken."""

    def register(run: Run) -> Run:
        if code in CHECKS:
            message = f"check {code!r} is registered already"
            raise ValueError(message)
        CHECKS[code] = Check(code, title, run)
        return run

    return register


def run_checks(context: ClaimContext) -> list[Finding]:
    """Run every check: the gravest findings first, those of the whole claim before those of its expenses."""
    found = [replace(finding, check=one.code) for one in CHECKS.values() for finding in one.run(context)]
    return sorted(found, key=lambda finding: (GRAVITY[finding.severity], finding.expense_id or 0))
