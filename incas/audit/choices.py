# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Kinds of entries in the trail."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Whether something was changed or a sensitive record was read."""

    WRITE = "write", _("Modifica")
    READ = "read", _("Lettura")
