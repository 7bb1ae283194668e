# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The e-mail that says there are messages. It tells their kinds and where they are read, nothing of their content."""

from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from incas.accounts.models import User
from incas.core.addresses import whole_url
from incas.notifications.kinds import told_kind
from incas.notifications.models import Message


def send_bundle(recipient: User, messages: Iterable[Message]) -> None:
    """Tell a person that there are new messages: how many of each kind."""
    kinds = Counter(told_kind(message.kind) for message in messages)
    count = kinds.total()
    subject = ngettext("InCaS plus: %(count)d nuovo messaggio", "InCaS plus: %(count)d nuovi messaggi", count)
    text = render_to_string(
        "notifications/email/bundle.txt",
        {
            "kinds": sorted(kinds.items()),
            "link": whole_url("notifications:messages"),
            "settings_link": whole_url("notifications:kinds"),
        },
    )
    send_mail(subject % {"count": count}, text, settings.DEFAULT_FROM_EMAIL, [recipient.email])
