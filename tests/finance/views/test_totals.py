# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages of the totals of documents."""

from decimal import Decimal

import pytest
from django.urls import reverse

from incas.finance.models import DocumentIdentity
from tests.finance.factories import DocumentIdentityFactory, SpendingDocumentFactory
from tests.forms import send
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
