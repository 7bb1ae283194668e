# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Figures of the pilot as published: section by section, Comuni compared, taken away as files. Never computed here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from incas.accounts.models import User
from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.models import DifferenceNote, PilotService, PublishedFigures
from incas.cases.operations.figures import note_figures_taken
from incas.cases.pilot import register_pilot_part
from incas.cases.statistics import FigureTable, compared, figures_for, kinds_for
from incas.cases.statistics.comparing import headlines
from incas.cases.statistics.indicators import COMPARED, Section
from incas.cases.statistics.periods import last_settled_quarter, next_publication
from incas.cases.statistics.pictures import pictures_of
from incas.cases.tables.figures import figures_sheet, provenance_sheet
from incas.core.exports import CSV, FORMATS, csv_response, xlsx_response
from incas.core.jobs import start_job
from incas.core.pages import page

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS = {slug: label for slug, _key, label in COMPARED}
OVERALL = gettext_lazy("Tutto il progetto pilota")

register_pilot_part(
    gettext_lazy("Cifre del progetto pilota"),
    gettext_lazy("Percorsi, permessi, misure, risultati, bisogni, tempi e costi. Le cifre piccole sono protette."),
    "cases:figures",
    rule=rules.read_figures,
    order=10,
)
register_pilot_part(
    gettext_lazy("Confronto fra i Comuni"),
    gettext_lazy("Le stesse misure per cento casi seguiti, con il denominatore accanto."),
    "cases:comparison",
    rule=rules.read_figures,
    order=20,
)


@dataclass(frozen=True, slots=True)
class NumberedNote:
    """A note of the comparison as a page shows it: `figure` is what it explains."""

    number: int
    note: DifferenceNote
    figure: "StrOrPromise"
    may_change: bool


@page(allowed=rules.read_figures)
@require_safe
def index(request: SignedInRequest) -> HttpResponseBase:
    """Show a section of the published figures, or give them all as a file."""
    figures, tables, context = opened(request)
    kind = request.GET.get("esporta", "")
    if figures is not None and kind in FORMATS:
        every = [*tables.values(), *kinds_for(figures.content, overall=str(OVERALL))]
        return taken(figures, every, kind, by=request.user)
    asked = request.GET.get("sezione", "")
    section = Section(asked) if asked in Section.values else Section.PATH
    kinds = kinds_for(figures.content, overall=str(OVERALL)) if figures is not None else []
    context |= {"headlines": headlines(tables), "pictures": pictures_of(section, tables, kinds)}
    return render(request, "cases/figures.html", context | addresses(figures, section))


@page(allowed=rules.read_figures)
@require_safe
def comparison(request: SignedInRequest) -> HttpResponse:
    """Show the same measures of each Comune side by side, per hundred cases."""
    figures, tables, context = opened(request)
    notes = notes_for(figures, request.user)
    context |= {
        "comparison": compared(tables, {(str(each.note.body_id), each.note.indicator): each.number for each in notes}),
        "notes": notes,
        "may_explain": figures is not None and rules.explain_differences(request.user, figures),
    }
    return render(request, "cases/comparison.html", context)


@page(allowed=rules.run_pilot)
@require_POST
def publish(request: SignedInRequest) -> HttpResponse:
    """Start the publication of the latest quarter that is over; one published already is given as it is."""
    now = timezone.now()
    until = last_settled_quarter(timezone.localdate(now))
    job = start_job(
        "publish-figures",
        by=request.user,
        arguments={"until": until.isoformat()},
        at=now,
        return_url=reverse("cases:figures"),
    )
    return redirect("core:job", job.pk)


def opened(request: SignedInRequest) -> tuple[PublishedFigures | None, dict[str, FigureTable], dict[str, Any]]:
    """Open the figures the address asks for (the latest by default) for this reader. Two queries."""
    known = list(PublishedFigures.objects.visible_to(request.user))
    asked = _day(request.GET.get("al", ""))
    figures = next((each for each in known if each.until == asked), known[0] if known else None)
    today = timezone.localdate()
    context = {
        "figures": figures,
        "known": known,
        "next_on": next_publication(today),
        "may_publish": rules.run_pilot(request.user) and (not known or known[0].until < last_settled_quarter(today)),
        "until": last_settled_quarter(today),
    }
    if figures is None:
        return None, {}, context
    names = dict(followed(request.user))
    return figures, figures_for(figures.content, names=names, overall=str(OVERALL)), context


def notes_for(figures: PublishedFigures | None, user: User) -> list[NumberedNote]:
    """Give the notes of these figures that a person reads, numbered. One query."""
    if figures is None:
        return []
    found = DifferenceNote.objects.visible_to(user).filter(figures=figures).select_related("body")
    return [
        NumberedNote(number, note, LABELS.get(note.indicator, note.indicator), rules.change_difference(user, note))
        for number, note in enumerate(found, start=1)
    ]


def addresses(figures: PublishedFigures | None, section: Section) -> dict[str, Any]:
    """Give the addresses a page of figures leads to: its sections and its files, of the same publication."""
    here = reverse("cases:figures")
    until = figures.until.isoformat() if figures is not None else ""
    return {
        "section_value": section.value,
        "sections": [
            {"label": each.label, "url": f"{here}?al={until}&sezione={each.value}", "is_current": each == section}
            for each in Section
        ],
        "xlsx_url": f"{here}?al={until}&esporta=xlsx",
        "csv_url": f"{here}?al={until}&esporta=csv",
    }


def followed(user: User) -> list[tuple[int, str]]:
    """Give the Comuni whose own figures a person reads: all for who supervises the pilot, one's own for a service."""
    return list(PilotService.objects.visible_to(user).order_by("body__name").values_list("body_id", "body__name"))


def taken(figures: PublishedFigures, tables: Iterable[FigureTable], kind: str, *, by: User) -> HttpResponseBase:
    """Give published figures as a file that says where they come from, with an entry in the trail."""
    note_figures_taken(figures=figures, kind=kind, by=by, at=timezone.now())
    name, sheet = f"cifre-pilota-{figures.until.isoformat()}", figures_sheet(figures, tables)
    return csv_response(name, sheet) if kind == CSV else xlsx_response(name, [sheet, provenance_sheet(figures)])


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
