# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is observed, consented, weighed."""

from datetime import date, timedelta

import pytest

from incas.audit.models import Entry
from incas.cases.choices.cases import Answer, ConsentKind, Indicator, Language, Moment, Need, Observation, Score
from incas.cases.doors import scope_of
from incas.cases.operations.assessment import (
    AssessmentRefused,
    Weight,
    observe_indicators,
    record_consent,
    weigh_needs,
)
from incas.cases.queries.assessment import before_and_after, consent_rows, observed, standing_consents, weighings
from tests.cases.factories import CaseFactory

TODAY = date(2026, 6, 10)
ALL_THREES = {need: Weight(Score.STABLE) for need in Need}


def verbs(case) -> list[str]:
    return [entry.verb for entry in Entry.objects.about(case)]


def weighed(case, by, at, *, moment=Moment.ENTRY, on=TODAY, weights=None):
    return weigh_needs(case=case, moment=moment, weighed_on=on, weights=weights or ALL_THREES, by=by, at=at)


def consented(case, by, at, *, answer=Answer.GIVEN, on=TODAY, kind=ConsentKind.TAKING_CHARGE, **more):
    return record_consent(
        case=case, kind=kind, answer=answer, given_on=on, language=Language.FRENCH, by=by, at=at, **more
    )


def test_observe_indicators_writes_what_changed_with_its_day(case, case_worker, noon):
    with scope_of(case_worker):
        observe_indicators(
            case=case,
            observations={Indicator.PAY: Observation.OBSERVED, Indicator.HOURS: Observation.UNKNOWN},
            by=case_worker,
            at=noon - timedelta(days=3),
        )
        changed = observe_indicators(
            case=case,
            observations={Indicator.PAY: Observation.OBSERVED, Indicator.HOURS: Observation.NOT_OBSERVED},
            by=case_worker,
            at=noon,
        )
        known = {row.indicator: row for rows in observed(case).values() for row in rows}
    assert [row.indicator for row in changed] == [Indicator.HOURS]
    assert (known[Indicator.PAY].observation, known[Indicator.PAY].noted_on) == (Observation.OBSERVED, date(2026, 6, 7))
    assert (known[Indicator.HOURS].observation, known[Indicator.HOURS].noted_on) == (Observation.NOT_OBSERVED, TODAY)
    assert (known[Indicator.SAFETY].observation, known[Indicator.SAFETY].noted_on) == (Observation.UNKNOWN, None)
    assert len(known) == 21


def test_observe_indicators_as_they_are_leaves_no_trail(case, case_worker, noon):
    with scope_of(case_worker):
        for _ in range(2):
            observe_indicators(case=case, observations={Indicator.PAY: Observation.OBSERVED}, by=case_worker, at=noon)
    assert verbs(case) == ["observed"]
    assert Entry.objects.about(case).get().after == {}


def test_observe_indicators_of_a_closed_case_is_refused(service, case_worker, noon):
    case = CaseFactory(service=service, team=[case_worker], closed=True)
    with scope_of(case_worker), pytest.raises(AssessmentRefused, match="chiuso"):
        observe_indicators(case=case, observations={Indicator.PAY: Observation.OBSERVED}, by=case_worker, at=noon)


def test_newest_consent_of_a_kind_holds(case, case_worker, noon):
    with scope_of(case_worker):
        consented(case, case_worker, noon, on=date(2026, 6, 1))
        consented(case, case_worker, noon, on=date(2026, 6, 5), answer=Answer.WITHDRAWN)
        consented(case, case_worker, noon, on=date(2026, 6, 3), answer=Answer.REFUSED)
        standing = standing_consents(case)
        row = next(row for row in consent_rows(case) if row.kind == ConsentKind.TAKING_CHARGE)
    assert standing[ConsentKind.TAKING_CHARGE].answer == Answer.WITHDRAWN
    assert [one.answer for one in row.older] == [Answer.REFUSED, Answer.GIVEN]
    assert "non si ammette" in row.lacking


def test_consent_given_lacks_nothing_and_one_never_asked_does(case, case_worker, noon):
    with scope_of(case_worker):
        consented(case, case_worker, noon)
        lacking = {row.kind: bool(row.lacking) for row in consent_rows(case)}
    assert lacking == {kind: kind != ConsentKind.TAKING_CHARGE for kind in ConsentKind}


