# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The ledger of readings: written by the doors of the pages, before what is read is shown."""

from collections.abc import Collection, Iterable
from datetime import datetime

from incas.accounts.models import User
from incas.cases.choices.access import Ground, Part
from incas.cases.models import Case, Grant, PilotService, Reading, Transfer, served_by
from incas.organisations.choices import Role


def note_reading(*, case: Case, part: Part, by: User, at: datetime) -> Reading:
    """Write that a person reads a part of a case, on the ground that lets them. One insert, one query at most.

    The ledger is itself the trail of readings (`audit` keeps that of writings).
    """
    return note_readings(cases=[case], part=part, by=by, at=at)[0]


def note_readings(*, cases: Collection[Case], part: Part, by: User, at: datetime) -> list[Reading]:
    """Write that a person reads a part of each of these cases. One query whatever their number, and the inserts."""
    grounds = _grounds_of(cases, by=by, at=at)
    return Reading.objects.bulk_create(
        Reading(
            body_id=case.body_id,
            case_code=case.code,
            part=part,
            ground=grounds.get(case.pk, Ground.SUPERVISION),
            at=at,
            reader_id=by.pk,
            reader_name=by.get_full_name(),
            reader_body_id=by.acting_body_id,
            role=_role_of(by),
        )
        for case in cases
    )


def bodies_read_by(user: User) -> tuple[int, ...]:
    """Tell whose cases a list may hold: those of the services a person works for, of every service for a specialist."""
    if Role.SPECIALIST in user.acting_roles:
        return tuple(PilotService.objects.order_by("pk").values_list("body_id", flat=True))
    return served_by(user)


def note_list_reading(*, body_ids: tuple[int, ...], part: Part, by: User, at: datetime) -> None:
    """Write that a person reads a list of cases: one row for each service whose cases it may hold."""
    _write(((body_id, "") for body_id in body_ids), part=part, by=by, at=at)


def note_search(*, body_ids: tuple[int, ...], found: Iterable[Case], by: User, at: datetime) -> None:
    """Write that a person looked for somebody by name or fiscal code: one row for each service, and each case found."""
    rows = [(body_id, "") for body_id in body_ids] + [(case.body_id, case.code) for case in found]
    _write(rows, part=Part.SEARCH, by=by, at=at)


def _write(rows: Iterable[tuple[int, str]], *, part: Part, by: User, at: datetime) -> None:
    """Write readings that no grant is asked for: each of a body, and of a case unless its code is empty."""
    ground = Ground.COORDINATION if Role.SPECIALIST in by.acting_roles else Ground.TEAM
    if Role.CASE_SUPERVISOR in by.acting_roles:
        ground = Ground.SUPERVISION
    Reading.objects.bulk_create(
        Reading(
            body_id=body_id,
            case_code=case_code,
            part=part,
            ground=ground,
            at=at,
            reader_id=by.pk,
            reader_name=by.get_full_name(),
            reader_body_id=by.acting_body_id,
            role=_role_of(by),
        )
        for body_id, case_code in rows
    )


def note_transfer_reading(*, transfer: Transfer, by: User, at: datetime) -> None:
    """Write in the ledger of the reader's service that a proposal was read, under the code of the proposal."""
    body_id = transfer.body_id if transfer.body_id in served_by(by) else transfer.to_body_id
    Reading.objects.create(
        body_id=body_id,  # type: ignore[misc]  # a transfer is seen by one of the two
        case_code=transfer.code,
        part=Part.SUMMARY,
        ground=Ground.TRANSFER,
        at=at,
        reader_id=by.pk,
        reader_name=by.get_full_name(),
        reader_body_id=by.acting_body_id,
        role=_role_of(by),
    )


def _grounds_of(cases: Collection[Case], *, by: User, at: datetime) -> dict[int, Ground]:
    """Tell on which ground a person reads each case: their grant, the first to lapse, or specialist coordination."""
    if Role.SPECIALIST in by.acting_roles:
        return {case.pk: Ground.COORDINATION for case in cases}
    held = Grant.objects.scoped().in_force(at).filter(case__in=[case.pk for case in cases], user=by)
    return {case: Ground(kind) for case, kind in held.order_by("-lapses_at").values_list("case", "kind")}


def _role_of(user: User) -> str:
    """Name the role under which a person reads: one of the pilot's."""
    pilot = (Role.CASE_SUPERVISOR, Role.CASE_WORKER, Role.SPECIALIST)
    return next((role for role in pilot if role in user.acting_roles), "")
