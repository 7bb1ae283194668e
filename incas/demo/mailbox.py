# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The e-mails that the demo would have sent: files in a folder, read here and sent to nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils import timezone

NEWEST = 50
BOUNDARY = b"\n" + b"-" * 79 + b"\n"
"""What Django's file backend writes after each message."""


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail as it would have arrived."""

    sent_at: datetime
    to: str
    subject: str
    text: str


def newest_letters() -> list[Letter]:
    """Read the newest e-mails, newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    return list(islice((letter for file in files for letter in reversed(list(_letters(file)))), NEWEST))


def _letters(file: Path) -> Iterator[Letter]:
    """Read the messages of one file, oldest first."""
    sent_at = datetime.fromtimestamp(file.stat().st_mtime, tz=timezone.get_current_timezone())
    for raw in file.read_bytes().split(BOUNDARY):
        if not raw.strip():
            continue
        message = message_from_bytes(raw.lstrip(b"\n"), policy=policy.default)
        assert isinstance(message, EmailMessage)  # noqa: S101 (what the default policy gives)
        body = message.get_body(("plain",))
        yield Letter(sent_at, str(message["To"]), str(message["Subject"]), str(body.get_content()) if body else "")
