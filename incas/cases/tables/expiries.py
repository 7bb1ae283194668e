# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The list of what falls due: codes and days. It is not taken away as a file."""

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.cases.choices.expiries import ExpiryKind
from incas.cases.models import Expiry
from incas.core.components.marks import Chip
from incas.core.kinds import Kind
from incas.core.lists import Column, Empty, Listing


class ExpiryFilters(django_filters.FilterSet):
    """What narrows the list."""

    kind = django_filters.ChoiceFilter(label=gettext_lazy("Che cosa"), choices=ExpiryKind.choices)

    class Meta:
        model = Expiry
        fields: list[str] = []


def for_list(expiries: QuerySet[Any]) -> QuerySet[Any]:
    """Load with each row what the list shows, and no more."""
    named: QuerySet[Any] = expiries.annotate(code=F("case__code"), service=F("body__name"))
    return named.only("kind", "reason", "due_on", "has_receipt")


def chip_of(expiry: Any) -> Chip | str:
    """Say what lifts a term: the receipt of a renewal."""
    return Chip(_("Rinnovo chiesto"), "info") if expiry.has_receipt else ""


EXPIRIES = Listing(
    name="scadenze-dei-casi",
    caption=gettext_lazy("Scadenze dei casi"),
    columns=(
        Column("code", gettext_lazy("Caso"), width=14),
        Column("due", gettext_lazy("Giorno"), value="due_on", kind=Kind.DATE, sort="due_on"),
        Column("kind", gettext_lazy("Che cosa"), value="told"),
        Column("state", gettext_lazy("Stato"), value=chip_of, cell=chip_of),
        Column("service", gettext_lazy("Comune")),
    ),
    default_sort="due",
    search=("case__code",),
    search_label=gettext_lazy("Codice del caso"),
    filters=ExpiryFilters,
    opens="cases:permits",
    opened_by="code",
    load=for_list,
    is_exportable=False,
    empty=Empty(gettext_lazy("Nessuna scadenza"), gettext_lazy("Qui sta ciò che scade nei casi che si seguono.")),
)
