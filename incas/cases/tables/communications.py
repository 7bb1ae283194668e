# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The list of communications of permits to the ministry."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.cases.models import Permit, PilotService
from incas.core.components.marks import Chip
from incas.core.filters import DayRangeFilter
from incas.core.kinds import Kind
from incas.core.lists import Column, Empty, Listing
from incas.organisations.models import Body

TO_COMMUNICATE, COMMUNICATED, LATE = "da-comunicare", "comunicati", "in-ritardo"


def comuni(_request: object) -> QuerySet[Body]:
    """Give the Comuni of the pilot."""
    return Body.objects.filter(pk__in=PilotService.objects.values("body")).order_by("name")


class CommunicationFilters(django_filters.FilterSet):
    """What narrows the list."""

    comune = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Comune"),
        field_name="body",
        queryset=comuni,  # type: ignore[arg-type]  # a function of the request is as good: the stubs do not know
    )
    issued = DayRangeFilter(label=gettext_lazy("Rilasciato"), field_name="issued_on")
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Comunicazione"),
        method="keep_state",
        choices=[
            (TO_COMMUNICATE, gettext_lazy("Da comunicare")),
            (COMMUNICATED, gettext_lazy("Comunicato")),
            (LATE, gettext_lazy("In ritardo")),
        ],
    )

    class Meta:
        model = Permit
        fields: list[str] = []

    def keep_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what was communicated, what was not, or what is late either way."""
        if value == LATE:
            return rows.filter(is_late=True)
        return rows.filter(communicated_on__isnull=value == TO_COMMUNICATE)


def days_of(permit: Any) -> int:
    """Count the days between issue and communication; to today while it is not communicated."""
    days: int = ((permit.communicated_on or timezone.localdate()) - permit.issued_on).days
    return days


def state_of(permit: Any) -> str:
    """Say how a communication stands."""
    if permit.communicated_on is None:
        return _("Da comunicare, in ritardo") if permit.is_late else _("Da comunicare")
    return _("Comunicato in ritardo") if permit.is_late else _("Comunicato")


def chip_of(permit: Any) -> Chip:
    """Say how a communication stands, as a chip."""
    kind = "waiting" if permit.communicated_on is None else "success"
    return Chip(state_of(permit), "danger" if permit.is_late else kind)


COMMUNICATIONS = Listing(
    name="comunicazioni-dei-permessi",
    caption=gettext_lazy("Comunicazioni dei permessi"),
    columns=(
        Column("comune", gettext_lazy("Comune"), value="body.name", sort=("body__name__plain", "-issued_on"), width=32),
        Column("issued", gettext_lazy("Rilasciato il"), value="issued_on", kind=Kind.DATE, sort="issued_on"),
        Column(
            "communicated",
            gettext_lazy("Comunicato il"),
            value="communicated_on",
            kind=Kind.DATE,
            sort="communicated_on",
        ),
        Column("reference", gettext_lazy("Protocollo"), value="communication_reference", width=28),
        Column("days", gettext_lazy("Giorni"), value=days_of, kind=Kind.INTEGER),
        Column("state", gettext_lazy("Comunicazione"), value=state_of, cell=chip_of),
    ),
    default_sort="-issued",
    filters=CommunicationFilters,
    empty=Empty(
        gettext_lazy("Nessun permesso rilasciato"),
        gettext_lazy("Qui stanno i permessi dell'art. 18-ter rilasciati, con la loro comunicazione al Ministero."),
    ),
)
