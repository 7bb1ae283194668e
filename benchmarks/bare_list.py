# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""R, the unit of the targets of pages: a bare Django view of a list, as anybody would write it.

Sixty rows of eight cells, the newest of a table of 10,000, with session and sign-in and nothing else: no search, no
count, no filters, no navigation. Run with `python -m benchmarks bare_list`.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import ClassVar

from django.contrib.auth.decorators import login_required
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from benchmarks.harness import Call, measured, print_figures, request_of, somebody
from incas.accounts.models import User

ROWS = 10_000
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


class Row(models.Model):
    """A row with a field of each common sort. `fill` makes its table, in the database of the measurements alone."""

    number = models.CharField(max_length=20)
    supplier = models.CharField(max_length=100)
    description = models.CharField(max_length=200)
    paid_on = models.DateField(null=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    vat = models.DecimalField(max_digits=12, decimal_places=2)
    state = models.CharField(max_length=10, choices=[("draft", "In preparazione"), ("sent", "Inviata")])
    noted_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Row"]] = models.Manager()

    class Meta:
        app_label = "benchmarks"
        indexes = [
            models.Index(models.F("paid_on").desc(nulls_last=True), models.F("id").desc(), name="row_by_payment"),
            models.Index(fields=["supplier", "id"], name="row_by_supplier"),
        ]

    def __str__(self) -> str:
        return self.number


def fill(rows: int) -> None:
    """Give the table this many rows, always the same ones."""
    if Row._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Row)
    if Row.objects.count() == rows:
        return
    Row.objects.all().delete()
    start, noon = date(2026, 2, 17), datetime.fromisoformat("2026-02-17T12:00:00+00:00")
    Row.objects.bulk_create(
        (
            Row(
                pk=number + 1,
                number=f"{number % 997}/FE",
                supplier=f"Cooperativa di prova n. {number % 313}",
                description=f"Mediazione linguistica, mese {number % 12 + 1}, città di Forlì",
                paid_on=None if number % 10 == 0 else start + timedelta(days=number % 700),
                amount=Decimal(number * 7919 % 10_000_000) / 100,
                vat=Decimal(number * 104_729 % 1_000_000) / 100,
                state="sent" if number % 3 else "draft",
                noted_at=noon + timedelta(minutes=number),
            )
            for number in range(rows)
        ),
        batch_size=2_000,
    )
    with connection.cursor() as cursor:
        cursor.execute(f'VACUUM ANALYZE "{Row._meta.db_table}"')


@login_required(login_url="/")
def show(request: HttpRequest) -> HttpResponse:
    """The bare list."""
    return render(request, "bare_list.html", {"rows": Row.objects.order_by("-id")[:60]}, using="bare")


def request(user: User) -> Call:
    """Give the function that asks for the bare list: one R."""
    return request_of("/nudo/", user, middleware=MIDDLEWARE)


def main() -> None:
    """Print R."""
    fill(ROWS)
    print_figures(measured({"R": request(somebody())}, rounds=200), unit="R")
