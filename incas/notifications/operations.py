# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Tell people things: on their page at once, by e-mail in a bundle."""

import hashlib
import logging
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from incas.accounts.models import User
from incas.audit.operations import record
from incas.notifications.emails import send_bundle
from incas.notifications.kinds import KINDS
from incas.notifications.models import CalendarKey, Message, MutedKind

BETWEEN_MAILS = timedelta(minutes=10)
"""Nobody gets two e-mails of messages within this time."""
KEPT = timedelta(days=30)
logger = logging.getLogger(__name__)


@transaction.atomic
def notify(
    *, recipients: Iterable[User], kind: str, title: str, url: str, at: datetime, text: str = ""
) -> list[Message]:
    """Give each person a message: a title, a line, an address to open. No personal data of others in any of them.

    Called again for the same thing (person, kind, address, title) it renews the message not yet read instead of adding
    one. `kind` must be registered (KeyError): people switch kinds off by name. The e-mail goes later, see
    `send_mail_due`.
    """
    KINDS[kind]
    people = {person.pk for person in recipients}
    same = Message.objects.unread().filter(recipient__in=people, kind=kind, url=url, title=title[:200])
    renewed = set(same.values_list("recipient_id", flat=True))
    same.update(created_at=at, text=text[:500], emailed_at=None)
    return Message.objects.bulk_create(
        Message(recipient_id=key, kind=kind, title=title[:200], text=text[:500], url=url, created_at=at)
        for key in sorted(people - renewed)
    )


@transaction.atomic
def mark_read(*, message: Message, at: datetime) -> Message:
    """Note that its recipient has opened a message. The first time counts."""
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=at)
    message.refresh_from_db()
    return message


@transaction.atomic
def mark_all_read(*, recipient: User, at: datetime) -> int:
    """Note that a person has read all their messages; give how many were new."""
    return Message.objects.visible_to(recipient).unread().update(read_at=at)


@transaction.atomic
def mute_kinds(*, recipient: User, kinds: Iterable[str]) -> None:
    """Make these the kinds a person does not want by e-mail; all the others they get."""
    wanted = set(kinds)
    MutedKind.objects.filter(user=recipient).exclude(kind__in=wanted).delete()
    MutedKind.objects.bulk_create([MutedKind(user=recipient, kind=kind) for kind in wanted], ignore_conflicts=True)


@transaction.atomic
def open_calendar(*, by: User, at: datetime) -> str:
    """Give a person a secret for the address of their calendar; the earlier one no longer opens it.

    Only its hash is kept, so it is shown once. 256 random bits.
    """
    secret = secrets.token_urlsafe(32)
    key, _made = CalendarKey.objects.update_or_create(
        user=by, defaults={"secret_hash": hashed(secret), "created_at": at}
    )
    record(key, "calendar_opened", by=by, at=at)
    return secret


@transaction.atomic
def close_calendar(*, by: User, at: datetime) -> None:
    """Revoke the address of a person's calendar. Done again it changes nothing."""
    for key in CalendarKey.objects.select_for_update().filter(user=by):
        record(key, "calendar_closed", by=by, at=at)
        key.delete()


def hashed(secret: str) -> str:
    """Hash a secret of many random bits: no salt is needed to keep it from being guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def send_mail_due(*, at: datetime) -> int:
    """Send the e-mails that are due, one a person for all their new messages; give how many went.

    A person gets at most one in ten minutes. A message that was read, or whose kind is switched off, is not sent. When
    the mail server does not answer, the messages wait for the next time.
    """
    sent = 0
    for key in _people_due(at):
        try:
            sent += _send_to(key, at)
        except OSError as error:
            logger.warning("mail not sent, tried again later: %s", type(error).__name__)
    return sent


def _due(at: datetime) -> QuerySet[Message]:
    """Messages of the last days that nobody was told of by e-mail and nobody switched off."""
    muted = MutedKind.objects.filter(user=OuterRef("recipient"), kind=OuterRef("kind"))
    return Message.objects.filter(
        ~Exists(muted),
        emailed_at__isnull=True,
        read_at__isnull=True,
        created_at__gt=at - KEPT,
        recipient__is_active=True,
    )


def _people_due(at: datetime) -> list[int]:
    """People with messages to be sent, unless an e-mail went to them within ten minutes."""
    last = Max("recipient__messages__emailed_at")
    due = _due(at).values("recipient_id").annotate(last=last)
    rested = due.filter(Q(last__isnull=True) | Q(last__lte=at - BETWEEN_MAILS))
    return list(rested.order_by("recipient_id").values_list("recipient_id", flat=True))


@transaction.atomic
def _send_to(key: int, at: datetime) -> int:
    """Send one person's bundle and note it, both or neither; two workers never send the same."""
    messages = list(
        _due(at).select_for_update(skip_locked=True, of=("self",)).filter(recipient=key).select_related("recipient")
    )
    if not messages:
        return 0
    Message.objects.filter(pk__in=[message.pk for message in messages]).update(emailed_at=at)
    send_bundle(messages[0].recipient, messages)
    return 1


def forget_old_messages(*, at: datetime) -> int:
    """Delete the messages older than thirty days; give how many they were."""
    return Message.objects.filter(created_at__lt=at - KEPT).delete()[0]
