# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A case along its phases: each way, each refusal; its closure and its taking up again."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from incas.audit.models import Entry
from incas.cases.choices.cases import (
    PHASE_TRANSITIONS,
    Answer,
    ClosureState,
    ConsentKind,
    Indicator,
    Language,
    Moment,
    Need,
    Observation,
    Outcome,
    Phase,
    Score,
    outcomes_of,
)
from incas.cases.choices.programmes import ProgrammeState
from incas.cases.doors import scope_of
from incas.cases.models import Case, Closure
from incas.cases.operations.assessment import Weight, observe_indicators, record_consent, weigh_needs
from incas.cases.operations.phases import (
    StepRefused,
    advance_case,
    approve_closure,
    ask_closure,
    refuse_closure,
    reopen_case,
    take_phase_back,
    withdraw_closure,
)
from incas.cases.queries.steps import loose_ends, missing_for
from incas.core.transitions import TransitionRefused
from incas.organisations.choices import Role
from tests.accounts.factories import UserFactory
from tests.cases.factories import AdmissionFactory, CaseFactory, CaseTaskFactory, ProgrammeFactory
from tests.organisations.factories import MembershipFactory

TODAY = date(2026, 6, 10)


def verbs(case) -> list[str]:
    return [entry.verb for entry in Entry.objects.about(case)]


def advanced(case, to, by, at) -> Case:
    return advance_case(case=case, to=to, by=by, at=at)


def weighed(case, by, at, moment=Moment.ENTRY, on=date(2026, 6, 1), needs=tuple(Need)):
    weights = {need: Weight(Score.STABLE) for need in needs}
    weigh_needs(case=case, moment=moment, weighed_on=on, weights=weights, by=by, at=at)


def in_phase(service, worker, phase, **more) -> Case:
    return CaseFactory(service=service, team=[worker], phase=phase, **more)


def test_case_goes_the_whole_way_without_a_permit(case, case_worker, noon):
    with scope_of(case_worker):
        observe_indicators(case=case, observations={Indicator.PAY: Observation.OBSERVED}, by=case_worker, at=noon)
        assert advanced(case, Phase.IDENTIFIED, case_worker, noon).phase == Phase.IDENTIFIED
        weighed(case, case_worker, noon)
        assert advanced(case, Phase.ASSESSED, case_worker, noon).phase == Phase.ASSESSED
        record_consent(
            case=case, kind=ConsentKind.TAKING_CHARGE, answer=Answer.GIVEN, given_on=TODAY,
            language=Language.FRENCH, by=case_worker, at=noon,
        )  # fmt: skip
        AdmissionFactory(case=case, admitted=True)
        assert advanced(case, Phase.ADMITTED, case_worker, noon).phase == Phase.ADMITTED
        ProgrammeFactory(case=case, active=True)
        assert advanced(case, Phase.IN_PROGRAMME, case_worker, noon).phase == Phase.IN_PROGRAMME
        weighed(case, case_worker, noon, moment=Moment.EXIT, on=TODAY)
        assert advanced(case, Phase.FOLLOW_UP, case_worker, noon).phase == Phase.FOLLOW_UP
        assert advanced(case, Phase.IN_PROGRAMME, case_worker, noon).phase == Phase.IN_PROGRAMME


@pytest.mark.parametrize(
    ("phase", "to", "said"),
    [
        (Phase.REPORTED, Phase.IDENTIFIED, "Nessun indicatore di sfruttamento è stato guardato."),
        (Phase.IDENTIFIED, Phase.ASSESSED, "Mancano i punteggi di ingresso: tutti gli ambiti."),
        (Phase.ASSESSED, Phase.ADMITTED, "La persona non ha dato il consenso alla presa in carico."),
        (Phase.ASSESSED, Phase.ADMITTED, "Non c'è un'ammissione all'assistenza in vigore."),
        (Phase.ADMITTED, Phase.IN_PROGRAMME, "Non c'è un programma individuale approvato e in corso."),
        (Phase.IN_PROGRAMME, Phase.FOLLOW_UP, "Mancano i punteggi di uscita: tutti gli ambiti."),
    ],
)
def test_step_that_lacks_something_is_refused_and_says_what(phase, to, said, service, case_worker, noon):
    case = in_phase(service, case_worker, phase)
    with scope_of(case_worker):
        case.programmes.update(state=ProgrammeState.CLOSED, closed_on=TODAY)
        with pytest.raises(StepRefused) as refusal:
            advanced(case, to, case_worker, noon)
        assert Case.objects.visible_to(case_worker).get().phase == phase
    assert said in str(refusal.value)
    assert verbs(case) == []


