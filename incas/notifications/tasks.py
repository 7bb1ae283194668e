# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the worker does about messages: bundles of e-mail every minute, forgetting every night."""

from datetime import datetime

from incas.core.jobs import periodic
from incas.notifications.operations import forget_old_messages, send_mail_due


@periodic(cron="* * * * *")
def send_mail_of_messages(at: datetime) -> None:
    """Send the e-mails that are due."""
    send_mail_due(at=at)


@periodic(cron="20 2 * * *")
def forget_messages(at: datetime) -> None:
    """Delete the messages older than thirty days."""
    forget_old_messages(at=at)
