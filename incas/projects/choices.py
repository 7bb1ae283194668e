# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""States of a project, and the sections in which it is prepared."""

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


class ProjectSection(models.TextChoices):
    """Sections in which a project is prepared, in the order of the task list."""

    GENERAL = "general", _("Dati generali")
    TUTOR = "tutor", _("Referente territoriale")
    PACKAGES = "packages", _("Pacchetti di lavoro")
    BUDGET = "budget", _("Piano finanziario")
    AGREEMENT = "agreement", _("Convenzione firmata")
    ADVANCE = "advance", _("Anticipo ricevuto")


register_verbs(
    {
        "activated": _("ha avviato"),
        "budgeted": _("ha modificato il piano finanziario"),
        "assigned": _("ha assegnato il referente territoriale"),
        "packaged": _("ha modificato i pacchetti di lavoro"),
        "agreed": _("ha registrato la convenzione"),
        "advanced": _("ha registrato l'anticipo"),
    }
)
