# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Why a figure differs: said once, corrected, taken away; never of a case."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from incas.audit.models import Entry
from incas.cases.models import DifferenceNote
from incas.cases.operations.differences import (
    DifferenceRefused,
    correct_difference,
    explain_difference,
    withdraw_difference,
)
from tests.cases.factories import CaseFactory, DifferenceNoteFactory, PublishedFiguresFactory

WORDS = "Il servizio accoglie soltanto donne"


@pytest.fixture
def explained(service, case_supervisor, noon):
    """The words of the supervisor on the measures of work, and how they were said."""
    said = {"figures": PublishedFiguresFactory(), "body": service.body, "indicator": "area_work"}
    note = explain_difference(**said, text=WORDS, by=case_supervisor, at=noon)
    return note, said


def verbs_of(note: DifferenceNote) -> list[str]:
    return list(Entry.objects.about(note.figures).order_by("pk").values_list("verb", flat=True))


def test_a_difference_is_explained_with_an_entry_that_does_not_repeat_the_words(explained, service):
    note, _said = explained
    assert (note.text, note.indicator) == (WORDS, "area_work")
    entry = Entry.objects.about(note.figures).get()
    assert (entry.verb, entry.after) == ("difference_explained", {"body": service.body.name, "indicator": "area_work"})


def test_the_same_words_twice_change_nothing_and_others_are_refused(explained, case_supervisor, noon):
    note, said = explained
    assert explain_difference(**said, text=WORDS, by=case_supervisor, at=noon) == note
    with pytest.raises(DifferenceRefused, match="ha già una nota") as refusal:
        explain_difference(**said, text="Altre parole", by=case_supervisor, at=noon)
    assert refusal.value.field == "indicator"
    assert verbs_of(note) == ["difference_explained"]


def test_a_note_is_corrected_by_whoever_may_and_says_when(explained, coordinator, noon):
    note, _said = explained
    later = noon + timedelta(days=2)
    for _twice in range(2):
        corrected = correct_difference(note=note, text="La stagione finisce a ottobre", by=coordinator, at=later)
    assert (corrected.text, corrected.written_by, corrected.written_at, corrected.changed_at) == (
        "La stagione finisce a ottobre",
        coordinator,
        noon,
        later,
    )
    assert verbs_of(note) == ["difference_explained", "difference_corrected"]


def test_a_note_is_taken_away_once(explained, case_supervisor, noon):
    note, _said = explained
    for _twice in range(2):
        withdraw_difference(note=note, by=case_supervisor, at=noon)
    assert not DifferenceNote.objects.exists()
    assert verbs_of(note) == ["difference_explained", "difference_withdrawn"]


def test_words_that_name_a_case_are_refused(explained, service, case_supervisor, noon):
    note, said = explained
    text = f"Come nel caso {CaseFactory(service=service).code}"
    with pytest.raises(DifferenceRefused, match="codice di un caso"):
        correct_difference(note=note, text=text, by=case_supervisor, at=noon)
    with pytest.raises(DifferenceRefused, match="codice di un caso"):
        explain_difference(**said | {"indicator": "housing"}, text=text, by=case_supervisor, at=noon)


def test_the_database_holds_one_note_a_figure_and_none_without_words(explained, case_supervisor):
    note, said = explained
    for text, indicator in (("Altro", "area_work"), ("", "housing")):
        with pytest.raises(IntegrityError), transaction.atomic():
            DifferenceNoteFactory(**said | {"indicator": indicator}, text=text, written_by=case_supervisor)
    assert DifferenceNote.objects.get() == note
