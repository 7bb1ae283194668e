# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import pytest
from django.conf import LazySettings
from django.test import Client

from incas.accounts.models import User
from tests.personas import client_of

PAGES = (
    "/",
    "/accessibilita/",
    "/segnalazioni-accessibilita/",
    "/privacy/",
    "/note-legali/",
    "/crediti/",
    "/scorciatoie/",
)


@pytest.mark.parametrize("path", PAGES)
def test_public_page_opens_for_everybody_with_one_title_and_no_query(
    client: Client, path: str, django_assert_num_queries, db: None
):
    with django_assert_num_queries(0):
        response = client.get(path)
    words = response.content.decode()
    assert response.status_code == 200
    assert words.count("<h1") == 1
    assert " style=" not in words
    assert "<script>" not in words


def test_policy_of_contents_admits_nothing_inline_and_nobody_else(client: Client, db: None):
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_entrance_leads_who_is_signed_in_to_their_desk(finance_officer: User):
    response = client_of(finance_officer).get("/")
    assert (response.status_code, response["Location"]) == (302, "/scrivania/")


def test_contact_is_shown_where_one_is_named(client: Client, settings: LazySettings, db: None):
    settings.CONTACT_EMAIL = "accessibilita@ente.example"
    assert "accessibilita@ente.example" in client.get("/segnalazioni-accessibilita/").content.decode()
    settings.CONTACT_EMAIL = ""
    assert "non ha ancora un indirizzo" in client.get("/segnalazioni-accessibilita/").content.decode()


def test_statement_of_accessibility_is_linked_where_one_is_lodged(client: Client, settings: LazySettings, db: None):
    settings.ACCESSIBILITY_STATEMENT_URL = "https://form.agid.gov.it/view/1"
    assert 'href="https://form.agid.gov.it/view/1"' in client.get("/accessibilita/").content.decode()
