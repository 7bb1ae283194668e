# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Messages, deadlines, and what waits for a person."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Messages, deadlines, and what waits for a person."""

    name = "incas.notifications"
