# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What sealed fields cost: sixty rows read and written with and without them, found by a blind index, sealed again.

Run with `python -m benchmarks sealing`. No target of its own: the lists of `cases` have theirs (3 R). The rows are
bare ones: four plain columns, and a surname that is plain, or sealed and not shown, or sealed and shown.
"""

import time
from collections.abc import Callable
from typing import ClassVar

from django.db import connection, models

from benchmarks.harness import Call, measured, print_figures, somebody
from incas.privacy.fields import BlindIndexField, SealedTextField
from incas.privacy.keys import prepare_keys, rotate_keys
from incas.privacy.resealing import reseal
from incas.privacy.sealing import blind_index, seal, unseal

SHOWN = 60
ROWS = 50_000
TIMES, ROUNDS = 500, 40
RESEALED = 10_000


class PlainRow(models.Model):
    """A row with nothing sealed, as measured against."""

    body_id = models.BigIntegerField()
    code = models.CharField(max_length=12)
    state = models.CharField(max_length=10)
    opened_on = models.DateField(auto_now_add=True)
    surname = models.CharField(max_length=40, db_index=True)

    objects: ClassVar[models.Manager["PlainRow"]] = models.Manager()

    class Meta:
        app_label = "benchmarks"

    def __str__(self) -> str:
        return self.code


class SealedRow(models.Model):
    """The same with its surname sealed, and found by its blind index."""

    body_id = models.BigIntegerField()
    code = models.CharField(max_length=12)
    state = models.CharField(max_length=10)
    opened_on = models.DateField(auto_now_add=True)
    surname = SealedTextField(max_length=40)
    surname_index = BlindIndexField()

    objects: ClassVar[models.Manager["SealedRow"]] = models.Manager()

    class Meta:
        app_label = "benchmarks"

    def __str__(self) -> str:
        return self.code


def surname(number: int) -> str:
    """An invented surname, different for each number."""
    return f"Esempio {number:06d}"


def index(number: int, body_id: int) -> bytes:
    """Its blind index."""
    return blind_index(surname(number).lower(), body_id=body_id, place="benchmarks.surname")


def plain_rows(count: int, body_id: int) -> list[PlainRow]:
    """Rows not stored yet."""
    return [
        PlainRow(body_id=body_id, code=f"C{number}", state="open", surname=surname(number)) for number in range(count)
    ]


def sealed_rows(count: int, body_id: int) -> list[SealedRow]:
    """Rows not stored yet."""
    return [
        SealedRow(
            body_id=body_id,
            code=f"C{number}",
            state="open",
            surname=surname(number),
            surname_index=index(number, body_id),
        )
        for number in range(count)
    ]


def fill(body_id: int) -> None:
    """Make both tables anew."""
    with connection.schema_editor() as editor:
        for model in (PlainRow, SealedRow):
            if model._meta.db_table in connection.introspection.table_names():
                editor.delete_model(model)
            editor.create_model(model)
    PlainRow.objects.bulk_create(plain_rows(ROWS, body_id), batch_size=2_000)
    SealedRow.objects.bulk_create(sealed_rows(ROWS, body_id), batch_size=2_000)
    with connection.cursor() as cursor:
        for model in (PlainRow, SealedRow):
            cursor.execute(f'VACUUM ANALYZE "{model._meta.db_table}"')


def written(make: Callable[[], object]) -> Call:
    """Store rows and take them away again, so that the table stays as it is."""

    def write() -> None:
        make()
        for model in (PlainRow, SealedRow):
            model._default_manager.filter(pk__gt=ROWS).delete()

    return write


def microseconds(work: Callable[[], object]) -> float:
    """How long a call takes, at its best: what a busy machine disturbs least."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for _ in range(TIMES):
            work()
        best = min(best, time.perf_counter() - begun)
    return 1e6 * best / TIMES


def main() -> None:
    """Measure and print."""
    user = somebody()
    body_id = user.acting_body_id or 0
    prepare_keys(body_id)
    place = {"place": "benchmarks.surname", "row": "C1"}
    for length in (10, 1_000):
        text = "x" * length
        sealed = seal(text, body_id=body_id, **place)
        sealing = microseconds(lambda text=text: seal(text, body_id=body_id, **place))  # type: ignore[misc]  # a default binds the loop's variable
        opening = microseconds(lambda sealed=sealed: unseal(sealed, body_id=body_id, **place))  # type: ignore[misc]  # a default binds the loop's variable
        print(f"{length:5} characters: {len(sealed):5} bytes, sealed in {sealing:.1f} µs, opened in {opening:.1f} µs")
    print(f"a blind index: {microseconds(lambda: index(1, body_id)):.1f} µs")
    fill(body_id)
    print(f"\n{SHOWN} rows of {ROWS:,}")
    reads: dict[str, Call] = {
        "plain": lambda: [row.surname for row in PlainRow.objects.order_by("-pk")[:SHOWN]],
        "sealed, not shown": lambda: [row.code for row in SealedRow.objects.order_by("-pk")[:SHOWN]],
        "sealed, deferred": lambda: [row.code for row in SealedRow.objects.defer("surname").order_by("-pk")[:SHOWN]],
        "sealed, shown": lambda: [row.surname for row in SealedRow.objects.order_by("-pk")[:SHOWN]],
    }
    print_figures(measured(reads, rounds=200), unit="plain")
    print("\none row found")
    finds: dict[str, Call] = {
        "by plain text": lambda: PlainRow.objects.get(surname=surname(777)),
        "by blind index": lambda: SealedRow.objects.get(surname_index=index(777, body_id)),
    }
    print_figures(measured(finds, rounds=200), unit="by plain text")
    print(f"\n{SHOWN} rows written")
    writes: dict[str, Call] = {
        "plain": written(lambda: PlainRow.objects.bulk_create(plain_rows(SHOWN, body_id))),
        "sealed": written(lambda: SealedRow.objects.bulk_create(sealed_rows(SHOWN, body_id))),
    }
    print_figures(measured(writes), unit="plain")
    SealedRow.objects.filter(pk__gt=RESEALED).delete()
    rotate_keys(body_id)
    begun = time.perf_counter()
    outcome = reseal(body_id, step=lambda _rows: None)
    print(f"\nsealed again after a rotation: {outcome.resealed / (time.perf_counter() - begun):,.0f} rows a second")
