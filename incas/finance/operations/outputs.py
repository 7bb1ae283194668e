# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What leaves the platform with people's papers in it, noted and kept."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from incas.accounts.models import User
from incas.audit.choices import Kind
from incas.audit.operations import record
from incas.documents.models import StoredFile
from incas.documents.operations import store
from incas.finance.exports.archive import archive_of, require_all
from incas.finance.models import Claim
from incas.finance.queries.papers import files_of_claim


@transaction.atomic
def note_download(*, claim: Claim, what: str, by: User, at: datetime) -> None:
    """Leave in the trail that a person took the papers of a claim away: payslips and registers name people."""
    record(claim, "downloaded", by=by, at=at, after={"what": what}, kind=Kind.READ)


@transaction.atomic
def make_archive(
    *, claim: Claim, by: User, at: datetime, walk: Callable[[list[Any]], Iterable[Any]] = iter
) -> StoredFile:
    """Make the archive of a claim's papers and keep it. `walk` goes through the files and may count them.

    Nothing refers to the file: it is swept a week later, as any file of the kind. Raises PaperLost.
    """
    files = list(files_of_claim(claim))
    require_all(files)
    file = store(content=archive_of(files, at=at, walk=walk), media_type="application/zip", at=at)
    record(claim, "downloaded", by=by, at=at, after={"what": "papers", "sha256": file.sha256}, kind=Kind.READ)
    return file
