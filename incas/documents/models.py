# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Files kept once by their fingerprint, and receipts for what is sent."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from incas.core.privacy import Retention, classified
from incas.core.triggers import APPEND_ONLY
from incas.documents import choices  # noqa: F401 (registers the verbs of the trail)


@classified(retention=Retention.PROJECT, open="sha256 size media_type stored_at")
class StoredFile(models.Model):
    """Bytes kept as they came, once, named by their SHA-256 (64 hex digits). Size in bytes.

    Who may read them is told by what refers to them: no address opens a file by its own key. The name a person gave it
    is kept by the referrer. The bytes lie under `sha256/ab/cd/<sha256>` of the default storage (`vault`). `stored_at`
    is when they were last handed in: what nothing refers to is swept a week later.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100, default="application/octet-stream")
    stored_at = models.DateTimeField()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("file")

    def __str__(self) -> str:
        return self.sha256[:12]


@classified(
    retention=Retention.PROJECT,
    open="year serial issued_at subject_type subject_id subject_label body_id snapshot what",
    identifying="sender_id sender_name",
)
class Receipt(models.Model):
    """Proof that something was sent: a number, an instant, and the fingerprint of a canonical snapshot of it.

    Numbers run from 1 in each year without gaps (`2026/000001`). A trigger refuses to change or delete a receipt. Like
    the trail, it names the subject, the body and the sender by key and by the name they had then.
    """

    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    what = models.CharField(max_length=200)
    subject_type = models.CharField(max_length=100)
    subject_id = models.BigIntegerField()
    subject_label = models.CharField(max_length=200)
    body_id = models.BigIntegerField(null=True)
    sender_id = models.BigIntegerField()
    sender_name = models.CharField(max_length=200)
    snapshot = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("ricevuta")
        verbose_name_plural = _("ricevute")
        constraints = [
            UniqueConstraint(fields=["year", "serial"], name="receipt_number_once"),
            CheckConstraint(name="receipt_serial_from_one", condition=Q(serial__gte=1)),
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="receipt_of_subject")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Year and serial as people read them: `2026/000001`."""
        return f"{self.year}/{self.serial:06d}"

    @property
    def sha256(self) -> str:
        """The fingerprint of what was sent: that of the canonical snapshot."""
        return self.snapshot.sha256
