# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from incas.accounts.models import User
from incas.core.choices import JobState
from incas.core.jobs import JobRefused, Progress, WorkerStopping, retry_job, start_job
from incas.core.jobs.registry import PERIODIC
from incas.core.jobs.running import MOST_ATTEMPTS, perform, requeue_lost
from incas.core.models import Draft, Job, Submission
from incas.core.tasks import forget_old_rows, keep_jobs_alive
from tests.core.jobs import works
from tests.jobs import RunJobs, telling_here
from tests.lists import assert_constant_queries
from tests.personas import client_of

NOON = datetime(2026, 2, 17, 11, tzinfo=UTC)
Start = Callable[..., Job]


@pytest.fixture
def start(finance_officer: User) -> Start:
    """Start a job as the finance officer."""

    def begin(kind: str = "prova-conta", return_url: str = "/esito/", **arguments: Any) -> Job:
        return start_job(kind, by=finance_officer, arguments=arguments, at=NOON, return_url=return_url)

    return begin


@pytest.fixture
def browser(finance_officer: User) -> Client:
    return client_of(finance_officer)


def entries() -> list[tuple[str, dict[str, Any], str]]:
    return [(entry.task_name, entry.args, entry.lock) for entry in ProcrastinateJob.objects.order_by("pk")]


# Starting and running


def test_started_job_waits_in_the_queue_under_a_lock_of_its_own(start: Start):
    job = start()
    assert (job.state, job.title, job.created_at) == (JobState.WAITING, "Conteggio di prova", NOON)
    assert entries() == [("incas.core.tasks.run_job", {"job_id": job.pk}, f"job-{job.pk}")]


def test_job_started_by_an_operation_that_is_undone_was_never_started(start: Start):
    with transaction.atomic():
        start()
        transaction.set_rollback(True)
    assert (Job.objects.count(), entries()) == (0, [])


def test_job_that_goes_well_keeps_its_result_and_its_count(start: Start, run_jobs: RunJobs):
    start()
    (job,) = run_jobs()
    assert (job.state, job.result, job.done, job.total, job.attempts) == (
        JobState.DONE,
        {"marked": works.UNITS},
        works.UNITS,
        works.UNITS,
        1,
    )
    assert job.ended_at is not None


@pytest.mark.parametrize(("how", "why"), [("explained", "L'archivio è vuoto."), ("refused", "Manca il file.")])
def test_known_failure_is_told_as_it_is(start: Start, run_jobs: RunJobs, how: str, why: str):
    start("prova-errore", how=how)
    (job,) = run_jobs()
    assert (job.state, job.failure) == (JobState.FAILED, why)


def test_unknown_failure_gives_a_code_and_logs_no_content(
    start: Start, run_jobs: RunJobs, caplog: pytest.LogCaptureFixture
):
    start("prova-errore", how="unknown")
    with caplog.at_level(logging.ERROR):
        (job,) = run_jobs()
    (record,) = caplog.records
    code = job.failure.split()[-1].rstrip(".")
    assert job.failure == f"Errore imprevisto. Chi assiste lo ritrova con il codice {code}."
    assert code in record.getMessage()
    assert "ValueError" in record.getMessage()
    assert "works.py" in record.getMessage()
    assert "RSSMRA80A01H501U" not in caplog.text
    assert "RSSMRA80A01H501U" not in job.failure


def test_job_done_is_not_done_again(start: Start, run_jobs: RunJobs):
    start()
    (job,) = run_jobs()
    Draft.objects.all().delete()
    perform(job.pk, tell=telling_here)
    assert not Draft.objects.exists()


def test_job_that_keeps_killing_its_worker_is_given_up(start: Start):
    job = start()
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=MOST_ATTEMPTS)
    perform(job.pk, tell=telling_here)
    job.refresh_from_db()
    assert (job.state, job.failure) == (JobState.FAILED, "L'elaborazione si è interrotta più volte.")


def test_job_of_a_kind_no_longer_known_fails_saying_so(start: Start, run_jobs: RunJobs):
    Job.objects.filter(pk=start().pk).update(kind="sparita")
    (job,) = run_jobs()
    assert (job.state, job.failure) == (JobState.FAILED, "Questa elaborazione non è più prevista.")


def test_job_stopped_with_its_worker_goes_back_to_wait(start: Start):
    job = start()
    perform(job.pk, tell=telling_here, should_stop=lambda: True)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.WAITING, 0)
    assert len(entries()) == 2
    assert Draft.objects.count() == 1


# Progress


def test_progress_is_written_at_most_twice_a_second(monkeypatch: pytest.MonkeyPatch):
    clock, written = [0.0], []
    monkeypatch.setattr("incas.core.jobs.progress.time.monotonic", lambda: clock[0])
    progress = Progress(lambda done, total: written.append((done, total)), lambda: False)
    for _unit in progress.each(range(10)):
        clock[0] += 0.2
    assert written == [(0, 10), (3, 10), (6, 10), (9, 10)]


def test_progress_stops_between_two_units_when_asked():
    progress = Progress(lambda _done, _total: None, lambda: progress.done == 3)
    dealt_with = []
    with pytest.raises(WorkerStopping):
        dealt_with.extend(progress.each(range(10)))
    assert progress.done == 3


# Retrying and repairing


def test_failed_job_is_tried_again(start: Start, run_jobs: RunJobs, finance_officer: User):
    start("prova-errore", how="refused")
    (job,) = run_jobs()
    again = retry_job(job=job, by=finance_officer)
    assert (again.state, again.failure, again.ended_at, again.attempts) == (JobState.WAITING, "", None, 0)
    assert len(entries()) == 2
    assert retry_job(job=job, by=finance_officer).state == JobState.WAITING
    assert len(entries()) == 2


