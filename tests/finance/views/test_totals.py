# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages of the totals of documents: told in euro, corrected."""

from decimal import Decimal

import pytest
from django.urls import reverse

from incas.audit.models import Entry
from incas.finance.models import DocumentIdentity, SpendingDocument
from tests.finance.factories import ClaimFactory, DocumentIdentityFactory, ExpenseFactory, SpendingDocumentFactory
from tests.forms import filled, send
from tests.lists import assert_constant_queries
from tests.personas import client_of

TOTALS = "/documenti-di-spesa/totali/"


@pytest.fixture
def identity(comune) -> DocumentIdentity:
    """A document of which a file states more than the first one did."""
    found: DocumentIdentity = DocumentIdentityFactory(total="122.00")
    for total in ("122.00", "1220.00"):
        SpendingDocumentFactory(body=comune, identity=found, total=total, with_file=True)
    return found


def test_coordinator_corrects_a_total_from_the_list(identity, coordinator):
    client = client_of(coordinator)
    assert identity.reference in client.get(TOTALS).content.decode()
    url = reverse("finance:total_correct", args=[identity.pk])
    assert "Comune di Borgo Prova" in client.get(url).content.decode()
    answer = send(client, url, reason="Verificato con il fornitore")
    assert (answer.status_code, answer["Location"]) == (302, TOTALS)
    identity.refresh_from_db()
    assert identity.total == Decimal("1220.00")
    assert identity.reference not in client.get(TOTALS).content.decode()
    assert "è già il maggiore" in client.get(url).content.decode()


def test_correction_asks_for_its_reason(identity, coordinator):
    page = send(client_of(coordinator), reverse("finance:total_correct", args=[identity.pk]), reason="sì")
    assert page.context["form"].errors["reason"] == ["Scrivere il motivo con almeno dieci caratteri."]
    identity.refresh_from_db()
    assert identity.total == Decimal("122.00")


def test_document_whose_files_agree_is_not_shown(comune, coordinator):
    document = SpendingDocumentFactory(body=comune, with_file=True)
    url = reverse("finance:total_correct", args=[document.identity_id])
    assert client_of(coordinator).get(url).status_code == 404


def test_comune_is_told_whom_to_ask_and_corrects_nothing(identity, finance_officer):
    client = client_of(finance_officer)
    document = identity.documents.get(total="1220.00")
    page = client.get(reverse("finance:document", args=[document.pk])).content.decode()
    assert f"indicando il riferimento {identity.reference}" in page
    assert client.get(TOTALS).status_code == 403


def test_list_of_totals_asks_the_same_whatever_its_rows(identity, coordinator, comune):
    def add() -> None:
        other = DocumentIdentityFactory(total="122.00")
        SpendingDocumentFactory(body=comune, identity=other, total="1220.00", with_file=True)

    assert_constant_queries(client_of(coordinator), TOTALS, add)


def page_of(document: SpendingDocument, name: str = "euro_total") -> str:
    """A page of a document."""
    return reverse(f"finance:{name}", args=[document.pk])


def test_euro_of_a_document_are_told_then_corrected_from_its_page(comune, finance_officer):
    client, document = client_of(finance_officer), SpendingDocumentFactory(body=comune, currency="CHF")
    said = client.get(page_of(document, "document")).content.decode()
    assert "Il documento è in CHF, non in euro" in said
    assert "Scrivi il totale in euro" in said
    answer = send(client, page_of(document), euro_total="1.300,00", euro_source="rate", euro_on="2026-03-20")
    assert answer["Location"] == page_of(document, "document")
    said = client.get(page_of(document, "document")).content.decode()
    assert "Cambio ufficiale del 20/03/2026" in said
    assert "non in euro" not in said
    assert "ha scritto il totale in euro" in said
    shown = filled(client.get(page_of(document)))
    assert (shown["euro_total"], shown["euro_source"], shown["euro_on"]) == ("1.300,00", "rate", "2026-03-20")
    send(client, page_of(document), euro_total="1.290,00")
    document.identity.refresh_from_db()
    assert document.identity.euro_total == Decimal("1290.00")
    assert Entry.objects.about(document).filter(verb="euro_total_told").count() == 2


