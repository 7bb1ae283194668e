# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Referral and transfer: what the person agreed to goes, and nothing else; the receiver accepts or refuses.

What two Comuni share is changed in the scope of the platform, since neither sees the other's case.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.access import (
    PARTS_TO_HAND_OVER,
    TRANSFER_TRANSITIONS,
    GrantKind,
    Part,
    TransferKind,
    TransferState,
)
from incas.cases.choices.cases import Answer, ConsentKind, Source
from incas.cases.choices.pilot import LawRule
from incas.cases.contents import FACTS, Content, contents_of, put_contents
from incas.cases.law import pilot_rules
from incas.cases.messages import tell_of_transfer, tell_transfer_answered
from incas.cases.models import Case, Consent, Grant, HandedPackage, PilotService, Transfer
from incas.cases.operations.phases import close_transferred
from incas.cases.queries.staff import open_services
from incas.cases.refusals import Refused
from incas.cases.tenancy import erasing, whole_platform
from incas.core.transitions import require_transition
from incas.privacy.keyfiles import KeyDestroyed, KeysMissing

CONSENTS = {TransferKind.REFERRAL: ConsentKind.REFERRAL, TransferKind.TRANSFER: ConsentKind.TRANSFER}


class TransferRefused(Refused):
    """The case cannot be handed over so; the message says why and what to do, in Italian."""


@transaction.atomic
def propose_transfer(
    *,
    case: Case,
    kind: TransferKind,
    to: PilotService | None,
    to_service: str,
    parts: Sequence[str],
    reason: str,
    by: User,
    at: datetime,
) -> Transfer:
    """Propose to another service of the pilot (`to`) to take the case, or record a referral elsewhere (`to_service`).

    The parts go sealed with the key of who receives; elsewhere nothing goes through the platform. While a proposal to
    the same addressee waits it gives that one. Raises TransferRefused: no consent in force, a case closed, a receiver
    that is not at work, an identity that does not go (a Comune takes charge of nobody it cannot name).
    """
    case = _lock(case)
    to_body_id = to.body_id if to is not None else None
    waiting = case.transfers.filter(state=TransferState.PROPOSED, kind=kind, to_body=to_body_id, to_service=to_service)
    if proposed := waiting.first():
        return proposed
    consent = _consent(case, kind)
    chosen = [part for part in PARTS_TO_HAND_OVER if part in parts]
    if to is not None:
        _require_receiver(to, case, chosen, at=at)
    transfer = Transfer(
        case=case,
        body_id=case.body_id,
        kind=kind,
        to_body_id=to_body_id,
        to_service=to_service,
        consent=consent,
        parts=chosen,
        proposed_at=at,
        proposed_by=by,
    )
    transfer.reason = reason
    transfer.save()
    if to is not None:
        _pack(transfer, contents_of(case, chosen))
        transaction.on_commit(partial(tell_of_transfer, to.body_id, code=transfer.code, at=at))
    record(case, "transfer_proposed", by=by, at=at, after={"transfer": transfer.code, "parts": chosen})
    return transfer


@transaction.atomic
def accept_transfer(*, transfer: Transfer, by: User, at: datetime) -> Case:
    """Take the case: a new one in the Comune that received, with the parts that came and a grant to who accepts.

    A transfer, not a referral, closes the case of who sent it. Accepted already, it gives the same case. Raises
    TransferRefused when the receiver is not at work or who sent it has closed the case meanwhile, TransitionRefused
    when it was withdrawn or refused.
    """
    with whole_platform(reason="a case passes from a Comune to another", actor_id=by.pk):
        transfer = _locked(transfer)
        if transfer.state == TransferState.ACCEPTED:
            return Case.objects.scoped().get(code=transfer.received_case_code)
        require_transition(TRANSFER_TRANSITIONS, transfer.state, TransferState.ACCEPTED)
        _require_still_sent(transfer)
        service = open_services(on=timezone.localdate(at)).filter(body=transfer.to_body).first()
        if service is None:
            raise TransferRefused(_("Il servizio non è attivo: non può prendere in carico altri casi."))
        received = _receive(service, transfer.package.content, by=by, at=at)
        transfer.received_case_code = received.code
        _write_answer(transfer, TransferState.ACCEPTED, "", by=by, at=at)
        if transfer.kind == TransferKind.TRANSFER:
            close_transferred(case=transfer.case, by=by, at=at)
        return received


@transaction.atomic
def refuse_transfer(*, transfer: Transfer, answer: str, by: User, at: datetime) -> Transfer:
    """Refuse, and say why. What had come is deleted. Twice it changes nothing."""
    return _conclude_transfer(transfer, TransferState.REFUSED, answer, by=by, at=at)


@transaction.atomic
def withdraw_transfer(*, transfer: Transfer, by: User, at: datetime) -> Transfer:
    """Take the proposal back before it is answered. What had gone is deleted. Twice it changes nothing."""
    return _conclude_transfer(transfer, TransferState.WITHDRAWN, "", by=by, at=at)


