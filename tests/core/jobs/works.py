# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Kinds of job made for the tests."""

import time
from datetime import UTC, datetime
from typing import Any

from incas.core.jobs import JobRefused, Progress, background
from incas.core.models import Draft, Job

UNITS = 30
SEEN = datetime(2026, 2, 17, 9, tzinfo=UTC)


class ArchiveRefused(Exception):
    """A failure that explains itself."""


@background("prova-conta", title="Conteggio di prova")
def count(_job: Job, progress: Progress, *, pause: float = 0) -> dict[str, Any]:
    """Mark thirty units, each once, however often it is begun."""
    marked = 0
    for unit in progress.each(range(UNITS)):
        marked += Draft.objects.get_or_create(owner_id=unit, form="prova", defaults={"data": {}, "saved_at": SEEN})[1]
        time.sleep(pause)
    return {"marked": marked}


@background(
    "prova-errore", title="Errore di prova", explains=(ArchiveRefused,), stands=lambda job: job.return_url != "/no/"
)
def fail(_job: Job, _progress: Progress, *, how: str) -> None:
    """Fail in one of the ways there are."""
    if how == "explained":
        raise ArchiveRefused("L'archivio è vuoto.")
    if how == "refused":
        raise JobRefused("Manca il file.")
    raise ValueError("RSSMRA80A01H501U")
