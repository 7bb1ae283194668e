# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Whose cases the database shows now: the tenancy rule that row-level security repeats underneath the querysets.

PostgreSQL hides every row of every case table unless a scope is set, and a scope lasts as long as its transaction
(`SET LOCAL`). Pages set the scope of the person; jobs and figures set the whole platform's, and say why.

| Scope | Pseudonymous tables | Identities and sealed texts |
|---|---|---|
| `own` | rows of these bodies, read and written | the same |
| `coordination` | rows of every body, read; questions and answers, written | none |
| `platform` | every row | every row |
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

OWN: Final = "own"
COORDINATION: Final = "coordination"
PLATFORM: Final = "platform"
NOBODY: Final = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the database shows: a level, the keys of the bodies it concerns, who reads (for the history)."""

    level: str = NOBODY
    bodies: tuple[int, ...] = ()
    actor_id: int | None = None


_NOTHING: Final = Scope()
_CURRENT: ContextVar[Scope] = ContextVar("scope_of_cases", default=_NOTHING)


def current_scope() -> Scope:
    """Give the scope in force."""
    return _CURRENT.get()


@contextmanager
def scope(level: str, *, bodies: Sequence[int] = (), actor_id: int | None = None) -> Iterator[None]:
    """Show the cases of a scope inside one transaction; on the way out what was shown before is shown again.

    An exception undoes what was done inside, as `transaction.atomic` does. Scopes nest; a scope never outlives the
    transaction, whose end takes away what it was told, so a connection given back to others shows nothing.
    """
    entered = Scope(level, tuple(bodies), actor_id)
    is_nested = connection.in_atomic_block
    with transaction.atomic():
        before = _CURRENT.get()
        token = _CURRENT.set(entered)
        try:
            _tell(entered)
            yield
            if is_nested and not connection.needs_rollback:
                _tell(before)
        finally:
            _CURRENT.reset(token)


@contextmanager
def whole_platform(*, reason: str, actor_id: int | None = None) -> Iterator[None]:
    """Show every case, for work that no person does: terms, figures, retention. `reason` says which, for who reads.

    `actor_id`: whose doing it is, for the history, where a person's act reaches beyond their own scope.
    """
    if not reason:
        message = "the whole platform is shown for a reason"
        raise ValueError(message)
    with scope(PLATFORM, actor_id=actor_id):
        yield


@contextmanager
def erasing() -> Iterator[None]:
    """Erase for good: what goes leaves no row as it was, and rows as they were may go. Inside a transaction already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('incas.erasing', 'on', true)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('incas.erasing', '', true)")


@contextmanager
def resealing(_body_id: int) -> Iterator[None]:
    """Show every case to the sealing of rows under a new key: it changes nothing of them, so no row as it was is kept.

    It stands around each batch of `privacy.resealing`, given the body whose keys were rotated.
    """
    with whole_platform(reason="sealed again under a new key"), erasing():
        yield


def _tell(entered: Scope) -> None:
    """Tell the database, for this transaction alone.

    It is told too to read by itself: a page reads little, and other processes take longer to start than to help.
    """
    values = (entered.level, ",".join(map(str, entered.bodies)), str(entered.actor_id or ""))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('incas.level', %s, true), set_config('incas.bodies', %s, true),"
            " set_config('incas.actor', %s, true), set_config('max_parallel_workers_per_gather', '0', true)",
            values,
        )
