# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What workers do for cases, killed at the worst moment: nothing is half done, nothing done twice, all is done."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from incas.audit.models import Entry
from incas.cases.choices.cases import Phase
from incas.cases.models import Case, CaseRecord, Identity, Measure, Person
from incas.cases.tenancy import whole_platform
from incas.core.choices import JobState
from incas.core.jobs import start_job
from tests.cases.factories import CaseFactory, ConsentFactory, DiaryEntryFactory, MeasureFactory, TransferFactory
from tests.workers import StartWorker, job_now, kill, put_back_what_it_left, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def closed_case(service) -> Case:
    """A case closed long ago, with who it is of, words, a measure."""
    case: Case = CaseFactory(service=service, in_programme=True)
    with whole_platform(reason="a test"):
        MeasureFactory(case=case, programme=case.programmes.get(), provider="Ente di prova")
        Case.objects.scoped().filter(pk=case.pk).update(
            phase=Phase.CLOSED, outcome="autonomy", opened_on=date(2015, 1, 7), closed_on=date(2015, 5, 20)
        )
    for make in (DiaryEntryFactory, ConsentFactory, TransferFactory):
        make(case=case)
    return case


def rows_of(case: Case) -> dict[str, list[dict[str, Any]]]:
    """Every row of a case, as it is stored."""
    of_case = [
        model
        for model in apps.get_app_config("cases").get_models()
        if issubclass(model, CaseRecord) and any(field.related_model is Case for field in model._meta.fields)
    ]
    with whole_platform(reason="a test"):
        found = {model.__name__: model._base_manager.filter(case=case.pk) for model in of_case if model is not Person}
        found["Case"] = Case._base_manager.filter(pk=case.pk)
        found["Person"] = Person._base_manager.filter(case=case.pk)
        found["Identity"] = Identity._base_manager.filter(person__case=case.pk)
        return {name: list(rows.order_by("pk").values()) for name, rows in found.items() if rows.exists()}


def anonymous(cases: list[Case]) -> list[bool]:
    """Tell of each case whether it is anonymous."""
    with whole_platform(reason="a test"):
        return [Case.objects.scoped().get(pk=case.pk).anonymised_at is not None for case in cases]


def somebody_waits() -> bool:
    """Tell whether some process waits for a row that another holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("held", [Case, Measure], ids=["between two cases", "within a case"])
def test_anonymisation_whose_worker_is_killed_is_completed_with_nothing_half_done_and_nothing_twice(
    held, service, case_supervisor, start_worker: StartWorker
):
    cases = [closed_case(service) for _ in range(3)]
    before = [rows_of(case) for case in cases]
    assert {"Identity", "Person", "DiaryEntry", "Consent", "Transfer", "Measure"} <= before[1].keys()
    codes = [case.code for case in cases]
    job = start_job(
        "cases-anonymise",
        by=case_supervisor,
        arguments={"codes": codes, "acting_body": service.body_id},
        at=timezone.now(),
    )

    with transaction.atomic():  # the worker comes as far as a row of the second case that is held here, and is killed
        with whole_platform(reason="a test"):
            second = {"pk": cases[1].pk} if held is Case else {"case": cases[1].pk}
            assert held._base_manager.select_for_update().get(**second)
        worker = start_worker()
        wait_until(lambda: anonymous(cases) == [True, False, False] and somebody_waits())
        kill(worker)
    assert anonymous(cases) == [True, False, False]
    assert [rows_of(case) for case in cases[1:]] == before[1:]
    first = rows_of(cases[0])

    put_back_what_it_left()
    start_worker()
    wait_until(lambda: job_now(job).state == JobState.DONE)
    assert anonymous(cases) == [True, True, True]
    assert rows_of(cases[0]) == first
    assert {name for case in cases for name in rows_of(case)} & {"Identity", "Person", "DiaryEntry"} == set()
    assert [Entry.objects.about(case).filter(verb="anonymised").count() for case in cases] == [1, 1, 1]
    assert (job_now(job).attempts, job_now(job).result) == (2, {"cases": 3})
