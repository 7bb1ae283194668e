# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is read of cases to count them: one category each, the day that counts, who said no."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incas.cases.choices.cases import Answer, ConsentKind, Need
from incas.cases.models import (
    Consent,
    Dwelling,
    Engagement,
    ItalianAssessment,
    MeasureKind,
    NeedScore,
    ParentLink,
    Union,
)
from incas.cases.statistics.facts import read_facts
from incas.cases.statistics.indicators import INDICATORS
from incas.cases.tenancy import whole_platform
from tests.cases.factories import CaseFactory, MeasureFactory, PermitFactory, PersonFactory

UNTIL = date(2026, 9, 30)


def one(until: date = UNTIL):
    (facts,) = read_facts(until)
    return facts


def of_case(model, case, **values):
    return model.objects.create(case=case, body_id=case.body_id, **values)


@pytest.mark.usefixtures("everywhere")
def test_a_case_is_in_one_category_of_each_indicator(service):
    CaseFactory(service=service)
    facts = one()
    assert facts.categories.keys() == INDICATORS.keys()
    assert all(category in INDICATORS[slug].keys for slug, category in facts.categories.items())
    told = {key: facts.categories[key] for key in ("stage", "permit", "kinship", "outcome", "work", "housing")}
    assert told == {
        "stage": "reported",
        "permit": "none",
        "kinship": "holder",
        "outcome": "open",
        "work": "none",
        "housing": "unknown",
    }


@pytest.mark.usefixtures("everywhere")
def test_a_case_admitted_after_the_day_is_not_admitted_yet(service):
    CaseFactory(service=service, admitted=True)
    assert (one().categories["stage"], one().categories["permit"]) == ("admitted", "issued")
    assert one(date(2026, 4, 7)).categories["stage"] == "recognised"
    assert list(read_facts(date(2026, 3, 1))) == []


@pytest.mark.usefixtures("everywhere")
def test_days_between_steps_are_counted(service):
    CaseFactory(service=service, admitted=True)
    days = {slug: one().values[slug] for slug in INDICATORS if slug.startswith("days_")}
    assert days == {
        "days_report_issue": (Decimal(30),),
        "days_issue_admission": (Decimal(7),),
        "days_report_admission": (Decimal(37),),
    }


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize(
    ("answers", "counted"),
    [
        ([], 1),
        ([Answer.GIVEN], 1),
        ([Answer.REFUSED], 0),
        ([Answer.GIVEN, Answer.WITHDRAWN], 0),
        ([Answer.REFUSED, Answer.GIVEN], 1),
    ],
)
def test_who_refused_statistics_is_not_counted(service, answers, counted):
    case = CaseFactory(service=service)
    for day, answer in enumerate(answers, start=1):
        given = {"kind": ConsentKind.STATISTICS, "answer": answer, "given_on": date(2026, 3, day), "language": "fr"}
        of_case(Consent, case, **given)
    assert len(list(read_facts(UNTIL))) == counted


@pytest.mark.usefixtures("everywhere")
def test_relatives_are_counted_by_the_degree_the_family_gives(service):
    holder = CaseFactory(service=service).person
    made = {"service": service, "is_relative": True, "person": False}
    child, wife, other = (PersonFactory(family=holder.family, case=CaseFactory(**made)) for _each in range(3))
    family = {"family": holder.family, "body_id": service.body_id}
    ParentLink.objects.create(parent=holder, child=child, **family)
    Union.objects.create(one=holder, other=wife, **family)
    found = {facts.categories["kinship"] for facts in read_facts(UNTIL)}
    assert found == {"holder", "first", "spouse", "other"}
    assert other.case.is_relative


@pytest.mark.usefixtures("everywhere")
def test_what_was_reached_is_counted(service):
    case = CaseFactory(service=service, closed=True)
    for level, day in ((1, 3), (3, 20)):
        of_case(ItalianAssessment, case, level=level, assessed_on=date(2026, 4, day))
    work = {"kind": "permanent", "starts_on": date(2026, 4, 1), "verify_on": date(2026, 10, 1)}
    of_case(Engagement, case, **work)
    of_case(Dwelling, case, kind="autonomous", starts_on=date(2026, 4, 2))
    for score, day in ((1, 1), (4, 30)):
        of_case(NeedScore, case, need=Need.WORK, moment="review", weighed_on=date(2026, 4, day), score=score)
    facts = one()
    told = {key: facts.categories[key] for key in ("outcome", "italian", "exit_work", "work", "housing", "need_work")}
    assert told == {
        "outcome": "autonomy",
        "italian": "gained",
        "exit_work": "with",
        "work": "started",
        "housing": "autonomous",
        "need_work": "measured",
    }
    assert facts.values["need_work"] == (Decimal(1), Decimal(4))


@pytest.mark.usefixtures("everywhere")
def test_measures_begun_are_counted_by_area_with_their_cost(service):
    case = CaseFactory(service=service, in_programme=True)
    MeasureFactory(case=case, state="running", cost=Decimal("120.50"))
    MeasureFactory(case=case, state="planned", cost=Decimal("999.00"))
    facts = one()
    assert (facts.categories["area_italian"], facts.categories["area_work"]) == ("yes", "no")
    assert facts.values["cost"] == (Decimal("120.50"),)


@pytest.mark.usefixtures("everywhere")
def test_kinds_of_the_measures_begun_are_told(service):
    case = CaseFactory(service=service, in_programme=True)
    begun = MeasureFactory(case=case, state="running")
    MeasureFactory(case=case, state="planned", kind=MeasureKind.objects.get(slug="work-2"))
    assert one().kinds == {begun.kind_id}


@pytest.mark.usefixtures("everywhere")
def test_cases_are_read_a_stretch_at_a_time_each_once(service, monkeypatch):
    monkeypatch.setattr("incas.cases.statistics.facts.STRETCH", 2)
    for _each in range(3):
        MeasureFactory(case=CaseFactory(service=service, in_programme=True), state="running")
    of_consent = {"kind": ConsentKind.STATISTICS, "answer": Answer.REFUSED, "given_on": date(2026, 3, 1)}
    of_case(Consent, CaseFactory(service=service), language="fr", **of_consent)
    CaseFactory.create_batch(2, service=service)
    found = [facts.categories["area_italian"] for facts in read_facts(UNTIL)]
    assert found == ["yes", "yes", "yes", "no", "no"]


@pytest.mark.usefixtures("everywhere")
def test_facts_ask_the_same_whatever_the_cases(service):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            list(read_facts(UNTIL))
        return len(captured)

    MeasureFactory(case=CaseFactory(service=service, in_programme=True), state="running")
    with_one = asked()
    for _each in range(2):
        MeasureFactory(case=CaseFactory(service=service, in_programme=True), state="running")
    PermitFactory(case=CaseFactory(service=service, is_relative=True))
    assert asked() == with_one


def test_facts_are_not_told_when_printed(service):
    CaseFactory(service=service)
    with whole_platform(reason="a test"):
        assert repr(one()) == f"Facts(body_id={service.body_id})"
