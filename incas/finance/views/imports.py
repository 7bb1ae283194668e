# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Uploading invoices, and the report of each upload."""

from django.db.models import OuterRef, Subquery
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from incas.accounts.requests import SignedInRequest
from incas.core.choices import JobState
from incas.core.editing import Editing
from incas.core.jobs import start_job
from incas.core.pages import object_page, page
from incas.finance import rules
from incas.finance.choices import ImportOutcome
from incas.finance.forms.imports import UploadForm
from incas.finance.models import ImportBatch, SpendingDocument
from incas.finance.operations.imports import Upload, receive_files
from incas.finance.queries.documents import tally
from incas.finance.tables.documents import FILES
from incas.organisations.models import Body


@page(allowed=rules.handle_documents)
def upload(request: SignedInRequest) -> HttpResponseBase:
    """Receive the files and leave their reading to the worker: from here on nothing is lost."""
    edit = Editing(request, UploadForm, autosave=False)
    return edit.save_with(
        lambda form: start_reading(request, form),
        outcome=lambda batch: reverse("finance:batch", args=[batch.pk]),
    ) or edit.render("finance/upload.html")


def start_reading(request: SignedInRequest, form: UploadForm) -> ImportBatch:
    """Keep the files and put their reading in the queue, in one transaction."""
    now = timezone.now()
    body = Body.objects.visible_to(request.user).get(pk=request.user.acting_body_id or 0)
    uploads = [Upload(file.name, file) for file in form.cleaned_data["uploads"]]
    batch = receive_files(body=body, uploads=uploads, by=request.user, at=now)
    report = reverse("finance:batch", args=[batch.pk])
    batch.job = start_job("import-invoices", by=request.user, arguments={"batch": batch.pk}, at=now, return_url=report)
    batch.save(update_fields=["job"])
    return batch


@object_page(ImportBatch, allowed=rules.handle_documents, related=("job", "created_by"))
def batch(request: SignedInRequest, batch: ImportBatch) -> HttpResponseBase:
    """Tell file by file what happened; while the worker reads, how far it has got."""
    taken = SpendingDocument.objects.filter(batch=batch.pk, file_name=OuterRef("name")).order_by("pk")
    files = batch.files.annotate(document_key=Subquery(taken.values("pk")[:1]))
    reading = None if batch.job is None or batch.job.state == JobState.DONE else batch.job
    counts = dict.fromkeys(ImportOutcome.values, 0) | tally(batch)
    context = {"batch": batch, "counts": counts, "reading": reading}
    return FILES.respond(request, files, template="finance/batch.html", context=context)
