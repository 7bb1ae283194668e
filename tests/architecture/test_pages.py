# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Every address declares who may open it, and keeps its word with each persona and with a stranger."""

import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from incas.cases.doors import scope_of
from incas.core.pages import PAGES, Page, name_of
from tests.architecture.objects import MAKERS
from tests.forms import fields_out_of_order
from tests.personas import client_of

PERSONAS = (
    "coordinator",
    "tutor",
    "specialist",
    "ministry_officer",
    "project_manager",
    "finance_officer",
    "case_worker",
    "case_supervisor",
    "regional_officer",
    "editor",
    "auditor",
    "administrator",
    "other_finance_officer",
    "stranger",
)

PUBLIC = {
    "incas.website",  # entrance and the notes of a public service
    "incas.core.failures",  # the page of a lost session
    "incas.core.gallery",  # the components, never in production
    "incas.demo",  # one-click sign-in and the demo's mail, never in production
}
"""Modules whose views may be public; a public view elsewhere must be named in PUBLIC_VIEWS."""

PUBLIC_VIEWS = {
    "incas.core.views.shortcuts",  # the keys of the keyboard
    "incas.organisations.views.invitations.accept",  # the secret in the address is the permission
    "incas.notifications.views.feed",  # the secret in the address is the permission
}


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Walk every address, with its whole route."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


OURS = [(route, entry) for route, entry in patterns() if entry.callback.__module__.startswith("incas.")]
THIRD_PARTY = {"allauth", "django.views.static", "django.contrib.staticfiles"}
PLAIN = [(route, entry) for route, entry in OURS if not re.search(r"[<(]", route)]
ABOUT_OBJECTS = [
    (route, entry) for route, entry in OURS if (page := PAGES.get(name_of(entry.callback))) and page.model is not None
]


def page_of(entry: URLPattern) -> Page:
    return PAGES[name_of(entry.callback)]


def address(route: str, key: str, value: object) -> str:
    """Fill the key of the object in a route; any other argument is filled with a value no row has."""
    filled = re.sub(rf"<(?:\w+:)?{key}>", str(value), route, count=1)
    return "/" + re.sub(r"<int:\w+>", "0", re.sub(r"<(?:str:|slug:)?\w+>", "nessuno", filled))


def opened(client: Client, url: str) -> HttpResponse:
    """Open a page and read to its end what it streams (closing the answer would close the test's own connection)."""
    answer = client.get(url)
    if answer.streaming:
        sum(1 for _ in answer.streaming_content)
    if (file := getattr(answer, "file_to_stream", None)) is not None:
        file.close()
    return answer


def status_of(client: Client, url: str) -> int:
    return opened(client, url).status_code


def test_every_address_of_ours_declares_its_rule():
    silent = [route for route, entry in OURS if name_of(entry.callback) not in PAGES]
    assert len(OURS) > 50
    assert silent == []


def test_every_other_address_is_of_a_library_we_know():
    strange = [
        route
        for route, entry in patterns()
        if (route, entry) not in OURS and not any(entry.callback.__module__.startswith(name) for name in THIRD_PARTY)
    ]
    assert strange == []


def test_public_pages_are_the_ones_we_decided():
    public = {name for name, page in PAGES.items() if page.is_public}
    beyond = {name for name in public if not any(name.startswith(module) for module in PUBLIC)} - PUBLIC_VIEWS
    assert beyond == set()


@pytest.mark.django_db
def test_signed_out_visitor_is_sent_to_sign_in():
    client = Client()
    opened = []
    for route, entry in PLAIN:
        if page_of(entry).is_public:
            continue
        answer = client.get(f"/{route}")
        if answer.status_code != 302 or "/accedi" not in answer["Location"]:
            opened.append((route, answer.status_code))
    assert opened == []


@pytest.mark.parametrize("persona", PERSONAS)
def test_page_without_object_opens_to_whom_its_rule_says(persona, request):
    user = request.getfixturevalue(persona)
    client = client_of(user)
    wrong = []
    for route, entry in PLAIN:
        page = page_of(entry)
        status = status_of(client, f"/{route}")
        if page.is_public:
            expected = status < 500
        elif page.rule(user):
            expected = status in {200, 204, 302, 405}
        else:
            expected = status == 403
        if not expected:
            wrong.append((route, status))
    assert wrong == []


def test_every_model_with_a_page_has_an_example():
    models = {page_of(entry).model for _, entry in ABOUT_OBJECTS}
    assert {model._meta.label for model in models if model} - {model._meta.label for model in MAKERS} == set()


@pytest.mark.parametrize("persona", PERSONAS)
def test_page_of_an_object_keeps_invisible_from_forbidden_apart(persona, request, comune):
    """Invisible is 404, visible and forbidden is 403, else it opens; the object belongs to `comune`."""
    user = request.getfixturevalue(persona)
    client = client_of(user)
    made = {model: make(request) for model, make in MAKERS.items()}
    wrong = []
    for route, entry in ABOUT_OBJECTS:
        page = page_of(entry)
        item = made[page.model]
        key = page.key
        with scope_of(user):
            is_visible = page.model._default_manager.all().visible_to(user).filter(pk=item.pk).exists()
            is_allowed = is_visible and page.rule(user, item)
        status = status_of(client, address(route, key, getattr(item, key)))
        if not is_visible:
            expected = status == 404
        elif not is_allowed:
            expected = status == 403
        else:
            expected = (
                status in {200, 204, 302, 404, 405}
                if "<" in route.replace(f"{key}>", "", 1)
                else status in {200, 204, 302, 405}
            )
        if not expected:
            wrong.append((route, status))
    assert wrong == []


@pytest.mark.parametrize("persona", ["coordinator", "case_worker", "case_supervisor", "finance_officer"])
def test_errors_are_summed_up_in_the_order_of_the_page(persona, request, comune):
    client = client_of(request.getfixturevalue(persona))
    made = {model: make(request) for model, make in MAKERS.items()}
    addresses = [f"/{route}" for route, _entry in PLAIN]
    for route, entry in ABOUT_OBJECTS:
        page = page_of(entry)
        addresses.append(address(route, page.key, getattr(made[page.model], page.key)))
    assert {url: wrong for url in addresses if (wrong := fields_out_of_order(opened(client, url)))} == {}
