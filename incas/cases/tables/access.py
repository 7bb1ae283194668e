# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The list of accesses to confirm, from which who supervises the service chooses. No file is made of it."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.cases.choices.access import GRANTED
from incas.cases.models import Grant, served_by
from incas.cases.queries.access import grants_to_confirm
from incas.core.filters import DayRangeFilter, RowFilter
from incas.core.kinds import Kind
from incas.core.lists import BulkAction, Column, Empty, Listing


def who_may_lapse(request: HttpRequest) -> QuerySet[User]:
    """List whose accesses wait to be confirmed by the person who asks."""
    waiting = grants_to_confirm(served_by(request.user), at=timezone.now())  # type: ignore[arg-type]  # behind sign-in
    people = User.objects.filter(pk__in=waiting.order_by().values("user"))
    return people.only("first_name", "last_name", "email").order_by("last_name", "first_name", "pk")


class GrantFilters(django_filters.FilterSet):
    """What narrows the accesses to confirm."""

    user = RowFilter(label=_("Chi"), queryset=who_may_lapse)  # type: ignore[arg-type]  # django-filter calls it
    kind = django_filters.ChoiceFilter(label=_("Perché"), choices=[(kind.value, kind.label) for kind in GRANTED])
    lapses = DayRangeFilter(label=_("Cessa"), field_name="last_day")

    class Meta:
        model = Grant
        fields: list[str] = []


def grants_for_list(grants: QuerySet[Any]) -> QuerySet[Any]:
    """Load with each access what the list shows."""
    return grants.select_related("case", "user")


GRANTS_TO_CONFIRM = Listing(
    name="accessi-da-confermare",
    caption=_("Accessi da confermare"),
    columns=(
        Column("code", _("Caso"), value="case.code", sort=("case__code", "lapses_at"), width=14),
        Column("user", _("Chi"), sort=("user__last_name__plain", "user__first_name__plain")),
        Column("kind", _("Perché"), value="get_kind_display", sort="kind"),
        Column("confirmed", _("Confermato l'ultima volta"), value="confirmed_at", kind=Kind.DATE),
        Column("lapses", _("Cessa il"), value="last_day", kind=Kind.DATE, sort="lapses_at"),
    ),
    default_sort="lapses",
    search=("case__code", "user__last_name", "user__first_name"),
    search_label=_("Codice del caso, o chi lo apre"),
    filters=GrantFilters,
    opens="cases:access",
    opened_by="case.code",
    bulk=(BulkAction(_("Conferma gli accessi scelti"), "cases:access_confirm_chosen"),),
    load=grants_for_list,
    is_exportable=False,
    empty=Empty(
        _("Nessun accesso da confermare"),
        _("Qui stanno gli accessi ai casi del servizio che cessano entro un mese."),
        icon="check-circle",
    ),
)
