# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What falls due in a case."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExpiryKind(models.TextChoices):
    """What falls due. Keys are those that the view of the database writes."""

    PERMIT = "permit", _("Scadenza del permesso")
    REVIEW = "review", _("Verifica da fare")
    PROGRAMME_REVIEW = "programme_review", _("Verifica del programma")
    WORK_CHECK = "work_check", _("Verifica del contratto di lavoro")
    GRANT = "grant", _("Autorizzazione che decade")
