# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Why a figure of a Comune differs from the others: said beside it, for whoever reads the comparison."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.anonymity import names_a_case
from incas.cases.models import DifferenceNote, PilotService, PublishedFigures
from incas.cases.refusals import Refused
from incas.organisations.models import Body


class DifferenceRefused(Refused):
    """The note cannot be written so; the message says why and what to do, in Italian."""


@transaction.atomic
def explain_difference(
    *, figures: PublishedFigures, body: Body, indicator: str, text: str, by: User, at: datetime
) -> DifferenceNote:
    """Say why a figure of a Comune differs. The same words again change nothing.

    Raises DifferenceRefused where the figure has other words already, and for words that name a case.
    """
    _require_no_code(text)
    PilotService.objects.select_for_update(no_key=True).get(body=body)
    known = DifferenceNote.objects.filter(figures=figures, body=body, indicator=indicator).first()
    if known is not None:
        if known.text == text:
            return known
        raise DifferenceRefused(_("Questa cifra ha già una nota: modificarla dal confronto."), "indicator")
    note = DifferenceNote.objects.create(
        figures=figures, body=body, indicator=indicator, text=text, written_by=by, written_at=at, changed_at=at
    )
    _record_of(note, "difference_explained", by=by, at=at)
    return note


@transaction.atomic
def correct_difference(*, note: DifferenceNote, text: str, by: User, at: datetime) -> DifferenceNote:
    """Write other words in place of those there are; the same again change nothing. Raises DifferenceRefused."""
    _require_no_code(text)
    note = DifferenceNote.objects.select_for_update().get(pk=note.pk)
    if note.text == text:
        return note
    note.text, note.written_by, note.changed_at = text, by, at
    note.save(update_fields=["text", "written_by", "changed_at"])
    _record_of(note, "difference_corrected", by=by, at=at)
    return note


@transaction.atomic
def withdraw_difference(*, note: DifferenceNote, by: User, at: datetime) -> None:
    """Take a note away; twice it changes nothing."""
    found = DifferenceNote.objects.select_for_update().filter(pk=note.pk).first()
    if found is not None:
        _record_of(found, "difference_withdrawn", by=by, at=at)
        found.delete()


def _require_no_code(text: str) -> None:
    if names_a_case(text):
        raise DifferenceRefused(
            _("Qui c'è il codice di un caso: spiegare la differenza senza parlare di una persona."), "text"
        )


def _record_of(note: DifferenceNote, verb: str, *, by: User, at: datetime) -> None:
    record(note.figures, verb, by=by, at=at, after={"body": note.body.name, "indicator": note.indicator})
