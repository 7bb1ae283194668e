# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Tables that serve every app: background jobs with their progress, drafts kept while typing, sendings done once."""

from typing import Any, Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incas.core.choices import JobState
from incas.core.privacy import Retention, classified


class JobQuerySet(models.QuerySet["Job"]):
    """Background jobs of a person."""

    def visible_to(self, user: object) -> Self:
        """Keep what this person started: nobody follows another's jobs."""
        return self.filter(owner_id=getattr(user, "pk", None))


@classified(
    retention=Retention.TRANSIENT,
    open="kind title owner_id state done total arguments result failure attempts return_url created_at started_at "
    "ended_at",
)
class Job(models.Model):
    """Work over a second, run by the worker: its progress, its result or why it failed, in Italian.

    `done` and `total` count units of the work (0 of 0: not known yet). `arguments` hold keys of rows, never content.
    `result` is what the page of the outcome needs. The owner is the key of a person: this app knows no people.
    """

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    owner_id = models.BigIntegerField(db_index=True)
    state = models.CharField(max_length=12, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    arguments = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    failure = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    return_url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("elaborazione")
        indexes = [models.Index(fields=["owner_id", "-created_at"], name="job_of_owner")]
        constraints = [
            CheckConstraint(
                name="job_ended_has_instant",
                condition=Q(state__in=[JobState.WAITING, JobState.RUNNING]) | Q(ended_at__isnull=False),
            ),
            CheckConstraint(name="job_failed_says_why", condition=~Q(state=JobState.FAILED) | ~Q(failure="")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int:
        """How much is done, from 0 to 100."""
        return round(100 * self.done / self.total) if self.total else 0


class DraftRow(models.Model):
    """What every table of drafts has; `data` are the texts of each field, by its name."""

    owner_id = models.BigIntegerField()
    form = models.CharField(max_length=300)
    saved_at = models.DateTimeField()
    data: Any

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.form


@classified(retention=Retention.TRANSIENT, open="owner_id form saved_at", identifying="data")
class Draft(DraftRow):
    """What a person has typed in a form and not sent yet. One per person and form (the form's address)."""

    data = models.JSONField()

    class Meta:
        verbose_name = _("bozza")
        constraints = [UniqueConstraint(fields=["owner_id", "form"], name="draft_once_per_form")]


@classified(retention=Retention.TRANSIENT, open="key owner_id fingerprint outcome_url created_at")
class Submission(models.Model):
    """A form already sent: its one-time key and where the first sending led. A second press leads to the same place.

    `fingerprint` summarises what was sent: the same key with other content is no second press.
    """

    key = models.UUIDField(unique=True)
    owner_id = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    outcome_url = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("invio")

    def __str__(self) -> str:
        return str(self.key)
