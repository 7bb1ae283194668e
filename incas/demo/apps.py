# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Invented data and one-click sign-in; refuses to exist under production settings."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Invented data and one-click sign-in; refuses to exist under production settings."""

    name = "incas.demo"
