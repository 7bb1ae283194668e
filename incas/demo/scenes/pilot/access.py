# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Staged again months later, the demo still opens its cases: grants that lapsed, or soon will, are given anew."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from incas.accounts.models import User
from incas.cases.choices.access import GrantKind
from incas.cases.doors import scope_of
from incas.cases.models import Case
from incas.cases.operations.access import confirm_access, grant_access
from incas.demo.scenes.pilot.services import Crew

SOON = timedelta(days=7)
"""Less than what a grant to be confirmed has left on the first day of the demo."""


def renew_access(crews: Iterable[Crew], *, at: datetime) -> None:
    """Have each supervisor confirm what each worker opens and will soon open no longer; or grant it again."""
    for crew in crews:
        with scope_of(crew.supervisor):
            for case in Case.objects.visible_to(crew.supervisor).filter(anonymised_at__isnull=True):
                _renew(case, crew.worker, by=crew.supervisor, at=at)


def _renew(case: Case, worker: User, *, by: User, at: datetime) -> None:
    last = case.grants.filter(user=worker, kind=GrantKind.TEAM, ended_at__isnull=True).order_by("-lapses_at").first()
    if last is None or last.lapses_at > at + SOON:
        return
    if last.lapses_at > at:
        confirm_access(grants=[last], reason="", by=by, at=at)
    else:
        grant_access(case=case, user=worker, kind=GrantKind.TEAM, reason="", until=None, by=by, at=at)
