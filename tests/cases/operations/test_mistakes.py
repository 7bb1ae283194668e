# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What was written by mistake is taken away: gone from the case, kept as it was, told in the trail."""

from datetime import date

import pytest
from django.apps import apps

from incas.audit.models import Entry
from incas.cases.choices.cases import Answer, ConsentKind
from incas.cases.choices.mistakes import Mistake
from incas.cases.choices.permits import PermitState, ReviewReason
from incas.cases.choices.programmes import ProgrammeState
from incas.cases.models import (
    Case,
    CaseRecord,
    CaseReview,
    Dwelling,
    Engagement,
    Entitlement,
    ItalianAssessment,
    NeedScore,
    PastRow,
    Permit,
    ProgrammeReview,
    Report,
    Thread,
)
from incas.cases.operations.mistakes import DAYS, MistakeRefused, take_away
from incas.cases.operations.permits import renew_permit
from tests.cases.factories import (
    AdmissionFactory,
    CaseFactory,
    CaseTaskFactory,
    ConsentFactory,
    DiaryEntryFactory,
    MeasureFactory,
    PermitFactory,
    PersonRequestFactory,
    PostFactory,
    ProgrammeFactory,
    TransferFactory,
    programme_for,
)

pytestmark = pytest.mark.usefixtures("everywhere")
TODAY = date(2026, 6, 10)
WORDS = "Parole riservate di prova"


def report_of(case) -> Report:
    Report.objects.create(case=case, body_id=case.body_id, received_on=TODAY, source="union")
    return Report.objects.create(case=case, body_id=case.body_id, received_on=date(2026, 6, 1), source="inl")


def score_of(case, **more) -> NeedScore:
    values = {"need": "health", "moment": "entry", "weighed_on": TODAY, "score": 3} | more
    return NeedScore.objects.create(case=case, body_id=case.body_id, **values)


def review_of(case, **more) -> ProgrammeReview:
    values = {"reviewed_on": TODAY, "outcome": "partly", "reviewed_by": more.pop("by")} | more
    return ProgrammeReview.objects.create(case=case, body_id=case.body_id, programme=programme_for(case), **values)


def made(name: str, case: Case, by) -> CaseRecord:
    """Make a row of a kind in a case; its words, where it has any, are reserved."""
    common = {"case": case, "body_id": case.body_id}
    makers = {
        "admission": lambda: AdmissionFactory(case=case),
        "casetask": lambda: CaseTaskFactory(case=case, text=WORDS),
        "consent": lambda: ConsentFactory(case=case, note=WORDS),
        "diaryentry": lambda: DiaryEntryFactory(case=case, text=WORDS),
        "dwelling": lambda: Dwelling.objects.create(kind="informal", starts_on=TODAY, **common),
        "engagement": lambda: Engagement.objects.create(kind="training", starts_on=TODAY, employer=WORDS, **common),
        "entitlement": lambda: Entitlement.objects.create(kind="siisl", **common),
        "italianassessment": lambda: ItalianAssessment.objects.create(level=2, assessed_on=TODAY, **common),
        "measure": lambda: MeasureFactory(case=case, note=WORDS),
        "needscore": lambda: score_of(case, note=WORDS),
        "permit": lambda: PermitFactory(case=case, issued=True),
        "personrequest": lambda: PersonRequestFactory(case=case, note=WORDS),
        "post": lambda: PostFactory(case=case, author=by, text=WORDS),
        "programme": lambda: ProgrammeFactory(case=case, summary=WORDS),
        "programmereview": lambda: review_of(case, by=by, note=WORDS),
        "report": lambda: report_of(case),
    }
    return makers[name]()


@pytest.mark.parametrize("name", sorted(model._meta.model_name for model in DAYS))
def test_what_was_written_by_mistake_goes_and_the_trail_says_so_without_words(name, case, case_worker, noon):
    row = made(name, case, case_worker)
    for _twice in range(2):
        take_away(row=row, why=Mistake.ELSEWHERE, by=case_worker, at=noon)
    model = apps.get_model("cases", name)
    assert not model.objects.scoped().filter(pk=row.pk).exists()
    assert PastRow.objects.scoped().filter(row=row.code, operation="delete").exists()
    entry = Entry.objects.about(case).get(verb="taken_away")
    assert (entry.after, entry.reason) == ({"row": row.code}, "Era di un altro caso")
    assert entry.before["taken"].startswith(str(model._meta.verbose_name))
    assert WORDS not in repr(entry.__dict__)


def test_whole_weighing_goes_and_the_others_stay(case, case_worker, noon):
    score, other_day = score_of(case), score_of(case, weighed_on=date(2026, 6, 1))
    score_of(case, need="work")
    take_away(row=score, why=Mistake.TWICE, by=case_worker, at=noon)
    assert list(case.scores.all()) == [other_day]


def test_who_lived_elsewhere_before_lives_there_still(case, case_worker, noon):
    common = {"case": case, "body_id": case.body_id}
    Dwelling.objects.create(kind="informal", starts_on=date(2026, 3, 2), ends_on=date(2026, 6, 9), **common)
    wrong = Dwelling.objects.create(kind="reception", starts_on=TODAY, **common)
    take_away(row=wrong, why=Mistake.NEVER, by=case_worker, at=noon)
    assert [(row.kind, row.ends_on) for row in case.dwellings.all()] == [("informal", None)]


