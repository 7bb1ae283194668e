# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import pytest
from django.test import Client

from incas.core.middleware import OPEN_VIEWS, sign_in_url
from tests.forms import filled

pytestmark = pytest.mark.django_db


def test_page_asks_who_is_not_signed_in_to_sign_in_and_come_back(site: Client):
    site.logout()
    response = site.get("/lavori/?cerca=a b")
    assert (response.status_code, response["Location"]) == (302, sign_in_url("/lavori/?cerca=a%20b"))


def test_public_pages_need_no_sign_in(client: Client):
    assert [client.get(path).status_code for path in ("/", "/privacy/", "/scorciatoie/")] == [200, 200, 200]


def test_sign_in_itself_needs_no_sign_in(client: Client):
    assert "account_login" in OPEN_VIEWS
    assert client.get(sign_in_url("/")).status_code == 200


def test_fragment_of_an_ended_session_leaves_the_page_where_it_is(site: Client):
    site.logout()
    response = site.get("/lavori/", headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response["HX-Retarget"] == "#notices"
    assert "La sessione è scaduta" in response.content.decode()


def test_boosted_link_of_an_ended_session_goes_to_sign_in(site: Client):
    site.logout()
    response = site.get("/lavori/", headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert (response.status_code, response["Location"]) == (302, sign_in_url("/lavori/"))


def test_address_that_does_not_exist_is_not_found_for_anybody(client: Client):
    response = client.get("/nessuno/")
    assert response.status_code == 404
    assert "Che cosa fare" in response.content.decode()


def test_form_sent_in_the_background_loads_the_next_page_as_a_whole(site: Client):
    sent = filled(site.get("/lavori/nuovo/"), title="Uno")
    response = site.post("/lavori/nuovo/", sent, headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert response.status_code == 200
    assert response["HX-Redirect"].startswith("/fatto/")
    assert response.content == b""


def test_form_sent_in_the_background_and_refused_is_shown_in_place(site: Client):
    sent = filled(site.get("/lavori/nuovo/"), title="")
    response = site.post("/lavori/nuovo/", sent, headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert "HX-Redirect" not in response
    assert "error-summary" in response.content.decode()


@pytest.mark.parametrize("address", ["/lavori/%00/", "/%00"])
def test_address_with_a_nul_is_of_no_page(site: Client, address: str):
    assert site.get(address).status_code == 404
