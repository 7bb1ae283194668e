# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The ledger of readings as a list. Its persons are staff: they may be searched for."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incas.cases.choices.access import Ground, Part
from incas.cases.ledger import note_list_reading
from incas.cases.models import Reading, served_by
from incas.cases.queries.ledger import at_odd_hours
from incas.core.components.marks import Chip
from incas.core.filters import DayRangeFilter
from incas.core.kinds import Kind
from incas.core.lists import Column, Empty, Listing
from incas.organisations.choices import Role

GROUND_KINDS = {Ground.EMERGENCY: "danger", Ground.SUPERVISION: "warning"}


class ReadingFilters(django_filters.FilterSet):
    """What narrows the ledger."""

    part = django_filters.ChoiceFilter(label=_("Che cosa"), choices=Part.choices)
    ground = django_filters.ChoiceFilter(label=_("Perché"), choices=Ground.choices)
    at = DayRangeFilter(label=_("Quando"), field_name="at")
    is_at_odd_hours = django_filters.BooleanFilter(label=_("Fuori orario"), method="keep_odd_hours")

    class Meta:
        model = Reading
        fields: list[str] = []

    def keep_odd_hours(self, found: QuerySet[Reading], _name: str, value: bool) -> QuerySet[Reading]:  # noqa: FBT001 (django-filter's call)
        """Keep what was read outside the hours of work, or leave all."""
        return at_odd_hours(found) if value else found


def ground_of(reading: Any) -> Any:
    """Print the ground, with a colour where a review looks first."""
    kind = GROUND_KINDS.get(Ground(reading.ground))
    return Chip(reading.get_ground_display(), kind) if kind else reading.get_ground_display()


def role_of(reading: Any) -> str:
    """The reader's role, in words."""
    return str(Role(reading.role).label) if reading.role in Role.values else ""


def note_export(request: HttpRequest, _kind: str, _rows: QuerySet[Any]) -> None:
    """Write that the ledger itself was taken away as a file."""
    user = request.user
    note_list_reading(body_ids=served_by(user), part=Part.EXPORT, by=user, at=timezone.now())  # type: ignore[arg-type]  # behind sign-in


LEDGER = Listing(
    name="letture",
    caption=_("Letture"),
    columns=(
        Column("at", _("Quando"), kind=Kind.INSTANT, sort="at"),
        Column("reader", _("Chi"), value="reader_name", width=26),
        Column("role", _("Ruolo"), value=role_of),
        Column("case", _("Caso"), value="case_code", width=14),
        Column("part", _("Che cosa"), value="get_part_display"),
        Column("ground", _("Perché"), value="get_ground_display", cell=ground_of),
    ),
    default_sort="-at",
    search=("reader_name", "case_code"),
    search_label=_("Chi ha letto, o codice del caso"),
    filters=ReadingFilters,
    on_export=note_export,
    empty=Empty(_("Nessuna lettura"), _("Qui sta ogni lettura dei casi: chi, che cosa, quando, perché.")),
)
