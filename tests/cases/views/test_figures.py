# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages of the figures: who reads which rows, files, the comparison, when they are published."""

import io
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from incas.audit.models import Entry
from incas.cases.models import DifferenceNote, PublishedFigures
from incas.cases.statistics.indicators import INDICATORS
from incas.cases.statistics.periods import last_settled_quarter
from tests.cases.factories import CaseFactory, DifferenceNoteFactory
from tests.forms import send
from tests.lists import assert_constant_queries
from tests.pages import content_of, text_of
from tests.personas import client_of

FIGURES = reverse("cases:figures")
COMPUTED_AT = datetime(2026, 10, 15, 4, 40, tzinfo=UTC)


KINDS = ((1, [12, 8, 20]), (2, [None, None, None]))


def publish(bodies, until: date = date(2026, 9, 30)) -> PublishedFigures:
    """Publish figures by hand: 40 cases a Comune, the second category of each hidden."""
    tables = {}
    for slug, each in INDICATORS.items():
        rows = ["", *bodies] if each.by_comune else [""]
        size = len(each.keys)
        cells = [7, None, *[0] * (size - 2), 40] if size > 1 else [40, 40]
        values = {kind.value: {row: "12.5" if row == "" else None for row in rows} for kind in each.values}
        tables[slug] = {"categories": list(each.keys), "rows": dict.fromkeys(rows, cells), "values": values}
    kinds = [{"slug": f"work-{n}", "name": f"Tipo {n}", "area": "work", "cells": cells} for n, cells in KINDS]
    content = {"threshold": 5, "tables": tables, "kinds": kinds}
    return PublishedFigures.objects.create(until=until, computed_at=COMPUTED_AT, threshold=5, content=content)


@pytest.fixture
def figures(service, other_service):
    return publish([str(service.body_id), str(other_service.body_id)])


@pytest.mark.parametrize(
    ("persona", "sees_others"),
    [
        ("coordinator", True),
        ("specialist", True),
        ("ministry_officer", True),
        ("case_supervisor", False),
        ("case_worker", False),
    ],
)
@pytest.mark.usefixtures("figures")
def test_a_service_reads_its_own_row_and_the_whole_and_others_all(
    persona, sees_others, service, other_service, request
):
    client = client_of(request.getfixturevalue(persona))
    for url in (FIGURES, reverse("cases:comparison")):
        page = text_of(client.get(url))
        assert "Tutto il progetto pilota" in page
        assert service.body.name in page
        assert (other_service.body.name in page) is sees_others


@pytest.mark.usefixtures("figures")
def test_every_section_opens_and_says_what_is_protected(coordinator):
    client = client_of(coordinator)
    for section in client.get(FIGURES).context["sections"]:
        page = client.get(section["url"])
        assert page.status_code == 200
        assert page.context["pictures"]
        assert "protetto" in text_of(page)


def test_the_period_chooses_among_what_was_published(service, coordinator):
    publish([str(service.body_id)], date(2026, 6, 30))
    latest = publish([str(service.body_id)])
    client = client_of(coordinator)
    assert client.get(FIGURES).context["figures"] == latest
    assert client.get(FIGURES, {"al": "2026-06-30"}).context["figures"].until == date(2026, 6, 30)
    assert client.get(FIGURES, {"al": "2026-02-31"}).context["figures"] == latest


@pytest.mark.usefixtures("figures")
def test_files_hold_what_the_reader_sees_and_leave_a_trail(service, other_service, case_supervisor):
    answer = client_of(case_supervisor).get(FIGURES, {"esporta": "csv"})
    written = b"".join(answer.streaming_content).decode()
    assert "cases.statistics:stage" in written
    assert service.body.name in written
    assert other_service.body.name not in written
    assert Entry.objects.get(verb="exported").after == {"format": "csv"}


def test_each_line_of_the_files_says_where_it_comes_from(figures, coordinator):
    client = client_of(coordinator)
    lines = content_of(client.get(FIGURES, {"esporta": "csv"})).decode().splitlines()
    (kind,) = [line for line in lines if "kinds_work/kind_work-1" in line]
    assert ";Tipo 1;12;30,0;40;no;30/09/2026;15/10/2026 06:40;5;" in kind
    assert {line.rsplit(";", 1)[1].strip('"') for line in lines[1:]} == {figures.fingerprint}
    book = CalamineWorkbook.from_filelike(io.BytesIO(content_of(client.get(FIGURES, {"esporta": "xlsx"}))))
    assert book.sheet_names == ["Cifre del pilota", "Provenienza"]
    told = dict(book.get_sheet_by_name("Provenienza").to_python()[1:])
    assert (told["Situazione al"], told["Soglia di protezione"]) == ("30 settembre 2026", "5")
    assert told["Impronta (SHA-256)"] == figures.fingerprint


def test_the_fingerprint_changes_with_what_is_published(figures):
    assert figures.fingerprint == PublishedFigures.objects.get().fingerprint
    other = PublishedFigures(content=figures.content | {"threshold": 6})
    assert other.fingerprint != figures.fingerprint


@pytest.mark.usefixtures("figures")
def test_pages_of_figures_ask_the_same_whatever_the_cases(service, coordinator):
    def add() -> None:
        CaseFactory(service=service, person=False)

    assert_constant_queries(client_of(coordinator), FIGURES, add, files=False)
    assert_constant_queries(client_of(coordinator), reverse("cases:comparison"), add, files=False)


def test_without_figures_the_page_says_when_they_come(case_worker, service):
    page = client_of(case_worker).get(FIGURES)
    assert "Ancora nessuna cifra" in text_of(page)
    assert client_of(case_worker).get(FIGURES, {"esporta": "csv"}).status_code == 200


