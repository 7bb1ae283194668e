# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Why something written in a case is taken away. Words of the trail, so never a person's own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mistake(models.TextChoices):
    """What was wrong with what was written."""

    TWICE = "twice", _("Scritto due volte")
    ELSEWHERE = "elsewhere", _("Era di un altro caso")
    WRONG = "wrong", _("Date o dati sbagliati, da riscrivere")
    NEVER = "never", _("Non è mai avvenuto")
