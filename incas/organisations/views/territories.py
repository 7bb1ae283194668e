# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Territories: the list of all of them, each one's page, the suggestions of a field that asks for one."""

from typing import Any

import django_filters
from django.db.models import Case, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from incas.accounts.requests import SignedInRequest
from incas.audit.queries import history
from incas.core.choosing import suggest, typed_text
from incas.core.lists import Column, Empty, Kind, Listing
from incas.core.pages import everyone, object_page, page
from incas.organisations.choices import POPULATION_BOUNDS, AreaKind, Zone
from incas.organisations.istat_changes import LABELS
from incas.organisations.models import Body, Territory
from incas.organisations.places import bounds_of, told_class
from incas.organisations.queries.territories import narrowed_by_name, search_territories, told_territory

CLASSES = [(str(place), told_class(place)) for place in range(len(POPULATION_BOUNDS) + 1)]


def places_to_choose() -> dict[str, list[tuple[str, str]]]:
    """List the regions and the provinces that have no end, by level: one question, and bare values, drawn quickly."""
    places: dict[str, list[tuple[str, str]]] = {AreaKind.REGION.value: [], AreaKind.PROVINCE.value: []}
    found = Territory.objects.filter(kind__in=places, valid_until=None).order_by("search_name")
    for kind, key, name in found.values_list("kind", "pk", "name"):
        places[kind].append((str(key), name))
    return places


