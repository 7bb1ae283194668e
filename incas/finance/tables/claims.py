# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The list of claims, and the lines of one."""

from collections.abc import Callable

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from incas.accounts.requests import SignedInRequest
from incas.core import writing
from incas.core.components.objects import how_far
from incas.core.filters import RowFilter
from incas.core.lists import BulkAction, Column, Empty, Kind, Listing, by_words
from incas.finance.choices import ClaimState, Decision, Severity
from incas.finance.models import Claim, ClaimLine
from incas.finance.queries.claims import for_list
from incas.projects.models import Project


def projects_seen(request: SignedInRequest) -> QuerySet[Project]:
    """The projects one may filter by."""
    return Project.objects.visible_to(request.user).only("title").order_by("code")


class ClaimFilters(django_filters.FilterSet):
    """What narrows the list of claims."""

    state = django_filters.ChoiceFilter(label=_("Stato"), choices=ClaimState.choices)
    project = RowFilter(
        label=_("Progetto"),
        queryset=projects_seen,  # type: ignore[arg-type]  # a function of the request is as good
    )
    late = django_filters.BooleanFilter(label=_("In ritardo"), method="by_lateness")

    class Meta:
        model = Claim
        fields: list[str] = []

    def by_lateness(self, claims: QuerySet[Claim], _name: str, value: bool) -> QuerySet[Claim]:  # noqa: FBT001 (django-filter's call)
        """Keep the claims whose term has passed, or the others. A certified one waits for nobody here."""
        late = {"due_on__lt": timezone.localdate()}
        still_open = claims.exclude(state=ClaimState.CERTIFIED)
        return still_open.filter(**late) if value else claims.exclude(pk__in=still_open.filter(**late).values("pk"))


def due(claim: Claim) -> object:
    """By when what waits should be done, with how far it is; nothing for a certified claim."""
    if claim.due_on is None or claim.state == ClaimState.CERTIFIED:
        return ""
    return how_far(claim.due_on, timezone.localdate())


CLAIMS = Listing(
    name="domande-di-rimborso",
    caption=_("Domande di rimborso"),
    columns=(
        Column("number", _("Domanda"), value=str, width=26),
        Column("project", _("Progetto"), value="project.title", sort=("project__title", "-number"), width=40),
        Column("body", _("Ente"), value="project.body.name", sort=("project__body__name", "-number"), width=30),
        Column(
            "period",
            _("Periodo"),
            value=lambda claim: f"{writing.day(claim.period_from)} – {writing.day(claim.period_until)}",
            sort="period_from",
            width=24,
        ),
        Column(
            "state", _("Stato"), value="get_state_display", cell=lambda claim: claim.chip, sort=("state", "-created_at")
        ),
        Column("due", _("Entro il"), value="due_on", kind=Kind.DATE, sort="due_on", cell=due),
        Column("claimed", _("Richiesto"), value="claimed_total", kind=Kind.MONEY, sort="claimed_total"),
        Column("admitted", _("Ammesso"), value="admitted_total", kind=Kind.MONEY, sort="admitted_total"),
        Column(
            "submitted", _("Inviata il"), value="submitted_at", kind=Kind.INSTANT, sort="submitted_at", is_shown=False
        ),
        Column("certified", _("Certificata il"), value="certified_at", kind=Kind.INSTANT, is_shown=False),
        Column("created", _("Creata il"), value="created_at", kind=Kind.INSTANT, sort="created_at", is_shown=False),
    ),
    default_sort="-created",
    search=("project__title", "project__code", "project__cup", "project__body__name"),
    search_label=_("Progetto, CUP o ente"),
    filters=ClaimFilters,
    opens="finance:claim",
    load=for_list,
    empty=Empty(
        _("Nessuna domanda di rimborso"),
        _("Una domanda raccoglie le spese pagate in un periodo e ne chiede il rimborso. Si prepara dal progetto."),
    ),
)


class LineFilters(django_filters.FilterSet):
    """What narrows the lines of a claim."""

    decision = django_filters.ChoiceFilter(label=_("Esito"), choices=Decision.choices)
    findings = django_filters.ChoiceFilter(
        label=_("Controlli"), field_name="expense__worst_finding", choices=Severity.choices
    )

    class Meta:
        model = ClaimLine
        fields: list[str] = []


def supplier_and_document(line: ClaimLine) -> SafeString:
    """Print the supplier with the document under it: two columns in the room of one."""
    document = line.expense.document
    return format_html("<span>{}<br><small>n. {}</small></span>", document.supplier_name, document.number)


