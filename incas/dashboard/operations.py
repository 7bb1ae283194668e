# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Remember when somebody was here."""

from datetime import datetime

from incas.accounts.models import User


def note_visit(*, user: User, at: datetime) -> datetime | None:
    """Store that the person is here now; give when they were here before (None: never). Called once a session."""
    before = user.last_seen_at
    User.objects.filter(pk=user.pk).update(last_seen_at=at)
    return before
