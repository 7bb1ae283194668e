# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The three life cycles of a case side by side: permits, admission, programme; what was done and what may come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from incas.audit.models import Entry
from incas.cases.choices.permits import ADMISSION_TRANSITIONS, AdmissionState, PermitStep
from incas.cases.models import Admission, Case, CaseReview, Permit, PermitEvent, Programme
from incas.cases.queries.admissions import Standing, admission_standing
from incas.cases.queries.permits import Cover, cover_of, permit_cover, possible_steps

STORY_VERBS = ("permit_step", "admission_changed", "review_opened", "review_settled")
SHORT_STORY = 12


@dataclass(frozen=True, slots=True)
class PermitStory:
    """A permit with the steps recorded, by day, and those that may come."""

    permit: Permit
    events: Sequence[PermitEvent]
    steps: Sequence[PermitStep]


@dataclass(frozen=True, slots=True)
class LifeCycles:
    """What the page of the permit shows: permits newest first, admissions newest first, programmes, reviews."""

    permits: Sequence[PermitStory]
    cover: Cover
    admissions: Sequence[Admission]
    standing: Standing
    admission_moves: frozenset[AdmissionState]
    programmes: Sequence[Programme]
    reviews: Sequence[CaseReview]
    settled: Sequence[CaseReview]


def life_cycles_of(case: Case, on: date) -> LifeCycles:
    """Read the life cycles of a case. Six queries, two or three more for a relative."""
    permits = list(case.permits.order_by("-pk"))
    events: dict[int, list[PermitEvent]] = {permit.pk: [] for permit in permits}
    for event in case.permit_events.order_by("happened_on", "pk"):
        events[event.permit_id].append(event)
    reviews = list(case.reviews.select_related("settled_by").order_by("due_on", "pk"))
    standing = admission_standing(case, on)
    state = AdmissionState(standing.admission.state) if standing.admission is not None else None
    return LifeCycles(
        permits=[PermitStory(permit, events[permit.pk], possible_steps(permit)) for permit in permits],
        cover=cover_of(permits, on) if permits else permit_cover(case, on),
        admissions=list(case.admissions.order_by("-pk")),
        standing=standing,
        admission_moves=frozenset(ADMISSION_TRANSITIONS[state]) if state is not None else frozenset(),
        programmes=list(case.programmes.order_by("-version")),
        reviews=[review for review in reviews if review.settled_at is None],
        settled=[review for review in reviews if review.settled_at is not None],
    )


def entries_of_cycles(case: Case) -> list[Entry]:
    """Give the newest entries of the trail about the life cycles of a case. One query."""
    return list(Entry.objects.about(case).filter(verb__in=STORY_VERBS)[:SHORT_STORY])
