# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""States of background jobs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Where a background job stands."""

    WAITING = "waiting", _("In attesa")
    RUNNING = "running", _("In corso")
    DONE = "done", _("Conclusa")
    FAILED = "failed", _("Non riuscita")
