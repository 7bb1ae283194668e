# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Verbs of the trail that tell of calendars."""

from django.utils.translation import gettext_lazy as _

from incas.audit.verbs import register_verbs

register_verbs(
    {
        "calendar_opened": _("ha creato l'indirizzo del proprio calendario"),
        "calendar_closed": _("ha revocato l'indirizzo del proprio calendario"),
    }
)
