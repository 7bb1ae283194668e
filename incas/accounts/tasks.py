# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the worker does about access."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from incas.accounts.emails import send_password_reset
from incas.accounts.models import User
from incas.accounts.operations import RESET_TASK


@app.task(name=RESET_TASK, retry=RetryStrategy(max_attempts=5, exponential_wait=10))
def answer_password_reset(user_id: int) -> None:
    """Send the link for a new password to a person; nothing when the address typed was nobody's (0)."""
    user = User.objects.filter(is_active=True, pk=user_id).first()
    if user is not None:
        send_password_reset(user)
