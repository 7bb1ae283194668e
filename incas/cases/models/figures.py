# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Figures of the pilot as they were published: protected values alone, kept for good."""

import hashlib
import json
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.cases.models.services import SEES_EVERY_SERVICE, WORKS_ON_CASES
from incas.core.privacy import Retention, classified
from incas.core.triggers import APPEND_ONLY
from incas.core.writing import long_day


class PublishedFiguresQuerySet(models.QuerySet["PublishedFigures"]):
    """Published figures."""

    def visible_to(self, user: User) -> Self:
        """Show them to who follows the pilot or works in it; of which Comuni, `statistics.figures_for` tells."""
        return self if user.acting_roles & (SEES_EVERY_SERVICE | WORKS_ON_CASES) else self.none()


@classified(retention=Retention.PROJECT, open="until computed_at threshold content")
class PublishedFigures(models.Model):
    """Figures of the cases opened by the end of a quarter, computed once and never again (append-only).

    Computed again they would differ by what was written meanwhile, and the difference would tell of few persons.
    `content` holds what is shown and None for what is not (`statistics.publishing`); no raw count is kept anywhere.
    """

    until = models.DateField(_("situazione al"), unique=True)
    computed_at = models.DateTimeField(_("calcolate il"))
    threshold = models.PositiveSmallIntegerField(_("soglia"))
    content = models.JSONField()

    objects = PublishedFiguresQuerySet.as_manager()

    class Meta:
        verbose_name = _("cifre del progetto pilota")
        verbose_name_plural = _("cifre del progetto pilota")
        ordering = ("-until",)
        constraints = [
            CheckConstraint(name="figures_threshold_never_under_three", condition=Q(threshold__gte=3)),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return long_day(self.until)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what was published, the same wherever it is read: two files of one publication bear one."""
        plain = json.dumps(self.content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()
