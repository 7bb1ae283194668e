# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Criticalities: each step both ways, what is refused, who reads the solutions of others."""

from datetime import date, timedelta

import pytest

from incas.audit.models import Entry
from incas.cases.models import Criticality
from incas.cases.operations.criticalities import (
    CriticalityRefused,
    correct,
    leave_unsolved,
    raise_criticality,
    reopen,
    verify_effect,
)
from incas.core.transitions import TransitionRefused
from tests.cases.factories import CriticalityFactory

CORRECTED_ON = date(2026, 5, 4)
VERIFIED_ON = date(2026, 6, 1)


@pytest.fixture
def criticality(service):
    return CriticalityFactory(body=service.body)


def corrected(criticality, by, noon, **changes):
    values = {"correction": "Un accordo con la Questura", "corrected_on": CORRECTED_ON} | changes
    return correct(criticality=criticality, by=by, at=noon, **values)


def verified(criticality, by, noon, **changes):
    values = {"effect": "I tempi sono dimezzati", "verified_on": VERIFIED_ON} | changes
    return verify_effect(criticality=criticality, by=by, at=noon, **values)


def states(criticality) -> list[str]:
    return list(Entry.objects.about(criticality).order_by("pk").values_list("verb", flat=True))


def test_from_what_is_wrong_to_the_verified_effect(criticality, case_worker, specialist, noon):
    for _twice in range(2):
        corrected(criticality, case_worker, noon)
    for _twice in range(2):
        found = verified(criticality, specialist, noon)
    assert (found.state, found.effect, found.verified_on) == ("verified", "I tempi sono dimezzati", VERIFIED_ON)
    assert states(criticality) == ["corrected", "effect_verified"]


def test_it_opens_again_and_may_be_left_unsolved(criticality, specialist, noon):
    corrected(criticality, specialist, noon)
    for _twice in range(2):
        reopen(criticality=criticality, reason="È successo di nuovo", by=specialist, at=noon)
    for _twice in range(2):
        found = leave_unsolved(criticality=criticality, reason="Serve una norma", by=specialist, at=noon)
    assert found.state == "not_solved"
    assert states(criticality) == ["corrected", "criticality_reopened", "not_solved"]


def test_an_effect_is_of_a_correction(criticality, specialist, noon):
    with pytest.raises(TransitionRefused):
        verified(criticality, specialist, noon)


@pytest.mark.parametrize(("day", "says"), [(date(2026, 1, 1), "prima del passo"), (date(2026, 6, 11), "nel futuro")])
def test_days_out_of_order_are_refused_beside_their_field(criticality, specialist, noon, day, says):
    with pytest.raises(CriticalityRefused, match=says) as refused:
        corrected(criticality, specialist, noon, corrected_on=day)
    assert refused.value.field == "corrected_on"
    corrected(criticality, specialist, noon)
    with pytest.raises(CriticalityRefused) as refused:
        verified(criticality, specialist, noon, verified_on=CORRECTED_ON - timedelta(days=1))
    assert refused.value.field == "verified_on"


def new(by, noon, **changes):
    values = {"body": None, "title": "Tempi lunghi", "description": "Parole", "phase": "", "measure_kind": None}
    return raise_criticality(by=by, at=noon, **values | {"rule": "", "origin": "authorities"} | changes)


def test_a_text_that_names_a_case_is_refused(case, specialist, noon):
    with pytest.raises(CriticalityRefused, match="senza dire in quale caso") as refused:
        new(specialist, noon, description=f"Come nel caso {case.code.lower()}.")
    assert refused.value.field == "description"
    assert not Criticality.objects.exists()


def test_a_word_in_capitals_that_looks_like_a_code_is_no_code(specialist, noon):
    assert new(specialist, noon, title="PRESENTATE in ritardo").pk


def test_a_service_reads_the_solutions_of_others_once_verified(
    criticality, service, other_service, case_worker, specialist, ministry_officer, noon
):
    theirs = CriticalityFactory(body=other_service.body)
    assert set(Criticality.objects.visible_to(case_worker)) == {criticality}
    corrected(theirs, specialist, noon)
    verified(theirs, specialist, noon)
    assert set(Criticality.objects.visible_to(case_worker)) == {criticality, theirs}
    assert set(Criticality.objects.visible_to(ministry_officer)) == {criticality, theirs}
