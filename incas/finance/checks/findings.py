# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a check finds: what is wrong, why it matters, what to do, and the button that does it."""

from dataclasses import dataclass

from django.urls import reverse

from incas.finance.choices import Severity

GRAVITY: dict[str, int] = {Severity.BLOCKING: 0, Severity.WARNING: 1, Severity.INFO: 2}
"""The gravest first."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A verb and the page that lets the Comune do it: the name of an address, its key, a place in the page."""

    label: str
    route: str
    key: int
    anchor: str = ""

    @property
    def url(self) -> str:
        """Where the button leads."""
        return reverse(self.route, args=(self.key,)) + (f"#{self.anchor}" if self.anchor else "")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found, told in Italian.

    `source` is the section of the rule set or the law that asks for it. `expense_id` is None for what concerns the
    claim as a whole. `check` is the code of the check that found it.
    """

    severity: Severity
    what: str
    why: str
    source: str
    todo: str
    expense_id: int | None = None
    remedy: Remedy | None = None
    check: str = ""

    @property
    def is_blocking(self) -> bool:
        """It stops the sending of the claim."""
        return self.severity == Severity.BLOCKING


def gravest(findings: "tuple[Finding, ...] | list[Finding]") -> str:
    """Name the gravest severity among some findings; nothing when there are none."""
    return min((finding.severity for finding in findings), key=GRAVITY.__getitem__, default="")
