# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The pages of background jobs: one's own list, one job followed live, a retry."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from incas.core.choices import JobState
from incas.core.components.marks import Chip
from incas.core.jobs.registry import BACKGROUND, JobRefused
from incas.core.jobs.running import OPEN
from incas.core.jobs.starting import retry_job
from incas.core.lists import Column, Empty, Kind, Listing
from incas.core.models import Job
from incas.core.pages import everyone, object_page, page

STEP = 25
CHIP_KINDS = {
    JobState.WAITING: "waiting",
    JobState.RUNNING: "info",
    JobState.DONE: "success",
    JobState.FAILED: "danger",
}


def chip_of(job: Job) -> Chip:
    """The state of a job as a chip."""
    return Chip(job.get_state_display(), CHIP_KINDS[JobState(job.state)])


JOBS = Listing(
    name="elaborazioni",
    caption=gettext_lazy("Le proprie elaborazioni"),
    columns=(
        Column("title", gettext_lazy("Elaborazione")),
        Column("state", gettext_lazy("Stato"), value="get_state_display", cell=chip_of, sort="state"),
        Column("created", gettext_lazy("Avviata"), value="created_at", kind=Kind.INSTANT, sort="created_at"),
        Column("ended", gettext_lazy("Conclusa"), value="ended_at", kind=Kind.INSTANT, sort="ended_at"),
    ),
    default_sort="-created",
    empty=Empty(
        gettext_lazy("Nessuna elaborazione"),
        gettext_lazy(
            "Qui si ritrovano per trenta giorni i lavori che durano più di un istante: importazioni, esportazioni."
        ),
    ),
    opens="core:job",
)


@page(allowed=everyone)
def show_jobs(request: HttpRequest) -> HttpResponseBase:
    """List one's own jobs."""
    return JOBS.respond(request, Job.objects.visible_to(request.user), template="core/job_list.html")


@object_page(Job, allowed=everyone)
def show_job(request: HttpRequest, job: Job) -> HttpResponse:
    """Follow a job: the page, or to htmx the part of it that moves.

    Followed from the page of its own outcome, a job that goes well has that page read again.
    """
    if request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request"):
        if job.state == JobState.DONE and is_where_it_leads(request, job):
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "core/job_progress.html", followed(job, heard=request.GET.get("detto", "")))
    return render(request, "core/job.html", followed(job, heard=""))


@object_page(Job, allowed=everyone)
@require_POST
def retry(request: HttpRequest, job: Job) -> HttpResponse:
    """Try a failed job again."""
    try:
        retry_job(job=job, by=request.user)
    except JobRefused as error:
        messages.error(request, str(error))
    return redirect("core:job", job.pk)


def is_where_it_leads(request: HttpRequest, job: Job) -> bool:
    """Tell whether the page that follows a job is the one its outcome is read on."""
    return urlsplit(request.headers.get("HX-Current-URL", "")).path == job.return_url


def followed(job: Job, *, heard: str) -> dict[str, Any]:
    """What the page of a job needs.

    `heard` is what the page has announced already: who listens hears a state once and the progress by quarters, not
    each second.
    """
    quarter = job.percent // STEP * STEP
    announced = f"{job.state}-{quarter}"
    return {
        "job": job,
        "chip": chip_of(job),
        "is_open": job.state in OPEN,
        "may_retry": job.state == JobState.FAILED and job.kind in BACKGROUND and BACKGROUND[job.kind].stands(job),
        "announced": announced,
        "is_news": announced != heard,
        "announcement": said(job, quarter),
    }


def said(job: Job, quarter: int) -> str:
    """Say how a job stands, for who listens."""
    if job.state == JobState.RUNNING and quarter:
        return _("In corso: %(percent)s per cento") % {"percent": quarter}
    return str(job.get_state_display())
