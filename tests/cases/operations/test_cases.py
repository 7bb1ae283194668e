# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Opening a case, correcting what is known of it, another report."""

from datetime import date, timedelta

import pytest

from incas.audit.models import Entry
from incas.cases.choices.cases import AgeBand, Area, Language, Phase, Sex, Source, WorkSector
from incas.cases.doors import scope_of
from incas.cases.identities import IdentityContent
from incas.cases.models import Case, Identity, Report
from incas.cases.operations.cases import (
    CaseFacts,
    NewReport,
    ProbableDuplicates,
    ServiceClosed,
    add_report,
    change_case,
    open_case,
)
from tests.cases.factories import CaseFactory, PilotServiceFactory

REPORT = NewReport(received_on=date(2026, 6, 9), source=Source.UNION, reference="Prot. 12", is_urgent=True, note="Nota")
FACTS = CaseFacts(sex=Sex.FEMALE, sector=WorkSector.AGRICULTURE, language=Language.WOLOF)
AWA = IdentityContent("Awa", "Prova", birth_date=date(1994, 5, 17), citizenship="SN", tax_code="CNTCHR83T41D969D")


def opened(service, by, at, *, identity=AWA, **more):
    return open_case(service=service, report=REPORT, facts=FACTS, identity=identity, by=by, at=at, **more)


def test_open_case_makes_the_case_without_a_name(service, case_worker, noon):
    with scope_of(case_worker):
        case = opened(service, case_worker, noon)
    assert (case.phase, case.opened_on, case.is_urgent, case.source) == (
        Phase.REPORTED,
        date(2026, 6, 10),
        True,
        Source.UNION,
    )
    assert (case.sex, case.sector, case.age_band, case.area) == (
        Sex.FEMALE,
        WorkSector.AGRICULTURE,
        AgeBand.ADULT,
        Area.WEST_AFRICA,
    )


def test_open_case_makes_the_person_holder_of_a_family_and_seals_who_they_are(service, case_worker, noon):
    with scope_of(case_worker):
        person = opened(service, case_worker, noon).person
        assert (person.is_holder, person.sex, person.family.persons.count()) == (True, Sex.FEMALE, 1)
        assert IdentityContent.opened(person.identity.sealed) == AWA


def test_open_case_writes_the_report(service, case_worker, noon):
    with scope_of(case_worker):
        report = opened(service, case_worker, noon).reports.get()
    assert (report.received_on, report.source, report.reference, report.is_urgent, report.note) == (
        date(2026, 6, 9),
        Source.UNION,
        "Prot. 12",
        True,
        "Nota",
    )


def test_open_case_lets_who_opens_it_open_it_again_for_the_days_of_the_rule(service, case_worker, noon):
    with scope_of(case_worker):
        grant = opened(service, case_worker, noon).grants.get()
    assert (grant.user, grant.starts_at, grant.lapses_at) == (case_worker, noon, noon + timedelta(days=180))


def test_open_case_leaves_a_trail_without_names(service, case_worker, noon):
    with scope_of(case_worker):
        case = opened(service, case_worker, noon)
    entry = Entry.objects.about(case).get()
    assert (entry.verb, entry.before, entry.after, entry.subject_label) == (
        "opened",
        {},
        {"phase": "reported"},
        case.code,
    )


def test_open_case_of_a_relative_enters_the_family_of_the_holder(service, case, case_worker, noon):
    with scope_of(case_worker):
        relative = opened(service, case_worker, noon, holder=case)
        assert (relative.is_relative, relative.person.is_holder) == (True, False)
        assert relative.person.family_id == case.person.family_id


def test_open_case_of_a_relative_whose_holder_is_not_known_stands_alone(service, case_worker, noon):
    with scope_of(case_worker):
        relative = opened(service, case_worker, noon, is_relative=True)
        assert (relative.is_relative, relative.person.is_holder, relative.person.family.persons.count()) == (
            True,
            False,
            1,
        )


