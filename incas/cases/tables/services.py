# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The list of the services of the pilot."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incas.core.kinds import Kind
from incas.core.lists import Column, Empty, Listing


def for_list(services: QuerySet[Any]) -> QuerySet[Any]:
    """Load with each service what the list shows."""
    return services.select_related("body", "operator")


SERVICES = Listing(
    name="servizi-del-pilota",
    caption=_("Servizi del progetto pilota"),
    columns=(
        Column("name", _("Servizio"), sort="name__plain", width=40),
        Column("body", _("Comune"), value="body.name", sort="body__name__plain"),
        Column(
            "operator", _("Ente attuatore"), value=lambda service: service.operator.name if service.operator else ""
        ),
        Column("opens_on", _("Attivo dal"), kind=Kind.DATE, sort="opens_on"),
        Column("closes_on", _("Fino al"), kind=Kind.DATE, sort="closes_on"),
    ),
    default_sort="name",
    search=("name", "body__name"),
    search_label=_("Nome del servizio o del Comune"),
    opens="cases:service",
    load=for_list,
    empty=Empty(_("Nessun servizio"), _("Qui stanno i servizi dei Comuni del progetto pilota.")),
)
