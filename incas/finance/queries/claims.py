# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Reading claims: their lines, the periods still to claim, the calendar of their control."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from incas.finance.choices import ClaimState, Decision
from incas.finance.models import Claim, ClaimLine
from incas.programmes.choices import PhaseKind, Silence
from incas.programmes.periods import ClaimPeriod
from incas.programmes.rulebook import PhaseRule, Rulebook
from incas.projects.models import Project


def for_list(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Load with each claim its project and body. One query."""
    return claims.select_related("project__body")


def lines_for_list(claim: Claim) -> QuerySet[ClaimLine]:
    """Load the lines of a claim with what a row shows. One query."""
    return claim.lines.select_related(
        "expense__document", "expense__budget_line__cost_item", "expense__budget_line__work_package"
    ).defer("expense__document__content", "expense__document__search_text", "expense__search_text")


def tally(claim: Claim) -> dict[str, int]:
    """Count the lines of a claim by decision. One query."""
    counts = dict(claim.lines.values_list("decision").annotate(count=Count("pk")).order_by())
    return {decision: counts.get(decision, 0) for decision in Decision.values}


def totals_of(claim: Claim) -> dict[str, object]:
    """Sum a claim as it stands: lines, what they ask, what is admitted of those decided. One query."""
    return claim.lines.aggregate(
        count=Count("pk"),
        claimed=Sum("claimed"),
        admitted=Sum("admitted"),
        waiting=Count("pk", filter=Q(decision=Decision.PENDING)),
    )


@dataclass(frozen=True, slots=True)
class OfferedPeriod:
    """A period of a project and the claims made of it so far. It may be claimed once it has begun."""

    period: ClaimPeriod
    claims: tuple[Claim, ...]
    has_begun: bool


def offered_periods(project: Project, rulebook: Rulebook, *, today: date) -> list[OfferedPeriod]:
    """Give the periods that the rules cut a project in, each with its claims. One query."""
    claims = list(Claim.objects.filter(project=project).order_by("number"))
    return [
        OfferedPeriod(
            period,
            tuple(row for row in claims if (row.period_from, row.period_until) == (period.first, period.last)),
            has_begun=period.first <= today,
        )
        for period in rulebook.claim_periods(project)
    ]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a claim: by when, when it was done (None: not yet), what silence means once its term has passed."""

    label: str
    opened_on: date | None
    due_on: date | None
    done_on: date | None
    role: str = ""
    silence: Silence = Silence.NOTHING

    def is_late(self, today: date) -> bool:
        """The step waits and its term has passed, or it was done after it."""
        return self.due_on is not None and (self.done_on or today) > self.due_on and self.opened_on is not None

    @property
    def is_waiting(self) -> bool:
        """The step has begun and is not done."""
        return self.opened_on is not None and self.done_on is None


def calendar_of(claim: Claim, rulebook: Rulebook) -> list[Step]:
    """Lay out the steps of a claim by the terms of its rule set: sending, first check, certification, payment.

    No queries. A term runs from the end of the step before. Payment is made outside: the platform tells its term and
    not its end.
    """
    period = next((row for row in rulebook.claim_periods(claim.project) if row.last == claim.period_until), None)
    sent_on, checked_on, certified_on = (
        timezone.localdate(at) if at else None for at in (claim.submitted_at, claim.checked_at, claim.certified_at)
    )
    is_back = claim.state == ClaimState.RETURNED
    steps = [
        Step(
            label=str(ClaimState.SUBMITTED.label),
            opened_on=claim.period_until,
            due_on=period.due_on if period and claim.round <= 1 and not is_back else None,
            done_on=None if is_back else sent_on,
        )
    ]
    ends = {
        PhaseKind.FIRST_CHECK: (None if is_back else sent_on, checked_on),
        PhaseKind.CERTIFICATION: (checked_on, certified_on),
        PhaseKind.PAYMENT: (certified_on, None),
    }
    return steps + [_step(phase, *ends[phase.kind], rulebook) for phase in rulebook.phases]


def _step(phase: PhaseRule, opened_on: date | None, done_on: date | None, rulebook: Rulebook) -> Step:
    return Step(
        label=str(phase.kind.label),
        opened_on=opened_on,
        due_on=rulebook.deadline(phase.kind, opened_on) if opened_on else None,
        done_on=done_on,
        role=str(phase.role.label),
        silence=phase.silence,
    )
