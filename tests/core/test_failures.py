# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import server_error

from incas.accounts.models import User
from incas.core.failures import is_ours, opened, typed_in
from incas.core.models import Job
from tests.core.test_forms import Tags
from tests.forms import filled
from tests.personas import sign_in

OURS = {"Origin": "http://testserver"}


@pytest.fixture
def strict(site: Client, finance_officer: User) -> Client:
    """A browser signed in on the test pages, its tokens checked as in production."""
    return sign_in(Client(enforce_csrf_checks=True), finance_officer)


def hidden(response: HttpResponse) -> dict[str, str | None]:
    """Fields of the form that sends again."""
    tags = Tags(response.content.decode()).found
    return {attrs["name"] or "": attrs["value"] for _tag, attrs in tags if attrs.get("type") == "hidden"}


def test_form_sent_after_the_session_ended_comes_back_with_all_that_was_typed(strict: Client):
    typed = filled(strict.get("/lavori/nuovo/"), title='Spese di "aprile" <1>')
    strict.cookies.pop("sessionid")
    response = strict.post("/lavori/nuovo/", typed, headers=OURS)
    assert response.status_code == 403
    assert response["Cache-Control"] == "no-store"
    kept = hidden(response)
    assert kept.keys() == {"csrfmiddlewaretoken", "busta"}
    assert opened(kept["busta"], address="/lavori/nuovo/").dict() == {
        name: value for name, value in typed.items() if name != "csrfmiddlewaretoken"
    }
    assert "aprile" not in response.content.decode()
    assert '<form method="post" action="/lavori/nuovo/">' in response.content.decode()
    assert not Job.objects.exists()


def test_what_came_back_is_accepted_after_signing_in_again(strict: Client, finance_officer: User):
    typed = filled(strict.get("/lavori/nuovo/"), title="Spese di aprile")
    strict.cookies.pop("sessionid")
    kept = hidden(strict.post("/lavori/nuovo/", typed, headers=OURS))
    sign_in(strict, finance_officer)
    again = strict.post("/lavori/nuovo/", kept, headers=OURS)
    if again.status_code == 403:  # signing in changed the token: the page offers one last press
        assert "Manca solo un ultimo invio" in again.content.decode()
        again = strict.post("/lavori/nuovo/", hidden(again), headers=OURS)
    assert again.status_code == 302
    assert Job.objects.get().title == "Spese di aprile"


def test_envelope_opens_at_its_address_alone_and_unaltered(strict: Client, finance_officer: User):
    typed = filled(strict.get("/lavori/nuovo/"), title="Spese di aprile")
    strict.cookies.pop("sessionid")
    envelope = hidden(strict.post("/lavori/nuovo/", typed, headers=OURS))["busta"] or ""
    sign_in(strict, finance_officer)
    token = filled(strict.get("/lavori/nuovo/"))["csrfmiddlewaretoken"]
    for address, sent in (("/lavori/nuovo/?x=1", f"A{envelope[1:]}"), ("/lavori/", envelope)):
        refused = strict.post(address, {"busta": sent, "csrfmiddlewaretoken": token}, headers=OURS)
        assert refused.status_code == 400
    assert not Job.objects.exists()


def test_page_open_since_before_another_sign_in_needs_one_more_press(strict: Client):
    typed = filled(strict.get("/lavori/nuovo/"), title="Spese")
    response = strict.post("/lavori/nuovo/", typed | {"csrfmiddlewaretoken": "a" * 64}, headers=OURS)
    assert response.status_code == 403
    assert "Manca solo un ultimo invio" in response.content.decode()
    assert strict.post("/lavori/nuovo/", hidden(response), headers=OURS).status_code == 302


@pytest.mark.parametrize("origin", [{"Origin": "https://altrove.example"}, {"Origin": "null"}, {}])
def test_form_of_somebody_else_gets_nothing_back(strict: Client, origin: dict[str, str]):
    strict.cookies.pop("sessionid")
    response = strict.post("/lavori/nuovo/", {"title": "Trappola"}, headers=origin)
    assert response.status_code == 403
    assert "Trappola" not in response.content.decode()
    assert "<form" not in response.content.decode().split("<main")[1].split("</main>")[0]


def test_files_are_named_as_to_be_chosen_again_and_never_kept(strict: Client):
    strict.get("/lavori/nuovo/")
    strict.cookies.pop("sessionid")
    sent = {"title": "Spese", "papers": SimpleUploadedFile("quietanza.pdf", b"CONTENUTO")}
    words = strict.post("/lavori/nuovo/", sent, headers=OURS).content.decode()
    assert "quietanza.pdf" in words
    assert "CONTENUTO" not in words


def test_passwords_and_codes_never_go_back_to_the_page(rf: RequestFactory):
    request = rf.post(
        "/x/", {"title": "a", "password": "b", "new_password1": "c", "otp": "d", "csrfmiddlewaretoken": "e"}
    )
    assert typed_in(request) == [("title", "a")]


def test_sign_in_form_with_an_old_token_is_only_reloaded(strict: Client):
    response = Client(enforce_csrf_checks=True).post(
        reverse("account_login"), {"login": "anna@example.org", "password": "segreta"}, headers=OURS
    )
    words = response.content.decode()
    assert response.status_code == 403
    assert "Ricarica il modulo" in words
    assert "segreta" not in words
    assert "anna@example.org" not in words


def test_repeated_fields_are_all_kept_in_order(rf: RequestFactory):
    request = rf.post("/x/", {"rows": ["1", "3", "2"]})
    assert typed_in(request) == [("rows", "1"), ("rows", "3"), ("rows", "2")]


@pytest.mark.parametrize(
    ("headers", "answer"),
    [
        ({"HTTP_ORIGIN": "http://testserver"}, True),
        ({"HTTP_REFERER": "http://testserver/lavori/"}, True),
        ({"HTTP_ORIGIN": "https://testserver"}, False),
        ({"HTTP_ORIGIN": "http://testserver.evil.example"}, False),
        ({"HTTP_ORIGIN": "null", "HTTP_REFERER": "http://testserver/"}, False),
        ({}, False),
    ],
)
def test_page_of_ours_is_known_by_origin_or_else_by_referer(
    rf: RequestFactory, headers: dict[str, str], *, answer: bool
):
    assert is_ours(rf.post("/x/", **headers)) is answer


def test_fragment_with_an_old_token_leaves_the_page_where_it_is(strict: Client):
    response = strict.post("/lavori/nuovo/", {"title": "x"}, headers={**OURS, "HX-Request": "true"})
    assert (response.status_code, response["HX-Retarget"]) == (401, "#notices")


def test_page_of_an_error_of_ours_needs_nothing_that_may_have_failed(rf: RequestFactory):
    response = server_error(rf.get("/x/"))
    words = response.content.decode()
    assert response.status_code == 500
    assert "Che cosa fare" in words
    assert 'href="/"' in words


def test_request_too_large_is_told_in_italian(settings, site: Client):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = site.post("/lavori/nuovo/", {"title": "x" * 200})
    assert response.status_code == 400
    assert "La richiesta non si è potuta leggere" in response.content.decode()
