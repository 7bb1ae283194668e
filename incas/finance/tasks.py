# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the worker does for the accounts."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.core.jobs import JobRefused, Progress, background
from incas.core.models import Job
from incas.finance.choices import ImportOutcome
from incas.finance.exports.archive import PaperLost
from incas.finance.models import Claim, ImportBatch
from incas.finance.operations.imports import close_batch, import_file, open_archive
from incas.finance.operations.outputs import make_archive
from incas.finance.queries.documents import entries_in
from incas.organisations.acting import act_for


@background("import-invoices", title=_("Lettura delle fatture"))
def import_invoices(_job: Job, progress: Progress, *, batch: int) -> dict[str, int]:
    """Read the files of a batch that wait; what a killed worker had done is not done again (a file, a transaction)."""
    received = ImportBatch.objects.select_related("created_by").get(pk=batch)
    received.created_by.acting_body_id = received.body_id
    archives = list(received.files.filter(outcome=ImportOutcome.WAITING, is_archive=True).select_related("stored"))
    found = sum(entries_in(archive) for archive in archives)
    progress.expect(2 * found)
    for archive in archives:
        open_archive(file=archive, at=timezone.now(), opened=progress.advance)
    waiting = list(received.files.filter(outcome=ImportOutcome.WAITING).values_list("pk", flat=True))
    progress.expect(progress.done + len(waiting))
    for key in waiting:
        import_file(key=key, by=received.created_by, at=timezone.now())
        progress.advance()
    return close_batch(batch=received, by=received.created_by, at=timezone.now())


@background("claim-archive", title=_("Archivio dei documenti di una domanda"), explains=(PaperLost,))
def archive_claim(job: Job, progress: Progress, *, claim: int) -> dict[str, int]:
    """Make the archive of a claim's papers for who asked for it and may still see it."""
    person = act_for(User.objects.get(pk=job.owner_id), on=timezone.localdate())
    found = Claim.objects.visible_to(person).filter(pk=claim).first()
    if found is None:
        raise JobRefused(_("La domanda non è più visibile."))
    return {"file": make_archive(claim=found, by=person, at=timezone.now(), walk=progress.each).pk}
