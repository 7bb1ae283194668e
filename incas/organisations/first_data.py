# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Regions, provinces and Comuni: nobody works without them."""

from django.utils import timezone

from incas.core.first_data import register_first_data
from incas.organisations.models import Territory
from incas.organisations.operations.territories import load_territories

register_first_data(
    "regioni, province e Comuni",
    is_missing=lambda: not Territory.objects.exists(),
    load=lambda: load_territories(at=timezone.now()),
)
