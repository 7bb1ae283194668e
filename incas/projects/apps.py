# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Projects of Comuni: title, period, work packages, budget."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Projects of Comuni: title, period, work packages, budget."""

    name = "incas.projects"
