# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The list of cases: codes and facts that name nobody. Names are never searched for in an address."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from incas.cases.choices.cases import Phase, WorkSector
from incas.cases.models import Case
from incas.core.filters import DayRangeFilter
from incas.core.kinds import Kind
from incas.core.lists import Column, Empty, Listing


class CaseFilters(django_filters.FilterSet):
    """What narrows the list of cases."""

    phase = django_filters.ChoiceFilter(label=_("Fase"), choices=Phase.choices)
    sector = django_filters.ChoiceFilter(label=_("Settore"), choices=WorkSector.choices)
    opened = DayRangeFilter(label=_("Aperto"), field_name="opened_on")

    class Meta:
        model = Case
        fields: list[str] = []


def page_of(case: Any) -> str:
    """Where a row leads: to the case, by its code."""
    return reverse("cases:case", args=[case.code])


def for_list(cases: QuerySet[Any]) -> QuerySet[Any]:
    """Load with each case what the list shows."""
    return cases.select_related("body")


CASES = Listing(
    name="casi",
    caption=_("Casi"),
    columns=(
        Column("code", _("Caso"), sort="code", width=14),
        Column("phase", _("Fase"), value="get_phase_display", cell=lambda case: case.chip, sort="phase"),
        Column("sector", _("Settore"), value="get_sector_display"),
        Column("service", _("Comune"), value="body.name"),
        Column("opened", _("Aperto il"), value="opened_on", kind=Kind.DATE, sort="opened_on"),
    ),
    default_sort="-opened",
    search=("code",),
    search_label=_("Codice del caso"),
    filters=CaseFilters,
    opens=page_of,
    load=for_list,
    is_exportable=False,
    empty=Empty(_("Nessun caso"), _("Qui stanno i casi che si possono aprire o seguire.")),
)
