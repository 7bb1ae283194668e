# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The list of projects."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.accounts.requests import SignedInRequest
from incas.core.lists import Column, Empty, Kind, Listing
from incas.organisations.choices import AreaKind
from incas.organisations.models import Body, Territory
from incas.programmes.models import Call
from incas.projects.choices import ProjectState
from incas.projects.models import Project

REGION = "body__territory__parent__parent"


def seen_by(request: SignedInRequest) -> QuerySet[Project]:
    """Give the projects whose calls, bodies, regions and tutors may be named in the filters."""
    return Project.objects.visible_to(request.user)


def calls_of(request: SignedInRequest) -> QuerySet[Call]:
    """Give the calls under which the person sees projects."""
    return Call.objects.filter(rule_sets__projects__in=seen_by(request)).distinct()


def bodies_of(request: SignedInRequest) -> QuerySet[Body]:
    """Give the bodies whose projects the person sees."""
    return Body.objects.filter(projects__in=seen_by(request)).distinct()


def regions_of(request: SignedInRequest) -> QuerySet[Territory]:
    """Give the regions in which the person sees projects."""
    inside = Territory.objects.filter(kind=AreaKind.REGION, pk__in=seen_by(request).values(REGION))
    return inside.order_by("name")


def tutors_of(request: SignedInRequest) -> QuerySet[User]:
    """Give the tutors of the projects the person sees."""
    return User.objects.filter(pk__in=seen_by(request).values("tutor")).order_by("last_name", "first_name")


class ProjectFilters(django_filters.FilterSet):
    """What narrows the list of projects."""

    call = django_filters.ModelChoiceFilter(label=_("Avviso"), field_name="rule_set__call", queryset=calls_of)  # type: ignore[arg-type]  # it may be a function
    state = django_filters.ChoiceFilter(label=_("Stato"), choices=ProjectState.choices)
    body = django_filters.ModelChoiceFilter(label=_("Comune o ente"), queryset=bodies_of)  # type: ignore[arg-type]  # it may be a function
    region = django_filters.ModelChoiceFilter(label=_("Regione"), field_name=REGION, queryset=regions_of)  # type: ignore[arg-type]  # it may be a function
    tutor = django_filters.ModelChoiceFilter(label=_("Referente territoriale"), queryset=tutors_of)  # type: ignore[arg-type]  # it may be a function

    class Meta:
        model = Project
        fields: list[str] = []


PROJECTS = Listing(
    name="progetti",
    caption=_("Progetti"),
    columns=(
        Column("title", _("Progetto"), sort="title", width=50),
        Column("code", _("Codice"), sort="code", width=18),
        Column("body", _("Comune o ente"), value="body.name", sort="body__name", width=34),
        Column("region", _("Regione"), value="body.territory.parent.parent.name", sort=f"{REGION}__name", width=20),
        Column("call", _("Avviso"), value="rule_set.call.code", is_shown=False, width=16),
        Column("cup", "CUP", is_shown=False, width=18),
        Column("starts", _("Inizio"), value="starts_on", kind=Kind.DATE, sort="starts_on"),
        Column("ends", _("Fine"), value="ends_on", kind=Kind.DATE, sort="ends_on"),
        Column("budget", _("Piano finanziario"), value="budget_total", kind=Kind.MONEY, sort="budget_total"),
        Column("advance", _("Anticipo"), value="advance_amount", kind=Kind.MONEY, is_shown=False),
        Column("tutor", _("Referente territoriale"), value="tutor_name", sort="tutor__last_name", width=26),
        Column("state", _("Stato"), value="chip", sort=("state", "code"), export=lambda project: project.chip.label),
    ),
    default_sort="code",
    search=("title", "code", "cup", "body__name"),
    search_label=_("Titolo, codice, CUP o Comune"),
    filters=ProjectFilters,
    opens="projects:project",
    empty=Empty(
        _("Nessun progetto"),
        _("Qui stanno i progetti: piano finanziario, convenzione, scadenze delle domande di rimborso."),
        icon="folder",
    ),
)
