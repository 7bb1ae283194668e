# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The first entry of the bar."""

from django.utils.translation import gettext_lazy as _

from incas.core.navigation import register_entry
from incas.core.pages import everyone

register_entry(_("Scrivania"), "dashboard:home", rule=everyone, order=10, key="s")
