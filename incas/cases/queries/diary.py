# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The diary of a case page by page, what is to be done in it, who may do it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from incas.accounts.models import User
from incas.cases.models import Case, CaseTask, DiaryEntry, Grant

PAGE = 30


@dataclass(frozen=True, slots=True)
class DiaryPage:
    """Some entries, newest first; `older` is the code of the last one when there are older ones."""

    entries: list[DiaryEntry]
    older: str


def diary_page(case: Case, *, before: str = "") -> DiaryPage:
    """Read the diary from the entry of a code on, backwards; from the newest when there is none. Two queries."""
    found = case.diary.select_related("written_by").order_by("-happened_on", "-pk")
    last = case.diary.filter(code=before).values_list("happened_on", "pk").first() if before else None
    if last is not None:
        found = found.filter(Q(happened_on__lt=last[0]) | Q(happened_on=last[0], pk__lt=last[1]))
    entries = list(found[: PAGE + 1])
    return DiaryPage(entries[:PAGE], entries[PAGE - 1].code if len(entries) > PAGE else "")


def tasks_of(case: Case) -> QuerySet[CaseTask]:
    """List what is to be done in a case, the nearest first."""
    return case.tasks.filter(done_at__isnull=True).select_related("owner").order_by("due_on", "pk")


def team_of(case: Case, *, at: datetime) -> QuerySet[User]:
    """List the people who may open a case now."""
    grants = Grant.objects.scoped().in_force(at).filter(case=case, user=OuterRef("pk"))
    return User.objects.filter(Exists(grants), is_active=True).order_by("last_name", "first_name")
