# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The trail: who did what, when, from which state to which; and who read what that is sensitive.

It refers to people and objects by key and by the name they had then, so that it stands below every other app and stays
legible when the rest is gone. Triggers refuse update, delete and truncate to everyone, the owner of the table included.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incas.audit.choices import Kind
from incas.audit.verbs import VERBS
from incas.core.privacy import Retention, classified
from incas.core.triggers import APPEND_ONLY


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries of the trail."""

    def about(self, subject: models.Model) -> "EntryQuerySet":
        """Keep the entries of one object, newest first."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).order_by("-at", "-pk")


@classified(
    retention=Retention.TRAIL,
    open="at kind verb subject_type subject_id subject_label body_id before after reason",
    identifying="actor_id actor_name",
)
class Entry(models.Model):
    """One thing done or read. `verb` is a past participle in English (`submitted`), its Italian is in `VERBS`."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.WRITE)
    verb = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    body_id = models.BigIntegerField(null=True)
    subject_type = models.CharField(max_length=100)
    subject_id = models.BigIntegerField()
    subject_label = models.CharField(max_length=200, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("voce della storia")
        verbose_name_plural = _("storia")
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-at", "-id"], name="entry_of_subject"),
            models.Index(fields=["body_id", "-at", "-id"], name="entry_of_body"),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type}"

    @property
    def reading(self) -> str:
        """The verb in Italian."""
        return str(VERBS.get(self.verb, self.verb))
