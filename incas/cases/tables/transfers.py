# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The list of what was sent and what arrived."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incas.cases.choices.access import TransferKind, TransferState
from incas.cases.models import Transfer
from incas.core.kinds import Kind
from incas.core.lists import Column, Empty, Listing


class TransferFilters(django_filters.FilterSet):
    """What narrows the list."""

    state = django_filters.ChoiceFilter(label=_("Stato"), choices=TransferState.choices)
    kind = django_filters.ChoiceFilter(label=_("Tipo"), choices=TransferKind.choices)

    class Meta:
        model = Transfer
        fields: list[str] = []


def receiver_of(transfer: Any) -> str:
    """Who receives."""
    return str(transfer.to_body.name if transfer.to_body else transfer.to_service)


def for_list(transfers: QuerySet[Any]) -> QuerySet[Any]:
    """Load with each what the list shows; never the case, which one of the two does not see."""
    return transfers.select_related("body", "to_body")


TRANSFERS = Listing(
    name="invii",
    caption=_("Invii e trasferimenti"),
    columns=(
        Column("code", _("Invio"), width=14),
        Column("state", _("Stato"), value="get_state_display", cell=lambda transfer: transfer.chip),
        Column("kind", _("Tipo"), value="get_kind_display"),
        Column("sender", _("Da"), value="body.name"),
        Column("receiver", _("A"), value=receiver_of),
        Column("proposed", _("Proposto il"), value="proposed_at", kind=Kind.INSTANT, sort="proposed_at"),
    ),
    default_sort="-proposed",
    filters=TransferFilters,
    opens="cases:transfer",
    opened_by="code",
    load=for_list,
    is_exportable=False,
    empty=Empty(_("Nessun invio"), _("Qui stanno i casi inviati ad altri servizi e quelli in arrivo da altri Comuni.")),
)
