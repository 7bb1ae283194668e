# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""How long an archive of 2,000 electronic invoices takes from its arrival to the last document, told as it goes.

Run with `python -m benchmarks import_invoices`. The work is that of the platform: what the page of upload does, then
the job of the worker. It is compared with lxml's bare parse of the same files, and with writing the same rows one
transaction each and nothing else, into a table of the same shape with the same indexes. The server of the measurements
does not wait for the disk, the vault of files does: DATABASE_URL names a server that waits, too.
"""

import io
import os
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from unittest import mock
from uuid import uuid4

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from benchmarks.harness import somebody
from incas.accounts.models import User
from incas.core.jobs import start_job
from incas.core.jobs.progress import telling
from incas.core.jobs.running import perform
from incas.core.models import Job
from incas.finance.fatturapa import read_invoice
from incas.finance.models import ImportBatch, SpendingDocument
from incas.finance.operations.imports import Upload, receive_files
from incas.finance.queries.documents import tally
from incas.organisations.models import Body as Organisation
from tests.finance.fatturapa.samples import Body, Row, line, plain, reference, withholding

FILES = 2_000
FEW = 20
LINES = 5
TABLE = "benchmarks_documents"


def invoices(number: int) -> list[bytes]:
    """Make invoices that no earlier run made: five lines, two rates, a withholding, CUP and CIG."""
    run = uuid4().hex[:12]
    return [
        plain(
            Body(
                number=f"{place}/{run}",
                rows=[Row(due="S"), Row("1.00", "0.00", "0.00", nature="N1")],
                lines="".join(line(row) for row in range(1, LINES + 1)),
                withholdings=withholding("20.00"),
                references=reference(cup="J51B26000010001", cig="A0123456F9"),
            )
        )
        for place in range(number)
    ]


def zipped(files: Sequence[bytes]) -> bytes:
    """Put files in a ZIP, as an accounting program does."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, content in enumerate(files):
            archive.writestr(f"IT01234567897_{place:05d}.xml", content)
    return buffer.getvalue()


@transaction.atomic
def upload(user: User, archive: bytes) -> ImportBatch:
    """Receive an archive and start its reading, as the page of upload does."""
    now = timezone.now()
    body = Organisation.objects.get(pk=user.acting_body_id or 0)
    batch = receive_files(body=body, uploads=[Upload("fatture.zip", io.BytesIO(archive))], by=user, at=now)
    batch.job = start_job("import-invoices", by=user, arguments={"batch": batch.pk}, at=now)
    batch.save(update_fields=["job"])
    return batch


def read(batch: ImportBatch, told: Callable[[int, int], None]) -> None:
    """Do the job of a batch as the worker does, and let somebody hear how far it has got."""

    @contextmanager
    def tell(job_id: int) -> Iterator[Callable[[int, int], None]]:
        with telling(job_id) as write:

            def both(done: int, total: int) -> None:
                write(done, total)
                told(done, total)

            yield both

    job = Job.objects.get(pk=batch.job_id or 0)
    perform(job.pk, tell=tell)
    job.refresh_from_db()
    if job.failure or set(tally(batch)) != {"accepted"}:
        message = f"not all was read: {job.failure} {tally(batch)}"
        raise RuntimeError(message)


def count_work(user: User) -> tuple[int, int]:
    """Count the statements sent to the database and the waits for the disk that one more file costs."""
    one, many = (_counted(user, files) for files in (1, 1 + FEW))
    return (many[0] - one[0]) // FEW, (many[1] - one[1]) // FEW


def _counted(user: User, files: int) -> tuple[int, int]:
    archive = zipped(invoices(files))
    with CaptureQueriesContext(connection) as captured, mock.patch.object(os, "fsync", wraps=os.fsync) as flushed:
        read(upload(user, archive), lambda _done, _total: None)
    return len(captured), flushed.call_count


def timed(work: Callable[[], object]) -> float:
    """Give the seconds something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def bare_parse(files: Sequence[bytes]) -> None:
    """Parse files with lxml, and nothing else."""
    for content in files:
        etree.fromstring(content)


def whole_parse(files: Sequence[bytes]) -> None:
    """Read files as the import does, without storing anything."""
    for content in files:
        read_invoice(content, name="fattura.xml")


def bare_inserts(batch: ImportBatch) -> float:
    """Write the rows of a batch into a bare copy of their table, one transaction each; give the seconds."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(f"CREATE TABLE {TABLE} (LIKE finance_spendingdocument INCLUDING ALL)")
        fields = [field for field in SpendingDocument._meta.concrete_fields if not field.generated]
        names = ", ".join(str(field.column) for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        cursor.execute(f"SELECT {names} FROM finance_spendingdocument WHERE batch_id = {batch.pk} ORDER BY id")  # noqa: S608 (names of columns, a key)
        rows = cursor.fetchall()
        statement = f"INSERT INTO {TABLE} ({names}) OVERRIDING SYSTEM VALUE VALUES ({marks})"  # noqa: S608 (likewise)
        return timed(lambda: [cursor.execute(statement, row) for row in rows])


def main() -> None:
    """Measure and print."""
    user = somebody()
    statements, flushes = count_work(user)
    files = invoices(FILES)
    archive = zipped(files)
    print(f"\n{FILES:,} invoices of {len(files[0]):,} bytes, a ZIP of {len(archive) / 1e6:.1f} MB")
    steps: list[tuple[float, int, int]] = []
    begun, worked = time.perf_counter(), time.process_time()
    batch = upload(user, archive)
    received = time.perf_counter() - begun
    read(batch, lambda done, total: steps.append((time.perf_counter() - begun, done, total)))
    whole, cpu = time.perf_counter() - begun, time.process_time() - worked
    for second, done, total in steps[:: max(1, len(steps) // 8)]:
        print(f"  {second:5.1f} s  {done:5,} of {total:5,} steps")
    opened = next((second for second, done, _total in steps if done >= FILES), whole)
    print(
        f"received in {received:.2f} s, opened by about {opened:.1f} s, read by {whole:.1f} s ({cpu:.1f} s of CPU here)"
    )
    print(f"{FILES / whole:.0f} invoices a second; a file: {statements} statements, {flushes} waits for the disk")
    print_comparison(files, batch, whole)


def print_comparison(files: Sequence[bytes], batch: ImportBatch, whole: float) -> None:
    """Print how the seconds of an import stand to those of its two bare parts."""
    parse, reading = timed(lambda: bare_parse(files)), timed(lambda: whole_parse(files))
    inserts = bare_inserts(batch)
    print(f"bare parse {parse:.2f} s: {whole / parse:.0f} times; reading without storing {reading:.2f} s")
    print(f"bare INSERT of the same rows {inserts:.2f} s: {whole / inserts:.1f} times")
