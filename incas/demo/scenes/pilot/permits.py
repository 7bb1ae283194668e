# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The permit of a life, step by step, and the admission to assistance."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from incas.accounts.models import User
from incas.cases.choices.permits import AdmissionState, Conversion, PermitKind, RevocationReason
from incas.cases.models import Case, Permit
from incas.cases.operations.admissions import admit, end_admission, propose_admission
from incas.cases.operations.permits import (
    communicate_permit,
    convert_permit,
    issue_permit,
    note_opinion,
    note_proposal,
    report_permit,
    request_permit,
    request_renewal,
    revoke_permit,
)
from incas.demo.scenes.pilot.lives import Life
from incas.demo.scenes.pilot.scene import Moment, Scene

A_YEAR = 365
STEPS = ("report", "proposal", "request", "issue", "communication")
BEFORE_ISSUE = {"report": 46, "proposal": 34, "request": 16, "issue": 0, "communication": -5}
"""How many days before the issue each step came."""
ISSUED_AFTER = 56
"""Days after the case was opened, where the permit was not there already."""
REVOKED, RENEWAL_ASKED, CONVERTED = 6, 15, 18
"""How many days ago."""


def permit_of(life: Life, scene: Scene) -> Iterator[Moment]:
    """Tell the steps of the permit up to the last that came; what came before the case is recorded when it opened."""
    if not life.permit:
        return
    issued = life.opened - ISSUED_AFTER if life.left is None else A_YEAR - life.left
    last = STEPS.index(life.permit) if life.permit in STEPS else len(STEPS) - 1
    for step in STEPS[: last + 1]:
        ago = issued + BEFORE_ISSUE[step]
        for act in _acts(step, ago, life, scene):
            yield Moment(min(ago, life.opened), scene.team.worker, act, hour=11)
    yield from _end_of_permit(life, scene)


def _acts(step: str, ago: int, life: Life, scene: Scene) -> Iterator[partial[Any]]:
    """Say what is recorded at a step: the authority's proposal comes with the opinion of the INL."""
    on = scene.days.on(ago)
    if step == "report":
        yield partial(report_permit, kind=PermitKind.ART_18_TER, on=on)
    elif step == "proposal":
        yield partial(_on_permit, operation=note_proposal, on=on)
        yield partial(_on_permit, operation=note_opinion, on=on)
    elif step == "request":
        yield partial(_on_permit, operation=request_permit, on=on, has_receipt=True)
    elif step == "issue":
        expires_on = None if life.left is None else scene.days.ahead(life.left)
        yield partial(_on_permit, operation=issue_permit, on=on, expires_on=expires_on)
    else:
        yield partial(_on_permit, operation=communicate_permit, on=on, reference=f"ESEMPIO/{life.opened:03d}")


def _end_of_permit(life: Life, scene: Scene) -> Iterator[Moment]:
    """Ask for its renewal, convert it or have it revoked, where the life says so."""
    days, worker = scene.days, scene.team.worker
    if life.permit == "renewal":
        act = partial(_on_permit, operation=request_renewal, on=days.on(RENEWAL_ASKED))
        yield Moment(RENEWAL_ASKED, worker, act, hour=11)
    elif life.permit == "conversion":
        act = partial(_on_permit, operation=convert_permit, on=days.on(CONVERTED), conversion=Conversion.EMPLOYED)
        yield Moment(CONVERTED, worker, act, hour=11)
    elif life.permit == "revocation":
        act = partial(_on_permit, operation=revoke_permit, on=days.on(REVOKED), reason=RevocationReason.CONDITIONS)
        yield Moment(REVOKED, worker, act, hour=11)


def _on_permit(*, case: Case, operation: Callable[..., Permit], by: User, at: datetime, **values: Any) -> None:
    operation(permit=case.permits.get(), by=by, at=at, **values)


def admission_of(life: Life, scene: Scene, *, ended: int | None) -> Iterator[Moment]:
    """Tell the admission, from the proposal; concluded with the case, where it ended."""
    days, worker = scene.days, scene.team.worker
    proposed, in_force = life.opened - 22, life.opened - 26
    act = f"Determina di esempio {life.opened:03d}"
    yield Moment(proposed, worker, partial(propose_admission, on=days.on(proposed)))
    yield Moment(in_force, worker, partial(_admit, on=days.on(in_force), act_reference=act))
    if ended is not None:
        yield Moment(ended, worker, partial(_end, on=days.on(ended)), hour=12)


def _admit(*, case: Case, by: User, at: datetime, **values: Any) -> None:
    admit(admission=case.admissions.get(), by=by, at=at, **values)


def _end(*, case: Case, by: User, at: datetime, **values: Any) -> None:
    end_admission(
        admission=case.admissions.get(),
        into=AdmissionState.ENDED,
        reason="Percorso concluso",
        by=by,
        at=at,
        **values,
    )