def test_permit_whose_renewal_never_was_is_held_again(case, case_worker, noon):
    permit = PermitFactory(case=case, issued=True, renewal_requested_on=date(2026, 6, 1))
    renewed = renew_permit(permit=permit, on=TODAY, by=case_worker, at=noon)
    with pytest.raises(MistakeRefused, match="Un rinnovo continua questo permesso"):
        take_away(row=permit, why=Mistake.NEVER, by=case_worker, at=noon)
    take_away(row=renewed, why=Mistake.NEVER, by=case_worker, at=noon)
    permit.refresh_from_db()
    assert (permit.state, permit.ended_on, case.permits.count()) == (PermitState.ISSUED, None, 1)
    assert not permit.events.filter(step="renewal").exists()


def test_measures_left_beyond_the_permit_that_stays_are_looked_at(case, case_worker, noon):
    old = PermitFactory(
        case=case, issued=True, reported_on=None, issued_on=date(2025, 12, 1), expires_on=date(2026, 6, 30)
    )
    longer = PermitFactory(case=case, issued=True, issued_on=date(2026, 7, 1), expires_on=date(2027, 6, 30))
    MeasureFactory(case=case)
    take_away(row=longer, why=Mistake.ELSEWHERE, by=case_worker, at=noon)
    assert list(case.permits.all()) == [old]
    assert [review.reason for review in case.reviews.all()] == [ReviewReason.MEASURES_BEYOND_PERMIT]


def test_relatives_of_who_is_no_longer_admitted_are_looked_at(service, case, case_worker, noon):
    relative = CaseFactory(service=service, is_relative=True)
    AdmissionFactory(case=relative, holder_case=case, admitted=True)
    take_away(row=AdmissionFactory(case=case, admitted=True), why=Mistake.ELSEWHERE, by=case_worker, at=noon)
    asked = CaseReview.objects.scoped().get()
    assert (asked.case, asked.reason) == (relative, ReviewReason.HOLDER_ENDED)


def test_next_review_is_that_of_the_review_left(case, case_worker, noon):
    review_of(case, by=case_worker, reviewed_on=date(2026, 5, 4), next_on=date(2026, 7, 6))
    wrong = review_of(case, by=case_worker, next_on=date(2026, 9, 7))
    take_away(row=wrong, why=Mistake.WRONG, by=case_worker, at=noon)
    assert case.programmes.get().next_review_on == date(2026, 7, 6)


def test_question_goes_with_its_only_message(case, case_worker, noon):
    take_away(row=PostFactory(case=case, author=case_worker), why=Mistake.WRONG, by=case_worker, at=noon)
    assert Thread.objects.scoped().count() == 0


def test_consent_others_stand_on_is_not_taken_away(case, case_worker, noon):
    sent = TransferFactory(case=case).consent
    given = ConsentFactory(case=case, kind=ConsentKind.STATISTICS)
    withdrawn = ConsentFactory(case=case, kind=ConsentKind.STATISTICS, answer=Answer.WITHDRAWN, given_on=TODAY)
    for consent, said in ((sent, "si fonda un invio"), (given, "togliere prima quello")):
        with pytest.raises(MistakeRefused, match=said):
            take_away(row=consent, why=Mistake.NEVER, by=case_worker, at=noon)
    for consent in (withdrawn, given):
        take_away(row=consent, why=Mistake.NEVER, by=case_worker, at=noon)
    assert list(case.consents.all()) == [sent]


def test_only_report_of_a_case_stays(case, case_worker, noon):
    report = Report.objects.create(case=case, body_id=case.body_id, received_on=TODAY, source="union")
    with pytest.raises(MistakeRefused, match="unica segnalazione"):
        take_away(row=report, why=Mistake.WRONG, by=case_worker, at=noon)


def test_more_than_a_draft_and_what_is_in_a_closed_programme_stay(service, case, case_worker, noon):
    with pytest.raises(MistakeRefused, match="solo una bozza"):
        take_away(row=ProgrammeFactory(case=case, active=True), why=Mistake.WRONG, by=case_worker, at=noon)
    measure = MeasureFactory(case=case)
    case.programmes.update(state=ProgrammeState.CLOSED, closed_on=TODAY)
    with pytest.raises(MistakeRefused, match="Il programma è chiuso"):
        take_away(row=measure, why=Mistake.TWICE, by=case_worker, at=noon)


def test_message_of_somebody_else_stays(case, case_worker, noon):
    with pytest.raises(MistakeRefused, match="chi l'ha scritto"):
        take_away(row=PostFactory(case=case), why=Mistake.WRONG, by=case_worker, at=noon)


def test_anonymous_case_does_not_change(service, case_worker, noon):
    case = CaseFactory(service=service, closed=True, anonymised_at=noon)
    row = ItalianAssessment.objects.create(case=case, body_id=case.body_id, level=1, assessed_on=TODAY)
    with pytest.raises(MistakeRefused, match="anonimo"):
        take_away(row=row, why=Mistake.WRONG, by=case_worker, at=noon)


def test_every_kind_of_row_a_person_writes_may_be_taken_away_or_corrected_where_it_is():
    elsewhere = {
        "case", "casereview", "closure", "expiryalert", "grant", "objective", "observedindicator", "permitevent",
        "thread", "transfer",
    }  # fmt: skip
    of_a_case = {
        model._meta.model_name
        for model in apps.get_app_config("cases").get_models()
        if issubclass(model, CaseRecord) and any(field.name == "case" for field in model._meta.fields)
    }
    assert of_a_case - {model._meta.model_name for model in DAYS} - elsewhere - {"person"} == set()
    assert Permit in DAYS
