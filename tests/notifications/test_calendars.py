# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt

import pytest

from incas.notifications.board import Deadline
from incas.notifications.calendars import escaped, folded, written_calendar

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def test_written_calendar_has_an_event_a_deadline():
    deadline = Deadline(dt.date(2026, 12, 31), "Domanda, n. 2; invio", "/domande/2/", "Progetto «Mani»")
    written = written_calendar([deadline], name="Scadenze", at=NOON).decode()
    lines = written.replace("\r\n ", "").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    for line in (
        "DTSTAMP:20261123T120000Z", "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Domanda\\, n. 2\\; invio",
        "DESCRIPTION:Progetto «Mani» http://127.0.0.1:8000/domande/2/", "URL:http://127.0.0.1:8000/domande/2/",
    ):  # fmt: skip
        assert line in lines


def test_a_deadline_keeps_its_identity_from_time_to_time():
    deadline = Deadline(dt.date(2026, 12, 31), "Domanda", "/domande/2/")
    first = written_calendar([deadline], name="Scadenze", at=NOON)
    later = written_calendar([deadline], name="Scadenze", at=NOON + dt.timedelta(days=1))
    identities = [line for text in (first, later) for line in text.split(b"\r\n") if line.startswith(b"UID:")]
    assert len(identities) == 2
    assert len(set(identities)) == 1


def test_escaped_lets_no_line_end_through():
    assert escaped("a\r\nBEGIN:VEVENT\\n;,") == "a BEGIN:VEVENT\\\\n\\;\\,"


@pytest.mark.parametrize("text", ["x" * 75, "x" * 76, "è" * 200, "€" * 100, "😀" * 60, ""])
def test_folded_lines_are_short_and_whole(text):
    written = folded(text)
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert written.replace(b"\r\n ", b"").decode() == f"{text}\r\n"
