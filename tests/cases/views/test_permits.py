# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The part of a case about its permit: three life cycles side by side, one step a page."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import TimeMachineFixture

from incas.accounts.models import User
from incas.cases.models import Case, CaseReview, Permit
from incas.cases.tenancy import whole_platform
from tests.cases.factories import AdmissionFactory, CaseFactory, CaseReviewFactory, PermitFactory
from tests.forms import send
from tests.lists import assert_constant_queries
from tests.pages import text_of
from tests.personas import client_of


@pytest.fixture(autouse=True)
def tenth_of_june(time_machine: TimeMachineFixture) -> None:
    """It is 10 June 2026; before the people, whose memberships run from a month before."""
    time_machine.move_to("2026-06-10T10:00:00+00:00")


@pytest.fixture
def worker(case: Case, case_worker: User) -> Client:
    return client_of(case_worker)


def page_of(case: Case, name: str = "permits") -> str:
    return reverse(f"cases:{name}", args=[case.code])


def step_of(permit: Permit, slug: str) -> str:
    return reverse("cases:permit_step", args=[permit.code, slug])


def permit_of(case: Case) -> Permit:
    with whole_platform(reason="a test"):
        return Permit.objects.scoped().get(case=case)


def test_permit_is_carried_from_report_to_communication(case, worker):
    assert "Nessun permesso registrato" in text_of(worker.get(page_of(case)))
    answer = send(worker, page_of(case, "permit_new"), on="2026-03-02")
    assert answer["Location"] == page_of(case)
    permit = permit_of(case)
    for slug, more in (
        ("proposta", {"on": "2026-03-09"}),
        ("parere", {"on": "2026-03-05"}),
        ("richiesta", {"on": "2026-03-12", "has_receipt": "on"}),
        ("rilascio", {"on": "2026-04-01"}),
        ("comunicazione", {"on": "2026-04-08", "reference": "MLPS 12/2026"}),
    ):
        assert send(worker, step_of(permit, slug), **more).status_code == 302
    said = text_of(worker.get(page_of(case)))
    assert "Le misure possono durare fino al 31 marzo 2027" in said
    assert "MLPS 12/2026" in said
    assert "Che cosa è accaduto dopo? Richiesta di rinnovo, con ricevuta Rinnovo Conversione Revoca" in said


def test_reason_of_a_revocation_is_never_chosen_by_the_page(case, worker):
    permit = PermitFactory(case=case, issued=True)
    answer = send(worker, step_of(permit, "revoca"), on="2026-06-01")
    assert answer.context["form"].errors == {"reason": ["Questo campo è obbligatorio."]}
    assert permit_of(case).revocation == ""


def test_wrong_day_is_told_beside_its_field(case, worker):
    permit = PermitFactory(case=case)
    answer = send(worker, step_of(permit, "rilascio"), on="2026-03-01")
    assert answer.context["form"].errors == {
        "on": ["Viene prima di «segnalato il» (2 marzo 2026): controllare le due date."]
    }
    answer = send(worker, step_of(permit, "rilascio"), on="2026-02-30")
    assert answer.context["form"].errors == {"on": ["Scrivere una data che esiste, per esempio 17/02/2026."]}


def test_correction_begins_from_what_is_written(case, worker):
    permit = PermitFactory(case=case, issued=True)
    form = worker.get(step_of(permit, "rilascio")).context["form"]
    assert form.initial == {"on": date(2026, 4, 1), "expires_on": date(2027, 3, 31)}
    send(worker, step_of(permit, "rilascio"), expires_on="2027-05-31")
    assert permit_of(case).expires_on == date(2027, 5, 31)


def test_word_that_names_no_step_is_not_found(case, worker):
    permit = PermitFactory(case=case)
    assert worker.get(step_of(permit, "sparizione")).status_code == 404


def test_form_sent_twice_records_one_step(case, worker):
    permit = PermitFactory(case=case)
    url = step_of(permit, "proposta")
    page = worker.get(url)
    sent = {"chiave": str(page.context["edit"].key), "versione": page.context["edit"].base, "on": "2026-03-09"}
    assert [worker.post(url, sent).status_code for _twice in range(2)] == [302, 302]
    with whole_platform(reason="a test"):
        assert permit_of(case).events.count() == 1


@pytest.mark.parametrize("persona", ["case_supervisor", "specialist"])
def test_who_only_reads_is_offered_no_step(persona, case, request):
    permit = PermitFactory(case=case)
    reader = client_of(request.getfixturevalue(persona))
    said = text_of(reader.get(page_of(case)))
    assert "Segnalato" in said
    assert "Che cosa è accaduto dopo?" not in said
    assert reader.get(step_of(permit, "proposta")).status_code == 403


def test_closed_case_is_offered_no_permit_and_no_admission(service, case_worker):
    closed = CaseFactory(service=service, team=[case_worker], closed=True)
    shown = client_of(case_worker).get(page_of(closed)).text
    assert page_of(closed, "permit_new") not in shown
    assert page_of(closed, "admission_new") not in shown


def test_permit_of_another_comune_is_not_there(other_case, worker):
    permit = PermitFactory(case=other_case)
    assert worker.get(page_of(other_case)).status_code == 404
    assert worker.get(step_of(permit, "proposta")).status_code == 404


def test_admission_is_carried_from_proposal_to_end(case, worker):
    send(worker, page_of(case, "admission_new"), on="2026-03-20")
    with whole_platform(reason="a test"):
        admission = case.admissions.get()
    act = [reverse(f"cases:admission_{verb}", args=[admission.code]) for verb in ("admit", "suspend", "admit", "end")]
    assert send(worker, act[0], on="2026-04-08", act_reference="Det. 41/2026").status_code == 302
    assert send(worker, act[1], on="2026-05-01").status_code == 302
    assert send(worker, act[2], on="2026-05-20").status_code == 302
    assert send(worker, act[3], on="2026-06-01", into="ended", reason="").context["form"].errors.keys() == {"reason"}
    assert send(worker, act[3], on="2026-06-01", into="ended", reason="Percorso finito").status_code == 302
    said = text_of(worker.get(page_of(case)))
    assert "Concluso" in said
    assert "Proponi l'ammissione" in said


def test_proposal_is_not_revoked(case, worker):
    admission = AdmissionFactory(case=case)
    page = worker.get(reverse("cases:admission_end", args=[admission.code]))
    assert [value for value, _label in page.context["form"].fields["into"].choices] == ["", "renounced", "ended"]


def test_review_is_settled_in_words(case, worker):
    review = CaseReviewFactory(case=case)
    url = reverse("cases:review_settle", args=[review.code])
    assert "Il permesso è scaduto" in text_of(worker.get(page_of(case)))
    assert send(worker, url, decision="  ").context["form"].errors.keys() == {"decision"}
    assert send(worker, url, decision="Si chiede il rinnovo tardivo.").status_code == 302
    said = text_of(worker.get(page_of(case)))
    assert "Verifiche concluse" in said
    assert "Si chiede il rinnovo tardivo." in said
    with whole_platform(reason="a test"):
        assert CaseReview.objects.scoped().filter(settled_at=None).count() == 0


def test_page_asks_the_same_number_of_questions_whatever_happened(service, case_worker):
    case = CaseFactory(service=service, team=[case_worker])
    days = iter(range(2019, 2026))

    def one_more() -> None:
        year = next(days)
        PermitFactory(
            case=case, state="expired", reported_on=None, issued_on=date(year, 1, 1), expires_on=date(year, 6, 30)
        )

    assert_constant_queries(client_of(case_worker), page_of(case), one_more, files=False)
