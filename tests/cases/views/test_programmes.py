# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages of the programme: what each person reads and may do there."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incas.cases.choices.access import Part
from incas.cases.choices.programmes import MeasureState, ProgrammeState
from incas.cases.models import LocalMeasure, Measure, MeasureKind, Objective, Programme, Reading
from incas.cases.tenancy import whole_platform
from tests.cases.factories import CaseFactory, MeasureFactory, ProgrammeFactory
from tests.forms import filled, send
from tests.lists import assert_constant_queries
from tests.pages import text_of
from tests.personas import client_of

SECRET = "Cooperativa riservata"


@pytest.fixture
def running(case) -> Programme:
    """A programme of the case that runs from yesterday for six months, with words that only the team reads."""
    today = timezone.localdate()
    with whole_platform(reason="a test"):
        programme = ProgrammeFactory(
            case=case, active=True, starts_on=today - timedelta(days=1), ends_on=today + timedelta(days=180)
        )
        programme.objectives.create(case=case, body_id=case.body_id, need="work", text=SECRET)
    return programme


@pytest.fixture
def measure(running) -> Measure:
    return MeasureFactory(
        case=running.case,
        programme=running,
        provider=SECRET,
        starts_on=running.starts_on,
        ends_on=running.ends_on,
    )


def url(name: str, *args: object) -> str:
    return reverse(f"cases:{name}", args=args)


def stored(model: type, **found: object) -> object:
    with whole_platform(reason="a test"):
        return model.objects.scoped().get(**found)


def test_team_reads_the_words_of_a_programme(measure, case, case_worker):
    assert SECRET in text_of(client_of(case_worker).get(url("programme", case.code)))


@pytest.mark.parametrize("persona", ["case_supervisor", "specialist"])
def test_who_may_not_open_the_case_reads_kinds_and_days_alone(persona, measure, case, request):
    text = text_of(client_of(request.getfixturevalue(persona)).get(url("programme", case.code)))
    assert SECRET not in text
    assert measure.kind.name in text


def test_page_of_a_programme_asks_the_same_whatever_its_measures(running, case, case_worker):
    def add() -> None:
        MeasureFactory(case=case, programme=running, starts_on=running.starts_on, ends_on=running.ends_on)

    assert_constant_queries(client_of(case_worker), url("programme", case.code), add, files=False)


def test_reading_a_programme_is_in_the_ledger(running, case, specialist, case_supervisor):
    client_of(specialist).get(url("programme", case.code))
    reading = stored(Reading, part=Part.PROGRAMME)
    assert (reading.case_code, reading.ground, reading.reader_id) == (case.code, "coordination", specialist.pk)


def test_programme_is_written_signed_and_approved(case, case_worker, case_supervisor):
    today = timezone.localdate()
    worker, supervisor = client_of(case_worker), client_of(case_supervisor)
    answer = send(
        worker,
        url("programme_begin", case.code),
        starts_on=today.isoformat(),
        ends_on=(today + timedelta(days=90)).isoformat(),
    )
    programme = stored(Programme)
    assert answer["Location"] == url("programme_write", programme.code)
    send(
        worker,
        url("programme_write", programme.code),
        **{"obiettivi-0-need": "work", "obiettivi-0-text": "Lavoro regolare"},
    )
    send(
        worker,
        url("programme_share", programme.code),
        shared_on=today.isoformat(),
        signed_on=today.isoformat(),
    )
    assert worker.get(url("programme_approve", programme.code)).status_code == 403
    send(supervisor, url("programme_approve", programme.code))
    approved = stored(Programme)
    assert (approved.state, approved.approved_by_id) == (ProgrammeState.ACTIVE, case_supervisor.pk)


