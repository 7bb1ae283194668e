# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Take away what was written in a case by mistake: twice, in another's case, wrong, never happened.

Pages show it no more, since it may tell of somebody else; the row as it was is kept by the history of the database, and
the trail says what it was, of which day, who took it away and why. What stood on it is asked about or put right.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.cases import Answer
from incas.cases.choices.mistakes import Mistake
from incas.cases.choices.permits import AdmissionState
from incas.cases.choices.programmes import ProgrammeState
from incas.cases.models import (
    Admission,
    Case,
    CaseRecord,
    CaseTask,
    Consent,
    DiaryEntry,
    Dwelling,
    Engagement,
    Entitlement,
    ItalianAssessment,
    Measure,
    NeedScore,
    Permit,
    PersonRequest,
    Post,
    Programme,
    ProgrammeReview,
    Report,
    Transfer,
)
from incas.cases.operations.admissions import review_relatives
from incas.cases.operations.permits import continue_no_more, review_measures
from incas.cases.refusals import Refused
from incas.core.writing import long_day


class MistakeRefused(Refused):
    """It cannot be taken away; the message says why and what to do first, in Italian."""


DAYS: dict[type[CaseRecord], str] = {
    Admission: "proposed_on",
    CaseTask: "due_on",
    Consent: "given_on",
    DiaryEntry: "happened_on",
    Dwelling: "starts_on",
    Engagement: "starts_on",
    Entitlement: "requested_on",
    ItalianAssessment: "assessed_on",
    Measure: "starts_on",
    NeedScore: "weighed_on",
    Permit: "reported_on",
    PersonRequest: "received_on",
    Post: "at",
    Programme: "starts_on",
    ProgrammeReview: "reviewed_on",
    Report: "received_on",
}
"""What may be taken away, and the day that tells one from another."""


@transaction.atomic
def take_away(*, row: Any, why: Mistake, by: User, at: datetime) -> None:
    """Take away a row of a case written by mistake, and put right what stood on it. Gone already, it changes nothing.

    Of a score the whole weighing goes. Raises MistakeRefused for what others stand on: a consent under which something
    was sent, a permit that a renewal continues, the only report of a case, a programme that is more than a draft, a
    measure of a closed programme, what somebody else wrote in a question; and on a case made anonymous.
    """
    model: type[CaseRecord] = type(row)
    cases = Case.objects.unscoped(reason="locked by its own operation").select_for_update(no_key=True)
    case = cases.get(pk=row.case_id)
    found = model.objects.scoped().filter(pk=row.pk).first()
    if found is None:
        return
    if case.anonymised_at is not None:
        raise MistakeRefused(_("Il caso è stato reso anonimo: non cambia più."))
    BEFORE.get(model, _nothing)(found, by, at)
    told = told_row(found)
    found.delete()
    AFTER.get(model, _nothing)(found, by, at)
    record(case, "taken_away", by=by, at=at, before={"taken": told}, after={"row": found.code}, reason=str(why.label))


def told_row(row: CaseRecord) -> str:
    """Tell a row by what it is and its day: no word that was written in it."""
    day = getattr(row, DAYS[type(row)])
    name = str(row._meta.verbose_name)
    if isinstance(row, Permit):
        day = row.issued_on or day
    return f"{name}, {long_day(day.date() if isinstance(day, datetime) else day)}" if isinstance(day, date) else name


def _nothing(_row: Any, _by: User, _at: datetime) -> None:
    """Ask for nothing, put nothing right."""


def _require_no_transfer(consent: Consent, _by: User, _at: datetime) -> None:
    if Transfer.objects.scoped().filter(consent=consent).exists():
        raise MistakeRefused(_("Su questo consenso si fonda un invio: non si toglie, semmai si registra il ritiro."))
    later = Consent.objects.scoped().filter(case=consent.case_id, kind=consent.kind, given_on__gte=consent.given_on)
    if consent.answer == Answer.GIVEN and later.filter(answer=Answer.WITHDRAWN).exists():
        raise MistakeRefused(_("Dopo questo consenso è registrato il suo ritiro: togliere prima quello."))


def _require_last_of_its_line(permit: Permit, _by: User, _at: datetime) -> None:
    if Permit.objects.scoped().filter(previous=permit).exists():
        raise MistakeRefused(_("Un rinnovo continua questo permesso: togliere prima quello."))


def _require_another_report(report: Report, _by: User, _at: datetime) -> None:
    if not Report.objects.scoped().filter(case=report.case_id).exclude(pk=report.pk).exists():
        raise MistakeRefused(
            _("È l'unica segnalazione del caso: registrare prima quella giusta. Un caso aperto per errore si chiude.")
        )


def _require_draft(programme: Programme, _by: User, _at: datetime) -> None:
    if programme.state != ProgrammeState.DRAFT or programme.measures.exists():
        raise MistakeRefused(_("Si toglie solo una bozza senza misure: un programma condiviso o in corso si chiude."))


def _require_programme_open(measure: Measure, _by: User, _at: datetime) -> None:
    if measure.programme.state == ProgrammeState.CLOSED:
        raise MistakeRefused(_("Il programma è chiuso: le sue misure non cambiano più."))


def _require_own(post: Post, by: User, _at: datetime) -> None:
    if post.author_id != by.pk:
        raise MistakeRefused(_("Un messaggio lo toglie chi l'ha scritto."))


BEFORE: dict[type[CaseRecord], Callable[[Any, User, datetime], None]] = {
    Consent: _require_no_transfer,
    Permit: _require_last_of_its_line,
    Report: _require_another_report,
    Programme: _require_draft,
    Measure: _require_programme_open,
    Post: _require_own,
}
"""What must hold before a row goes."""


def _without_the_weighing(score: NeedScore, _by: User, _at: datetime) -> None:
    same = NeedScore.objects.scoped().filter(case=score.case_id, moment=score.moment, weighed_on=score.weighed_on)
    same.delete()


def _lived_on_where_they_were(dwelling: Dwelling, _by: User, _at: datetime) -> None:
    before = Dwelling.objects.scoped().filter(case=dwelling.case_id, ends_on=dwelling.starts_on - timedelta(days=1))
    before.update(ends_on=dwelling.ends_on)


def _reviewed_as_before(review: ProgrammeReview, _by: User, _at: datetime) -> None:
    programme = review.programme
    if programme.state != ProgrammeState.CLOSED:
        last = programme.reviews.order_by("-reviewed_on", "-pk").first()
        programme.next_review_on = last.next_on if last is not None else None
        programme.save(update_fields=["next_review_on", "updated_at"])


def _without_a_permit(permit: Permit, by: User, at: datetime) -> None:
    if permit.previous is not None:
        continue_no_more(permit=permit.previous, by=by, at=at)
    review_measures(case=permit.case, by=by, at=at)


def _relatives_looked_at(admission: Admission, by: User, at: datetime) -> None:
    if admission.state in {AdmissionState.ADMITTED, AdmissionState.SUSPENDED}:
        review_relatives(case=admission.case, by=by, at=at)


def _without_an_empty_question(post: Post, _by: User, _at: datetime) -> None:
    if not post.thread.posts.exists():
        post.thread.delete()


AFTER: dict[type[CaseRecord], Callable[[Any, User, datetime], None]] = {
    NeedScore: _without_the_weighing,
    Dwelling: _lived_on_where_they_were,
    ProgrammeReview: _reviewed_as_before,
    Permit: _without_a_permit,
    Admission: _relatives_looked_at,
    Post: _without_an_empty_question,
}
"""What is put right once a row has gone."""
