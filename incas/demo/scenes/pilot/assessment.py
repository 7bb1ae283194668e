# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""From the report to the closure: what was observed, agreed to and weighed, and the phases it leads through."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from incas.accounts.models import User
from incas.cases.choices import cases as choices
from incas.cases.choices.cases import Answer, ConsentKind, Indicator, Need, Observation, Outcome, Phase, Score
from incas.cases.models import Case, Consent
from incas.cases.operations.assessment import Weight, observe_indicators, record_consent, weigh_needs
from incas.cases.operations.phases import advance_case, approve_closure, ask_closure
from incas.demo.scenes.pilot.lives import Life
from incas.demo.scenes.pilot.scene import CLOSED, Moment, Scene

CONSENTS = ((ConsentKind.INFORMATION, 0), (ConsentKind.RIGHTS, 1), (ConsentKind.TAKING_CHARGE, 4))
"""Which, how many days after the case was opened."""
PHASES = ((Phase.IDENTIFIED, 3), (Phase.ASSESSED, 9), (Phase.ADMITTED, 26), (Phase.IN_PROGRAMME, 38))
REVIEWED = 110
FOLLOWED_UP = 20
"""How many days ago who left the programme did."""


def assessment_of(life: Life, scene: Scene) -> Iterator[Moment]:
    """Tell consents, indicators, needs and phases, as far as the life says."""
    worker, opened = scene.team.worker, life.opened
    reached = life.furthest
    for kind, after in CONSENTS:
        yield Moment(opened - after, worker, _consent(kind, Answer.GIVEN, opened - after, life, scene), hour=10)
    answer = Answer.REFUSED if opened % 4 == 0 else Answer.GIVEN
    yield Moment(opened - 4, worker, _consent(ConsentKind.STATISTICS, answer, opened - 4, life, scene), hour=10)
    for phase, after in PHASES:
        if list(Phase).index(phase) <= list(Phase).index(reached):
            yield Moment(opened - after, worker, partial(advance_case, to=phase), hour=17)
    if reached == Phase.REPORTED:
        return
    yield Moment(opened - 2, worker, partial(observe_indicators, observations=observations_of(life)), hour=11)
    yield _weighing(choices.Moment.ENTRY, opened - 8, life, scene)
    if reached in {Phase.IN_PROGRAMME, Phase.FOLLOW_UP}:
        yield _weighing(choices.Moment.REVIEW, opened - REVIEWED, life, scene)
    if reached == Phase.FOLLOW_UP:
        yield _weighing(choices.Moment.EXIT, FOLLOWED_UP + 1, life, scene)
        yield Moment(FOLLOWED_UP, worker, partial(advance_case, to=Phase.FOLLOW_UP), hour=17)


def closure_of(life: Life, scene: Scene) -> Iterator[Moment]:
    """Tell the closure: asked by the worker, approved by the supervisor; or asked just now."""
    worker, supervisor, days = scene.team.worker, scene.team.supervisor, scene.days
    if life.programme == "closing":
        asked = partial(ask_closure, outcome=Outcome.CONTRACT, closes_on=days.on(1), note="Lavora e ha una casa.")
        yield Moment(1, worker, asked, hour=15)
    if life.outcome is None:
        return
    if life.permit:
        yield _weighing(choices.Moment.EXIT, CLOSED + 1, life, scene)
    asked = partial(ask_closure, outcome=life.outcome, closes_on=days.on(CLOSED), note="Percorso inventato, concluso.")
    yield Moment(CLOSED, worker, asked, hour=15)
    yield Moment(CLOSED - 1, supervisor, _approve, hour=17)


def _approve(*, case: Case, by: User, at: datetime) -> None:
    approve_closure(closure=case.closures.get(), by=by, at=at)


def _consent(kind: ConsentKind, answer: Answer, ago: int, life: Life, scene: Scene) -> partial[Consent]:
    return partial(
        record_consent,
        kind=kind,
        answer=answer,
        given_on=scene.days.on(ago),
        language=life.who.language,
        mediator="Mediatrice di esempio",
    )


def observations_of(life: Life) -> dict[Indicator, Observation]:
    """Say what was observed: pay, always; the others vary with the life, and not all of them are known."""
    turns = (Observation.OBSERVED, Observation.UNKNOWN, Observation.NOT_OBSERVED, Observation.UNKNOWN)
    varied = {indicator: turns[(number * 3 + life.opened) % len(turns)] for number, indicator in enumerate(Indicator)}
    return varied | {Indicator.PAY: Observation.OBSERVED}


def _weighing(moment: choices.Moment, ago: int, life: Life, scene: Scene) -> Moment:
    """Weigh the needs: low at entry, a little better at the review, better at the exit."""
    better = list(choices.Moment).index(moment)
    weights = {
        need: Weight(Score(min(5, 1 + (number + life.opened) % 3 + (better if number % 4 else better // 2))))
        for number, need in enumerate(Need)
    }
    act = partial(weigh_needs, moment=moment, weighed_on=scene.days.on(ago), weights=weights)
    return Moment(ago, scene.team.worker, act, hour=14)
