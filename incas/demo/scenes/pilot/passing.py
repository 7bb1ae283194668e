# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What goes beyond a service: a case passed to another, what persons ask of their data, a case kept long enough."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.utils import timezone

from incas.accounts.models import User
from incas.cases.choices.access import Part, RequestKind, TransferKind
from incas.cases.choices.cases import Answer, ConsentKind
from incas.cases.models import Case
from incas.cases.operations.assessment import record_consent
from incas.cases.operations.requests import answer_request, receive_request
from incas.cases.operations.transfers import accept_transfer, propose_transfer
from incas.cases.tenancy import whole_platform
from incas.demo.scenes.pilot.lives import Life, Passing
from incas.demo.scenes.pilot.scene import Moment, Scene

CONSENTS: Final = {TransferKind.REFERRAL: ConsentKind.REFERRAL, TransferKind.TRANSFER: ConsentKind.TRANSFER}
PARTS: Final = (Part.IDENTITY, Part.ASSESSMENT, Part.PERMIT, Part.PROGRAMME)
KEPT_FOR = timedelta(days=6 * 365)
"""How long ago the case of the old register was closed: more than the rule keeps one."""
FOLLOWED_FOR = timedelta(days=200)


def passing_of(life: Life, scene: Scene) -> Iterator[Moment]:
    """Tell how the case passes to another service, and what the person asks about their data."""
    if life.passes == Passing.TAKEN:
        yield from _proposal(TransferKind.TRANSFER, life, scene, ago=9)
        yield Moment(3, scene.neighbour.supervisor, _accept, hour=17)
    elif life.passes == Passing.PROPOSED:
        yield from _proposal(TransferKind.TRANSFER, life, scene, ago=2)
    elif life.passes == Passing.REFERRED:
        yield from _proposal(TransferKind.REFERRAL, life, scene, ago=13)
    if life.asks_for_data:
        yield from _requests(scene)


def _proposal(kind: TransferKind, life: Life, scene: Scene, *, ago: int) -> Iterator[Moment]:
    """Tell the consent, then the proposal: a transfer to the neighbour, a referral to a service outside."""
    worker, days = scene.team.worker, scene.days
    consent = partial(
        record_consent,
        kind=CONSENTS[kind],
        answer=Answer.GIVEN,
        given_on=days.on(ago + 1),
        language=life.who.language,
        mediator="Mediatrice di esempio",
    )
    yield Moment(ago + 1, worker, consent, hour=10)
    is_transfer = kind == TransferKind.TRANSFER
    proposal = partial(
        propose_transfer,
        kind=kind,
        to=scene.neighbour.service if is_transfer else None,
        to_service="" if is_transfer else "Consultorio di esempio",
        parts=PARTS if is_transfer else (),
        reason="La persona si sposta per lavoro. Motivo inventato." if is_transfer else "Una visita. Motivo inventato.",
    )
    yield Moment(ago, worker, proposal, hour=12)


def _accept(*, case: Case, by: User, at: datetime) -> None:
    accept_transfer(transfer=case.transfers.get(), by=by, at=at)


def _requests(scene: Scene) -> Iterator[Moment]:
    """Tell a request that was answered, and one that waits."""
    worker, days = scene.team.worker, scene.days
    answered = partial(
        receive_request, kind=RequestKind.RECTIFICATION, received_on=days.on(50), note="Chiede di correggere l'anno."
    )
    waits = partial(
        receive_request, kind=RequestKind.ACCESS, received_on=days.on(12), note="Chiede copia di tutto. Inventata."
    )
    yield Moment(50, worker, answered, hour=10)
    yield Moment(44, worker, _answer_request, hour=10)
    yield Moment(12, worker, waits, hour=10)


def _answer_request(*, case: Case, by: User, at: datetime) -> None:
    answer_request(asked=case.person_requests.get(), note="Corretto insieme. Risposta inventata.", by=by, at=at)


def date_back(case: Case, scene: Scene) -> None:
    """Move a closed case to the years before the platform, as one of the old register: no operation tells them."""
    closed_on = timezone.localdate(scene.days.now) - KEPT_FOR
    opened_on = closed_on - FOLLOWED_FOR
    with whole_platform(reason="the demo tells a case of years ago"):
        Case.objects.scoped().filter(pk=case.pk).update(opened_on=opened_on, closed_on=closed_on)
        case.reports.update(received_on=opened_on)
        case.closures.update(closes_on=closed_on)
