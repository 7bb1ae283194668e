# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The rules of the pilot in force on a day, read once a request: whole numbers with a name, never a literal in code."""

from dataclasses import dataclass
from datetime import date, timedelta

from incas.cases.choices.pilot import LawRule
from incas.cases.models.services import PilotRule
from incas.programmes.periods import months_after


class RuleMissing(Exception):
    """No version of a rule of the pilot covers this day: the configuration has a hole."""


@dataclass(frozen=True, slots=True)
class PilotRules:
    """The rules in force on one day."""

    on: date
    values: dict[str, tuple[int, ...]]

    def all_of(self, rule: LawRule) -> tuple[int, ...]:
        """Give the values of a rule. Raises RuleMissing where no version covers the day."""
        try:
            return self.values[rule]
        except KeyError:
            raise RuleMissing(rule, self.on) from None

    def one(self, rule: LawRule) -> int:
        """Give the value of a rule that has one."""
        return self.all_of(rule)[0]

    def term(self, rule: LawRule) -> int | None:
        """Give the value of a rule that may have none: no term, where it is empty or no version covers the day."""
        return next(iter(self.values.get(rule, ())), None)

    def is_on(self, rule: LawRule) -> bool:
        """Tell whether a rule that is a yes or a no says yes."""
        return bool(self.one(rule))


def pilot_rules(on: date) -> PilotRules:
    """Read the rules in force on a day. One query."""
    found = PilotRule.objects.in_force(on).values_list("rule", "values")
    return PilotRules(on, {rule: tuple(values) for rule, values in found})


def permit_expiry(issued_on: date, *, is_renewal: bool = False) -> date:
    """Give the last day of a permit issued on a day: the same day so many months after, minus one.

    The duration is that of the day of issue (art. 18-ter c. 3 T.U.I.: six months until 3 October 2025, one year from 4
    October 2025, D.L. 146/2025): no transitional rule was found. The document itself prevails where it differs.
    """
    rule = LawRule.RENEWAL_MONTHS if is_renewal else LawRule.PERMIT_MONTHS
    return months_after(issued_on, pilot_rules(issued_on).one(rule)) - timedelta(days=1)
