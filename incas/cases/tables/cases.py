# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The lists of cases, one for each way of working on them: codes and facts that name nobody.

Names are never searched for in an address, and none of these lists is taken away as a file.
"""

from datetime import date, timedelta
from typing import Any

import django_filters
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.accounts.models import User
from incas.cases.choices.access import GrantKind
from incas.cases.choices.cases import Phase, WorkSector
from incas.cases.choices.permits import PERMIT_HELD
from incas.cases.choices.pilot import LawRule
from incas.cases.law import pilot_rules
from incas.cases.models import Case, Grant, Permit
from incas.core.components.marks import Chip
from incas.core.filters import DayRangeFilter, RowFilter
from incas.core.kinds import Kind
from incas.core.lists import Action, Column, Empty, Listing
from incas.organisations.choices import Role
from incas.organisations.models import Body

YES = "si"


def permits_held() -> QuerySet[Any]:
    """The permits of the case at hand that were neither continued nor ended, the one that lasts longest first."""
    return Permit.objects.scoped().filter(case=OuterRef("pk"), state__in=sorted(PERMIT_HELD)).order_by("-expires_on")


def alerted_until() -> date:
    """The last day of which one is alerted today."""
    today = timezone.localdate()
    return today + timedelta(days=max(pilot_rules(today).all_of(LawRule.ALERT_DAYS)))


def team_grants() -> QuerySet[Any]:
    """The grants in force of the case at hand, but those of an emergency."""
    in_force = Grant.objects.scoped().in_force(timezone.now()).exclude(kind=GrantKind.EMERGENCY)
    return in_force.filter(case=OuterRef("pk")).order_by("starts_at", "pk")


class CaseFilters(django_filters.FilterSet):
    """What narrows a list of cases."""

    phase = django_filters.ChoiceFilter(label=gettext_lazy("Fase"), choices=Phase.choices)
    sector = django_filters.ChoiceFilter(label=gettext_lazy("Settore"), choices=WorkSector.choices)
    urgent = django_filters.ChoiceFilter(
        label=gettext_lazy("Urgenza"), choices=[(YES, gettext_lazy("urgenti"))], method="keep_urgent"
    )
    expiring = django_filters.ChoiceFilter(
        label=gettext_lazy("Permesso"), choices=[(YES, gettext_lazy("scade entro 90 giorni"))], method="keep_expiring"
    )
    opened = DayRangeFilter(label=gettext_lazy("Aperto"), field_name="opened_on")

    class Meta:
        model = Case
        fields: list[str] = []

    def keep_urgent(self, found: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep the urgent ones that are not closed."""
        return found.filter(is_urgent=True).exclude(phase=Phase.CLOSED)

    def keep_expiring(self, found: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep those whose permit falls due within the first alert, or fell due, with no renewal asked."""
        due = permits_held().filter(expires_on__lte=alerted_until(), renewal_requested_on__isnull=True)
        return found.filter(Exists(due)).exclude(phase=Phase.CLOSED)


class ServiceFilters(CaseFilters):
    """What narrows the list of who supervises a service."""

    team = django_filters.ChoiceFilter(
        label=gettext_lazy("Chi li apre"),
        choices=[("mine", gettext_lazy("anch'io")), ("nobody", gettext_lazy("nessuno"))],
        method="keep_team",
    )

    def keep_team(self, found: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those the person may open, or those that nobody may."""
        return found.filter(may_open=True) if value == "mine" else found.filter(~Exists(team_grants()))


PILOT_BODIES = Body.objects.filter(pilot_service__isnull=False).only("name").order_by("name")


class PilotFilters(CaseFilters):
    """What narrows the list of who coordinates the pilot."""

    body = RowFilter(label=gettext_lazy("Comune"), queryset=PILOT_BODIES)


def for_worker(cases: QuerySet[Any]) -> QuerySet[Any]:
    """Load with each case what the list shows."""
    loaded: QuerySet[Any] = cases.annotate(permit_until=Subquery(permits_held().values("expires_on")[:1]))
    return loaded


def for_supervisor(cases: QuerySet[Any]) -> QuerySet[Any]:
    """Load besides who may open each."""
    loaded: QuerySet[Any] = for_worker(cases).annotate(team=ArraySubquery(team_grants().values("user__last_name")))
    return loaded


def for_specialist(cases: QuerySet[Any]) -> QuerySet[Any]:
    """Load besides whose each is."""
    return for_worker(cases).select_related("body")


def permit_cell(case: Any) -> Any:
    """Say when the permit falls due; in colour, and in words, where it did."""
    if case.permit_until is None:
        return "–"
    day = f"{case.permit_until:%d/%m/%Y}"
    is_past = case.permit_until < timezone.localdate() and not case.is_closed
    return Chip(_("scaduto il %(day)s") % {"day": day}, "danger") if is_past else day


CODE = Column("code", gettext_lazy("Caso"), sort="code", width=14)
PHASE = Column(
    "phase", gettext_lazy("Fase"), value="get_phase_display", cell=lambda case: case.chip, sort=("phase", "-opened_on")
)
URGENT = Column(
    "urgent", gettext_lazy("Urgenza"), value="is_urgent", cell=lambda case: case.urgency or "", sort="is_urgent"
)
SECTOR = Column("sector", gettext_lazy("Settore"), value="get_sector_display")
PERMIT = Column("permit", gettext_lazy("Permesso fino al"), value="permit_until", cell=permit_cell)
OPENED = Column("opened", gettext_lazy("Aperto il"), value="opened_on", kind=Kind.DATE, sort="opened_on")
TEAM = Column("team", gettext_lazy("Chi lo apre"), value=lambda case: ", ".join(case.team) or _("nessuno"))
SERVICE = Column("service", gettext_lazy("Comune"), value="body.name", sort="body__name__plain")
AGE = Column("age", gettext_lazy("Età"), value="get_age_band_display")
AREA = Column("area", gettext_lazy("Cittadinanza"), value="get_area_display")

OPEN_ONE = Action(gettext_lazy("Apri un caso"), "cases:case_new")


def listing(
    *columns: Column, filters: type[CaseFilters], load: Any, text: Any, action: Action | None = OPEN_ONE
) -> Listing:
    """Declare a list of cases: what all of them share, and what each shows."""
    return Listing(
        name="casi",
        caption=gettext_lazy("Casi"),
        columns=columns,
        default_sort="-opened",
        search=("code",),
        search_label=gettext_lazy("Codice del caso"),
        filters=filters,
        opens="cases:case",
        opened_by="code",
        load=load,
        is_exportable=False,
        empty=Empty(gettext_lazy("Nessun caso"), text, action),
    )


WORKER_CASES = listing(
    CODE, PHASE, URGENT, SECTOR, PERMIT, OPENED, filters=CaseFilters, load=for_worker,
    text=gettext_lazy("Qui stanno i casi che si possono aprire: i propri, e quelli per cui si è autorizzati."),
)  # fmt: skip
SERVICE_CASES = listing(
    CODE, PHASE, URGENT, SECTOR, PERMIT, TEAM, OPENED, filters=ServiceFilters, load=for_supervisor,
    text=gettext_lazy("Qui stanno tutti i casi del servizio, senza le identità: quelle le apre chi è autorizzato."),
)  # fmt: skip
PILOT_CASES = listing(
    CODE, SERVICE, PHASE, URGENT, SECTOR, AREA, AGE, PERMIT, OPENED, filters=PilotFilters, load=for_specialist,
    text=gettext_lazy("Qui stanno i casi di tutti i servizi, senza le identità."), action=None,
)  # fmt: skip


def listing_for(user: User) -> Listing:
    """Choose the list by how a person works on cases: supervising a service, opening them, coordinating."""
    if Role.CASE_SUPERVISOR in user.acting_roles:
        return SERVICE_CASES
    return WORKER_CASES if Role.CASE_WORKER in user.acting_roles else PILOT_CASES
