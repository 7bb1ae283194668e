# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Measures: within their programme and the permit, begun, ended with an outcome."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from incas.cases.choices.programmes import MeasureState
from incas.cases.models import LocalMeasure, Measure, MeasureKind
from incas.cases.operations.measures import (
    MeasureContent,
    MeasureRefused,
    add_measure,
    change_measure,
    end_measure,
    start_measure,
)
from incas.cases.operations.taxonomy import TaxonomyRefused, drop_local_name, write_kind, write_local_name
from tests.cases.factories import MeasureFactory, PermitFactory, ProgrammeFactory

pytestmark = pytest.mark.usefixtures("everywhere")


@pytest.fixture
def programme(case):
    return ProgrammeFactory(case=case, active=True)


@pytest.fixture
def content(db) -> MeasureContent:
    return MeasureContent(
        kind=MeasureKind.objects.get(slug="italian-1"),
        starts_on=date(2026, 6, 1),
        ends_on=date(2026, 9, 30),
        provider="Scuola di prova",
        hours_a_week=6,
        cost=Decimal("480.00"),
    )


def test_measure_is_added_with_all_that_was_written(programme, content, case_worker, noon):
    measure = add_measure(programme=programme, content=content, by=case_worker, at=noon)
    stored = Measure.objects.scoped().get(pk=measure.pk)
    assert (stored.provider, stored.cost, stored.state) == ("Scuola di prova", Decimal("480.00"), MeasureState.PLANNED)
    assert stored.body_id == programme.body_id


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"ends_on": date(2026, 5, 1)}, "ends_on"),
        ({"starts_on": date(2026, 4, 1)}, "starts_on"),
        ({"ends_on": date(2026, 12, 1)}, "ends_on"),
    ],
)
def test_measure_stays_within_its_programme(programme, content, days, field, case_worker, noon):
    with pytest.raises(MeasureRefused) as refusal:
        add_measure(programme=programme, content=replace(content, **days), by=case_worker, at=noon)
    assert refusal.value.field == field


def test_measure_never_outlasts_the_permit(programme, content, case_worker, noon):
    PermitFactory(case=programme.case, issued=True, expires_on=date(2026, 8, 31))
    with pytest.raises(MeasureRefused, match="31 agosto 2026"):
        add_measure(programme=programme, content=content, by=case_worker, at=noon)


def test_measure_outlasts_a_permit_whose_renewal_has_a_receipt(programme, content, case_worker, noon):
    PermitFactory(case=programme.case, issued=True, expires_on=date(2026, 8, 31), renewal_requested_on=date(2026, 6, 1))
    measure = add_measure(programme=programme, content=content, by=case_worker, at=noon)
    assert measure.ends_on == date(2026, 9, 30)


def test_measure_takes_the_objective_of_its_own_programme_alone(programme, content, other_case, case_worker, noon):
    elsewhere = ProgrammeFactory(case=other_case, active=True)
    objective = elsewhere.objectives.create(case=other_case, body_id=other_case.body_id, need="work", text="Altro")
    with pytest.raises(MeasureRefused, match="altro programma"):
        add_measure(programme=programme, content=replace(content, objective=objective), by=case_worker, at=noon)


def test_measure_takes_a_local_name_of_its_kind_alone(programme, content, case_worker, noon):
    other = MeasureKind.objects.get(slug="work-1")
    name = LocalMeasure.objects.create(body_id=programme.body_id, name="Sportello", kind=other)
    with pytest.raises(MeasureRefused, match="nome locale"):
        add_measure(programme=programme, content=replace(content, local_name=name), by=case_worker, at=noon)


def test_measure_begins_once_the_programme_runs(case, content, case_worker, noon):
    draft = ProgrammeFactory(case=case)
    measure = add_measure(programme=draft, content=content, by=case_worker, at=noon)
    with pytest.raises(MeasureRefused, match="non è ancora approvato"):
        start_measure(measure=measure, by=case_worker, at=noon)


def test_measure_begun_twice_begins_once(programme, case_worker, noon):
    measure = MeasureFactory(case=programme.case, programme=programme)
    start_measure(measure=measure, by=case_worker, at=noon)
    assert start_measure(measure=measure, by=case_worker, at=noon).state == MeasureState.RUNNING


def test_measure_ends_with_its_outcome_and_changes_no_more(programme, content, case_worker, noon):
    measure = MeasureFactory(case=programme.case, programme=programme)
    ending = {"ended_on": date(2026, 6, 10), "outcome": "reached", "is_interrupted": False}
    ended = end_measure(measure=measure, by=case_worker, at=noon, **ending)
    assert (ended.state, ended.ends_on, ended.outcome) == (MeasureState.DONE, date(2026, 6, 10), "reached")
    assert end_measure(measure=measure, by=case_worker, at=noon, **ending).state == MeasureState.DONE
    with pytest.raises(MeasureRefused, match="conclusa"):
        change_measure(measure=measure, content=content, by=case_worker, at=noon)


@pytest.mark.parametrize("day", [date(2026, 4, 1), date(2026, 6, 11)])
def test_measure_ends_within_its_days_and_not_in_the_future(programme, day, case_worker, noon):
    measure = MeasureFactory(case=programme.case, programme=programme)
    with pytest.raises(MeasureRefused) as refusal:
        end_measure(measure=measure, ended_on=day, outcome="reached", is_interrupted=True, by=case_worker, at=noon)
    assert refusal.value.field == "ended_on"


def test_measure_done_without_outcome_is_refused_by_the_database(programme):
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureFactory(case=programme.case, programme=programme, state=MeasureState.DONE)


def test_kind_of_a_name_already_there_is_refused(specialist, noon):
    with pytest.raises(TaxonomyRefused, match="già un tipo"):
        write_kind(
            kind=None,
            area="italian",
            name="corso di italiano",
            description="",
            is_retired=False,
            by=specialist,
            at=noon,
        )


def test_new_kind_comes_last_in_its_area(specialist, noon):
    kind = write_kind(
        kind=None, area="italian", name="Club di lettura", description="", is_retired=False, by=specialist, at=noon
    )
    assert list(MeasureKind.objects.filter(area="italian"))[-1] == kind


def test_local_name_maps_onto_one_kind(comune, case_supervisor, noon):
    first, second = MeasureKind.objects.filter(area="work")[:2]
    naming = {"body_id": comune.pk, "name": "Sportello lavoro", "by": case_supervisor, "at": noon}
    name = write_local_name(kind=first, **naming)
    assert write_local_name(kind=first, **naming) == name
    with pytest.raises(TaxonomyRefused, match="altro tipo"):
        write_local_name(kind=second, **naming)


def test_local_name_in_use_stays(programme, content, comune, case_supervisor, case_worker, noon):
    name = write_local_name(body_id=comune.pk, name="Scuola", kind=content.kind, by=case_supervisor, at=noon)
    add_measure(programme=programme, content=replace(content, local_name=name), by=case_worker, at=noon)
    with pytest.raises(TaxonomyRefused, match="usato"), transaction.atomic():
        drop_local_name(name=name, by=case_supervisor, at=noon)
    assert LocalMeasure.objects.filter(pk=name.pk).exists()
