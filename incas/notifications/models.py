# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Messages to people. They carry no personal data of third parties: a title, a line, an address to open."""

from typing import Self

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.core.privacy import Retention, classified


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages of a person."""

    def visible_to(self, user: User) -> Self:
        """Keep one's own."""
        return self.filter(recipient_id=user.pk)

    def unread(self) -> Self:
        """Keep those not opened yet."""
        return self.filter(read_at__isnull=True)


@classified(
    retention=Retention.TRANSIENT, open="kind title text url created_at read_at emailed_at", identifying="recipient"
)
class Message(models.Model):
    """Something a person should know. `kind` is what they may switch off by e-mail (`claim_submitted`)."""

    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    emailed_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("messaggio")
        verbose_name_plural = _("messaggi")
        indexes = [models.Index(fields=["recipient", "-created_at"], name="message_of_recipient")]

    def __str__(self) -> str:
        return self.title


@classified(retention=Retention.ACCOUNT, open="kind", identifying="user")
class MutedKind(models.Model):
    """A kind of message that a person does not want by e-mail; it still reaches their page of messages."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="muted_kinds")
    kind = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("avviso e-mail disattivato")
        constraints = [UniqueConstraint(fields=["user", "kind"], name="muted_kind_once")]

    def __str__(self) -> str:
        return self.kind
