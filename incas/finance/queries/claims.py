# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Reading claims: their lines, the periods still to claim, the calendar of their control."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.core.components.marks import Chip
from incas.core.components.objects import how_far
from incas.finance.choices import ClaimState, Decision
from incas.finance.models import Claim, ClaimLine
from incas.programmes.choices import PhaseKind, Silence
from incas.programmes.periods import ClaimPeriod
from incas.programmes.rulebook import Rulebook
from incas.projects.models import Project

CLAIM_SHOWN = (
    "admitted_total",
    "certified_at",
    "claimed_total",
    "created_at",
    "due_on",
    "number",
    "period_from",
    "period_until",
    "state",
    "submitted_at",
)
"""What the list of claims shows, on the page or in its files."""


def for_list(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Load with each claim the names of its project and body. One query."""
    names = ("project__title", "project__body__name")
    return claims.select_related("project__body").only(*CLAIM_SHOWN, *names)


def lines_for_list(claim: Claim) -> QuerySet[ClaimLine]:
    """Load the lines of a claim with what a row shows. One query."""
    return claim.lines.select_related(
        "expense__document", "expense__budget_line__cost_item", "expense__budget_line__work_package"
    ).defer(
        "expense__document__content",
        "expense__document__search_text",
        "expense__document__search_plain",
        "expense__search_text",
        "expense__search_plain",
    )


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
class Neighbours:
    """The keys of the lines around one, in the order of the claim, and of those that await a decision."""

    number: int
    count: int
    previous: int | None
    next: int | None
    following: int | None
    """The next that waits after this one, or before it when none comes after."""
    first: int | None
    """The first that waits."""


def neighbours_of(claim: Claim, line: ClaimLine | None = None) -> Neighbours:
    """Find the lines around one. One query."""
    rows = list(claim.lines.order_by("pk").values_list("pk", "decision"))
    keys = [key for key, _decision in rows]
    waiting = [key for key, decision in rows if decision == Decision.PENDING and (line is None or key != line.pk)]
    here = keys.index(line.pk) if line is not None and line.pk in keys else -1
    ahead = [key for key in waiting if line is not None and key > line.pk]
    return Neighbours(
        number=here + 1,
        count=len(keys),
        previous=keys[here - 1] if here > 0 else None,
        next=keys[here + 1] if 0 <= here < len(keys) - 1 else None,
        following=next(iter(ahead), None) or next(iter(waiting), None),
        first=next(iter(waiting), None),
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


SILENCES = {
    Silence.NOTHING: gettext_lazy("Se il termine passa, non accade nulla: si sollecita."),
    Silence.ACCEPTED: gettext_lazy("Se il termine passa senza un atto, vale come accoglimento."),
    Silence.REFUSED: gettext_lazy("Se il termine passa senza un atto, vale come rigetto."),
}
PASSED = {
    Silence.NOTHING: gettext_lazy("Il termine è passato: si può sollecitare."),
    Silence.ACCEPTED: gettext_lazy("Il termine è passato senza un atto: per le regole vale come accoglimento."),
    Silence.REFUSED: gettext_lazy("Il termine è passato senza un atto: per le regole vale come rigetto."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a claim: by when, when it was done (None: not yet), what silence means once its term has passed."""

    label: str
    today: date
    opened_on: date | None
    due_on: date | None
    done_on: date | None
    role: str = ""
    silence: Silence | None = None
    is_outside: bool = False
    """It is done outside: the platform tells its term and does not know its end."""

    @property
    def is_waiting(self) -> bool:
        """The step has begun and is not done."""
        return self.opened_on is not None and self.done_on is None

    @property
    def is_late(self) -> bool:
        """The step waits, and its term has passed."""
        return self.is_waiting and not self.is_outside and self.due_on is not None and self.today > self.due_on

    @property
    def chip(self) -> Chip | str:
        """How far its term is, while it waits."""
        return how_far(self.due_on, self.today) if self.is_waiting and self.due_on and not self.is_outside else ""

    @property
    def says_silence(self) -> str:
        """What it means that nobody acts in time; nothing once it is done."""
        if self.is_outside:
            return _("Il pagamento avviene fuori dalla piattaforma.")
        if self.silence is None or self.due_on is None or self.done_on is not None:
            return ""
        return str(PASSED[self.silence] if self.is_late else SILENCES[self.silence])

    @property
    def css(self) -> str:
        """How the page draws it: behind, here or ahead."""
        return "claim-step-done" if self.done_on else "claim-step-here" if self.is_waiting else ""


def calendar_of(claim: Claim, rulebook: Rulebook, *, today: date) -> list[Step]:
    """Lay out the steps of a claim by the terms of its rule set: sending, first check, certification, payment.

    No queries. A term runs from the end of the step before. Payment is made outside: the platform tells its term and
    not its end. A claim that came back has no term for being sent again: the rules give none.
    """
    period = next((row for row in rulebook.claim_periods(claim.project) if row.last == claim.period_until), None)
    sent_on, checked_on, certified_on = (
        timezone.localdate(at) if at else None for at in (claim.submitted_at, claim.checked_at, claim.certified_at)
    )
    is_back = claim.state == ClaimState.RETURNED
    first_due = period.due_on if period and claim.round <= 1 and not is_back else None
    steps = [
        Step(
            label=_("Invio"),
            today=today,
            opened_on=claim.period_from,
            due_on=first_due,
            done_on=None if is_back else sent_on,
            role=_("Ente"),
        )
    ]
    ends = {
        PhaseKind.FIRST_CHECK: (None if is_back else sent_on, checked_on),
        PhaseKind.CERTIFICATION: (checked_on, certified_on),
        PhaseKind.PAYMENT: (certified_on, None),
    }
    for phase in rulebook.phases:
        opened_on, done_on = ends[phase.kind]
        steps.append(
            Step(
                label=str(phase.kind.label),
                today=today,
                opened_on=opened_on,
                due_on=rulebook.deadline(phase.kind, opened_on) if opened_on else None,
                done_on=done_on,
                role=str(phase.role.label),
                silence=phase.silence,
                is_outside=phase.kind == PhaseKind.PAYMENT,
            )
        )
    return steps
