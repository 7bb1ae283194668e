# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Uploading invoices, and the report of each upload."""

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from incas.accounts.requests import SignedInRequest
from incas.core.jobs import start_job
from incas.core.lists import Listing
from incas.core.pages import object_page, page
from incas.finance import rules
from incas.finance.forms.imports import UploadForm
from incas.finance.models import ImportBatch, SpendingDocument
from incas.finance.operations.imports import Upload, receive_files
from incas.finance.queries.documents import tally
from incas.finance.tables.documents import FILES
from incas.organisations.models import Body


@page(allowed=rules.handle_documents)
def upload(request: SignedInRequest) -> HttpResponseBase:
    """Receive the files and leave their reading to the worker: from here on nothing is lost."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        uploads = [Upload(file.name, file) for file in form.cleaned_data["files"]]
        body = get_object_or_404(Body, pk=request.user.acting_body_id)
        with transaction.atomic():
            batch = receive_files(body=body, uploads=uploads, by=request.user, at=timezone.now())
            batch.job = start_job(
                "import-invoices",
                by=request.user,
                arguments={"batch": batch.pk},
                at=timezone.now(),
                return_url=reverse("finance:batch", args=[batch.pk]),
            )
            batch.save(update_fields=["job"])
        return redirect("finance:batch", batch.pk)
    return render(request, "finance/upload.html", {"form": form})


@object_page(ImportBatch, allowed=rules.handle_documents, related=("job", "created_by"))
def batch(request: SignedInRequest, batch: ImportBatch) -> HttpResponseBase:
    """Tell file by file what happened; while the worker reads, how far it has got."""
    taken = SpendingDocument.objects.filter(batch=batch.pk, file_name=OuterRef("name")).order_by("pk")
    files = batch.files.annotate(document_key=Subquery(taken.values("pk")[:1]))
    listing: Listing = FILES
    return listing.respond(
        request, files, template="finance/batch.html", context={"batch": batch, "tally": tally(batch)}
    )
