# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The list of criticalities of the pilot."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incas.cases.choices.cases import Phase
from incas.cases.choices.pilot import CriticalityState, LawRule, Origin
from incas.cases.choices.programmes import ServiceArea
from incas.cases.models import Criticality, PilotService
from incas.core.filters import DayRangeFilter, RowFilter
from incas.core.kinds import Kind
from incas.core.lists import Column, Empty, Listing


class CriticalityFilters(django_filters.FilterSet):
    """What narrows the list of criticalities."""

    state = django_filters.ChoiceFilter(label=_("Stato"), choices=CriticalityState.choices)
    phase = django_filters.ChoiceFilter(label=_("Fase"), choices=Phase.choices)
    area = django_filters.ChoiceFilter(
        label=_("Area delle misure"), field_name="measure_kind__area", choices=ServiceArea.choices
    )
    rule = django_filters.ChoiceFilter(label=_("Regola"), choices=LawRule.choices)
    origin = django_filters.ChoiceFilter(label=_("Origine"), choices=Origin.choices)
    service = RowFilter(
        label=_("Servizio"),
        field_name="body__pilot_service",
        queryset=lambda request: PilotService.objects.visible_to(request.user).only("name"),  # type: ignore[arg-type]  # django-filter calls it
    )
    raised = DayRangeFilter(label=_("Segnalata"), field_name="raised_on")

    class Meta:
        model = Criticality
        fields: list[str] = []


def for_list(criticalities: QuerySet[Any]) -> QuerySet[Any]:
    """Load with each criticality what the list shows."""
    return criticalities.select_related("body", "measure_kind")


CRITICALITIES = Listing(
    name="criticita-del-pilota",
    caption=_("Criticità del progetto pilota"),
    columns=(
        Column("title", _("Criticità"), sort="title__plain", width=50),
        Column("state", _("Stato"), value="get_state_display", cell=lambda each: each.chip, sort="state"),
        Column("body", _("Comune"), value=lambda each: each.body.name if each.body else str(_("Tutto il pilota"))),
        Column("origin", _("Origine"), value="get_origin_display"),
        Column("phase", _("Fase"), value="get_phase_display"),
        Column("raised", _("Segnalata il"), value="raised_on", kind=Kind.DATE, sort="raised_on"),
        Column("description", _("Che cosa non funziona"), is_shown=False),
        Column("correction", _("Correzione"), is_shown=False),
        Column("effect", _("Effetto"), is_shown=False),
    ),
    default_sort="-raised",
    search=("title", "description", "correction", "effect"),
    search_label=_("Parole della criticità o della correzione"),
    filters=CriticalityFilters,
    opens="cases:criticality",
    load=for_list,
    empty=Empty(
        _("Nessuna criticità"),
        _("Qui sta ciò che nel progetto pilota non funziona, come è stato corretto e con quale effetto."),
    ),
)
