# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The entry of the menu about calls."""

from django.utils.translation import gettext_lazy as _

from incas.core.navigation import register_entry, register_start
from incas.programmes import rules

register_entry(_("Avvisi"), "programmes:calls", rule=rules.follow_calls, order=60, key="a")
register_start(
    _("Un avviso dice le regole con cui i progetti spendono e rendicontano: voci di costo, massimali, scadenze."),
    _("Apri un avviso"),
    "programmes:calls",
    rule=rules.manage_calls,
    order=10,
)