def test_euro_under_what_is_charged_are_refused_beside_the_field(project, finance_officer):
    document = ExpenseFactory(project=project, document__told=True).document
    page = send(client_of(finance_officer), page_of(document), euro_total="1.299,99")
    assert page.context["form"].errors["euro_total"] == [
        "Del documento sono già imputati €\xa01.300,00: il totale in euro non può essere inferiore."
    ]


def test_two_who_correct_the_euro_are_asked_which_figure_is_right(comune, finance_officer):
    client, document = client_of(finance_officer), SpendingDocumentFactory(body=comune, told=True)
    data = filled(client.get(page_of(document)), euro_total="1.310,00")
    DocumentIdentity.objects.update(euro_total=Decimal("1290.00"))
    page = client.post(page_of(document), data)
    assert page.status_code == 200
    assert "1.290,00" in page.content.decode()
    assert DocumentIdentity.objects.get().euro_total == Decimal("1290.00")


def test_euro_of_a_claim_that_was_sent_are_the_coordination_s_to_correct(project, finance_officer, coordinator):
    expense = ExpenseFactory(project=project, document__told=True, complete=True)
    identity, office = expense.document.identity, client_of(finance_officer)
    opened_before = filled(office.get(page_of(expense.document)), euro_total="1.400,00")
    ClaimFactory(project=project, submitted=True, expenses=[expense])
    said = office.get(page_of(expense.document)).content.decode()
    assert f"indicando il riferimento {identity.reference}" in said
    assert 'name="euro_total"' not in said
    late = office.post(page_of(expense.document), opened_before)
    assert "chiedere al coordinamento" in late.context["form"].errors["euro_total"][0]
    client, url = client_of(coordinator), reverse("finance:total_correct", args=[identity.pk])
    listed = client.get(TOTALS).content.decode()
    assert identity.reference in listed
    assert "CHF\xa01.220,00" in listed
    refused = send(client, url, euro_total="1.299,99", reason="Verificato con la banca")
    assert "già imputati" in refused.context["form"].errors["euro_total"][0]
    assert send(client, url, euro_total="1.400,00", reason="Verificato con la banca")["Location"] == TOTALS
    identity.refresh_from_db()
    assert (identity.total, identity.euro_total) == (Decimal("1220.00"), Decimal("1400.00"))
    assert "da «€\xa01.300,00» a «€\xa01.400,00»" in office.get(page_of(expense.document, "document")).content.decode()


def test_euro_of_a_document_that_no_sent_claim_holds_are_not_listed(project, coordinator):
    told = ExpenseFactory(project=project, document__told=True).document.identity
    ClaimFactory(project=project, submitted=True)
    assert told.reference not in client_of(coordinator).get(TOTALS).content.decode()


def test_document_in_euro_has_no_other_total_in_euro(comune, finance_officer):
    said = client_of(finance_officer).get(page_of(SpendingDocumentFactory(body=comune))).content.decode()
    assert "Il documento è già in euro" in said
    assert 'name="euro_total"' not in said


@pytest.mark.parametrize(("persona", "status"), [("project_manager", 403), ("other_finance_officer", 404)])
def test_euro_are_told_by_who_may_charge_alone(comune, request, persona, status):
    document = SpendingDocumentFactory(body=comune, currency="CHF")
    client = client_of(request.getfixturevalue(persona))
    assert (client.get(page_of(document)).status_code, client.post(page_of(document)).status_code) == (status, status)


def test_page_of_a_document_tells_two_currencies_apart(comune, finance_officer):
    first = SpendingDocumentFactory(body=comune, currency="SEK")
    second = SpendingDocumentFactory(body=comune, identity=first.identity)
    said = client_of(finance_officer).get(page_of(second, "document")).content.decode()
    assert "Questo file indica €\xa01.220,00" in said
    assert "indica SEK\xa01.220,00, e vale come massimo da imputare" in said
