# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages made for the tests of lists and forms, on the platform's own addresses and frame."""

from typing import Any

import django_filters
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import include, path

from incas.core.choices import JobState
from incas.core.editing import Editing
from incas.core.filters import DayRangeFilter
from incas.core.lists import Action, BulkAction, Column, Empty, Kind, Listing
from incas.core.models import Job


class JobFilters(django_filters.FilterSet):
    """What narrows the list."""

    state = django_filters.ChoiceFilter(label="Stato", choices=JobState.choices)
    created = DayRangeFilter(label="Avviata", field_name="created_at")


EXPORTS: list[tuple[str, int]] = []

WORKS = Listing(
    name="lavori",
    caption="Lavori",
    columns=(
        Column("title", "Titolo", sort="title", width=40),
        Column("done", "Fatti", kind=Kind.INTEGER, sort="done"),
        Column("kind", "Tipo", sort=("kind", "-done")),
        Column("started", "Inizio", value="started_at", kind=Kind.INSTANT, sort="started_at"),
        Column("day", "Giorno", value=lambda job: job.created_at.date(), kind=Kind.DATE),
        Column("share", "Quota", value="percent", kind=Kind.PERCENT),
        Column("cost", "Costo", value=lambda job: job.total, kind=Kind.MONEY),
        Column("state", "Stato", value="get_state_display"),
        Column("name", "Nome", value="title", sort="title__plain", is_shown=False, is_exported=False),
        Column("failed", "Fallita", value=lambda job: job.failure != "", kind=Kind.BOOLEAN, is_shown=False),
    ),
    default_sort="title",
    filters=JobFilters,
    search=("title", "kind"),
    opens="test-edit",
    page_size=5,
    bulk=(BulkAction("Elimina", "test-bulk", is_grave=True),),
    empty=Empty("Nessun lavoro", "Qui stanno i lavori.", Action("Comincia", "test-new")),
    on_export=lambda _request, kind, rows: EXPORTS.append((kind, rows.count())),
)


def works(request: HttpRequest) -> HttpResponseBase:
    return WORKS.respond(request, Job.objects.all(), template="core/job_list.html")


def bulk(request: HttpRequest) -> HttpResponse:
    rows = WORKS.selected(request, Job.objects.all())
    return HttpResponse(",".join(rows.order_by("title").values_list("title", flat=True)))


class Refused(Exception):
    """The operation does not accept the form."""


class JobForm(forms.ModelForm):
    """A form of every sort of field."""

    started_at = forms.DateTimeField(required=False, widget=forms.DateTimeInput(format="%d/%m/%Y %H:%M"))

    class Meta:
        model = Job
        fields = ("title", "done", "started_at", "state", "failure")
        widgets = {"failure": forms.Textarea}
        localized_fields = ("done",)


def save(form: JobForm) -> Job:
    if form.cleaned_data["title"] == "rifiuta":
        form.save()
        raise Refused("Titolo non ammesso.")
    return form.save()


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job, pk=pk)
    editing = Editing(request, JobForm, job, refusals=(Refused,))
    return editing.save_with(save, outcome="/fatto/", message="Salvato.") or editing.render("test_form.html")


def new(request: HttpRequest) -> HttpResponse:
    def make(form: JobForm) -> Job:
        form.instance.owner_id = request.user.pk
        return save(form)

    editing: Editing[Any] = Editing(request, JobForm, initial={"state": "waiting", "done": 0}, refusals=(Refused,))
    return editing.save_with(make, outcome=lambda job: f"/fatto/{job.pk}/") or editing.render("test_form.html")


def done(_request: HttpRequest, pk: int = 0) -> HttpResponse:
    return HttpResponse(f"fatto {pk}")


urlpatterns = [
    path("lavori/", works),
    path("lavori/elimina/", bulk, name="test-bulk"),
    path("lavori/nuovo/", new, name="test-new"),
    path("lavori/<int:pk>/", edit, name="test-edit"),
    path("fatto/", done),
    path("fatto/<int:pk>/", done),
    path("", include("config.urls")),
]