def test_indicators_marked_not_known_identify_nobody(case, case_worker, noon):
    with scope_of(case_worker):
        observe_indicators(case=case, observations={Indicator.PAY: Observation.OBSERVED}, by=case_worker, at=noon)
        observe_indicators(case=case, observations={Indicator.PAY: Observation.UNKNOWN}, by=case_worker, at=noon)
        assert [one.url_name for one in missing_for(case, Phase.IDENTIFIED)] == ["cases:indicators"]


def test_needs_that_were_not_weighed_are_named(service, case_worker, noon):
    case = in_phase(service, case_worker, Phase.IDENTIFIED)
    with scope_of(case_worker):
        weighed(case, case_worker, noon, needs=[need for need in Need if need not in {Need.HEALTH, Need.WORK}])
        (missing,) = missing_for(case, Phase.ASSESSED)
    assert missing.what == "Mancano i punteggi di ingresso: salute, lavoro e formazione."


@pytest.mark.parametrize("answer", [Answer.REFUSED, Answer.WITHDRAWN])
def test_who_refused_or_withdrew_is_not_admitted(answer, service, case_worker, noon):
    case = in_phase(service, case_worker, Phase.ASSESSED)
    AdmissionFactory(case=case, admitted=True)
    with scope_of(case_worker):
        for given, day in ((Answer.GIVEN, date(2026, 6, 1)), (answer, TODAY)):
            record_consent(
                case=case, kind=ConsentKind.TAKING_CHARGE, answer=given, given_on=day,
                language=Language.FRENCH, by=case_worker, at=noon,
            )  # fmt: skip
        with pytest.raises(StepRefused, match="Il consenso alla presa in carico risulta"):
            advanced(case, Phase.ADMITTED, case_worker, noon)


@pytest.mark.parametrize(
    ("phase", "to"),
    [
        (phase, to)
        for phase in Phase
        for to in Phase
        if phase not in {to, Phase.CLOSED} and to != Phase.CLOSED and to not in PHASE_TRANSITIONS[phase]
    ],
)
def test_way_that_does_not_exist_is_refused(phase, to, service, case_worker, noon):
    case = in_phase(service, case_worker, phase)
    with scope_of(case_worker), pytest.raises(TransitionRefused):
        advanced(case, to, case_worker, noon)


def test_advance_twice_changes_nothing(service, case_worker, noon):
    case = in_phase(service, case_worker, Phase.ADMITTED)
    ProgrammeFactory(case=case, active=True)
    with scope_of(case_worker):
        for _ in range(2):
            advanced(case, Phase.IN_PROGRAMME, case_worker, noon)
    entry = Entry.objects.about(case).get()
    assert (entry.verb, entry.before, entry.after) == (
        "phase_changed",
        {"phase": "admitted"},
        {"phase": "in_programme"},
    )


def test_phase_reached_by_mistake_is_taken_back_once(service, case_worker, noon):
    case = in_phase(service, case_worker, Phase.ADMITTED)
    with scope_of(case_worker):
        for _twice in range(2):
            back = take_phase_back(case=case, moved_to=Phase.ADMITTED, by=case_worker, at=noon)
    assert (back.phase, verbs(case)) == (Phase.ASSESSED, ["phase_taken_back"])


@pytest.mark.parametrize("phase", [Phase.REPORTED, Phase.CLOSED])
def test_first_phase_and_closure_are_not_taken_back(phase, service, case_worker, noon):
    more = {"closed": True} if phase == Phase.CLOSED else {}
    case = CaseFactory(service=service, team=[case_worker], **more)
    with scope_of(case_worker), pytest.raises(StepRefused, match="non si torna indietro"):
        take_phase_back(case=case, moved_to=phase, by=case_worker, at=noon)


def test_phase_is_not_taken_back_while_a_closure_waits(service, case_worker, noon):
    case = in_phase(service, case_worker, Phase.IDENTIFIED)
    with scope_of(case_worker):
        asked(case, case_worker, noon)
        with pytest.raises(StepRefused, match="ritirare prima la richiesta"):
            take_phase_back(case=case, moved_to=Phase.IDENTIFIED, by=case_worker, at=noon)