def test_who_approves_reads_first_what_is_approved(case, case_supervisor):
    signed = {"state": "shared", "shared_on": "2026-04-14", "signed_on": "2026-04-14"}
    programme = ProgrammeFactory(case=case, **signed)
    with whole_platform(reason="a test"):
        programme.objectives.create(case=case, body_id=case.body_id, need="work", text=SECRET)
    kind = MeasureFactory(case=case, programme=programme, provider=SECRET).kind
    shown = text_of(client_of(case_supervisor).get(url("programme_approve", programme.code)))
    assert "Lavoro e formazione" in shown
    assert kind.name in shown
    assert SECRET not in shown


def test_supervisor_who_does_not_approve_sends_the_programme_back(case, case_supervisor, specialist):
    signed = {"state": "shared", "shared_on": "2026-04-14", "signed_on": "2026-04-14"}
    programme = ProgrammeFactory(case=case, **signed)
    client, back = client_of(case_supervisor), url("programme_rewrite", programme.code)
    assert back in client.get(url("programme", case.code)).text
    assert client_of(specialist).post(back).status_code == 403
    assert client.post(back)["Location"] == url("programme", case.code)
    with whole_platform(reason="a test"):
        programme.refresh_from_db()
    assert (programme.state, programme.signed_on) == (ProgrammeState.DRAFT, None)


def test_programme_written_again_while_its_approval_was_open_is_read_again_before(case, case_supervisor):
    signed = {"state": "shared", "shared_on": "2026-04-14", "signed_on": "2026-04-14"}
    programme, client = ProgrammeFactory(case=case, **signed), client_of(case_supervisor)
    approval = url("programme_approve", programme.code)
    opened = filled(client.get(approval))
    with whole_platform(reason="a test"):
        programme.summary = "Riscritto"
        programme.save()
    assert "rileggerlo prima di approvare" in text_of(client.post(approval, opened))
    assert stored(Programme).state == ProgrammeState.SHARED
    send(client, approval)
    assert stored(Programme).state == ProgrammeState.ACTIVE


def test_programme_approved_meanwhile_is_not_sent_back_and_the_page_says_so(case, case_supervisor):
    programme = ProgrammeFactory(case=case, active=True)
    answer = client_of(case_supervisor).post(url("programme_rewrite", programme.code), follow=True)
    assert "Non si può passare da «In corso» a «Bozza»." in text_of(answer)
    with whole_platform(reason="a test"):
        programme.refresh_from_db()
    assert programme.state == ProgrammeState.ACTIVE


def test_draft_says_what_it_lacks_before_it_is_signed(case, case_worker):
    ProgrammeFactory(case=case)
    shown = text_of(client_of(case_worker).get(url("programme", case.code)))
    assert "Firma Da firmare" in " ".join(shown.split())
    assert "Con almeno un obiettivo il programma si può condividere e firmare." in shown


def test_objectives_and_end_of_a_programme_that_runs_are_written(running, case, case_worker, case_supervisor):
    with whole_platform(reason="a test"):
        objective = Objective.objects.create(
            case=case, body_id=case.body_id, programme=running, need="work", text="Lavoro regolare"
        )
    worker, supervisor = client_of(case_worker), client_of(case_supervisor)
    page = worker.get(url("programme", case.code)).content.decode()
    assert url("programme_objectives", running.code) in page
    assert send(worker, url("programme_objectives", running.code), **{objective.code: "si"}).status_code == 302
    assert "Raggiunto" in worker.get(url("programme", case.code)).content.decode()
    assert worker.get(url("programme_end", running.code)).status_code == 403
    assert send(supervisor, url("programme_end", running.code), ends_on="2026-12-01").status_code == 302
    assert stored(Programme).ends_on == date(2026, 12, 1)


def test_wrong_day_is_told_beside_its_field_and_nothing_typed_is_lost(case, case_worker):
    page = send(
        client_of(case_worker),
        url("programme_begin", case.code),
        starts_on="2026-06-10",
        ends_on="2026-06-01",
        summary="Parole già scritte",
    )
    assert page.context["form"].errors["ends_on"] == ["Il programma finisce prima di iniziare: correggere la data."]
    assert "Parole già scritte" in page.content.decode()


