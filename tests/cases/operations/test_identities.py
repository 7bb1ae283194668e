# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Correcting who a person is."""

from datetime import date

import pytest

from incas.audit.models import Entry
from incas.cases.choices.cases import AgeBand, Area
from incas.cases.doors import scope_of
from incas.cases.identities import IdentityContent
from incas.cases.models import Case
from incas.cases.operations.cases import ProbableDuplicates
from incas.cases.operations.identities import IdentityGone, write_identity
from incas.cases.queries.persons import find_person
from tests.cases.factories import CaseFactory

AWA = IdentityContent("Awa", "Prova", birth_date=date(2009, 5, 17), citizenship="SN", tax_code="CNTCHR83T41D969D")


def written(case, by, at, content=AWA, **more):
    return write_identity(case=case, content=content, by=by, at=at, **more)


def test_write_identity_computes_age_on_the_day_of_opening_and_area_again(case, case_worker, noon):
    with scope_of(case_worker):
        assert IdentityContent.opened(written(case, case_worker, noon).sealed) == AWA
        again = Case.objects.visible_to(case_worker).get()
    assert (again.age_band, again.area) == (AgeBand.MINOR, Area.WEST_AFRICA)


def test_write_identity_is_found_by_its_new_name_alone(case, case_worker, noon):
    before = IdentityContent.opened(case.person.identity.sealed).full_name
    with scope_of(case_worker):
        written(case, case_worker, noon)
        found = [
            [match.case for match in find_person(name=name, tax_code="", body_ids=(case.body_id,), by=case_worker)]
            for name in ("prova AWA", before)
        ]
        by_code = find_person(name="", tax_code="CNTCHR83T41D969D", body_ids=(case.body_id,), by=case_worker)
    assert found == [[case], []]
    assert [match.case for match in by_code] == [case]


def test_write_identity_twice_leaves_one_entry_without_content(case, case_worker, noon):
    with scope_of(case_worker):
        for _ in range(2):
            written(case, case_worker, noon)
    entry = Entry.objects.about(case).get()
    assert (entry.verb, entry.before, entry.after) == ("identity_written", {}, {})


def test_write_identity_like_somebody_known_stops_until_they_are_said_to_be_another(service, case, case_worker, noon):
    other = CaseFactory(service=service, team=[case_worker])
    with scope_of(case_worker):
        written(other, case_worker, noon)
        with pytest.raises(ProbableDuplicates) as found:
            written(case, case_worker, noon)
        assert [match.case for match in found.value.matches] == [other]
        written(case, case_worker, noon, others={other.person.code})


def test_write_identity_that_is_not_about_the_name_asks_nothing_again(service, case, case_worker, noon):
    other = CaseFactory(service=service, team=[case_worker])
    with scope_of(case_worker):
        written(other, case_worker, noon)
        written(case, case_worker, noon, others={other.person.code})
        with_phone = IdentityContent(**{**AWA.to_seal(), "birth_date": AWA.birth_date, "phone": "333"})
        assert written(case, case_worker, noon, content=with_phone).sealed["phone"] == "333"


def test_write_identity_that_was_erased_is_refused(case, case_worker, noon):
    with scope_of(case_worker):
        case.person.identity.delete()
        with pytest.raises(IdentityGone):
            written(case, case_worker, noon)
