# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Messages to people. They carry no personal data of third parties: a title, a line, an address to open."""

from typing import Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.core.privacy import Retention, classified
from incas.notifications import choices  # noqa: F401 (registers the verbs of the trail)
from incas.notifications.kinds import told_kind


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
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="message_of_recipient"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="message_unread"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def told_kind(self) -> str:
        """Its kind in words."""
        return told_kind(self.kind)


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


@classified(retention=Retention.ACCOUNT, open="secret_hash created_at", identifying="user")
class CalendarKey(models.Model):
    """The secret in the address of a person's calendar of deadlines: only its SHA-256 (hex) is kept. One a person."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_key")
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("indirizzo del calendario")

    def __str__(self) -> str:
        return str(_("Calendario delle scadenze"))
