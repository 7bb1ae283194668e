# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A calendar of deadlines that a person's own calendar subscribes to (iCalendar, RFC 5545)."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings

from incas.notifications.board import Deadline

LINE = 75
"""Octets of a line, at most; longer ones are folded."""


def written_calendar(deadlines: Iterable[Deadline], *, name: str, at: datetime) -> bytes:
    """Write a calendar: one event a deadline, lasting its day.

    The same deadline keeps its identity from time to time.
    """
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ANCI - Cittalia//InCaS plus//IT",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        *(line for deadline in deadlines for line in event(deadline, stamp)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def event(deadline: Deadline, stamp: str) -> list[str]:
    """Write one deadline."""
    day = deadline.due_on
    identity = hashlib.sha256(f"{day.isoformat()} {deadline.url} {deadline.title}".encode()).hexdigest()[:32]
    url = f"{settings.SITE_URL}{deadline.url}"
    return [
        "BEGIN:VEVENT",
        f"UID:{identity}@incas",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(deadline.title)}",
        f"DESCRIPTION:{escaped(' '.join(filter(None, [deadline.detail, url])))}",
        f"URL:{url}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """Escape a text (RFC 5545, 3.3.11); no line end gets through."""
    marked = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(marked.split())


def folded(line: str) -> bytes:
    """Fold a line at 75 octets, never inside a character (RFC 5545, 3.1)."""
    pieces: list[bytes] = []
    piece = b""
    for mark in line:
        octets = mark.encode()
        if len(piece) + len(octets) > LINE - (1 if pieces else 0):
            pieces.append(piece)
            piece = b""
        piece += octets
    pieces.append(piece)
    return b"\r\n ".join(pieces) + b"\r\n"
