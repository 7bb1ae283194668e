# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The list of questions on cases: those that wait first, the longest wait on top."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incas.cases.choices.pilot import Turn
from incas.cases.models import PilotService, Thread
from incas.core.filters import DayRangeFilter, RowFilter
from incas.core.kinds import Kind
from incas.core.lists import Column, Empty, Listing


class ThreadFilters(django_filters.FilterSet):
    """What narrows the list of questions."""

    turn = django_filters.ChoiceFilter(label=_("Chi deve rispondere"), choices=Turn.choices)
    service = RowFilter(
        label=_("Servizio"),
        field_name="case__service",
        queryset=lambda request: PilotService.objects.visible_to(request.user).only("name"),  # type: ignore[arg-type]  # django-filter calls it
    )
    opened = DayRangeFilter(label=_("Aperta"), field_name="opened_at")

    class Meta:
        model = Thread
        fields: list[str] = []


def for_list(threads: QuerySet[Any]) -> QuerySet[Any]:
    """Load with each question what the list shows."""
    return threads.select_related("case", "body")


THREADS = Listing(
    name="domande",
    caption=_("Domande sui casi"),
    columns=(
        Column("case", _("Caso"), value="case.code", sort="case__code", width=14),
        Column("subject", _("Oggetto"), is_exported=False),
        Column("body", _("Comune"), value="body.name"),
        Column("turn", _("Stato"), value=lambda thread: str(Turn(thread.turn).label), cell=lambda thread: thread.chip),
        Column(
            "wait", _("Ultimo messaggio"), value="last_post_at", kind=Kind.INSTANT, sort=("is_settled", "last_post_at")
        ),
        Column("opened", _("Aperta"), value="opened_at", kind=Kind.INSTANT, sort="opened_at"),
    ),
    default_sort="wait",
    search=("case__code",),
    search_label=_("Codice del caso"),
    filters=ThreadFilters,
    opens="cases:thread",
    opened_by="code",
    load=for_list,
    empty=Empty(
        _("Nessuna domanda"),
        _("Qui stanno le domande fra servizi e coordinamento specialistico. Si aprono dalla pagina di un caso."),
    ),
)
