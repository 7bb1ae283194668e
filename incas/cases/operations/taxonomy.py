# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The common taxonomy of measures, and the names each Comune uses for it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.models import LocalMeasure, MeasureKind
from incas.cases.refusals import Refused


class TaxonomyRefused(Refused):
    """The taxonomy cannot be so; the message says why and what to do, in Italian."""


@transaction.atomic
def write_kind(
    *,
    kind: MeasureKind | None,
    area: str,
    name: str,
    description: str,
    is_retired: bool,
    by: User,
    at: datetime,
) -> MeasureKind:
    """Add a kind of measure (None), or change its words; retired, it stays where it was used.

    Raises TaxonomyRefused when the area already has a kind of that name.
    """
    same = MeasureKind.objects.filter(area=area, name__iexact=name).first()
    if same is not None and same != kind:
        raise TaxonomyRefused(_("In quest'area c'è già un tipo con questo nome: usare quello."), "name")
    verb = "changed" if kind else "created"
    found = kind or MeasureKind(slug=_new_slug(area), position=_last_position(area) + 1)
    found.area, found.name, found.description, found.is_retired = area, name, description, is_retired
    found.save()
    record(found, verb, by=by, at=at, after={"area": area, "name": name, "is_retired": is_retired})
    return found


def _last_position(area: str) -> int:
    return MeasureKind.objects.filter(area=area).aggregate(last=Max("position"))["last"] or 0


def _new_slug(area: str) -> str:
    """Give the next slug of an area: the number of kinds ever made in it, plus one, until it is free."""
    number = MeasureKind.objects.filter(slug__startswith=f"{slugify(area.replace('_', '-'))}-").count() + 1
    while MeasureKind.objects.filter(slug=f"{slugify(area.replace('_', '-'))}-{number}").exists():
        number += 1
    return f"{slugify(area.replace('_', '-'))}-{number}"


@transaction.atomic
def write_local_name(*, body_id: int, name: str, kind: MeasureKind, by: User, at: datetime) -> LocalMeasure:
    """Say what a Comune calls a kind of measure. The same again changes nothing; a name maps onto one kind."""
    known = LocalMeasure.objects.filter(body_id=body_id, name__iexact=name).first()
    if known is not None and known.kind_id == kind.pk:
        return known
    if known is not None:
        raise TaxonomyRefused(_("Questo nome è già collegato a un altro tipo: toglierlo prima da quello."), "name")
    local = LocalMeasure.objects.create(body_id=body_id, name=name, kind=kind)
    record(local, "created", by=by, at=at, after={"name": name, "kind": kind.name})
    return local


@transaction.atomic
def drop_local_name(*, name: LocalMeasure, by: User, at: datetime) -> None:
    """Take away a local name. Raises TaxonomyRefused when a measure bears it."""
    record(name, "deleted", by=by, at=at)
    try:
        name.delete()
    except ProtectedError:
        raise TaxonomyRefused(_("Il nome è usato da una misura: non si può togliere.")) from None
