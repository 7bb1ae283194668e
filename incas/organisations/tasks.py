# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is done every night about memberships: the overdue are closed, who must confirm is told."""

from datetime import datetime

from incas.core.jobs import periodic
from incas.organisations.operations.memberships import close_overdue_memberships, note_notices


@periodic(cron="10 3 * * *")
def look_after_memberships(at: datetime) -> None:
    """Close the memberships that are over, and tell those who may confirm the ones that are about to be."""
    close_overdue_memberships(at=at)
    note_notices(at=at)
