# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Funds, calls (avvisi) and their rule sets."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Funds, calls (avvisi) and their rule sets."""

    name = "incas.programmes"
