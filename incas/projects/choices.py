# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""States of a project."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incas.audit.verbs import register_verbs


class ProjectState(models.TextChoices):
    """Where a project stands."""

    DRAFT = "draft", _("In preparazione")
    ACTIVE = "active", _("In corso")
    CLOSED = "closed", _("Concluso")


PROJECT_TRANSITIONS: dict[ProjectState, set[ProjectState]] = {
    ProjectState.DRAFT: {ProjectState.ACTIVE},
    ProjectState.ACTIVE: {ProjectState.CLOSED},
    ProjectState.CLOSED: set(),
}

register_verbs(
    {
        "activated": _("ha avviato"),
        "budgeted": _("ha modificato il piano finanziario"),
        "assigned": _("ha assegnato il referente territoriale"),
    }
)
