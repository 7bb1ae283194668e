# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Entries of the bar."""

from django.utils.translation import gettext_lazy as _

from incas.cases import rules
from incas.core.navigation import register_entry

register_entry(_("Casi"), "cases:cases", rule=rules.see_cases, order=25, key="c")
register_entry(_("Progetto pilota"), "cases:pilot", rule=rules.see_pilot, order=27, key="l", also=("cases:taxonomy",))