class TerritoryFilters(django_filters.FilterSet):
    """What narrows the list: left alone, it shows the Comuni of today."""

    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Livello"),
        choices=[
            (AreaKind.PROVINCE.value, gettext_lazy("Province e unità equivalenti")),
            ("region", gettext_lazy("Regioni")),
        ],
        empty_label=gettext_lazy("Comuni"),
        method="keep",
    )
    region = django_filters.ChoiceFilter(label=gettext_lazy("Regione"), method="within")
    province = django_filters.ChoiceFilter(label=gettext_lazy("Provincia"), method="within")
    zone = django_filters.ChoiceFilter(label=gettext_lazy("Ripartizione"), choices=Zone.choices)
    population = django_filters.ChoiceFilter(label=gettext_lazy("Abitanti"), choices=CLASSES, method="of_class")
    is_capital = django_filters.BooleanFilter(label=gettext_lazy("Capoluogo"))
    period = django_filters.ChoiceFilter(
        label=gettext_lazy("Quando"),
        choices=[("past", gettext_lazy("Soppressi")), ("ever", gettext_lazy("Di oggi e soppressi"))],
        empty_label=gettext_lazy("Di oggi"),
        method="keep",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, places in places_to_choose().items():
            self.filters[kind].extra["choices"] = places

    def filter_queryset(self, queryset: QuerySet[Territory]) -> QuerySet[Territory]:
        """Apply what is chosen, over the Comuni of today where nothing is."""
        found: QuerySet[Territory] = super().filter_queryset(queryset)
        chosen, today = self.form.cleaned_data, timezone.localdate()
        found = found.filter(kind=chosen["kind"] or AreaKind.COMUNE)
        is_past = Q(valid_until__isnull=False, valid_until__lte=today)
        match chosen["period"]:
            case "past":
                return found.filter(is_past)
            case "ever":
                return found
        return found.exclude(is_past)

    def keep(self, queryset: QuerySet[Territory], _name: str, _value: Any) -> QuerySet[Territory]:
        """Leave the rows as they are: level and time are applied together, chosen or not."""
        return queryset

    def within(self, queryset: QuerySet[Territory], _name: str, value: str) -> QuerySet[Territory]:
        """Keep what lies within a region or a province, and the territory itself."""
        return queryset.filter(Q(pk=value) | Q(parent=value) | Q(parent__parent=value))

    def of_class(self, queryset: QuerySet[Territory], _name: str, value: str) -> QuerySet[Territory]:
        """Keep the Comuni of a demographic class."""
        start, end = bounds_of(int(value))
        found = queryset.filter(population__gte=start)
        return found if end is None else found.filter(population__lte=end)


def told_name(territory: Territory) -> str:
    """Write the name in the list; what no longer exists says so."""
    if territory.exists_on(timezone.localdate()):
        return territory.full_name
    return _("%(name)s (soppresso)") % {"name": territory.full_name}


def region_of(territory: Territory) -> str | None:
    """Give the name of the region a territory lies in."""
    above = territory.parent
    return (above.parent or above).name if above else None


def with_names_above(territories: QuerySet[Territory]) -> QuerySet[Territory]:
    """Add the names of the province of a Comune and of the region: the names alone, since a page shows no more."""
    return territories.defer("aliases", "former_codes").annotate(
        province=Case(When(kind=AreaKind.COMUNE, then="parent__name")),
        region=Coalesce("parent__parent__name", "parent__name"),
    )


TERRITORIES = Listing(
    name="territori",
    caption=gettext_lazy("Territori"),
    columns=(
        Column("name", gettext_lazy("Denominazione"), value="full_name", cell=told_name, sort="search_name", width=36),
        Column("province", gettext_lazy("Provincia"), sort=("parent__search_name", "search_name")),
        Column("plate", gettext_lazy("Sigla"), is_shown=False),
        Column("region", gettext_lazy("Regione")),
        Column("istat", gettext_lazy("Codice ISTAT"), value="istat_code", sort="istat_code"),
        Column("belfiore", gettext_lazy("Codice catastale"), value="belfiore_code", sort="belfiore_code"),
        Column("population", gettext_lazy("Abitanti"), kind=Kind.INTEGER, sort=("population", "search_name")),
        Column("class", gettext_lazy("Classe demografica"), value="population_class", is_shown=False, width=28),
        Column("zone", gettext_lazy("Ripartizione"), value="get_zone_display", is_shown=False),
        Column("nuts", gettext_lazy("Codice NUTS"), value="nuts_code", is_shown=False),
        Column("capital", gettext_lazy("Capoluogo"), value="is_capital", kind=Kind.BOOLEAN, is_shown=False),
        Column("from", gettext_lazy("Dal"), value="valid_from", kind=Kind.DATE, is_shown=False),
        Column("until", gettext_lazy("Soppresso dal"), value="valid_until", kind=Kind.DATE, is_shown=False),
    ),
    default_sort="name",
    filters=TerritoryFilters,
    search=narrowed_by_name,
    search_label=gettext_lazy("Nome o codice"),
    opens="organisations:territory",
    load=with_names_above,
    empty=Empty(
        gettext_lazy("Nessun territorio"),
        gettext_lazy("Qui stanno regioni, province e Comuni d'Italia: provare con meno lettere o senza filtri."),
        icon="map-marker",
    ),
)


@page(allowed=everyone)
@require_safe
def territory_list(request: SignedInRequest) -> HttpResponseBase:
    """List the territories of Italy."""
    return TERRITORIES.respond(
        request, Territory.objects.visible_to(request.user), template="organisations/territory_list.html"
    )


@object_page(Territory, allowed=everyone, related=("parent__parent",))
@require_safe
def territory(request: SignedInRequest, item: Territory) -> HttpResponse:
    """Show a territory: its codes, its days, what came before and after it."""
    children = Territory.objects.current(timezone.localdate()).filter(parent=item)
    shown = {
        "territory": item,
        "exists": item.exists_on(timezone.localdate()),
        "predecessors": item.predecessors.order_by("search_name"),
        "successors": item.successors.order_by("search_name"),
        "children": children.count() if item.kind != AreaKind.COMUNE else 0,
        "bodies": Body.objects.visible_to(request.user).filter(territory=item),
        "history": history(item),
        "fields": {**LABELS, "valid_until": gettext_lazy("soppresso dal")},
    }
    return render(request, "organisations/territory.html", shown)


@page(allowed=everyone)
@require_safe
def suggest_any_territory(request: SignedInRequest) -> HttpResponse:
    """Suggest territories while one types; `livello` narrows to a level."""
    kinds = [AreaKind(kind) for kind in request.GET.getlist("livello") if kind in AreaKind.values]
    found = search_territories(typed_text(request), kinds=kinds)
    return suggest(request, ((item.pk, told_territory(item), region_of(item) or "") for item in found))