@pytest.mark.parametrize(
    "again",
    [
        IdentityContent("Altro", "Nome", tax_code="CNTCHR83T41D969D"),
        IdentityContent("PROVA", "awà"),
        IdentityContent("Awa Maria", "Prova"),
        IdentityContent("Fatou", "Prova", birth_year=1994),
    ],
    ids=["fiscal code", "same name", "two words", "a word and the year"],
)
def test_open_case_stops_at_who_may_be_the_same_person(again, service, case_worker, noon):
    with scope_of(case_worker):
        first = opened(service, case_worker, noon)
        with pytest.raises(ProbableDuplicates) as found:
            opened(service, case_worker, noon, identity=again)
        assert [(match.case, match.name) for match in found.value.matches] == [(first, "Awa Prova")]
        assert Case.objects.visible_to(case_worker).count() == 1


@pytest.mark.parametrize(
    "again",
    [
        IdentityContent("Fatou", "Prova"),
        IdentityContent("Fatou", "Prova", birth_year=1995),
        IdentityContent("Fatou", "Altra", birth_date=date(1994, 5, 17)),
    ],
    ids=["one word alone", "a word and another year", "the same day alone"],
)
def test_open_case_goes_on_with_who_is_less_alike(again, service, case_worker, noon):
    with scope_of(case_worker):
        opened(service, case_worker, noon)
        opened(service, case_worker, noon, identity=again)
        assert Case.objects.visible_to(case_worker).count() == 2


def test_open_case_goes_on_with_who_was_said_to_be_another(service, case_worker, noon):
    with scope_of(case_worker):
        first = opened(service, case_worker, noon)
        opened(service, case_worker, noon, others={first.person.code})
        assert Case.objects.visible_to(case_worker).count() == 2


def test_open_case_names_a_match_only_to_who_may_open_it(service, case_worker, case_supervisor, noon):
    with scope_of(case_supervisor):
        first = opened(service, case_supervisor, noon)
    with scope_of(case_worker):
        with pytest.raises(ProbableDuplicates) as found:
            opened(service, case_worker, noon)
        match = found.value.matches[0]
    assert (match.case, match.may_open, match.name) == (first, False, "")


def test_open_case_never_looks_in_another_comune(service, other_service, case_worker, case_supervisor, noon):
    other = CaseFactory(service=other_service)
    with scope_of(case_worker):
        same = IdentityContent(first_name="Prova", last_name="Inventata")
        assert opened(service, case_worker, noon, identity=same).body_id != other.body_id


def test_open_case_before_the_service_works_is_refused(comune, case_worker, noon):
    service = PilotServiceFactory(body=comune, opens_on=date(2026, 6, 11))
    with scope_of(case_worker), pytest.raises(ServiceClosed, match="non è ancora attivo"):
        opened(service, case_worker, noon)


def test_open_case_after_the_service_ended_is_refused(comune, case_worker, noon):
    service = PilotServiceFactory(body=comune, closes_on=date(2026, 6, 9))
    with scope_of(case_worker), pytest.raises(ServiceClosed, match="non è più attivo"):
        opened(service, case_worker, noon)


def test_change_case_corrects_the_facts_and_the_person_follows(case, case_worker, noon):
    with scope_of(case_worker):
        changed = change_case(case=case, facts=FACTS, is_urgent=True, by=case_worker, at=noon)
        assert (changed.sex, changed.sector, changed.language, changed.is_urgent) == (
            Sex.FEMALE,
            WorkSector.AGRICULTURE,
            Language.WOLOF,
            True,
        )
        assert changed.person.sex == Sex.FEMALE
    assert [entry.verb for entry in Entry.objects.about(case)] == ["case_changed"]


def test_change_case_to_what_it_is_leaves_no_trail(case, case_worker, noon):
    with scope_of(case_worker):
        for _ in range(2):
            change_case(case=case, facts=FACTS, is_urgent=False, by=case_worker, at=noon)
    assert Entry.objects.about(case).count() == 1


def test_add_report_makes_the_case_urgent_when_it_is(case, case_worker, noon):
    with scope_of(case_worker):
        add_report(case=case, report=REPORT, by=case_worker, at=noon)
        assert Case.objects.visible_to(case_worker).get().is_urgent
        assert Report.objects.visible_to(case_worker).count() == 1
    assert Entry.objects.about(case).get().after == {"received_on": "2026-06-09"}


def test_open_case_keeps_no_name_where_rows_are_not_sealed(service, case_worker, noon):
    with scope_of(case_worker):
        person = opened(service, case_worker, noon).person
        stored = str(Identity.objects.visible_to(case_worker).filter(person=person).values())
    assert "Awa" not in stored
    assert "CNTCHR83T41D969D" not in stored
