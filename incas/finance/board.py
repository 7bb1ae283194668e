# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What claims put on the Scrivania: what waits for whom, what falls due, what moved."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.models import Entry
from incas.finance.choices import CLAIM_SENT, ClaimState
from incas.finance.models import Claim
from incas.notifications.board import Change, Deadline, Waiting
from incas.organisations.choices import Role
from incas.projects.models import WORKS_ON_OWN_PROJECTS

MOST_SHOWN = 20
KEPT_AFTER = timedelta(days=30)
"""How long the term of a payment, whose end the platform does not know, still shows."""

VERBS = {
    (Role.FINANCE_OFFICER, ClaimState.DRAFT): ("finance:claim_lines", "Completa"),
    (Role.FINANCE_OFFICER, ClaimState.RETURNED): ("finance:claim", "Correggi"),
    (Role.TUTOR, ClaimState.SUBMITTED): ("finance:claim", "Prendi in carico"),
    (Role.TUTOR, ClaimState.UNDER_CHECK): ("finance:control", "Controlla"),
    (Role.MINISTRY_OFFICER, ClaimState.CHECKED): ("finance:claim", "Certifica"),
}
"""Who does what in which state, and where."""

MOVES = ("submitted", "taken", "checked", "reopened", "returned", "certified")
"""Verbs told to whoever sees the claim: single decisions are not, while the control is at work."""


def named(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Load with each claim what names it here, and no more."""
    own = ("number", "state", "due_on", "submitted_by", "checked_by")
    return claims.select_related("project__body").only(*own, "project__title", "project__body__name")


def claims_waiting(user: User, _at: datetime) -> Iterator[Waiting]:
    """Claims to complete, to check, to certify, for who does it. One query."""
    doing = {state: verb for (role, state), verb in VERBS.items() if role in user.acting_roles}
    if not doing:
        return
    found = named(Claim.objects.visible_to(user).filter(state__in=doing))
    for claim in found.order_by("due_on", "pk")[:MOST_SHOWN]:
        if user.pk in {claim.submitted_by_id, claim.checked_by_id} and claim.state in CLAIM_SENT:
            continue
        name, verb = doing[ClaimState(claim.state)]
        yield Waiting(
            verb=verb,
            title=str(claim),
            url=reverse(name, args=[claim.pk]),
            due_on=claim.due_on,
            detail=f"{claim.project.body}, {claim.project.title}",
        )


def terms(user: User, at: datetime) -> Iterator[Deadline]:
    """The terms of claims that are with others: for the Comune that sent them and for who runs the programme.

    One query.
    """
    if not user.acting_roles & (WORKS_ON_OWN_PROJECTS | {Role.COORDINATOR}):
        return
    said = {
        ClaimState.SUBMITTED: _("Controllo della %(claim)s"),
        ClaimState.UNDER_CHECK: _("Controllo della %(claim)s"),
        ClaimState.CHECKED: _("Certificazione della %(claim)s"),
        ClaimState.CERTIFIED: _("Pagamento della %(claim)s"),
    }
    found = Claim.objects.visible_to(user).filter(state__in=said, due_on__isnull=False)
    long_past = timezone.localdate(at) - KEPT_AFTER
    found = found.exclude(state=ClaimState.CERTIFIED, due_on__lt=long_past)
    for claim in named(found).order_by("due_on", "pk")[:MOST_SHOWN]:
        if claim.due_on is not None:
            yield Deadline(
                due_on=claim.due_on,
                title=said[ClaimState(claim.state)] % {"claim": claim},
                url=reverse("finance:claim", args=[claim.pk]),
                detail=f"{claim.project.body}, {claim.project.title}",
            )


def moves(user: User, since: datetime) -> Iterator[Change]:
    """What happened to the claims a person sees, but by themselves. One query."""
    seen = Claim.objects.visible_to(user).values("pk")
    entries = Entry.objects.filter(subject_type=Claim._meta.label_lower, subject_id__in=seen, at__gt=since)
    entries = entries.filter(verb__in=MOVES).exclude(actor_id=user.pk)
    for entry in entries.order_by("-at", "-pk")[:MOST_SHOWN]:
        yield Change(
            at=entry.at,
            title=entry.subject_label,
            what=entry.reading,
            url=reverse("finance:claim", args=[entry.subject_id]),
            who=entry.actor_name,
        )


def periods_claimed(projects: Collection[int]) -> Iterator[tuple[int, date]]:
    """Tell which periods of these projects have a claim that was sent. One query."""
    sent = Claim.objects.filter(project__in=projects, state__in=CLAIM_SENT)
    yield from sent.values_list("project_id", "period_until")
