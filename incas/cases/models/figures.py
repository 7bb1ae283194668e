# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Figures of the pilot as they were published: protected values alone, kept for good."""

import hashlib
import json
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.cases.models.services import SEES_EVERY_SERVICE, WORKS_ON_CASES, served_by
from incas.core.privacy import Retention, classified
from incas.core.triggers import APPEND_ONLY
from incas.core.writing import long_day
from incas.organisations.models import Body


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


class DifferenceNoteQuerySet(models.QuerySet["DifferenceNote"]):
    """Notes that say why a figure differs."""

    def visible_to(self, user: User) -> Self:
        """Show each to who sees the figure it is about: all to who follows the pilot, their own to a service."""
        if user.acting_roles & SEES_EVERY_SERVICE:
            return self
        return self.filter(body_id__in=served_by(user))


@classified(
    retention=Retention.PROJECT, open="figures body indicator text written_at changed_at", identifying="written_by"
)
class DifferenceNote(models.Model):
    """Why a figure of a Comune differs, in published figures: its supervisor's words, or of who runs the pilot.

    `indicator` is one of those compared. The words name no person and no case: whoever sees the figure reads them.
    """

    figures = models.ForeignKey(PublishedFigures, on_delete=models.PROTECT, related_name="notes")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", verbose_name=_("Comune"))
    indicator = models.CharField(_("misura"), max_length=40)
    text = models.CharField(_("perché è diverso"), max_length=300)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = DifferenceNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("nota del confronto")
        verbose_name_plural = _("note del confronto")
        ordering = ("body__name", "indicator")
        constraints = [
            UniqueConstraint(fields=["figures", "body", "indicator"], name="difference_explained_once_a_figure"),
            CheckConstraint(name="difference_note_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text
