# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Files kept once by their fingerprint, and receipts for what is sent."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from incas.core.privacy import Retention, classified


@classified(retention=Retention.PROJECT, open="sha256 size media_type created_at")
class StoredFile(models.Model):
    """Bytes kept as they came, once, named by their SHA-256 (64 hex digits). Size in bytes.

    Who may read them is told by what refers to them: no address opens a file by its own key. The name a person gave it
    is kept by the referrer. The bytes lie under `files/ab/cd/<sha256>` of the default storage.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100, default="application/octet-stream")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("file")

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def path(self) -> str:
        """Where the bytes lie, relative to the storage."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"


@classified(
    retention=Retention.PROJECT,
    open="year serial issued_at subject_type subject_id subject_label body_id snapshot what",
)
class Receipt(models.Model):
    """Proof that something was sent: a number, an instant, and the fingerprint of a canonical snapshot of it.

    Numbers run from 1 in each year without gaps (`2026/000001`). A receipt is never changed.
    """

    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    what = models.CharField(max_length=200)
    subject_type = models.CharField(max_length=100)
    subject_id = models.BigIntegerField()
    subject_label = models.CharField(max_length=200)
    body_id = models.BigIntegerField(null=True)
    snapshot = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("ricevuta")
        verbose_name_plural = _("ricevute")
        constraints = [
            UniqueConstraint(fields=["year", "serial"], name="receipt_number_once"),
            CheckConstraint(name="receipt_serial_from_one", condition=Q(serial__gte=1)),
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="receipt_of_subject")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Year and serial as people read them: `2026/000001`."""
        return f"{self.year}/{self.serial:06d}"
