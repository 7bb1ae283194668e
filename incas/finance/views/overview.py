# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""How the money of a project stands, as picture and table."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from incas.accounts.requests import SignedInRequest
from incas.core.exports import Field, Sheet, xlsx_response
from incas.core.kinds import Kind
from incas.core.pages import object_page
from incas.core.pictures import Bar, Picture, Series, stacked_bars
from incas.finance import rules
from incas.finance.models import Claim
from incas.finance.queries.overview import ItemStanding, Overview, Standing, overview_of
from incas.projects.models import Project
from incas.projects.tabs import tabs_of


@object_page(Project, allowed=rules.read_project_money, related=("body",))
def show(request: SignedInRequest, project: Project) -> HttpResponse:
    """Show budget, spent, paid, claimed and certified by cost item, and the claims of the project."""
    overview = overview_of(project, seen_by=request.user)
    context = {
        "project": project,
        "tabs": tabs_of(project, request.user, current="finance:overview"),
        "overview": overview,
        "picture": picture_of(overview) if overview.items else None,
        "claims": Claim.objects.visible_to(request.user).filter(project=project).order_by("-number"),
        "may_open_claim": rules.open_claim(request.user, project),
    }
    return render(request, "finance/overview.html", context)


def picture_of(overview: Overview) -> Picture:
    """Draw each cost item as a bar: certified, in control, paid and not claimed, to be paid, available."""
    return stacked_bars(
        title=_("Avanzamento per voce di costo"),
        description=_(
            "Per ogni voce: certificato, in controllo, pagato e non ancora richiesto, imputato e non ancora pagato, "
            "disponibile."
        ),
        series=(
            Series(_("Certificato"), "solid"),
            Series(_("In controllo"), "striped"),
            Series(_("Pagato, da richiedere"), "light"),
            Series(_("Da pagare"), "dotted"),
            Series(_("Disponibile"), "empty"),
        ),
        bars=[bar_of(item) for item in overview.items],
    )


def bar_of(item: ItemStanding) -> Bar:
    """Cut a cost item in parts, none below zero: credit notes may outweigh what is left to claim."""
    standing = item.standing
    parts = (
        standing.certified,
        standing.in_control,
        standing.paid_not_claimed,
        standing.not_paid,
        standing.available,
    )
    return Bar(item.label, tuple(max(part, part * 0) for part in parts))


@object_page(Project, allowed=rules.read_project_money, related=("body",))
def spreadsheet(request: SignedInRequest, project: Project) -> HttpResponseBase:
    """Give the table as a spreadsheet."""
    overview = overview_of(project, seen_by=request.user)
    amounts = (_("Previsto"), _("Imputato"), _("Pagato"), _("Richiesto"), _("In controllo"), _("Certificato"))
    fields = [Field(_("Voce")), Field(_("Nome"), Kind.TEXT, 40), *(Field(name, Kind.MONEY) for name in amounts)]
    rows = [[item.code, item.name, *amounts_of(item.standing)] for item in overview.items]
    rows.append(["", _("Totale"), *amounts_of(overview.total)])
    name = f"avanzamento-finanziario-{slugify(project.code.replace('/', '-'))}"
    return xlsx_response(name, [Sheet(_("Avanzamento finanziario"), fields, rows)])


def amounts_of(standing: Standing) -> list[object]:
    """The amounts of a row, in the order of the columns."""
    return [
        standing.planned,
        standing.charged,
        standing.paid,
        standing.claimed,
        standing.in_control,
        standing.certified,
    ]
