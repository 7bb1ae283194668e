# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The individual programme of a life and its measures: drafted, signed, approved, reviewed, closed with the case."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from incas.accounts.models import User
from incas.cases.choices.cases import Need
from incas.cases.choices.programmes import MeasureOutcome, MeasureState
from incas.cases.models import Case
from incas.cases.operations.measures import MeasureContent, add_measure, end_measure, start_measure
from incas.cases.operations.programmes import (
    ObjectiveRow,
    approve_programme,
    close_programme,
    draft_programme,
    review_programme,
    share_programme,
    write_programme,
)
from incas.demo.scenes.pilot.lives import Life
from incas.demo.scenes.pilot.scene import Moment, Scene

DRAFTED, SHARED, APPROVED, REVIEWED = 30, 34, 38, 110
"""Days after the case was opened."""
LENGTH = timedelta(days=300)
SUMMARY = "Programma inventato: italiano, lavoro regolare, una casa."
OBJECTIVES = (
    ObjectiveRow("", Need.LANGUAGE, "Capire e farsi capire in italiano sul lavoro e negli uffici"),
    ObjectiveRow("", Need.WORK, "Trovare un lavoro regolare, con un contratto che la persona comprende"),
    ObjectiveRow("", Need.HOUSING, "Lasciare l'alloggio del datore di lavoro per una casa sicura"),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A measure to stage, of a kind: for which objective, by whom, how much, how long after the approval, how long."""

    slug: str
    objective: int
    provider: str
    hours: int | None
    cost: Decimal | None
    after: int
    length: int


PLANS = (
    Plan("italian-1", 0, "Scuola di italiano di esempio", 6, Decimal(600), 2, 90),
    Plan("legal-1", 1, "Sportello legale di esempio", None, Decimal(180), 3, 20),
    Plan("work-1", 1, "Centro per l'impiego (esempio)", 2, None, 20, 60),
    Plan("training-2", 1, "Ente di formazione di esempio", 12, Decimal(1400), 60, 80),
    Plan("housing-1", 2, "Agenzia per la casa di esempio", 2, Decimal(350), 70, 120),
)
BRIEF = 3


def plans_of(life: Life) -> tuple[Plan, ...]:
    """Give the measures of a life."""
    return PLANS[:BRIEF] if life.is_brief else PLANS


def programme_of(life: Life, scene: Scene, *, ended: int | None) -> Iterator[Moment]:
    """Tell the programme as far as the life says: drafted, shared, running, closed with the case."""
    worker, days, opened = scene.team.worker, scene.days, life.opened
    starts_on, language = days.on(opened - APPROVED), life.who.language
    ends_on = _last_day(life, scene)
    told: dict[str, Any] = {"starts_on": starts_on, "ends_on": ends_on, "language": language, "summary": SUMMARY}
    written = partial(_on_programme, operation=write_programme, **told, objectives=OBJECTIVES)
    added = partial(_add_measures, plans=plans_of(life), scene=scene, first=starts_on, last=ends_on)
    yield Moment(opened - DRAFTED, worker, partial(draft_programme, **told), hour=10)
    yield Moment(opened - DRAFTED, worker, written, hour=11)
    yield Moment(opened - DRAFTED - 1, worker, added)
    if life.programme == "draft":
        return
    on = days.on(opened - SHARED)
    shared = partial(_on_programme, operation=share_programme, shared_on=on, signed_on=on, language=language)
    yield Moment(opened - SHARED, worker, shared, hour=15)
    if life.programme != "shared":
        yield from _running(life, scene, ended=ended, ends_on=ends_on)


def _running(life: Life, scene: Scene, *, ended: int | None, ends_on: date) -> Iterator[Moment]:
    """Tell what happens once the supervisor approved: measures begin and end, a review, the end."""
    worker, supervisor, days, opened = scene.team.worker, scene.team.supervisor, scene.days, life.opened
    next_on = min(days.on(opened - REVIEWED), ends_on)
    approved = partial(_on_programme, operation=approve_programme, next_review_on=next_on)
    yield Moment(opened - APPROVED, supervisor, approved, hour=12)
    for plan in plans_of(life):
        begins = opened - APPROVED - plan.after
        yield Moment(begins, worker, partial(_start, plan=plan, scene=scene), hour=14)
        if begins - plan.length > 0:
            yield Moment(begins - plan.length, worker, partial(_finish, plan=plan, scene=scene), hour=14)
    reviewed = opened - REVIEWED
    review = partial(
        _on_programme,
        operation=review_programme,
        reviewed_on=days.on(reviewed),
        outcome=MeasureOutcome.PARTLY,
        note="Verifica inventata: l'italiano va avanti, il lavoro si cerca ancora.",
        next_on=min(days.ahead(14), ends_on),
    )
    yield Moment(reviewed, worker, review, hour=15)
    if ended is not None:
        yield Moment(ended, worker, partial(_close, scene=scene, ago=ended), hour=11)


def _last_day(life: Life, scene: Scene) -> date:
    """Give the last day of the programme: never after that of the permit (D.L. 145/2024 art. 6)."""
    last = scene.days.on(life.opened - APPROVED) + LENGTH
    return last if life.left is None else min(last, scene.days.ahead(life.left))


def _on_programme(*, case: Case, operation: Callable[..., Any], by: User, at: datetime, **values: Any) -> None:
    operation(programme=case.programmes.get(), by=by, at=at, **values)


def _add_measures(
    *, case: Case, plans: tuple[Plan, ...], scene: Scene, first: date, last: date, by: User, at: datetime
) -> None:
    programme = case.programmes.get()
    objectives = list(programme.objectives.all())
    for plan in plans:
        starts_on = first + timedelta(days=plan.after)
        content = MeasureContent(
            kind=scene.kinds[plan.slug],
            starts_on=starts_on,
            ends_on=min(starts_on + timedelta(days=plan.length), last),
            objective=objectives[plan.objective],
            provider=plan.provider,
            hours_a_week=plan.hours,
            cost=plan.cost,
        )
        if starts_on < last:
            add_measure(programme=programme, content=content, by=by, at=at)


def _start(*, case: Case, plan: Plan, scene: Scene, by: User, at: datetime) -> None:
    for measure in case.measures.filter(kind=scene.kinds[plan.slug], state=MeasureState.PLANNED):
        start_measure(measure=measure, by=by, at=at)


def _finish(*, case: Case, plan: Plan, scene: Scene, by: User, at: datetime) -> None:
    """End a measure on its last day, or before if that is still to come."""
    for measure in case.measures.filter(kind=scene.kinds[plan.slug], state=MeasureState.RUNNING):
        ended_on = min(measure.ends_on, at.date())
        end_measure(
            measure=measure, ended_on=ended_on, outcome=MeasureOutcome.REACHED, is_interrupted=False, by=by, at=at
        )


def _close(*, case: Case, scene: Scene, ago: int, by: User, at: datetime) -> None:
    """End what still runs, give up what never began, close the programme."""
    on = scene.days.on(ago)
    for measure in case.measures.filter(state__in=[MeasureState.PLANNED, MeasureState.RUNNING]):
        end_measure(
            measure=measure,
            ended_on=min(max(on, measure.starts_on), measure.ends_on, on),
            outcome=MeasureOutcome.PARTLY,
            is_interrupted=True,
            by=by,
            at=at,
        )
    close_programme(programme=case.programmes.get(), closed_on=on, outcome=MeasureOutcome.REACHED, by=by, at=at)