def test_coordinator_publishes_the_quarter_that_is_over(service, coordinator, run_jobs):
    CaseFactory.create_batch(6, service=service, person=False)
    client = client_of(coordinator)
    assert "Pubblica le cifre" in text_of(client.get(FIGURES))
    client.post(reverse("cases:figures_publish"))
    run_jobs()
    assert PublishedFigures.objects.get().until == last_settled_quarter(timezone.localdate())
    assert "Pubblica le cifre" not in text_of(client.get(FIGURES))


def hidden_but_overall(content):
    """Hide every count of the Comuni."""
    for told in content["tables"].values():
        for row in told["rows"]:
            told["rows"][row] = [None if row else count for count in told["rows"][row]]
    return content


def test_comuni_without_shown_counts_are_told_in_one_sentence(figures, service, other_service, coordinator):
    content = hidden_but_overall(figures.content)
    PublishedFigures.objects.create(until=date(2026, 12, 31), computed_at=COMPUTED_AT, threshold=5, content=content)
    page = text_of(client_of(coordinator).get(FIGURES))
    names = sorted(each.body.name for each in (service, other_service))
    assert f"Cifre protette, o pari a zero: {', '.join(names)}." in page
    assert "Comune per Comune" not in page.replace(page[page.index("Mostra i dati") :], "")


def test_overall_numbers_stand_on_top(figures, coordinator):
    told = [(each.label, each.count) for each in client_of(coordinator).get(FIGURES).context["headlines"]]
    assert told[0] == ("Casi seguiti", 40)
    assert ("In abitazione autonoma", 0) in told


def test_measures_are_told_by_kind_beside_their_areas(figures, coordinator):
    areas, kinds = client_of(coordinator).get(FIGURES, {"sezione": "misure"}).context["pictures"]
    assert areas.head[:2] == ("Dove", "Mediazione linguistica e interculturale")
    assert kinds.rows == (
        ("Inserimento lavorativo", "Tipo 1", "12 (30%)"),
        ("Inserimento lavorativo", "Tipo 2", "protetto"),
    )


def test_needs_are_told_from_the_entry_to_the_last_time(service, coordinator):
    figures = publish([str(service.body_id)])
    values = {"mean_after": {"": "3.4"}, "mean_before": {"": "1.5"}}
    for slug, told in figures.content["tables"].items():
        if slug.startswith("need_"):
            told["values"] = values
    PublishedFigures.objects.create(
        until=date(2026, 12, 31), computed_at=COMPUTED_AT, threshold=5, content=figures.content
    )
    (needs,) = client_of(coordinator).get(FIGURES, {"sezione": "bisogni"}).context["pictures"]
    assert needs.rows[0][1] == "1,5 → 3,4"


COMPARISON = reverse("cases:comparison")


def test_why_a_figure_differs_is_written_from_the_comparison_and_read_beside_it(
    figures, service, case_supervisor, ministry_officer
):
    client = client_of(case_supervisor)
    new = reverse("cases:difference_new", args=[figures.pk])
    assert new in client.get(COMPARISON).content.decode()
    send(client, new, body=service.body.pk, indicator="area_work", text="Accoglie soltanto donne")
    page = client_of(ministry_officer).get(COMPARISON)
    assert f"{service.body.name}, Misure di inserimento lavorativo : Accoglie soltanto donne" in text_of(page)
    numbers = [cell.note for row in page.context["comparison"].rows for cell in row.cells if cell.note]
    assert numbers == [1]
    assert "Modifica" not in text_of(page)


def test_a_supervisor_explains_the_own_comune_alone(figures, other_service, case_supervisor, coordinator):
    new = reverse("cases:difference_new", args=[figures.pk])
    words = {"body": other_service.body.pk, "indicator": "housing", "text": "Non ci sono case in affitto"}
    assert "body" in send(client_of(case_supervisor), new, **words).context["form"].errors
    note = DifferenceNoteFactory(figures=figures, body=other_service.body)
    assert client_of(case_supervisor).get(reverse("cases:difference_correct", args=[note.pk])).status_code == 404
    send(client_of(coordinator), new, **words)
    assert DifferenceNote.objects.filter(indicator="housing").get().body == other_service.body


def test_a_note_is_corrected_and_taken_away_from_the_comparison(figures, service, case_supervisor, case_worker):
    note = DifferenceNoteFactory(figures=figures, body=service.body)
    correct, withdraw = (reverse(f"cases:difference_{verb}", args=[note.pk]) for verb in ("correct", "withdraw"))
    assert client_of(case_worker).post(withdraw).status_code == 403
    client = client_of(case_supervisor)
    send(client, correct, text="La stagione finisce a ottobre")
    assert "La stagione finisce a ottobre" in text_of(client.get(COMPARISON))
    assert client.post(withdraw).status_code == 302
    assert "Perché è diverso" not in text_of(client.get(COMPARISON))


def test_a_note_says_where_it_is_written_that_nobody_is_to_be_recognised(figures, coordinator):
    page = text_of(client_of(coordinator).get(reverse("cases:difference_new", args=[figures.pk])))
    assert "Mai dati personali" in page


def test_comparison_asks_the_same_whatever_its_notes(figures, service, coordinator):
    indicators = iter(("stage", "permit", "housing", "work", "outcome"))

    def add() -> None:
        DifferenceNoteFactory(figures=figures, body=service.body, indicator=next(indicators))

    assert_constant_queries(client_of(coordinator), COMPARISON, add, files=False)
