# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The list of expenses."""

from functools import lru_cache
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from incas.accounts.requests import SignedInRequest
from incas.core.components.marks import Chip
from incas.core.filters import AmountRangeFilter, DayRangeFilter, RowFilter
from incas.core.lists import Action, BulkAction, Column, Empty, Kind, Listing, by_words
from incas.finance.choices import CLAIM_KINDS, ClaimState, Severity
from incas.finance.models import Expense
from incas.finance.queries.expenses import for_list
from incas.programmes.models import CostItem
from incas.projects.models import Project

NO_CLAIM = "none"
IN_ORDER = "none"


def own_projects(request: SignedInRequest) -> QuerySet[Project]:
    """The projects one may filter by."""
    return Project.objects.visible_to(request.user).only("title").order_by("code")


def own_items(request: SignedInRequest) -> QuerySet[CostItem]:
    """The cost items on which one's own projects have a budget."""
    lines = Project.objects.visible_to(request.user).values("budget_lines__cost_item")
    return CostItem.objects.filter(pk__in=lines).only("code", "name").order_by("rule_set", "position", "code")


def claim_chip(expense: Any) -> Chip | None:
    """The claim that holds an expense, with its state; nothing when none does."""
    if expense.claim_number is None:
        return None
    return held_chip(expense.claim_number, expense.claim_state, get_language())


@lru_cache(maxsize=512)
def held_chip(number: int, state: str, _language: str | None) -> Chip:
    """Draw a claim by its number and state, once in a language."""
    return Chip(f"n. {number} – {ClaimState(state).label}", CLAIM_KINDS[state])


class ExpenseFilters(django_filters.FilterSet):
    """What narrows the list of expenses."""

    project = RowFilter(
        label=_("Progetto"),
        queryset=own_projects,  # type: ignore[arg-type]  # a function of the request is as good
    )
    item = RowFilter(
        label=_("Voce di costo"),
        field_name="budget_line__cost_item",
        queryset=own_items,  # type: ignore[arg-type]  # likewise
    )
    claim = django_filters.ChoiceFilter(
        label=_("Domanda"), choices=((NO_CLAIM, _("In nessuna domanda")), *ClaimState.choices), method="by_claim"
    )
    paid = django_filters.BooleanFilter(label=_("Pagata"), field_name="paid_on", lookup_expr="isnull", exclude=True)
    findings = django_filters.ChoiceFilter(
        label=_("Controlli"), choices=((IN_ORDER, _("In regola")), *Severity.choices), method="by_findings"
    )
    paid_on = DayRangeFilter(label=_("Data del pagamento"))
    amount = AmountRangeFilter(label=_("Importo"))

    class Meta:
        model = Expense
        fields: list[str] = []

    def by_claim(self, expenses: QuerySet[Expense], _name: str, value: str) -> QuerySet[Expense]:
        """Keep the expenses whose claim is in a state, or that no claim holds."""
        if value == NO_CLAIM:
            return expenses.exclude(lines__is_live=True)
        return expenses.filter(lines__is_live=True, lines__claim__state=value)

    def by_findings(self, expenses: QuerySet[Expense], _name: str, value: str) -> QuerySet[Expense]:
        """Keep the expenses whose gravest finding is this; an optional paper that is not there leaves them in order."""
        if value == IN_ORDER:
            return expenses.filter(Q(worst_finding="") | Q(worst_finding=Severity.INFO))
        return expenses.filter(worst_finding=value)


EXPENSES = Listing(
    name="spese",
    caption=_("Spese"),
    columns=(
        Column("description", _("Spesa"), width=40),
        Column("supplier", _("Fornitore"), width=36),
        Column("document", _("Documento"), value="document_number", width=16),
        Column("issued", _("Data documento"), value="issued_on", kind=Kind.DATE, is_shown=False),
        Column("project", _("Progetto"), value="project_code", sort=("project__code", "-created_at"), width=14),
        Column("cup", "CUP", is_shown=False, width=18),
        Column("item", _("Voce"), width=10),
        Column("item_name", _("Nome della voce"), is_shown=False),
        Column("amount", _("Importo"), kind=Kind.MONEY, sort="amount"),
        Column("paid_on", _("Pagata il"), kind=Kind.DATE, sort="paid_on"),
        Column("payment_order", _("Mandato"), is_shown=False, width=14),
        Column("paid_amount", _("Importo pagato"), kind=Kind.MONEY, is_shown=False),
        Column("claim", _("Domanda"), value=claim_chip, export=lambda row: getattr(claim_chip(row), "label", "")),
        Column(
            "findings",
            _("Controlli"),
            value=lambda row: row.chip,
            export=lambda row: row.chip.label,
            sort="worst_finding",
        ),
        Column("created", _("Registrata il"), value="created_at", kind=Kind.INSTANT, sort="created_at", is_shown=False),
    ),
    default_sort="-created",
    search=by_words("search_plain"),
    search_label=_("Descrizione, fornitore, documento o mandato"),
    filters=ExpenseFilters,
    opens="finance:expense",
    load=for_list,
    bulk=(BulkAction(_("Aggiungi alla domanda"), "finance:claim_fill"),),
    empty=Empty(
        _("Nessuna spesa"),
        _(
            "Qui stanno le spese dei progetti. Una spesa nasce da una fattura, da un cedolino o da un altro documento, "
            "imputati in tutto o in parte a una voce del piano finanziario."
        ),
        Action(_("Apri i documenti di spesa"), "finance:documents"),
    ),
)
