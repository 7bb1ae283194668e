# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the Scrivania, the messages and the territories cost in R, and how long finding a Comune takes.

Run with `python -m benchmarks desk`. Target: a page at most 3 R.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from benchmarks import bare_list
from benchmarks.harness import Call, measured, print_figures, queries_of, request_of, somebody
from incas.accounts.models import User
from incas.notifications.board import Change, Deadline, Waiting, register_board
from incas.notifications.models import Message
from incas.organisations.models import Territory
from incas.organisations.operations.territories import load_territories
from incas.organisations.queries.territories import search_territories

TASKS, DAYS, CHANGES, MESSAGES = 25, 30, 20, 60


def waiting(_user: User, at: datetime) -> list[Waiting]:
    """As much as waits on a bad Monday."""
    day = at.date()
    return [
        Waiting("Invia", f"Domanda n. {number}", f"/domande/{number}/", day + timedelta(days=number - 5), "Mani Sicure")
        for number in range(TASKS)
    ]


def deadlines(_user: User, at: datetime) -> list[Deadline]:
    """A term every other day."""
    day = at.date()
    return [Deadline(day + timedelta(days=2 * number), f"Scheda {number}", "/schede/") for number in range(DAYS)]


def changes(_user: User, since: datetime) -> list[Change]:
    """What moved since yesterday."""
    return [Change(since, f"Domanda n. {number} certificata", "/domande/", "Mina Prova") for number in range(CHANGES)]


def fill(user: User) -> None:
    """Give the person messages."""
    Message.objects.filter(recipient=user).delete()
    Message.objects.bulk_create(
        Message(recipient=user, kind="misura", title=f"Domanda n. {number}", url="/", created_at=timezone.now())
        for number in range(MESSAGES)
    )


def main() -> None:
    """Measure and print."""
    if not Territory.objects.filter(belfiore_code="H501").exists():
        load_territories(at=timezone.now())
    user = somebody()
    fill(user)
    register_board(waiting=waiting, deadlines=deadlines, changes=changes)
    bare_list.fill(bare_list.ROWS)
    pages: dict[str, Call] = {
        "R": bare_list.request(user),
        "Scrivania": request_of("/scrivania/", user),
        "Messaggi": request_of("/messaggi/", user),
        "Territori": request_of("/territori/", user),
        "Territori, cercati": request_of("/territori/?cerca=san", user),
        "Territori mentre si scrive": request_of("/territori/cerca/?territory-text=reggio+cal", user),
    }
    print(", ".join(f"{name}: {queries_of(call)} queries" for name, call in pages.items()))
    print_figures(measured(pages), unit="R")
    finds: dict[str, Call] = {
        text: lambda text=text: search_territories(text)  # type: ignore[misc]  # each its own text
        for text in ("forli", "reggio cal", "regio emilia", "san", "r")
    }
    print("\nsearch_territories")
    print_figures(measured(finds, rounds=200), unit="forli")
