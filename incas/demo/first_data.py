# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The demo is staged when it is missing; `load_demo` stages it again."""

from incas.accounts.models import User
from incas.core.first_data import register_first_data
from incas.demo.scenes import stage_all

register_first_data(
    "demo con dati inventati",
    is_missing=lambda: not User.objects.filter(is_demo=True).exists(),
    load=stage_all,
)