def test_form_sent_twice_adds_one_measure(running, case, case_worker):
    client = client_of(case_worker)
    kind = MeasureKind.objects.first()
    page = client.get(url("measure_add", running.code))
    data = {
        "chiave": page.context["edit"].key,
        "versione": page.context["edit"].base,
        "kind": kind.pk,
        "starts_on": running.starts_on.isoformat(),
        "ends_on": running.ends_on.isoformat(),
        "cost": "1.200,50",
    }
    for _ in range(2):
        assert client.post(url("measure_add", running.code), data).status_code == 302
    assert str(stored(Measure).cost) == "1200.50"


def test_measure_is_begun_and_ended(measure, case, case_worker):
    client = client_of(case_worker)
    client.post(url("measure_start", measure.code))
    assert stored(Measure).state == MeasureState.RUNNING
    send(client, url("measure_end", measure.code), outcome="reached")
    assert stored(Measure).state == MeasureState.DONE


def test_measure_is_not_offered_to_begin_before_the_programme_is_approved(measure, running, case, case_worker):
    page = url("programme", case.code)
    assert url("measure_start", measure.code) in client_of(case_worker).get(page).text
    with whole_platform(reason="a test"):
        running.state, running.approved_at, running.approved_by = ProgrammeState.SHARED, None, None
        running.next_review_on = None
        running.save()
    assert url("measure_start", measure.code) not in client_of(case_worker).get(page).text


def test_closed_case_is_offered_no_programme(service, case_worker):
    closed = CaseFactory(service=service, team=[case_worker], closed=True)
    assert url("programme_begin", closed.code) not in client_of(case_worker).get(url("programme", closed.code)).text


def test_measure_of_another_comune_is_not_found(other_case, case_worker):
    programme = ProgrammeFactory(case=other_case, active=True)
    measure = MeasureFactory(case=other_case, programme=programme)
    client = client_of(case_worker)
    for name, code in (("measure_change", measure.code), ("programme", other_case.code), ("diary", other_case.code)):
        assert client.get(url(name, code)).status_code == 404
    assert client.post(url("measure_start", measure.code)).status_code == 404


def test_results_are_written_by_the_team_alone(case, case_worker, case_supervisor):
    assert client_of(case_supervisor).get(url("progress_italian", case.code)).status_code == 403
    client = client_of(case_worker)
    send(client, url("progress_italian", case.code), level="2")
    send(client, url("progress_dwelling", case.code), kind="reception", starts_on="2026-05-01")
    text = text_of(client.get(url("progress", case.code)))
    assert "A2" in text
    assert "Accoglienza del SAI dal 1º maggio 2026" in text


def test_page_of_results_asks_the_same_whatever_was_reached(case, case_worker):
    days = iter(range(1, 10))

    def add() -> None:
        with whole_platform(reason="a test"):
            case.italian.create(body_id=case.body_id, level=1, assessed_on=date(2026, 5, next(days)))
            case.engagements.create(body_id=case.body_id, kind="training", starts_on=date(2026, 5, 1), employer="Prova")

    assert_constant_queries(client_of(case_worker), url("progress", case.code), add, files=False)


def test_taxonomy_shows_the_local_names_of_ones_own_comune_alone(service, other_comune, case_supervisor):
    kind = MeasureKind.objects.first()
    LocalMeasure.objects.create(body=other_comune, kind=kind, name="Nome altrui")
    client = client_of(case_supervisor)
    send(client, url("local_name_add"), name="Nome nostro", kind=kind.pk)
    text = text_of(client.get(url("taxonomy")))
    assert "Nome nostro" in text
    assert "Nome altrui" not in text


def test_taxonomy_is_written_by_who_runs_the_pilot(service, specialist, case_worker):
    assert client_of(case_worker).get(url("kind_add")).status_code == 403
    send(client_of(specialist), url("kind_add"), area="italian", name="Club di lettura")
    assert MeasureKind.objects.filter(name="Club di lettura").exists()
