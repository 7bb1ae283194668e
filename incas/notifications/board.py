# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the Scrivania asks of every app. An app registers its providers in `AppConfig.ready`; it touches no list.

A provider gets the person and the instant, and runs a constant number of queries (at most two).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from incas.accounts.models import User


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for this person: the verb of the button (`Invia`), what, where, by when (None: no term).

    `aside` is told on the Scrivania alone: the calendar, which others may read, has `title` and `detail`.
    """

    verb: str
    title: str
    url: str
    due_on: date | None = None
    detail: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that concerns this person: what falls due, where to look."""

    due_on: date
    title: str
    url: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that moved since the person was last here, newest first.

    `title` names what moved, `who` and `what` read on as a sentence: *Mina Villa* *ha certificato*.
    """

    at: datetime
    title: str
    url: str
    who: str = ""
    what: str = ""


WaitingProvider = Callable[[User, datetime], Iterable[Waiting]]
DeadlineProvider = Callable[[User, datetime], Iterable[Deadline]]
ChangeProvider = Callable[[User, datetime], Iterable[Change]]

Turns = Callable[[User, datetime], Iterable[object]]

WAITING: list[WaitingProvider] = []
DEADLINES: list[DeadlineProvider] = []
CHANGES: list[ChangeProvider] = []


def register_board(
    *,
    waiting: WaitingProvider | None = None,
    deadlines: DeadlineProvider | None = None,
    changes: ChangeProvider | None = None,
) -> None:
    """Add the providers of an app. For `changes` the instant is when the person was last here."""
    if waiting is not None:
        WAITING.append(waiting)
    if deadlines is not None:
        DEADLINES.append(deadlines)
    if changes is not None:
        CHANGES.append(changes)


_TURNS: list[Turns] = []


def register_turns(turns: Turns) -> None:
    """Say how a person acts for each of their bodies in turn (the app that knows bodies does).

    At each step of what it gives, the person acts for the next one.
    """
    _TURNS[:] = [turns]


def in_turn(user: User, at: datetime) -> Iterable[object]:
    """Make a person act for each of their bodies in turn; once, for none, when no app knows bodies."""
    return _TURNS[0](user, at) if _TURNS else (user,)
