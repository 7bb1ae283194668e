# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Cases handed over: consent, parts, packages, answers of both sides, twice, at the same time."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from psycopg import sql

from incas.audit.models import Entry
from incas.cases.board import transfers_to_answer
from incas.cases.choices.access import Part, TransferKind, TransferState
from incas.cases.choices.cases import Outcome
from incas.cases.doors import scope_of
from incas.cases.models import Case, HandedPackage, Identity, PastRow, Transfer
from incas.cases.operations.phases import ask_closure
from incas.cases.operations.transfers import (
    TransferRefused,
    accept_transfer,
    propose_transfer,
    record_answer,
    refuse_transfer,
    withdraw_transfer,
)
from incas.cases.tenancy import whole_platform
from incas.core.transitions import TransitionRefused
from incas.notifications.models import Message
from incas.organisations.choices import Role
from tests.cases.factories import CaseFactory, ConsentFactory, DiaryEntryFactory, MeasureFactory
from tests.personas import member

NOW = timezone.now()
ALL = [part.value for part in (Part.IDENTITY, Part.ASSESSMENT, Part.FAMILY, Part.PERMIT, Part.PROGRAMME, Part.DIARY)]


@pytest.fixture
def case(service, case_worker):
    case = CaseFactory(service=service, in_programme=True, team=[case_worker])
    for kind in ("referral", "transfer"):
        ConsentFactory(case=case, kind=kind)
    MeasureFactory(case=case, programme=rows(case.programmes)[0])
    DiaryEntryFactory(case=case, text="Parole del diario")
    return case


@pytest.fixture
def receiver(other_comune):
    return member(other_comune, Role.CASE_SUPERVISOR, first_name="Rino", last_name="Riceve")


def rows(manager):
    with whole_platform(reason="a test"):
        return list(manager.all())


def propose(case, to, by, **changes):
    values = {"kind": TransferKind.TRANSFER, "to": to, "to_service": "", "parts": ALL, "reason": "Motivo di prova"}
    with scope_of(by):
        return propose_transfer(case=case, by=by, at=NOW, **(values | changes))


def everything():
    """Every row of every table, as an application that sees everything reads it."""
    with whole_platform(reason="a test"), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'cases_%'")
        tables = [name for (name,) in cursor.fetchall()]
        text = ""
        for table in tables:
            cursor.execute(
                sql.SQL("SELECT coalesce(string_agg(t::text, ' '), '') FROM {} t").format(sql.Identifier(table))
            )
            text += cursor.fetchone()[0]
    return text


