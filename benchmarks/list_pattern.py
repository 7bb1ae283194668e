# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the pattern of lists costs: its pages in R at three sizes of the table, its files of 10,000 rows in seconds.

Run with `python -m benchmarks list_pattern`. Targets: a page at most 3 R; from 1,000 rows to 100,000 at most 1.3
times; each file within 2 s.
"""

import django_filters
from django.http import HttpRequest, HttpResponseBase
from django.test import RequestFactory

from benchmarks import bare_list
from benchmarks.harness import Call, measured, print_figures, queries_of, request_of, somebody
from incas.accounts.models import User
from incas.core.filters import DayRangeFilter
from incas.core.lists import Column, Empty, Kind, Listing

SIZES = (1_000, 10_000, 100_000)


class RowFilters(django_filters.FilterSet):
    """Filters such as a list has."""

    state = django_filters.ChoiceFilter(label="Stato", choices=[("draft", "In preparazione"), ("sent", "Inviata")])
    paid = DayRangeFilter(label="Pagata", field_name="paid_on")


ROWS = Listing(
    name="misura",
    caption="Righe",
    columns=(
        Column("number", "Numero"),
        Column("supplier", "Fornitore", sort="supplier"),
        Column("description", "Descrizione"),
        Column("paid", "Pagata", value="paid_on", kind=Kind.DATE, sort="paid_on"),
        Column("amount", "Importo", kind=Kind.MONEY),
        Column("vat", "IVA", kind=Kind.MONEY),
        Column("state", "Stato", value="get_state_display"),
        Column("noted", "Registrata", value="noted_at", kind=Kind.INSTANT),
    ),
    default_sort="-paid",
    filters=RowFilters,
    search=("number", "supplier", "description"),
    opens=lambda row: f"/righe/{row.pk}/",
    empty=Empty("Nessuna riga"),
)


def show(request: HttpRequest) -> HttpResponseBase:
    """The list."""
    return ROWS.respond(request, bare_list.Row.objects.all(), template="core/job_list.html")


def deep(user: User, pages: int) -> str:
    """Walk some pages on and give the address reached."""
    url = "/elenco/"
    for _ in range(pages):
        request = RequestFactory().get(url)
        request.user = user
        url = ROWS.page(request, bare_list.Row.objects.all()).next_url or url
    return url


def main() -> None:
    """Measure and print."""
    user = somebody()
    for rows in SIZES:
        bare_list.fill(rows)
        pages: dict[str, Call] = {
            "R": bare_list.request(user),
            "first page": request_of("/elenco/", user),
            "tenth page": request_of(deep(user, 10), user),
            "by supplier": request_of("/elenco/?ordine=supplier", user),
            "filtered": request_of("/elenco/?state=sent&paid_da=2026-03-01", user),
            "searched": request_of("/elenco/?cerca=cooperativa+forli", user),
        }
        print(f"\n{rows:,} rows (first page: {queries_of(pages['first page'])} queries, R: {queries_of(pages['R'])})")
        print_figures(measured(pages), unit="R")
    bare_list.fill(bare_list.ROWS)
    print("\nfiles of 10,000 rows, 8 columns")
    files = {kind: request_of(f"/elenco/?esporta={kind}", user) for kind in ("xlsx", "csv")}
    print_figures(measured({"R": bare_list.request(user), **files}, rounds=7), unit="R")
