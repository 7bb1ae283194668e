# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The ledger of readings: written by the doors of the pages, before what is read is shown."""

from datetime import datetime

from incas.accounts.models import User
from incas.cases.choices.access import Ground, Part
from incas.cases.models import Case, Grant, Reading
from incas.organisations.choices import Role


def note_reading(*, case: Case, part: Part, by: User, at: datetime) -> Reading:
    """Write that a person reads a part of a case, on the ground that lets them. One insert, one query at most.

    The ledger is itself the trail of readings (`audit` keeps that of writings).
    """
    return Reading.objects.create(
        body_id=case.body_id,
        case_code=case.code,
        part=part,
        ground=ground_of(case=case, by=by, at=at),
        at=at,
        reader_id=by.pk,
        reader_name=by.get_full_name(),
        reader_body_id=by.acting_body_id,
        role=_role_of(by),
    )


def note_list_reading(*, body_ids: tuple[int, ...], part: Part, by: User, at: datetime) -> None:
    """Write that a person reads a list of cases: one row for each service whose cases it may hold."""
    ground = Ground.COORDINATION if Role.SPECIALIST in by.acting_roles else Ground.TEAM
    if Role.CASE_SUPERVISOR in by.acting_roles:
        ground = Ground.SUPERVISION
    Reading.objects.bulk_create(
        Reading(
            body_id=body_id,
            part=part,
            ground=ground,
            at=at,
            reader_id=by.pk,
            reader_name=by.get_full_name(),
            reader_body_id=by.acting_body_id,
            role=_role_of(by),
        )
        for body_id in body_ids
    )


def ground_of(*, case: Case, by: User, at: datetime) -> Ground:
    """Tell on which ground a person reads a case: their grant, else the coordination they belong to."""
    if Role.SPECIALIST in by.acting_roles:
        return Ground.COORDINATION
    kinds = Grant.objects.scoped().in_force(at).filter(case=case, user=by).order_by("lapses_at").values_list("kind")
    kind = next((kind for (kind,) in kinds), None)
    return Ground(kind) if kind else Ground.SUPERVISION


def _role_of(user: User) -> str:
    """Name the role under which a person reads: one of the pilot's."""
    pilot = (Role.CASE_SUPERVISOR, Role.CASE_WORKER, Role.SPECIALIST)
    return next((role for role in pilot if role in user.acting_roles), "")
