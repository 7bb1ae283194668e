# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the worker does for the accounts."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incas.core.jobs import Progress, background
from incas.core.models import Job
from incas.finance.choices import ImportOutcome
from incas.finance.models import ImportBatch
from incas.finance.operations.imports import close_batch, import_file, open_archives


@background("import-invoices", title=_("Lettura delle fatture"))
def import_invoices(_job: Job, progress: Progress, *, batch: int) -> dict[str, int]:
    """Read the files of a batch that wait; what a killed worker had done is not done again (a file, a transaction)."""
    received = ImportBatch.objects.select_related("created_by").get(pk=batch)
    received.created_by.acting_body_id = received.body_id
    open_archives(batch=received, at=timezone.now())
    waiting = list(received.files.filter(outcome=ImportOutcome.WAITING).values_list("pk", flat=True))
    for key in progress.each(waiting):
        import_file(key=key, by=received.created_by, at=timezone.now())
    return close_batch(batch=received, by=received.created_by, at=timezone.now())
