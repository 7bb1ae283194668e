# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""An invoice in another currency is charged: its euro told once, a share of them, the remainder counted live."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from incas.accounts.models import User
from incas.finance.models import Expense
from incas.organisations.models import Body
from tests.finance.factories import SpendingDocumentFactory
from tests.journeys.conftest import NARROW, Browsing, barriers
from tests.projects.factories import ProjectFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_invoice_in_francs_is_charged_within_the_euro_it_cost(
    browse: Callable[..., Browsing], comune: Body, finance_officer: User
):
    ProjectFactory(active=True, body=comune)
    document = SpendingDocumentFactory(body=comune, currency="CHF", total=Decimal("640.00"), vat=Decimal(0))
    page = browse(width=NARROW, user=finance_officer).go(f"/documenti-di-spesa/{document.pk}/")
    page.get_by_role("link", name="Imputa a un progetto").click()
    remainder = page.locator("#remainder")
    expect(remainder).to_contain_text("CHF\xa0640,00")
    page.get_by_label("Importo totale in euro").fill("685,00")
    page.get_by_text("Addebito della banca", exact=True).click()
    page.get_by_label("Del giorno").fill("2026-03-20")
    page.get_by_label("Voce di costo").select_option(index=1)
    page.get_by_label("Descrizione").fill("Interpretariato")
    page.get_by_label("oppure percentuale").fill("40")
    page.get_by_label("oppure percentuale").press("Tab")
    expect(remainder).to_contain_text("€\xa0411,00")
    assert barriers(page) == []
    page.get_by_role("button", name="Imputa", exact=True).dblclick()
    page.wait_for_url("**/spese/*/")
    assert Expense.objects.get().amount == Decimal("274.00")
    expect(page.locator(".note-title", has_text="CHF\xa0640,00: il suo totale in euro è €\xa0685,00")).to_be_visible()
    page.goto(page.url.replace(f"/spese/{Expense.objects.get().pk}/", f"/documenti-di-spesa/{document.pk}/imputa/"))
    expect(page.get_by_label("Importo totale in euro")).to_have_count(0)
    expect(page.get_by_label("Importo in euro")).to_have_value("411,00")
    assert barriers(page) == []
