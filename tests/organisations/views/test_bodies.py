# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Bodies through the pages, and the page about oneself."""

import pytest
from django.urls import reverse

from incas.organisations.choices import BodyKind, Role
from incas.organisations.models import Body
from tests.forms import filled, send
from tests.lists import assert_constant_queries
from tests.organisations.factories import BodyFactory, MembershipFactory, TerritoryFactory, body_tax_code
from tests.personas import client_of

NEW = "/enti/nuovo/"


def url(name, pk):
    return reverse(f"organisations:{name}", args=[pk])


def words(**changes):
    return {"kind": BodyKind.COMUNE, "name": "Comune di Forlì", "tax_code": body_tax_code(901), **changes}


@pytest.fixture
def forli(db):
    return TerritoryFactory(name="Forlì", plate="FC")


@pytest.mark.parametrize(
    ("persona", "listing", "new", "change"),
    [
        ("coordinator", 200, 200, 200),
        ("tutor", 200, 403, 403),
        ("ministry_officer", 200, 403, 403),
        ("administrator", 403, 403, 403),
        ("finance_officer", 403, 403, 403),
        ("other_finance_officer", 403, 403, 404),
        ("stranger", 403, 403, 404),
    ],
)
def test_bodies_open_by_role(persona, listing, new, change, comune, request):
    client = client_of(request.getfixturevalue(persona))
    statuses = [client.get(path).status_code for path in ("/enti/", NEW, url("body_change", comune.pk))]
    assert statuses == [listing, new, change]


def test_coordinator_makes_a_body_and_goes_on_to_its_administrator(coordinator, forli):
    answer = send(client_of(coordinator), NEW, **words(**{"territory-text": "forli"}))
    body = Body.objects.get(name="Comune di Forlì")
    assert answer["Location"] == url("invite", body.pk)
    assert (body.territory, body.tax_code) == (forli, body_tax_code(901))


def test_body_pressed_twice_is_one(coordinator, forli):
    client = client_of(coordinator)
    data = filled(client.get(NEW), **words(territory=forli.pk, **{"territory-text": "Forlì (FC)"}))
    for _ in range(2):
        assert client.post(NEW, data).status_code == 302
    assert Body.objects.filter(name="Comune di Forlì").count() == 1


@pytest.mark.parametrize("code", ["", "1234567890", "12345678901", "80015010724X", "RSSMRA80A01H501U", "IT00743110157"])
def test_wrong_fiscal_code_is_told_beside_the_field(coordinator, forli, code):
    answer = send(client_of(coordinator), NEW, **words(tax_code=code, **{"territory-text": "forli"}))
    assert list(answer.context["form"].errors) == ["tax_code"]


def test_fiscal_code_of_another_body_is_told(coordinator, forli, comune):
    answer = send(client_of(coordinator), NEW, **words(tax_code=comune.tax_code, **{"territory-text": "forli"}))
    assert "già questo codice fiscale" in str(answer.context["form"].non_field_errors())


def test_comune_wants_a_comune_for_territory(coordinator):
    client = client_of(coordinator)
    region = TerritoryFactory(region=True)
    assert list(send(client, NEW, **words()).context["form"].errors) == ["territory"]
    answer = send(client, NEW, **words(territory=region.pk))
    assert list(answer.context["form"].errors) == ["territory"]


def test_other_body_needs_no_territory(coordinator):
    answer = send(client_of(coordinator), NEW, **words(kind=BodyKind.IMPLEMENTING, name="Cooperativa Prova"))
    assert answer.status_code == 302


def test_kind_of_a_body_is_not_changed(coordinator, comune):
    send(client_of(coordinator), url("body_change", comune.pk), name="Comune di Nuovo Nome", kind=BodyKind.CITTALIA)
    comune.refresh_from_db()
    assert (comune.name, comune.kind) == ("Comune di Nuovo Nome", BodyKind.COMUNE)


def test_list_says_which_bodies_nobody_administers(coordinator, administrator, other_comune):
    page = client_of(coordinator).get("/enti/", {"has_administrator": "false"})
    names = {str(row.heading) for row in page.context["listing"].rows}
    assert any(other_comune.name in name for name in names)
    assert not any("Borgo Prova" in name for name in names)


def test_list_asks_the_same_queries_however_long(coordinator):
    assert_constant_queries(client_of(coordinator), "/enti/", BodyFactory)


def test_territories_are_suggested_to_who_makes_bodies(coordinator, forli, tutor):
    path = reverse("organisations:suggest_territories")
    assert "Forlì (FC)" in client_of(coordinator).get(path, {"territory-text": "forli"}).content.decode()
    assert client_of(tutor).get(path, {"territory-text": "forli"}).status_code == 403


def test_profile_tells_memberships_and_who_granted_them(finance_officer, administrator, other_comune):
    MembershipFactory(user=finance_officer, body=other_comune, role=Role.PROJECT_MANAGER, granted_by=administrator)
    page = client_of(finance_officer).get("/profilo/").content.decode()
    assert other_comune.name in page
    assert "Anna Amministra" in page


def test_profile_asks_the_same_queries_however_many_memberships(finance_officer, django_assert_max_num_queries):
    client = client_of(finance_officer)
    client.get("/profilo/")
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(12) as captured:
            client.get("/profilo/")
        counts.append(len(captured))
        for _row in range(3):
            MembershipFactory(user=finance_officer)
    assert counts[0] == counts[1]