def test_accepted_transfer_makes_a_case_with_the_parts_and_closes_the_one_it_was(
    case, other_service, case_worker, receiver, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        transfer = propose(case, other_service, case_worker)
    with scope_of(receiver):
        assert Case.objects.visible_to(receiver).count() == 0
        received = accept_transfer(transfer=transfer, by=receiver, at=NOW)
        found = Case.objects.visible_to(receiver).get()
        assert (found.code, found.body_id, found.source) == (received.code, other_service.body_id, "other_comune")
        assert found.may_open
        assert Identity.objects.visible_to(receiver).get().sealed["first_name"] == "Prova"
        assert [entry.text for entry in found.diary.all()] == ["Parole del diario"]
        assert [(row.state, row.kind.slug) for row in found.measures.all()] == [("interrupted", "italian-1")]
        assert [row.state for row in found.programmes.all()] == ["closed"]
        assert found.permits.count() == 1
    with whole_platform(reason="a test"):
        sent = Case.objects.scoped().get(pk=case.pk)
        assert (sent.phase, sent.outcome) == ("closed", "transfer")
        assert Transfer.objects.scoped().get().received_case_code == received.code
    assert {message.recipient_id for message in Message.objects.all()} == {receiver.pk}


def test_acceptance_takes_back_the_closure_that_was_asked(case, other_service, case_worker, receiver):
    transfer = propose(case, other_service, case_worker)
    with scope_of(case_worker):
        ask_closure(case=case, outcome=Outcome.AUTONOMY, closes_on=timezone.localdate(), by=case_worker, at=NOW)
    with scope_of(receiver):
        accept_transfer(transfer=transfer, by=receiver, at=NOW)
    assert [closure.state for closure in rows(case.closures)] == ["withdrawn"]
    with whole_platform(reason="a test"):
        assert Case.objects.scoped().get(pk=case.pk).outcome == "transfer"


def test_case_closed_meanwhile_is_not_taken_over(case, other_service, case_worker, receiver):
    transfer = propose(case, other_service, case_worker)
    elsewhere = propose(case, None, case_worker, to_service="Servizio di prova", parts=[Part.PERMIT])
    with scope_of(case_worker):
        record_answer(transfer=elsewhere, is_accepted=True, answer="", by=case_worker, at=NOW)
    with scope_of(receiver):
        with pytest.raises(TransferRefused):
            accept_transfer(transfer=transfer, by=receiver, at=NOW)
        assert refuse_transfer(transfer=transfer, answer="Il caso è chiuso", by=receiver, at=NOW).state == "refused"
    with whole_platform(reason="a test"):
        assert Case.objects.scoped().count() == 1


def test_referral_leaves_the_case_open_where_it_was(case, other_service, case_worker, receiver):
    transfer = propose(case, other_service, case_worker, kind=TransferKind.REFERRAL)
    with scope_of(receiver):
        accept_transfer(transfer=transfer, by=receiver, at=NOW)
    with whole_platform(reason="a test"):
        assert Case.objects.scoped().get(pk=case.pk).phase == "in_programme"


def test_only_the_parts_that_were_agreed_go(case, other_service, case_worker, receiver):
    transfer = propose(case, other_service, case_worker, parts=[Part.IDENTITY])
    with scope_of(receiver):
        received = accept_transfer(transfer=transfer, by=receiver, at=NOW)
        assert [received.diary.count(), received.permits.count(), received.programmes.count()] == [0, 0, 0]


def test_package_is_read_by_nobody_but_the_receiver_and_opens_with_their_key(
    case, other_service, case_worker, receiver, specialist
):
    propose(case, other_service, case_worker)
    seen = {}
    for person in (receiver, specialist, case_worker):
        with scope_of(person):
            seen[person] = HandedPackage.objects.visible_to(person).count()
    assert list(seen.values()) == [1, 0, 0]
    assert "Parole del diario" not in everything()


@pytest.mark.parametrize("end", ["accept", "refuse", "withdraw"])
def test_package_is_gone_once_answered_with_no_row_as_it_was(end, case, other_service, case_worker, receiver):
    transfer = propose(case, other_service, case_worker)
    person = case_worker if end == "withdraw" else receiver
    with scope_of(person):
        if end == "accept":
            accept_transfer(transfer=transfer, by=person, at=NOW)
        elif end == "refuse":
            refuse_transfer(transfer=transfer, answer="Prova", by=person, at=NOW)
        else:
            withdraw_transfer(transfer=transfer, by=person, at=NOW)
    with whole_platform(reason="a test"):
        assert HandedPackage.objects.scoped().count() == 0
        assert PastRow.objects.scoped().filter(table="cases_handedpackage").count() == 0


def test_acceptance_twice_gives_the_same_case(case, other_service, case_worker, receiver):
    transfer = propose(case, other_service, case_worker)
    with scope_of(receiver):
        codes = {accept_transfer(transfer=transfer, by=receiver, at=NOW).code for _ in range(2)}
    assert len(codes) == 1


def test_proposal_twice_is_one(case, other_service, case_worker):
    assert propose(case, other_service, case_worker).pk == propose(case, other_service, case_worker).pk


def test_withdrawn_proposal_is_not_accepted_in_another_tab(case, other_service, case_worker, receiver):
    transfer = propose(case, other_service, case_worker)
    with scope_of(case_worker):
        withdraw_transfer(transfer=transfer, by=case_worker, at=NOW)
    with scope_of(receiver), pytest.raises(TransitionRefused):
        accept_transfer(transfer=transfer, by=receiver, at=NOW)


def test_accepted_proposal_is_not_withdrawn_in_another_tab(case, other_service, case_worker, receiver):
    transfer = propose(case, other_service, case_worker)
    with scope_of(receiver):
        accept_transfer(transfer=transfer, by=receiver, at=NOW)
    with scope_of(case_worker), pytest.raises(TransitionRefused):
        withdraw_transfer(transfer=transfer, by=case_worker, at=NOW)


@pytest.mark.parametrize("later", ["refused", "withdrawn"])
def test_consent_refused_or_withdrawn_later_stops_the_case(later, case, other_service, case_worker):
    ConsentFactory(case=case, kind="transfer", answer=later, given_on=date(2026, 5, 1))
    with pytest.raises(TransferRefused) as refusal:
        propose(case, other_service, case_worker)
    assert refusal.value.field == "kind"
    assert propose(case, other_service, case_worker, kind=TransferKind.REFERRAL).state == TransferState.PROPOSED


def test_case_without_consent_does_not_go(service, other_service, case_worker):
    with pytest.raises(TransferRefused):
        propose(CaseFactory(service=service, team=[case_worker]), other_service, case_worker)


def test_receiver_that_is_closed_takes_nothing(case, other_service, case_worker, receiver):
    transfer = propose(case, other_service, case_worker)
    other_service.closes_on = timezone.localdate() - timedelta(days=1)
    other_service.save()
    with scope_of(receiver), pytest.raises(TransferRefused):
        accept_transfer(transfer=transfer, by=receiver, at=NOW)
    with pytest.raises(TransferRefused) as refusal:
        propose(case, other_service, case_worker, kind=TransferKind.REFERRAL)
    assert refusal.value.field == "to"


def test_closed_case_does_not_go(service, other_service, case_worker):
    closed = CaseFactory(service=service, closed=True, team=[case_worker])
    ConsentFactory(case=closed, kind="transfer")
    with pytest.raises(TransferRefused):
        propose(closed, other_service, case_worker)


def test_comune_is_not_asked_to_take_somebody_it_cannot_name(case, other_service, case_worker):
    with pytest.raises(TransferRefused) as refusal:
        propose(case, other_service, case_worker, parts=[Part.PERMIT])
    assert refusal.value.field == "parts"


def test_service_outside_is_sent_nothing_and_its_answer_is_recorded(case, case_worker):
    transfer = propose(case, None, case_worker, to_service="Servizio di prova", parts=[Part.PERMIT])
    assert rows(HandedPackage.objects.scoped()) == []
    with scope_of(case_worker):
        for _ in range(2):
            record_answer(transfer=transfer, is_accepted=True, answer="", by=case_worker, at=NOW)
    with whole_platform(reason="a test"):
        assert Case.objects.scoped().get(pk=case.pk).outcome == "transfer"
        assert Entry.objects.about(case).filter(verb="closed").count() == 1


def test_trail_of_a_transfer_carries_codes_and_parts_alone(case, other_service, case_worker):
    transfer = propose(case, other_service, case_worker, parts=[Part.IDENTITY])
    entry = Entry.objects.about(case).get(verb="transfer_proposed")
    assert entry.after == {"transfer": transfer.code, "parts": ["identity"]}


def test_proposal_waits_for_the_supervisor_who_receives(case, other_service, case_worker, receiver, case_supervisor):
    transfer = propose(case, other_service, case_worker)
    assert [item.title for item in transfers_to_answer(receiver, NOW)] == [f"Invio {transfer.code}: un caso in arrivo"]
    assert list(transfers_to_answer(case_supervisor, NOW)) == []