@transaction.atomic
def record_answer(*, transfer: Transfer, is_accepted: bool, answer: str, by: User, at: datetime) -> Transfer:
    """Record what a service outside the platform answered; a transfer that it accepts closes the case."""
    if transfer.to_body_id is not None:
        raise TransferRefused(_("Risponde il Comune che riceve, dalla piattaforma."))
    state = TransferState.ACCEPTED if is_accepted else TransferState.REFUSED
    settled = _conclude_transfer(transfer, state, answer, by=by, at=at)
    if is_accepted and settled.kind == TransferKind.TRANSFER:
        close_transferred(case=settled.case, by=by, at=at)
    return settled


def _lock(case: Case) -> Case:
    found = Case.objects.unscoped(reason="locked by its own operation").select_for_update(no_key=True).get(pk=case.pk)
    if found.is_closed:
        raise TransferRefused(_("Il caso è chiuso: per inviarlo va prima ripreso."))
    return found


def _locked(transfer: Transfer) -> Transfer:
    found = Transfer.objects.unscoped(reason="locked by its own operation").select_related("case")
    return found.select_for_update(of=("self",), no_key=True).get(pk=transfer.pk)


def _require_still_sent(transfer: Transfer) -> None:
    """Two services never take over the same case: the first that accepts closes it, and the case is locked for that."""
    case = Case.objects.scoped().select_for_update(no_key=True).get(pk=transfer.case_id)
    if transfer.kind == TransferKind.TRANSFER and case.is_closed:
        raise TransferRefused(_("Il Comune che lo inviava ha chiuso il caso: la proposta non vale più, va rifiutata."))


def _consent(case: Case, kind: TransferKind) -> Consent:
    """Give the consent that lets the case go: the newest of its kind must have been given."""
    newest = case.consents.filter(kind=CONSENTS[kind]).order_by("-given_on", "-pk").first()
    if newest is None or newest.answer != Answer.GIVEN:
        raise TransferRefused(
            _("Manca il %(consent)s: senza, nulla del caso si invia. Chiederlo alla persona e registrarlo nel caso.")
            % {"consent": ConsentKind(CONSENTS[kind]).label.lower()},
            "kind",
        )
    return newest


def _require_receiver(to: PilotService, case: Case, parts: Sequence[str], *, at: datetime) -> None:
    if to.body_id == case.body_id:
        raise TransferRefused(_("Il caso è già di questo Comune."), "to")
    if not open_services(on=timezone.localdate(at)).filter(pk=to.pk).exists():
        raise TransferRefused(_("Il servizio che riceve non è attivo: sceglierne un altro."), "to")
    if Part.IDENTITY not in parts:
        raise TransferRefused(
            _("Un Comune non prende in carico chi non può nominare: l'identità va inviata, se la persona acconsente."),
            "parts",
        )


def _pack(transfer: Transfer, content: Content) -> None:
    """Seal what goes with the key of who receives."""
    package = HandedPackage(transfer=transfer, body=transfer.to_body, from_body_id=transfer.body_id)
    package.content = content
    try:
        package.save()
    except (KeyDestroyed, KeysMissing):
        raise TransferRefused(
            _("Il servizio che riceve non ha le proprie chiavi: avvisare il coordinamento."), "to"
        ) from None


def _receive(service: PilotService, content: Content, *, by: User, at: datetime) -> Case:
    today = timezone.localdate(at)
    facts = {name: content["facts"][name] for name in FACTS}
    is_holder = (content.get("family") or {"persons": [{"is_holder": True}]})["persons"][0]["is_holder"]
    case = Case.objects.create(
        body_id=service.body_id,
        service=service,
        opened_on=today,
        source=Source.OTHER_COMUNE,
        is_relative=not is_holder,
        **facts,
    )
    put_contents(case, content, on=today)
    days = pilot_rules(today).one(LawRule.GRANT_DAYS)
    Grant.objects.create(
        body_id=case.body_id,
        case=case,
        user=by,
        kind=GrantKind.TEAM,
        starts_at=at,
        lapses_at=at + timedelta(days=days),
        granted_by=by,
    )
    record(case, "opened", by=by, at=at, after={"phase": case.phase})
    return case


def _conclude_transfer(transfer: Transfer, state: TransferState, answer: str, *, by: User, at: datetime) -> Transfer:
    with whole_platform(reason="two Comuni share a proposal, and neither sees the other's case", actor_id=by.pk):
        transfer = _locked(transfer)
        if transfer.state == state:
            return transfer
        require_transition(TRANSFER_TRANSITIONS, transfer.state, state)
        _write_answer(transfer, state, answer, by=by, at=at)
        return transfer


def _write_answer(transfer: Transfer, state: TransferState, answer: str, *, by: User, at: datetime) -> None:
    """Write the answer and delete the package, leaving nothing of it as it was."""
    transfer.state, transfer.answered_at, transfer.answered_by, transfer.answer = state, at, by, answer
    transfer.save()
    with erasing():
        HandedPackage.objects.scoped().filter(transfer=transfer).delete()
    record(transfer.case, f"transfer_{state}", by=by, at=at, after={"transfer": transfer.code})
    if transfer.to_body_id is not None and state != TransferState.WITHDRAWN:
        tell = partial(tell_transfer_answered, transfer.proposed_by_id, code=transfer.case.code, at=at)
        transaction.on_commit(partial(tell, is_accepted=state == TransferState.ACCEPTED))
