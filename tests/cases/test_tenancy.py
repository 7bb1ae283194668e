# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Row-level security and managers that fail closed: each attempt that a mistake or an attacker would make."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from psycopg import sql

from incas.cases.choices.access import Part
from incas.cases.doors import scope_of
from incas.cases.ledger import note_reading
from incas.cases.models import Case, Identity, PastRow, Person, Reading, Unscoped
from incas.cases.models.base import BodyRecord
from incas.cases.tenancy import current_scope, whole_platform
from tests.cases.factories import CaseFactory, MeasureFactory, PersonFactory

TABLES = [model for model in apps.get_models() if issubclass(model, BodyRecord)]


def rows(table: str) -> int:
    """Count the rows of a table as raw SQL does, without any queryset of ours."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        return int(cursor.fetchone()[0])


def test_there_are_tables_to_look_at():
    assert len(TABLES) > 25


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.db_table)
@pytest.mark.django_db
def test_table_forces_row_level_security(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity,"
            " (SELECT count(*) FROM pg_policy WHERE polrelid = pg_class.oid)"
            " FROM pg_class WHERE relname = %s",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, True, 1)


@pytest.mark.django_db
def test_policies_compare_the_level_where_it_is_read_once_a_statement():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE qual LIKE %s), count(*) FILTER (WHERE qual || with_check LIKE %s)"
            " FROM pg_policies WHERE tablename LIKE 'cases_%%'",
            ["%( SELECT (current_setting('incas.level'::text, true) = 'own'%", "%true) AS current_setting) = %"],
        )
        assert cursor.fetchone() == (len(TABLES), 0)


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.db_table)
@pytest.mark.django_db
def test_table_keeps_what_was(model):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass", [model._meta.db_table])
        names = {name for (name,) in cursor.fetchall()}
    assert names & {"keeps_past", "stays"} or any(name.startswith("pgtrigger_append_only") for name in names)


def test_no_table_is_emptied_past_its_policies(case, everywhere):
    for table in ("cases_identity", "cases_case"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.Identifier(table)))


@pytest.mark.django_db
def test_application_role_cannot_pass_over_policies():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)


def test_raw_sql_without_a_scope_shows_nothing(case):
    assert [rows("cases_case"), rows("cases_person"), rows("cases_identity")] == [0, 0, 0]


def test_raw_sql_in_the_scope_of_a_worker_shows_their_comune_alone(case, other_case, case_worker):
    with scope_of(case_worker):
        assert [rows("cases_case"), rows("cases_identity")] == [1, 1]
    assert rows("cases_case") == 0


def test_raw_sql_in_the_scope_of_a_specialist_shows_no_identity(case, other_case, specialist):
    with scope_of(specialist):
        assert [rows("cases_case"), rows("cases_identity"), rows("cases_diaryentry"), rows("cases_grant")] == [
            2,
            0,
            0,
            0,
        ]


@pytest.mark.parametrize("persona", ["coordinator", "tutor", "ministry_officer", "project_manager", "administrator"])
def test_raw_sql_in_the_scope_of_others_shows_nothing(persona, case, request):
    with scope_of(request.getfixturevalue(persona)):
        assert [rows("cases_case"), rows("cases_identity")] == [0, 0]


def test_scope_ends_with_its_transaction(case, case_worker):
    with scope_of(case_worker):
        assert current_scope().level == "own"
    assert current_scope().level == ""


def test_failure_inside_a_scope_leaves_the_one_before(case, case_worker):
    with scope_of(case_worker):
        with pytest.raises(ZeroDivisionError), whole_platform(reason="a test"):
            raise ZeroDivisionError
        assert rows("cases_case") == 1
        assert current_scope().level == "own"


def test_worker_cannot_write_into_another_comune(case, other_service, case_worker):
    with scope_of(case_worker), pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.create(
            body=other_service.body, service=other_service, opened_on=case.opened_on, source=case.source
        )


def test_specialist_cannot_change_a_case(case, specialist):
    with scope_of(specialist), pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.visible_to(specialist).update(is_urgent=True)


def test_row_of_another_body_than_its_case_is_refused(case, other_comune, everywhere):
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureFactory(case=case, body=other_comune)


def test_relatives_of_two_families_cannot_be_linked(case, everywhere):
    elsewhere = PersonFactory(body=case.body)
    with pytest.raises(IntegrityError), transaction.atomic():
        case.person.family.parent_links.create(body=case.body, parent=case.person, child=elsewhere)


@pytest.mark.parametrize(
    "reading",
    [
        lambda: list(Case.objects.all()),
        Case.objects.count,
        lambda: Case.objects.filter(is_urgent=True).exists(),
        Case.objects.first,
        lambda: Case.objects.get(pk=1),
        lambda: list(Case.objects.values("pk")),
        lambda: list(Identity.objects.iterator()),
        lambda: Case.objects.update(is_urgent=True),
        lambda: Case.objects.all().delete(),
        lambda: Case.objects.in_bulk([1]),
        lambda: list(Person.objects.select_related("case")),
    ],
)
def test_reading_without_saying_for_whom_is_refused(reading, case, everywhere):
    with pytest.raises(Unscoped):
        reading()


def test_reading_without_a_person_takes_a_reason(everywhere):
    with pytest.raises(Unscoped):
        Case.objects.unscoped(reason="")
    with pytest.raises(ValueError, match="reason"), whole_platform(reason=""):
        pass


def test_what_hangs_from_a_case_is_read_freely(case, case_worker):
    with scope_of(case_worker):
        found = Case.objects.visible_to(case_worker).get(code=case.code)
        assert [measure.pk for measure in found.measures.all()] == []
        assert found.person.identity.sealed["first_name"] == "Prova"


def test_worker_sees_the_cases_they_may_open_alone(service, case, case_worker):
    CaseFactory(service=service)
    with scope_of(case_worker):
        assert [found.code for found in Case.objects.visible_to(case_worker)] == [case.code]


def test_supervisor_sees_every_case_of_the_service_and_opens_none(service, case, other_case, case_supervisor):
    CaseFactory(service=service)
    with scope_of(case_supervisor):
        assert [found.may_open for found in Case.objects.visible_to(case_supervisor)] == [False, False]
        assert Identity.objects.visible_to(case_supervisor).count() == 0


def test_past_of_a_row_is_kept_whoever_changes_it(case, case_worker):
    with scope_of(case_worker):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_case SET is_urgent = true WHERE id = %s", [case.pk])
        past = PastRow.objects.visible_to(case_worker).get()
    assert (past.table, past.row, past.operation, past.actor_id) == ("cases_case", case.code, "update", case_worker.pk)
    assert past.before["is_urgent"] is False


def test_past_and_readings_stay_as_they_are(case, case_worker, noon):
    with scope_of(case_worker):
        Case.objects.visible_to(case_worker).filter(pk=case.pk).update(is_urgent=True)
        note_reading(case=case, part=Part.SUMMARY, by=case_worker, at=noon)
        for table in ("cases_pastrow", "cases_reading"):
            for statement in ("UPDATE {} SET case_code = 'X'", "DELETE FROM {}"):
                with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(sql.SQL(statement).format(sql.Identifier(table)))
        assert PastRow.objects.visible_to(case_worker).count() == 1


def test_reading_names_its_ground(case, case_worker, case_supervisor, specialist, noon):
    grounds = []
    for reader in (case_worker, case_supervisor, specialist):
        with scope_of(reader):
            note_reading(case=case, part=Part.SUMMARY, by=reader, at=noon)
    with scope_of(case_supervisor):
        grounds = [str(reading.ground) for reading in Reading.objects.visible_to(case_supervisor).order_by("pk")]
    assert grounds == ["team", "supervision", "coordination"]