def test_case_is_neither_closed_nor_reopened_by_advancing(service, case_worker, noon):
    open_one, closed = (
        in_phase(service, case_worker, Phase.REPORTED),
        CaseFactory(service=service, team=[case_worker], closed=True),
    )
    with scope_of(case_worker):
        for case, to in ((open_one, Phase.CLOSED), (closed, Phase.ASSESSED)):
            with pytest.raises(StepRefused, match="approvazione del coordinatore"):
                advanced(case, to, case_worker, noon)


def asked(case, by, at, outcome=Outcome.DECLINED, closes_on=TODAY, note="Perché di prova") -> Closure:
    return ask_closure(case=case, outcome=outcome, closes_on=closes_on, note=note, by=by, at=at)


def test_closure_is_asked_by_a_worker_and_approved_by_the_supervisor(case, case_worker, case_supervisor, noon):
    with scope_of(case_worker):
        closure = asked(case, case_worker, noon)
        assert Case.objects.visible_to(case_worker).get().phase == Phase.REPORTED
    with scope_of(case_supervisor):
        closed = approve_closure(closure=closure, by=case_supervisor, at=noon)
        closure = Closure.objects.visible_to(case_supervisor).get()
    assert (closed.phase, closed.outcome, closed.closed_on) == (Phase.CLOSED, Outcome.DECLINED, TODAY)
    assert (closure.state, closure.decided_by, closure.decided_at) == (ClosureState.APPROVED, case_supervisor, noon)
    assert verbs(case) == ["closed", "closure_asked"]


def test_closure_leaves_states_and_no_words_in_the_trail(case, case_worker, case_supervisor, noon):
    with scope_of(case_worker):
        closure = asked(case, case_worker, noon)
    with scope_of(case_supervisor):
        refuse_closure(closure=closure, answer="Parole di prova", by=case_supervisor, at=noon)
    kept = [(entry.before, entry.after, entry.reason) for entry in Entry.objects.about(case)]
    assert kept == [({}, {}, ""), ({}, {"outcome": "declined"}, "")]


def test_closure_asked_twice_is_one_and_otherwise_is_refused(case, case_worker, noon):
    with scope_of(case_worker):
        assert asked(case, case_worker, noon) == asked(case, case_worker, noon)
        with pytest.raises(StepRefused, match="già stata chiesta"):
            asked(case, case_worker, noon, outcome=Outcome.OTHER)
    assert verbs(case) == ["closure_asked"]


def test_one_closure_at_a_time_is_held_by_the_database(case, case_worker, noon):
    with scope_of(case_worker):
        asked(case, case_worker, noon)
        with pytest.raises(IntegrityError), transaction.atomic():
            Closure.objects.create(
                case=case, body_id=case.body_id, outcome=Outcome.OTHER, closes_on=TODAY,
                asked_by=case_worker, asked_at=noon,
            )  # fmt: skip


def test_closure_decided_by_nobody_is_refused_by_the_database(case, case_worker, noon):
    with scope_of(case_worker):
        closure = asked(case, case_worker, noon)
        closure.state = ClosureState.APPROVED
        with pytest.raises(IntegrityError), transaction.atomic():
            closure.save()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"outcome": Outcome.AUTONOMY}, "outcome"),
        ({"closes_on": TODAY + timedelta(days=1)}, "closes_on"),
        ({"closes_on": date(2026, 3, 1)}, "closes_on"),
    ],
    ids=["outcome of an assistance that never began", "to come", "before the opening"],
)
def test_closure_that_does_not_suit_is_refused_beside_its_field(more, field, case, case_worker, noon):
    with scope_of(case_worker), pytest.raises(StepRefused) as refusal:
        asked(case, case_worker, noon, **more)
    assert refusal.value.field == field


def test_outcomes_are_those_of_the_phase():
    assert Outcome.AUTONOMY not in outcomes_of(Phase.ASSESSED)
    assert Outcome.NOT_IDENTIFIED not in outcomes_of(Phase.IN_PROGRAMME)
    assert {*outcomes_of(Phase.REPORTED), *outcomes_of(Phase.FOLLOW_UP)} == set(Outcome)