def _line_columns(*, with_checks: bool, with_decision: bool) -> tuple[Column, ...]:
    """Give the columns of the lines of a claim; everything is in the files, what counts for who looks on the page."""
    item = "expense__budget_line__cost_item__code"
    decided = (
        Column(
            "decision",
            _("Esito"),
            value="get_decision_display",
            cell=lambda line: line.chip,
            sort=("decision", "pk"),
        ),
        Column("admitted", _("Ammesso"), kind=Kind.MONEY, sort="admitted"),
        Column("reason", _("Motivo"), width=50, is_shown=not with_checks),
    )
    return (
        Column("expense", _("Spesa"), value="expense.description", sort="expense__description", width=40),
        Column(
            "supplier",
            _("Fornitore e documento"),
            value="expense.document.supplier_name",
            cell=supplier_and_document,
            width=36,
        ),
        Column("document", _("Documento"), value="expense.document.number", width=16, is_shown=False),
        Column("item", _("Voce"), value="expense.budget_line.cost_item.code", sort=(item, "pk"), width=10),
        Column(
            "paid_on",
            _("Pagata il"),
            value="expense.paid_on",
            kind=Kind.DATE,
            sort="expense__paid_on",
            is_shown=with_checks,
        ),
        Column("payment_order", _("Mandato"), value="expense.payment_order", is_shown=False, width=14),
        Column("claimed", _("Richiesto"), kind=Kind.MONEY, sort="claimed"),
        Column(
            "findings",
            _("Controlli"),
            value=lambda line: line.expense.chip,
            export=lambda line: line.expense.chip.label,
            is_shown=with_checks,
        ),
        *(decided if with_decision else ()),
        Column("place", _("Ordine"), value="pk", kind=Kind.INTEGER, sort="pk", is_shown=False, is_exported=False),
    )


def for_this_claim(name: str) -> Callable[[HttpRequest], str]:
    """Build the function that gives an address about the claim of the page."""

    def to(request: HttpRequest) -> str:
        match = request.resolver_match
        return reverse(name, args=[match.kwargs["pk"]]) if match else ""

    return to


LINES = Listing(
    name="spese-della-domanda",
    caption=_("Spese della domanda"),
    columns=_line_columns(with_checks=True, with_decision=False),
    default_sort="place",
    search=by_words("expense__search_plain"),
    search_label=_("Descrizione, fornitore, documento o mandato"),
    filters=None,
    opens="finance:expense",
    opened_by="expense_id",
    empty=Empty(
        _("Nessuna spesa nella domanda"),
        _("Le spese pagate del periodo si aggiungono dalla pagina delle spese della domanda."),
    ),
)
"""As the Comune reads them before it is told what was decided."""

DECIDED_LINES = Listing(
    name="spese-controllate",
    caption=_("Spese della domanda"),
    columns=_line_columns(with_checks=False, with_decision=True),
    default_sort="place",
    search=by_words("expense__search_plain"),
    search_label=_("Descrizione, fornitore, documento o mandato"),
    filters=LineFilters,
    opens="finance:expense",
    opened_by="expense_id",
    empty=Empty(_("Nessuna spesa nella domanda")),
)

CONTROL_LINES = Listing(
    name="spese-da-controllare",
    caption=_("Spese da controllare"),
    columns=_line_columns(with_checks=True, with_decision=True),
    default_sort="place",
    search=by_words("expense__search_plain"),
    search_label=_("Descrizione, fornitore, documento o mandato"),
    filters=LineFilters,
    opens="finance:control_line",
    bulk=(BulkAction(_("Ammetti"), for_this_claim("finance:control_admit")),),
    empty=Empty(_("Nessuna spesa nella domanda")),
)
"""As who controls works through them."""

WRITTEN_LINES = Listing(
    name="spese-in-domanda",
    caption=_("Spese nella domanda"),
    columns=_line_columns(with_checks=True, with_decision=False),
    default_sort="place",
    search=by_words("expense__search_plain"),
    search_label=_("Descrizione, fornitore, documento o mandato"),
    opens="finance:expense",
    opened_by="expense_id",
    bulk=(BulkAction(_("Togli dalla domanda"), for_this_claim("finance:claim_empty")),),
    empty=Empty(_("Nessuna spesa nella domanda"), _("Si aggiungono qui sopra, fra quelle del progetto.")),
)


FREE_EXPENSES = Listing(
    name="spese-da-aggiungere",
    caption=_("Spese che si possono aggiungere"),
    columns=(
        Column("description", _("Spesa"), sort="description", width=40),
        Column("supplier", _("Fornitore"), value="document.supplier_name", width=36),
        Column("document", _("Documento"), value="document.number", width=16),
        Column("item", _("Voce"), value="budget_line.cost_item.code", width=10),
        Column("amount", _("Importo"), kind=Kind.MONEY, sort="amount"),
        Column("paid_on", _("Pagata il"), kind=Kind.DATE, sort="paid_on"),
        Column("findings", _("Controlli"), value=lambda row: row.chip, export=lambda row: row.chip.label),
    ),
    default_sort="paid_on",
    search=by_words("search_plain"),
    search_label=_("Descrizione, fornitore, documento o mandato"),
    opens="finance:expense",
    bulk=(BulkAction(_("Aggiungi alla domanda"), for_this_claim("finance:claim_add")),),
    empty=Empty(_("Nessuna spesa da aggiungere"), _("Tutte le spese del progetto sono già in una domanda.")),
)
"""The expenses of the project that no claim holds."""
