# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the worker does about files: sweeping every night, checking every fingerprint every week."""

import logging
from datetime import datetime

from incas.core.jobs import periodic
from incas.documents.operations import remove_orphans
from incas.documents.queries import damaged

logger = logging.getLogger(__name__)


@periodic(cron="30 2 * * *")
def sweep_files(at: datetime) -> None:
    """Remove the files nothing refers to."""
    remove_orphans(at=at)


@periodic(cron="0 1 * * 0")
def check_fingerprints(at: datetime) -> None:  # noqa: ARG001 (the clock gives it)
    """Compute the fingerprint of every file again; what is damaged is told in the log, to be restored from a copy."""
    for file in damaged():
        logger.error("file %s is damaged or missing: restore it from the backup", file.sha256)
