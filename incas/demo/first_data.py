# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The demo is staged when it is missing or a month old, since memberships lapse; `load_demo` stages it at will."""

from datetime import timedelta

from django.utils import timezone

from incas.core.first_data import register_first_data
from incas.demo.scenes import stage_all
from incas.organisations.models import Membership

RENEWED_AFTER = timedelta(days=30)


def is_missing() -> bool:
    """Tell whether no invented person has a membership confirmed in the last month."""
    since = timezone.localdate() - RENEWED_AFTER
    return not Membership.objects.filter(user__is_demo=True, confirmed_on__gt=since).exists()


register_first_data("demo con dati inventati", is_missing=is_missing, load=stage_all)
