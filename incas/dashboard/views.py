# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The Scrivania, the signed-in home."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from incas.accounts.requests import SignedInRequest
from incas.core.navigation import starts_for
from incas.core.pages import everyone, page
from incas.dashboard.desk import desk_of
from incas.dashboard.hints import what_will_come
from incas.dashboard.operations import note_visit

SEEN_BEFORE = "seen_before"
"""Session key: when the person was here before this session, kept for all of it."""


@page(allowed=everyone)
def home(request: SignedInRequest) -> HttpResponse:
    """Show what waits for the person, what falls due, what moved since they were last here."""
    now = timezone.now()
    if SEEN_BEFORE not in request.session:
        seen = note_visit(user=request.user, at=now)
        request.session[SEEN_BEFORE] = seen.isoformat() if seen else ""
    kept = request.session[SEEN_BEFORE]
    desk = desk_of(request.user, at=now, since=datetime.fromisoformat(kept) if kept else None)
    shown = {"desk": desk, "now": now}
    if not desk.tasks:
        shown |= {"what_will_come": what_will_come(request.user), "starts": starts_for(request.user)}
    return render(request, "dashboard/home.html", shown)
