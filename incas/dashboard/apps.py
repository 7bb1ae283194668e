# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The Scrivania, the signed-in home."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """The Scrivania, the signed-in home."""

    name = "incas.dashboard"
