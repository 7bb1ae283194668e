# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The bell in the header: how many messages are new, and where they are."""

from incas.core.navigation import register_bell
from incas.notifications.queries import count_unread

register_bell("notifications:messages", count=count_unread)
