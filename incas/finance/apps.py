# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Invoices, expenses, claims, controls."""

from django.apps import AppConfig


class FinanceConfig(AppConfig):
    """Invoices, expenses, claims, controls."""

    name = "incas.finance"
