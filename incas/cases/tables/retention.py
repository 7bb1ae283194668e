# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The list of cases kept long enough, from which who supervises the service chooses. No file is made of it."""

import django_filters
from django.utils.translation import gettext_lazy as _

from incas.cases.choices.cases import Outcome
from incas.cases.models import Case
from incas.core.filters import DayRangeFilter
from incas.core.kinds import Kind
from incas.core.lists import BulkAction, Column, Empty, Listing


class KeptFilters(django_filters.FilterSet):
    """What narrows the cases kept long enough."""

    outcome = django_filters.ChoiceFilter(label=_("Esito"), choices=Outcome.choices)
    closed = DayRangeFilter(label=_("Chiuso"), field_name="closed_on")

    class Meta:
        model = Case
        fields: list[str] = []


CASES_TO_ANONYMISE = Listing(
    name="casi-da-rendere-anonimi",
    caption=_("Casi da rendere anonimi"),
    columns=(
        Column("code", _("Caso"), sort="code", width=14),
        Column("opened", _("Aperto il"), value="opened_on", kind=Kind.DATE, sort="opened_on"),
        Column("closed", _("Chiuso il"), value="closed_on", kind=Kind.DATE, sort="closed_on"),
        Column("outcome", _("Esito"), value="get_outcome_display", sort="outcome"),
    ),
    default_sort="closed",
    search=("code",),
    search_label=_("Codice del caso"),
    filters=KeptFilters,
    opens="cases:case",
    opened_by="code",
    bulk=(BulkAction(_("Rendi anonimi i casi scelti"), "cases:retention_chosen", is_grave=True),),
    is_exportable=False,
    empty=Empty(
        _("Nessun caso da rendere anonimo"),
        _("Qui stanno i casi chiusi da più tempo di quanto la regola li conserva."),
        icon="check-circle",
    ),
)
