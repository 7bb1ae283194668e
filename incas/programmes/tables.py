# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The lists of calls and of funds."""

import django_filters
from django.utils.translation import gettext_lazy as _

from incas.core.filters import DayRangeFilter
from incas.core.lists import Action, Column, Empty, Kind, Listing
from incas.programmes.choices import CallState
from incas.programmes.models import Call, Fund


class CallFilters(django_filters.FilterSet):
    """What narrows the list of calls."""

    fund = django_filters.ModelChoiceFilter(label=_("Fondo"), queryset=Fund.objects.all())
    state = django_filters.ChoiceFilter(label=_("Stato"), choices=CallState.choices)
    closes = DayRangeFilter(field_name="closes_on", label=_("Chiude"))

    class Meta:
        model = Call
        fields: list[str] = []


def version_in_force(call: Call) -> str:
    """Name the latest published version of the rules of a call, which the query annotated."""
    version: int | None = call.latest_version  # type: ignore[attr-defined]  # annotated by the query
    return str(_("Versione %(version)s") % {"version": version}) if version else str(_("Da pubblicare"))


CALLS = Listing(
    name="avvisi",
    caption=_("Avvisi"),
    columns=(
        Column("title", _("Avviso"), sort="title", width=50),
        Column("code", _("Codice"), sort="code", width=16),
        Column("fund", _("Fondo"), value="fund.code", sort="fund__code", export=lambda call: call.fund.name),
        Column("opens", _("Apre"), value="opens_on", kind=Kind.DATE, sort="opens_on"),
        Column("closes", _("Chiude"), value="closes_on", kind=Kind.DATE, sort="closes_on"),
        Column("amount", _("Dotazione"), kind=Kind.MONEY, sort="amount"),
        Column("rules", _("Regole"), value=version_in_force, width=14),
        Column("state", _("Stato"), value="chip", sort=("state", "-opens_on"), export=lambda call: call.chip.label),
        Column("is_example", _("Esempio"), kind=Kind.BOOLEAN, is_shown=False),
    ),
    default_sort="-opens",
    search=("title", "code", "fund__name", "summary"),
    search_label=_("Titolo, codice o fondo"),
    filters=CallFilters,
    opens="programmes:call",
    empty=Empty(
        _("Nessun avviso"),
        _("Qui stanno gli avvisi sotto cui i Comuni presentano progetti, con le loro regole."),
        icon="horn",
    ),
)


FUNDS = Listing(
    name="fondi",
    caption=_("Fondi"),
    columns=(
        Column("name", _("Fondo"), sort="name", width=50),
        Column("code", _("Sigla"), sort="code", width=14),
        Column("calls", _("Avvisi"), value="call_count", kind=Kind.INTEGER),
        Column("description", _("Descrizione"), is_shown=False, width=60),
    ),
    default_sort="code",
    search=("name", "code"),
    search_label=_("Denominazione o sigla"),
    opens="programmes:fund_change",
    empty=Empty(
        _("Nessun fondo"),
        _("Qui stanno i fondi da cui viene il denaro degli avvisi."),
        Action(_("Aggiungi un fondo"), "programmes:fund_new"),
        icon="folder",
    ),
)