def test_refused_closure_says_what_is_missing_and_another_may_be_asked(case, case_worker, case_supervisor, noon):
    with scope_of(case_supervisor):
        closure = asked(case, case_worker, noon)
        with pytest.raises(StepRefused) as refusal:
            refuse_closure(closure=closure, answer="  ", by=case_supervisor, at=noon)
        refused = refuse_closure(closure=closure, answer="Manca una cosa", by=case_supervisor, at=noon)
        asked(case, case_worker, noon)
    assert refusal.value.field == "answer"
    assert (refused.state, refused.answer) == (ClosureState.REFUSED, "Manca una cosa")


def test_withdrawn_closure_is_not_approved(case, case_worker, case_supervisor, noon):
    with scope_of(case_worker):
        closure = asked(case, case_worker, noon)
        for _ in range(2):
            withdraw_closure(closure=closure, by=case_worker, at=noon)
    with scope_of(case_supervisor), pytest.raises(TransitionRefused):
        approve_closure(closure=closure, by=case_supervisor, at=noon)
    assert verbs(case) == ["closure_withdrawn", "closure_asked"]


def test_approving_twice_changes_nothing(case, case_worker, case_supervisor, noon):
    with scope_of(case_supervisor):
        closure = asked(case, case_worker, noon)
        for _ in range(2):
            approve_closure(closure=closure, by=case_supervisor, at=noon)
    assert verbs(case) == ["closed", "closure_asked"]


def test_who_asked_does_not_approve_while_another_supervises(case, case_supervisor, service, noon):
    other = UserFactory(first_name="Altra", last_name="Coordinatrice")
    MembershipFactory(user=other, body=service.body, role=Role.CASE_SUPERVISOR, starts_on=date(2026, 1, 1))
    with scope_of(case_supervisor):
        closure = asked(case, case_supervisor, noon)
        with pytest.raises(StepRefused, match=r"diversa da chi l'ha chiesta: Altra Coordinatrice\."):
            approve_closure(closure=closure, by=case_supervisor, at=noon, reason="Da sola")
        assert Case.objects.visible_to(case_supervisor).get().phase == Phase.REPORTED


def test_who_supervises_alone_closes_with_a_reason_that_stays_written(case, case_supervisor, noon):
    with scope_of(case_supervisor):
        closure = asked(case, case_supervisor, noon)
        with pytest.raises(StepRefused, match="Nessun'altra persona") as refusal:
            approve_closure(closure=closure, by=case_supervisor, at=noon, reason="  ")
        approve_closure(closure=closure, by=case_supervisor, at=noon, reason="Nessun collega di prova")
        closure = Closure.objects.visible_to(case_supervisor).get()
    assert refusal.value.field == "reason"
    assert (closure.state, closure.answer) == (ClosureState.APPROVED, "Nessun collega di prova")
    assert verbs(case) == ["closed_alone", "closure_asked"]


def test_closed_case_is_taken_up_again_from_its_assessment(service, case_supervisor, noon):
    case = CaseFactory(service=service, closed=True)
    with scope_of(case_supervisor):
        again = reopen_case(case=case, by=case_supervisor, at=noon)
        reopen_case(case=case, by=case_supervisor, at=noon)
    assert (again.phase, again.outcome, again.closed_on) == (Phase.ASSESSED, "", None)
    assert verbs(case) == ["taken_up_again"]


def test_anonymous_case_is_not_taken_up_again(service, case_supervisor, noon):
    case = CaseFactory(service=service, closed=True, anonymised_at=timezone.now())
    with scope_of(case_supervisor), pytest.raises(StepRefused, match="anonimo"):
        reopen_case(case=case, by=case_supervisor, at=noon)


def test_what_stays_open_in_a_case_that_ends_is_told(service, case_worker):
    case = CaseFactory(service=service, team=[case_worker], in_programme=True)
    CaseTaskFactory(case=case)
    with scope_of(case_worker):
        told = [end.partition(":")[0] for end in loose_ends(case)]
    assert told == [
        "C'è un programma ancora aperto",
        "L'ammissione all'assistenza è ancora aperta",
        "Ci sono attività da fare",
        "Mancano punteggi di uscita",
    ]


def test_nothing_stays_open_in_a_case_that_never_began(case, case_worker):
    with scope_of(case_worker):
        assert loose_ends(case) == []
