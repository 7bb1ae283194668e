# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt

import pytest
from django.urls import reverse

from incas.organisations.models import Territory
from incas.organisations.places import searchable
from tests.lists import assert_constant_queries
from tests.organisations.factories import TerritoryFactory
from tests.personas import client_of


@pytest.fixture
def url() -> str:
    return reverse("organisations:territories")


@pytest.fixture
def lazio(db) -> Territory:
    return TerritoryFactory(region=True, name="Lazio")


@pytest.fixture
def viterbo(lazio) -> Territory:
    return TerritoryFactory(province=True, name="Viterbo", plate="VT", parent=lazio)


@pytest.fixture
def tarquinia(viterbo) -> Territory:
    return TerritoryFactory(
        name="Tarquinia", belfiore_code="D024", parent=viterbo, population=15_900, aliases=["Corneto"],
        search_name=searchable("Tarquinia", aliases=["Corneto"]), valid_from=dt.date(1871, 1, 1),
    )  # fmt: skip


@pytest.fixture
def suppressed(viterbo, tarquinia) -> Territory:
    old = TerritoryFactory(
        name="Vecchio Borgo", parent=viterbo, population=300, valid_until=dt.date(2014, 1, 1),
        search_name=searchable("Vecchio Borgo"),
    )  # fmt: skip
    old.successors.add(tarquinia)
    return old


def names(client, url: str, **asked: object) -> list[str]:
    """The names in the list that an address shows."""
    return [row.name for row in client.get(url, asked).context["listing"].stretch.rows]


@pytest.mark.usefixtures("suppressed")
def test_territory_list_shows_the_comuni_of_today(stranger, url):
    assert names(client_of(stranger), url) == ["Tarquinia"]


@pytest.mark.usefixtures("suppressed")
def test_territory_list_is_narrowed(finance_officer, url, lazio, viterbo):
    client = client_of(finance_officer)
    assert "Lazio" in names(client, url, kind="region")
    assert names(client, url, kind="province", region=lazio.pk) == ["Viterbo"]
    assert names(client, url, province=viterbo.pk) == ["Tarquinia"]
    assert names(client, url, region=lazio.pk, period="past") == ["Vecchio Borgo"]
    assert names(client, url, region=lazio.pk, period="ever") == ["Tarquinia", "Vecchio Borgo"]
    assert names(client, url, region=lazio.pk, period="ever", population="0") == ["Vecchio Borgo"]
    assert names(client, url, region=lazio.pk, population="6") == ["Tarquinia"]
    assert names(client, url, cerca="corn") == ["Tarquinia"]
    assert names(client, url, cerca="d024") == ["Tarquinia"]
    assert names(client, url, cerca="borgo che non c'è") == []


@pytest.mark.usefixtures("suppressed")
def test_territory_list_says_what_was_suppressed(stranger, url):
    assert "Vecchio Borgo (soppresso)" in client_of(stranger).get(url, {"period": "past"}).text


@pytest.mark.usefixtures("tarquinia")
def test_territory_list_tells_where_each_lies(stranger, url):
    client = client_of(stranger)

    def told(**asked: str) -> list[tuple[str, str | None, str | None]]:
        return [(row.name, row.province, row.region) for row in client.get(url, asked).context["listing"].stretch.rows]

    assert told() == [("Tarquinia", "Viterbo", "Lazio")]
    assert ("Viterbo", None, "Lazio") in told(kind="province")
    assert ("Lazio", None, None) in told(kind="region")


@pytest.mark.usefixtures("suppressed")
def test_territory_list_offers_the_regions_and_provinces_of_today(stranger, url, lazio, viterbo):
    TerritoryFactory(province=True, name="Provincia di Ieri", parent=lazio, valid_until=dt.date(2014, 1, 1))
    fields = client_of(stranger).get(url).context["listing"].filters.form.fields
    offered = {name: dict(fields[name].choices) for name in ("region", "province")}
    assert offered["region"][str(lazio.pk)] == "Lazio"
    assert offered["province"][str(viterbo.pk)] == "Viterbo"
    assert "Provincia di Ieri" not in offered["province"].values()


def test_territory_list_asks_the_same_questions_however_many_they_are(stranger, url):
    assert_constant_queries(client_of(stranger), url, TerritoryFactory)


def test_territory_page_tells_codes_days_and_successors(stranger, suppressed, tarquinia):
    client = client_of(stranger)
    page = client.get(reverse("organisations:territory", args=[suppressed.pk])).text
    assert "Soppresso" in page
    assert "1º gennaio 2014" in page
    assert "Il suo territorio è passato a" in page
    page = client.get(reverse("organisations:territory", args=[tarquinia.pk])).text
    for said in ("D024", "15.900", "da 10.000 a 19.999 abitanti", "Viterbo", "Lazio", "Corneto", "Vecchio Borgo"):
        assert said in page


def test_territory_page_shows_only_the_bodies_one_may_see(coordinator, finance_officer, other_comune):
    url = reverse("organisations:territory", args=[other_comune.territory_id])
    assert other_comune.name in client_of(coordinator).get(url).text
    assert other_comune.name not in client_of(finance_officer).get(url).text


@pytest.mark.usefixtures("suppressed")
def test_territories_are_suggested_while_one_types(stranger):
    suggest = reverse("organisations:suggest_any_territory")
    client = client_of(stranger)
    shown = client.get(suggest, {"territory-text": "tarq", "livello": "comune"}).text
    assert "Tarquinia (VT)" in shown
    assert "Lazio" in shown
    assert "Tarquinia" not in client.get(suggest, {"territory-text": "tarq", "livello": "region"}).text
    assert client.get(suggest, {"territory-text": "tarq", "livello": "altro"}).status_code == 200
