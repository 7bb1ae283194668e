# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Append-only record of writes and of sensitive reads."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Append-only record of writes and of sensitive reads."""

    name = "incas.audit"