def test_consent_written_twice_is_one(case, case_worker, noon):
    with scope_of(case_worker):
        first = consented(case, case_worker, noon, mediator="Mediatrice di prova", note="Nota")
        assert consented(case, case_worker, noon, mediator="Mediatrice di prova", note="Nota") == first
        assert case.consents.get().mediator == "Mediatrice di prova"
    assert verbs(case) == ["consented"]


def test_consent_to_come_is_refused_beside_its_day(case, case_worker, noon):
    with scope_of(case_worker), pytest.raises(AssessmentRefused) as refusal:
        consented(case, case_worker, noon, on=TODAY + timedelta(days=1))
    assert refusal.value.field == "given_on"


def test_consent_that_was_not_given_is_not_withdrawn(case, case_worker, noon):
    with scope_of(case_worker):
        consented(case, case_worker, noon, on=date(2026, 6, 5))
        with pytest.raises(AssessmentRefused) as refusal:
            consented(case, case_worker, noon, on=date(2026, 6, 4), answer=Answer.WITHDRAWN)
    assert refusal.value.field == "answer"


def test_consent_withdrawn_once_is_not_withdrawn_again(case, case_worker, noon):
    with scope_of(case_worker):
        consented(case, case_worker, noon, on=date(2026, 6, 1))
        consented(case, case_worker, noon, on=date(2026, 6, 3), answer=Answer.WITHDRAWN)
        with pytest.raises(AssessmentRefused):
            consented(case, case_worker, noon, on=date(2026, 6, 5), answer=Answer.WITHDRAWN)


def test_weigh_needs_writes_scores_and_takes_away_those_left_out(case, case_worker, noon):
    with scope_of(case_worker):
        weighed(case, case_worker, noon)
        weights = {Need.HEALTH: Weight(Score.CRISIS, "Nota di prova"), Need.WORK: Weight(Score.STABLE)}
        weighed(case, case_worker, noon, weights=weights)
        (weighing,) = weighings(case)
    assert {need: (row.score, row.note) for need, row in weighing.scores.items()} == {
        Need.HEALTH: (1, "Nota di prova"),
        Need.WORK: (3, ""),
    }


def test_weigh_needs_as_they_are_leaves_one_entry(case, case_worker, noon):
    with scope_of(case_worker):
        for _ in range(2):
            weighed(case, case_worker, noon)
    assert Entry.objects.about(case).get().after == {"moment": "entry", "weighed_on": "2026-06-10"}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"on": TODAY + timedelta(days=1)}, "weighed_on"),
        ({"moment": Moment.EXIT, "on": date(2026, 6, 1)}, "weighed_on"),
    ],
    ids=["to come", "before the entry"],
)
def test_weigh_needs_on_a_wrong_day_is_refused(asked, field, case, case_worker, noon):
    with scope_of(case_worker):
        weighed(case, case_worker, noon, on=date(2026, 6, 2))
        with pytest.raises(AssessmentRefused) as refusal:
            weighed(case, case_worker, noon, **asked)
    assert refusal.value.field == field


def test_weigh_needs_at_exit_comes_after_an_entry(case, case_worker, noon):
    with scope_of(case_worker), pytest.raises(AssessmentRefused) as refusal:
        weighed(case, case_worker, noon, moment=Moment.EXIT)
    assert refusal.value.field == "moment"


def test_case_is_compared_by_its_last_entry_and_what_came_after(case, case_worker, noon):
    with scope_of(case_worker):
        weighed(case, case_worker, noon, on=date(2026, 4, 1))
        assert before_and_after(weighings(case)) is None
        weighed(case, case_worker, noon, on=date(2026, 5, 1), moment=Moment.REVIEW)
        weighed(case, case_worker, noon, on=date(2026, 6, 1), moment=Moment.EXIT)
        before, after = before_and_after(weighings(case)) or (None, None)
        assert (before.moment, after.moment) == (Moment.ENTRY, Moment.EXIT)
        weighed(case, case_worker, noon, on=date(2026, 6, 9))
        assert before_and_after(weighings(case)) is None
