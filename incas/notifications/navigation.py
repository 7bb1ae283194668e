# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The bell in the header: how many messages are new, and where they are."""

from django.utils.translation import gettext_lazy as _

from incas.core.navigation import register_bell, register_personal_link
from incas.notifications.queries import count_unread

register_bell("notifications:messages", count=count_unread)
register_personal_link(_("Messaggi"), "notifications:messages", icon="mail")
