# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Sealing again, under the current key of a body, what older ones sealed; then retiring those. While the platform runs.

Rows go by in small batches, each in a short transaction of its own that locks them and passes by those somebody else
holds. What is done is seen in the rows themselves, so that killed at any point and run again it goes on from there.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import BinaryField, F, Func, Q, Value

from incas.privacy.fields import SealedField
from incas.privacy.keys import ID_LENGTH, keyring, retire_old_keys, rotated_since
from incas.privacy.sealing import SealBroken

BATCH = 200
SETTLED_AFTER = 60.0
"""Seconds after a rotation by which every process seals under the new key."""
GIVEN_UP_AFTER = 600.0
"""Seconds of waiting for rows and transactions that others hold; the next run goes on."""
_LOOK_EVERY = 0.2

Model = type[models.Model]
Scope = Callable[[int], AbstractContextManager[object]]
Step = Callable[[int], object]
_SCOPES: dict[str, Scope] = {}


@dataclass(slots=True)
class Outcome:
    """How many rows were sealed again, how many do not open as they are, and whether the old keys are gone."""

    resealed: int = 0
    broken: int = 0
    is_finished: bool = False


def register_scope(app_label: str, scope: Scope) -> None:
    """Say how the rows of an app are reached from outside a request: `with scope(body_id):` stands around each batch.

    It is entered inside the batch's transaction, so it may set what row-level security reads (`SET LOCAL`) and let a
    table of histories be written again.
    """
    _SCOPES[app_label] = scope


def sealed_models() -> dict[Model, list[str]]:
    """Every model with sealed fields, and their names."""
    found = {
        model: [field.name for field in model._meta.local_fields if isinstance(field, SealedField)]
        for model in apps.get_models()
        if not model._meta.proxy
    }
    return {model: names for model, names in found.items() if names}


def finish_rotation(body_id: int, *, step: Step) -> Outcome:
    """Seal everything of a body under its current key, then retire the older ones.

    They stay while a row under them does not open (it is counted as broken) and while a transaction that wrote before
    every process knew the new key is still open. `step` is called with the rows just done; it may raise to stop.
    Raises KeyDestroyed, KeysMissing.
    """
    current = keyring(body_id, latest=True).current_id
    outcome = reseal(body_id, step=step)
    if outcome.broken or not _settled(body_id, step):
        return outcome
    again = reseal(body_id, step=step)
    outcome.resealed += again.resealed
    outcome.broken = again.broken
    if not again.broken and not count_stale(body_id, current):
        retire_old_keys(body_id, up_to=current)
        outcome.is_finished = True
    return outcome


def reseal(body_id: int, *, step: Step) -> Outcome:
    """Seal again what older keys sealed, until only rows that do not open are left, or others hold them too long."""
    outcome = Outcome()
    until = time.monotonic() + GIVEN_UP_AFTER
    while True:
        outcome.broken = 0
        for model, names in sealed_models().items():
            _walk(model, names, body_id, outcome, step)
        left = count_stale(body_id)
        if left <= outcome.broken or time.monotonic() > until:
            return outcome
        step(0)
        time.sleep(_LOOK_EVERY)


def count_stale(body_id: int, current: bytes | None = None) -> int:
    """Count the rows of a body with anything sealed under another key than this one (the current one)."""
    current = current or keyring(body_id, latest=True).current_id
    total = 0
    for model, names in sealed_models().items():
        with _reaching(model, body_id):
            total += _stale(model, names, body_id, current).count()
    return total


def _walk(model: Model, names: list[str], body_id: int, outcome: Outcome, step: Step) -> None:
    """Go once through the rows of a model."""
    last = None
    while True:
        with _reaching(model, body_id):
            rows = _batch(model, names, body_id, last)
            whole = [row for row in rows if _opens(row, names)]
            _rows_of(model).bulk_update(whole, names)
        if not rows:
            return
        last = rows[-1].pk
        outcome.resealed += len(whole)
        outcome.broken += len(rows) - len(whole)
        step(len(rows))


def _batch(model: Model, names: list[str], body_id: int, after: object) -> list[models.Model]:
    """Lock some rows to seal again, those others hold left out."""
    rows = _stale(model, names, body_id, keyring(body_id, latest=True).current_id)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    wanted = rows.only("pk", "body_id", "code", *names).order_by("pk")
    return list(wanted.select_for_update(skip_locked=True, no_key=True)[:BATCH])


def _stale(model: Model, names: list[str], body_id: int, current: bytes) -> models.QuerySet[models.Model]:
    """The rows of a body with a field sealed under another key than the current one."""
    key_of = {
        f"_key_of_{name}": Func(F(name), Value(2), Value(ID_LENGTH), function="substr", output_field=BinaryField())
        for name in names
    }
    stale = Q()
    for name in names:
        stale |= Q(**{f"{name}__isnull": False}) & ~Q(**{f"_key_of_{name}__in": [current, b""]})
    rows: models.QuerySet[models.Model] = _rows_of(model).alias(**key_of).filter(stale, body_id=body_id)
    return rows


def _rows_of(model: Model) -> models.QuerySet[models.Model]:
    """Every row of a model, whatever its own manager would leave out or refuse."""
    return models.QuerySet(model)


def _opens(row: models.Model, names: list[str]) -> bool:
    """Tell whether all of a row opens as it is; sealing it again asks the same."""
    try:
        for name in names:
            getattr(row, name)
    except SealBroken:
        return False
    return True


@contextmanager
def _reaching(model: Model, body_id: int) -> Iterator[None]:
    """A transaction in which the rows of a body are reached."""
    scope = _SCOPES.get(model._meta.app_label, nullcontext)
    with transaction.atomic(), scope(body_id):
        yield


def _settled(body_id: int, step: Step) -> bool:
    """Wait until nobody seals under an older key nor has yet to commit what they sealed; False if it takes too long.

    Who wrote to one of the tables holds it until the end of their transaction.
    """
    until = time.monotonic() + GIVEN_UP_AFTER
    writing: set[str] | None = None
    while time.monotonic() < until:
        if writing is None and rotated_since(body_id) >= SETTLED_AFTER:
            writing = _writing()
        if writing is not None and not writing & _writing():
            return True
        step(0)
        time.sleep(_LOOK_EVERY)
    return False


def _writing() -> set[str]:
    """The transactions of others that have written to a table with sealed fields and are still open."""
    tables = [model._meta.db_table for model in sealed_models()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
            "AND relation = ANY(%s::text[]::regclass[]) AND pid <> pg_backend_pid()",
            [tables],
        )
        return {transaction_id for (transaction_id,) in cursor.fetchall()}
