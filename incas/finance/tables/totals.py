# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The list of documents whose total only the coordination may correct."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from incas.core.lists import Column, Empty, Kind, Listing
from incas.core.writing import money
from incas.finance.models import DocumentIdentity


def with_stated(identities: QuerySet[DocumentIdentity]) -> QuerySet[DocumentIdentity]:
    """Add what a row shows: the least and the largest total stated, how many bodies hold the document."""
    has_file = Q(documents__file__isnull=False)
    return identities.annotate(
        least=Min("documents__total", filter=has_file),
        largest=Max("documents__total", filter=has_file),
        bodies=Count("documents__body", distinct=True),
    )


def largest_stated(identity: Any) -> Decimal | None:
    """The total farthest from zero that a file states, on the side of the one that counts."""
    found: Decimal | None = identity.largest if identity.total >= 0 else identity.least
    return found


TOTALS = Listing(
    name="totali-dei-documenti",
    caption=_("Totali dei documenti"),
    columns=(
        Column("reference", _("Riferimento"), sort="key", width=16),
        Column(
            "total",
            _("Totale che vale"),
            kind=Kind.MONEY,
            cell=lambda one: money(one.total, one.currency),
            sort="total",
        ),
        Column(
            "stated",
            _("Totale maggiore"),
            value=largest_stated,
            kind=Kind.MONEY,
            cell=lambda one: money(largest_stated(one), one.currency),
        ),
        Column("currency", _("Valuta"), is_shown=False, width=8),
        Column("euro_total", _("Totale in euro"), kind=Kind.MONEY, sort="euro_total"),
        Column("charged", _("Imputato"), kind=Kind.MONEY, sort="charged"),
        Column("bodies", _("Enti che lo hanno"), kind=Kind.INTEGER),
    ),
    default_sort="reference",
    search=("key",),
    search_label=_("Riferimento"),
    opens="finance:total_correct",
    load=with_stated,
    empty=Empty(
        _("Nessun totale da correggere"),
        _(
            "Qui stanno i documenti di cui un file indica un totale maggiore di quello del primo file acquisito, che "
            "vale per tutti gli enti, e quelli in un'altra valuta il cui totale in euro sta in una domanda inviata."
        ),
        icon="file",
    ),
)