def test_failed_job_whose_matter_is_gone_is_not_tried_again(start: Start, run_jobs: RunJobs, finance_officer: User):
    start("prova-errore", return_url="/no/", how="refused")
    (job,) = run_jobs()
    with pytest.raises(JobRefused, match="non c'è più"):
        retry_job(job=job, by=finance_officer)


def test_job_is_retried_by_who_started_it_alone(start: Start, run_jobs: RunJobs, coordinator: User):
    start("prova-errore", how="refused")
    (job,) = run_jobs()
    with pytest.raises(Job.DoesNotExist):
        retry_job(job=job, by=coordinator)


def test_open_job_without_an_entry_in_the_queue_gets_one(start: Start):
    waits, _has_entry = start(), start()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE lock = %s", [f"job-{waits.pk}"])
    assert requeue_lost(timezone.now()) == 1
    assert sorted(lock for _task, _args, lock in entries()) == sorted(f"job-{job.pk}" for job in Job.objects.all())


def test_housekeeping_runs_by_the_clock():
    assert PERIODIC[f"{keep_jobs_alive.__module__}.keep_jobs_alive"] == "* * * * * */20"
    assert PERIODIC[f"{forget_old_rows.__module__}.forget_old_rows"] == "40 2 * * *"


def test_old_rows_are_forgotten_and_open_jobs_are_not(start: Start, run_jobs: RunJobs, finance_officer: User):
    start()
    (old,) = run_jobs()
    open_job = start()
    long_ago = timezone.now() - timedelta(days=31)
    Job.objects.update(created_at=long_ago)
    Job.objects.filter(pk=old.pk).update(ended_at=long_ago)
    Draft.objects.update(saved_at=long_ago)
    Submission.objects.create(key="0" * 32, owner_id=1, fingerprint="", outcome_url="/")
    Submission.objects.update(created_at=long_ago)
    forget_old_rows(timezone.now())
    assert list(Job.objects.all()) == [open_job]
    assert (Draft.objects.count(), Submission.objects.count()) == (0, 0)


# Pages


def test_page_of_a_running_job_moves_by_itself_and_has_a_link_without_scripts(browser: Client, start: Start):
    job = start()
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, done=30, total=120)
    page = browser.get(f"/elaborazioni/{job.pk}/").content.decode()
    assert f'hx-get="/elaborazioni/{job.pk}/?detto=running-25"' in page
    assert f'<noscript><p><a href="/elaborazioni/{job.pk}/">' in page
    assert "30 di 120" in page
    assert "In corso: 25 per cento" in page


def test_fragment_announces_a_quarter_once(browser: Client, start: Start):
    job = start()
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, done=31, total=120)
    headers = {"HX-Request": "true"}
    first = browser.get(f"/elaborazioni/{job.pk}/?detto=waiting-0", headers=headers).content.decode()
    second = browser.get(f"/elaborazioni/{job.pk}/?detto=running-25", headers=headers).content.decode()
    assert "hx-swap-oob" in first
    assert "hx-swap-oob" not in second
    assert "<html" not in first


def test_page_of_a_job_that_ended_stands_still_and_leads_to_the_outcome(
    browser: Client, start: Start, run_jobs: RunJobs
):
    start()
    (job,) = run_jobs()
    page = browser.get(f"/elaborazioni/{job.pk}/").content.decode()
    assert "hx-trigger" not in page.split('id="job-progress"')[1].split("</main>")[0]
    assert 'href="/esito/"' in page


def test_page_of_the_outcome_is_read_again_when_the_job_it_follows_goes_well(
    browser: Client, start: Start, run_jobs: RunJobs
):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/esito/?ordine=nome"}
    job = start()
    assert "HX-Refresh" not in browser.get(f"/elaborazioni/{job.pk}/", headers=headers)
    run_jobs()
    assert browser.get(f"/elaborazioni/{job.pk}/", headers=headers)["HX-Refresh"] == "true"
    elsewhere = {**headers, "HX-Current-URL": f"http://testserver/elaborazioni/{job.pk}/"}
    assert "HX-Refresh" not in browser.get(f"/elaborazioni/{job.pk}/", headers=elsewhere)


def test_page_of_the_outcome_stands_and_explains_when_the_job_it_follows_fails(
    browser: Client, start: Start, run_jobs: RunJobs
):
    job = start("prova-errore", how="refused")
    run_jobs()
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/esito/"}
    answer = browser.get(f"/elaborazioni/{job.pk}/", headers=headers)
    assert "HX-Refresh" not in answer
    assert "Manca il file." in answer.content.decode()


def test_page_of_a_failed_job_explains_and_offers_to_retry(browser: Client, start: Start, run_jobs: RunJobs):
    start("prova-errore", how="refused")
    (job,) = run_jobs()
    page = browser.get(f"/elaborazioni/{job.pk}/").content.decode()
    assert "Manca il file." in page
    assert f'action="/elaborazioni/{job.pk}/riprova/"' in page
    assert browser.post(f"/elaborazioni/{job.pk}/riprova/")["Location"] == f"/elaborazioni/{job.pk}/"
    job.refresh_from_db()
    assert job.state == JobState.WAITING


def test_job_is_seen_by_who_started_it_alone(start: Start, coordinator: User):
    job = start()
    other = client_of(coordinator)
    assert other.get(f"/elaborazioni/{job.pk}/").status_code == 404
    assert other.post(f"/elaborazioni/{job.pk}/riprova/").status_code == 404
    assert other.get("/elaborazioni/").context["listing"].rows == []


def test_own_jobs_are_listed_with_constant_queries(browser: Client, start: Start):
    assert_constant_queries(browser, "/elaborazioni/", start)
