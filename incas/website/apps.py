# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Public pages: entrance, accessibility, privacy, legal notes, credits."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """Public pages: entrance, accessibility, privacy, legal notes, credits."""

    name = "incas.website"
