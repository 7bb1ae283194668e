# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A claim taken away: document, spreadsheet, archive of its papers."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from incas.accounts.requests import SignedInRequest
from incas.core.choices import JobState
from incas.core.exports import xlsx_response
from incas.core.jobs import start_job
from incas.core.models import Job
from incas.core.pages import object_page
from incas.documents.models import StoredFile
from incas.documents.responses import bytes_response, file_response
from incas.finance import rules
from incas.finance.choices import ClaimState
from incas.finance.exports.archive import PaperLost, archive_of, require_all
from incas.finance.exports.pdf import claim_pdf
from incas.finance.exports.spreadsheet import claim_sheets
from incas.finance.models import Claim
from incas.finance.operations.outputs import note_download
from incas.finance.queries.papers import files_of_claim

WITH_ALL = (
    "project__body",
    "project__rule_set__call",
    "receipt__snapshot",
    "submitted_by",
    "checked_by",
    "certified_by",
)
LARGE = 50_000_000
"""Bytes beyond which an archive is made by the worker and followed, instead of being sent at once."""
ARCHIVE = "claim-archive"


def sees_decisions(request: SignedInRequest, claim: Claim) -> bool:
    """Tell whether the person reads what was decided: the Comune only once the control has ended."""
    is_own = request.user.acting_body_id == claim.project.body_id
    return claim.shows_decisions if is_own else claim.state != ClaimState.SUBMITTED


def name_of(claim: Claim) -> str:
    """Name the files of a claim: any system can save them under it."""
    return f"domanda-{slugify(claim.project.code.replace('/', '-'))}-{claim.number}"


@object_page(Claim, allowed=rules.read_claim, related=WITH_ALL)
def pdf(request: SignedInRequest, claim: Claim) -> HttpResponseBase:
    """Give the claim as a document to be kept."""
    content = claim_pdf(claim, with_decisions=sees_decisions(request, claim), at=timezone.now())
    return bytes_response(content, name=f"{name_of(claim)}.pdf", media_type="application/pdf")


@object_page(Claim, allowed=rules.read_claim, related=WITH_ALL)
def spreadsheet(request: SignedInRequest, claim: Claim) -> HttpResponseBase:
    """Give the claim as a workbook."""
    return xlsx_response(name_of(claim), claim_sheets(claim, with_decisions=sees_decisions(request, claim)))


@object_page(Claim, allowed=rules.read_claim, related=("project",))
def papers(request: SignedInRequest, claim: Claim) -> HttpResponseBase:
    """Give the papers of the claim as an archive; a large one is made by the worker, and its making followed."""
    files = list(files_of_claim(claim))
    if not files:
        raise Http404
    try:
        require_all(files)
    except PaperLost as refusal:
        messages.error(request, str(refusal))
        return redirect("finance:claim", claim.pk)
    if sum(file.file.size for file in files) > LARGE:
        job = start_job(
            ARCHIVE,
            by=request.user,
            arguments={"claim": claim.pk},
            at=timezone.now(),
            return_url=reverse("finance:claim_archives", args=[claim.pk]),
        )
        return redirect("core:job", job.pk)
    note_download(claim=claim, what="papers", by=request.user, at=timezone.now())
    response = StreamingHttpResponse(archive_of(files, at=timezone.now()), content_type="application/zip")
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{name_of(claim)}-documenti.zip") or ""
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@object_page(Claim, allowed=rules.read_claim, related=("project",))
def made_archive(request: SignedInRequest, claim: Claim) -> HttpResponseBase:
    """Give the archive that the worker has made for this person, the latest of them."""
    jobs = Job.objects.visible_to(request.user).filter(kind=ARCHIVE, state=JobState.DONE, arguments__claim=claim.pk)
    job = jobs.order_by("-pk").first()
    if job is None:
        raise Http404
    file = get_object_or_404(StoredFile, pk=job.result["file"])
    return file_response(file, name=f"{name_of(claim)}-documenti.zip")
