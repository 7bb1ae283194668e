# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Issue a receipt: number, instant, fingerprint of what was sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Max
from django.utils import timezone

from incas.accounts.models import User
from incas.audit.operations import record
from incas.documents import media_types
from incas.documents.canonical import canonical
from incas.documents.models import Receipt
from incas.documents.operations.files import store

_LOCK = 0x52454345
"""First key of the advisory lock under which the numbers of a year are given.

The letters RECE; the second is the year.
"""


@transaction.atomic
def issue_receipt(*, subject: models.Model, what: str, snapshot: Mapping[str, Any], by: User, at: datetime) -> Receipt:
    """Give a receipt for something sent: `snapshot` is what was sent, kept as canonical JSON.

    Numbers have no gaps: they are given under a lock held until the transaction ends, so issue the receipt last. The
    year is the Italian one of `at`. `what` says what was done, in Italian (`Domanda di rimborso inviata`). Raises
    TypeError or ValueError when the snapshot holds what canonical JSON cannot (floats, infinite amounts).
    """
    file = store(content=canonical(snapshot), media_type=media_types.JSON, at=at)
    year = timezone.localtime(at).year
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, year])
    last = Receipt.objects.filter(year=year).aggregate(last=Max("serial"))["last"] or 0
    receipt = Receipt.objects.create(
        year=year,
        serial=last + 1,
        issued_at=at,
        what=what,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_label=str(subject)[:200],
        body_id=by.acting_body_id,
        sender_id=by.pk,
        sender_name=by.get_full_name(),
        snapshot=file,
    )
    record(subject, "receipted", by=by, at=at, after={"number": receipt.number, "sha256": file.sha256})
    return receipt
