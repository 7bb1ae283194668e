# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages of the diary and of what is to be done."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from incas.cases.models import CaseTask, DiaryEntry
from incas.cases.tenancy import whole_platform
from tests.cases.factories import CaseTaskFactory, DiaryEntryFactory
from tests.forms import send
from tests.lists import assert_constant_queries
from tests.pages import text_of
from tests.personas import client_of

SECRET = "Parole riservate"


def test_diary_is_for_the_team_alone(case, case_worker, case_supervisor, specialist):
    DiaryEntryFactory(case=case, written_by=case_worker, text=SECRET)
    diary = reverse("cases:diary", args=[case.code])
    assert SECRET in text_of(client_of(case_worker).get(diary))
    assert client_of(case_supervisor).get(diary).status_code == 403
    assert client_of(specialist).get(diary).status_code == 403


def test_diary_asks_the_same_whatever_its_entries(case, case_worker):
    def add() -> None:
        DiaryEntryFactory(case=case)
        CaseTaskFactory(case=case)

    assert_constant_queries(client_of(case_worker), reverse("cases:diary", args=[case.code]), add, files=False)


def test_diary_and_tasks_are_written_from_their_pages(case, case_worker):
    client = client_of(case_worker)
    send(client, reverse("cases:diary_write", args=[case.code]), kind="phone", text=SECRET)
    due_on = timezone.localdate() + timedelta(days=3)
    send(client, reverse("cases:task_new", args=[case.code]), text="Prenotare", due_on=due_on.isoformat())
    with whole_platform(reason="a test"):
        entry, task = DiaryEntry.objects.scoped().get(), CaseTask.objects.scoped().get()
    assert (entry.text, task.text, task.owner_id) == (SECRET, "Prenotare", case_worker.pk)
    client.post(reverse("cases:task_done", args=[task.code]))
    with whole_platform(reason="a test"):
        assert CaseTask.objects.scoped().get().done_by_id == case_worker.pk


def test_diary_of_another_comune_is_not_found(other_case, case_worker):
    client = client_of(case_worker)
    for name in ("diary", "diary_write", "task_new"):
        assert client.get(reverse(f"cases:{name}", args=[other_case.code])).status_code == 404


def test_contact_of_tomorrow_is_told_beside_its_day_and_nothing_is_lost(case, case_worker):
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = send(
        client_of(case_worker),
        reverse("cases:diary_write", args=[case.code]),
        happened_on=tomorrow.isoformat(),
        text=SECRET,
    )
    assert "futuro" in page.context["form"].errors["happened_on"][0]
    assert SECRET in page.content.decode()
