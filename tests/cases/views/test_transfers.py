# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages by which a case passes to another service."""

import pytest
from django.urls import reverse

from incas.cases.models import Case, Reading, Transfer
from incas.cases.tenancy import whole_platform
from incas.organisations.choices import Role
from tests.cases.factories import ConsentFactory, TransferFactory
from tests.forms import send
from tests.lists import assert_constant_queries
from tests.pages import text_of
from tests.personas import client_of, member


@pytest.fixture
def receiver(other_comune):
    return member(other_comune, Role.CASE_SUPERVISOR, first_name="Rino", last_name="Riceve")


@pytest.fixture
def transfer(case, other_service, case_worker):
    """A transfer proposed from its page."""
    ConsentFactory(case=case, kind="transfer")
    send(
        client_of(case_worker),
        reverse("cases:transfer_new", args=[case.code]),
        kind="transfer",
        to=other_service.pk,
        parts=["identity", "diary"],
        reason="Trasferimento di prova",
    )
    with whole_platform(reason="a test"):
        return Transfer.objects.scoped().get()


def test_case_goes_from_page_to_page_without_a_name_until_it_is_accepted(transfer, case, case_worker, receiver):
    client = client_of(receiver)
    page = client.get(reverse("cases:transfer", args=[transfer.code]))
    assert "Trasferimento di prova" in text_of(page)
    assert "Inventata" not in page.content.decode()
    assert case.code not in page.content.decode()
    answer = client.post(reverse("cases:transfer_accept", args=[transfer.code]))
    with whole_platform(reason="a test"):
        received = Case.objects.scoped().exclude(pk=case.pk).get()
    assert answer["Location"] == reverse("cases:case", args=[received.code])
    sent = client_of(case_worker).get(reverse("cases:case_transfers", args=[case.code]))
    assert "Accettato" in text_of(sent)
    assert reverse("cases:transfer_new", args=[case.code]) not in sent.text  # closed: it goes nowhere else


def test_proposal_is_read_in_the_ledger_of_who_receives(transfer, other_service, receiver):
    client_of(receiver).get(reverse("cases:transfer", args=[transfer.code]))
    with whole_platform(reason="a test"):
        reading = Reading.objects.scoped().get(reader_id=receiver.pk)
    assert (reading.body_id, reading.case_code, reading.ground) == (other_service.body_id, transfer.code, "transfer")


def test_proposal_is_refused_with_a_reason_that_who_sent_it_reads(transfer, case_worker, receiver):
    send(client_of(receiver), reverse("cases:transfer_refuse", args=[transfer.code]), answer="Nessun posto, prova")
    page = text_of(client_of(case_worker).get(reverse("cases:transfer", args=[transfer.code])))
    assert "Nessun posto, prova" in page
    assert "Rifiutato" in page


def test_proposal_is_withdrawn_by_who_sent_it_alone(transfer, case_worker, receiver):
    url = reverse("cases:transfer_withdraw", args=[transfer.code])
    assert client_of(receiver).post(url).status_code == 403
    client_of(case_worker).post(url)
    with whole_platform(reason="a test"):
        assert Transfer.objects.scoped().get().state == "withdrawn"


def test_proposal_is_not_found_by_others(transfer, other_comune, case_supervisor, specialist, stranger):
    workmate = member(other_comune, Role.CASE_WORKER)
    for person in (workmate, case_supervisor, specialist, stranger):
        assert client_of(person).get(reverse("cases:transfer", args=[transfer.code])).status_code == 404


def test_who_sends_does_not_accept_in_place_of_who_receives(transfer, case_worker):
    assert client_of(case_worker).post(reverse("cases:transfer_accept", args=[transfer.code])).status_code == 403


def test_addressee_is_one(case, other_service, case_worker):
    url = reverse("cases:transfer_new", args=[case.code])
    asked = {"kind": "referral", "parts": ["identity"], "reason": "Prova"}
    for more in ({}, {"to": other_service.pk, "to_service": "Altro"}):
        page = send(client_of(case_worker), url, **asked, **more)
        assert "to_service" in page.context["form"].errors


def test_lists_of_transfers_ask_the_same_whatever_their_number(case, case_worker):
    client = client_of(case_worker)
    for url in (reverse("cases:transfers"), reverse("cases:case_transfers", args=[case.code])):
        assert_constant_queries(client, url, lambda: TransferFactory(case=case), files=False)
