# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is typed and not sent yet where it may name a person: kept sealed under the key of a body."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, TextField, UniqueConstraint, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from incas.core.models import DraftRow
from incas.core.privacy import Retention, classified
from incas.organisations.models import Body
from incas.privacy.fields import SealedJSONField


@classified(retention=Retention.TRANSIENT, open="body owner_id form code saved_at", special="data")
class SealedDraft(DraftRow):
    """A draft of a form of cases. One per person, form and body.

    `code` says whose it is and of which form: since what is sealed is bound to it, a row given to another person by
    writing to the database does not open.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=330)
    data = SealedJSONField()

    objects: ClassVar[models.Manager["SealedDraft"]] = models.Manager()

    class Meta:
        verbose_name = _("bozza riservata")
        constraints = [
            UniqueConstraint(fields=["owner_id", "form", "body"], name="sealed_draft_once_per_form"),
            CheckConstraint(
                name="sealed_draft_code_says_whose",
                condition=Q(code=Concat(Cast("owner_id", TextField()), Value(":"), F("form"))),
            ),
        ]
