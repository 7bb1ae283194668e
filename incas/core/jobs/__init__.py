# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Work over a second: started from a page, run by the worker, followed live, explained when it fails."""

from incas.core.jobs.progress import Progress, WorkerStopping
from incas.core.jobs.registry import JobRefused, background, periodic
from incas.core.jobs.starting import retry_job, start_job

__all__ = ["JobRefused", "Progress", "WorkerStopping", "background", "periodic", "retry_job", "start_job"]
